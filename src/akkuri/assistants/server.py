"""The server for assistants: its tools, and the vocabularies, terms, release and questions as resources."""

from typing import Any, Final

from mcp.server import MCPServer

from akkuri import __version__, resources
from akkuri.assistants.site_client import SiteClient
from akkuri.assistants.tools import Tools, asking, segment
from akkuri.kinds import Kinds

__all__ = ["assistant_server"]

_ABOUT: Final = (
    "Akkuri is a knowledge graph of actors and research infrastructures: who has which laboratory, pilot "
    "line and equipment, who works with whom, and where the gaps are. First use find_question: it picks the "
    "question that answers a sentence, or refuses what the graph does not know. Quote the release and the "
    "sources of an answer. None recorded is not missing: it means that no source says so."
)
_TURTLE: Final = "text/turtle"


def assistant_server(site: SiteClient, kinds: Kinds) -> MCPServer[Any]:
    """Return the server over one site."""
    server: MCPServer[Any] = MCPServer("akkuri", instructions=_ABOUT, version=__version__)
    for tool in Tools(site, kinds).all:
        server.add_tool(tool)

    @server.resource("akkuri://ontology", mime_type=_TURTLE)
    def ontology() -> str:
        """Return the terms of the graph."""
        return asking(lambda: site.get("/ontology.ttl", accept=_TURTLE)).text

    @server.resource("akkuri://vocabulary/{scheme}", mime_type=_TURTLE)
    def vocabulary(scheme: str) -> str:
        """Return the concepts of one scheme, such as value-chain-stage, capability or access-mode."""
        return asking(lambda: site.get(f"/concept/{segment(scheme)}.ttl", accept=_TURTLE)).text

    @server.resource("akkuri://shapes", mime_type=_TURTLE)
    def shapes() -> str:
        """Return the SHACL shapes that every cluster's records fit."""
        (folder, _) = resources.shapes()
        return "\n".join(file.read_text(encoding="utf-8") for file in sorted(folder.glob("*.ttl")))

    @server.resource("akkuri://release", mime_type=_TURTLE)
    def release() -> str:
        """Return what the release holds, its version, licence and downloads (DCAT)."""
        return asking(lambda: site.get("/catalog.ttl", accept=_TURTLE)).text

    @server.resource("akkuri://questions", mime_type="application/json")
    def questions() -> str:
        """Return every named question with its parameters."""
        return asking(lambda: site.get("/api/queries")).text

    return server
