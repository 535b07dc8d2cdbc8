"""The server for assistants: its tools, and the vocabularies, terms, release and questions as resources."""

import json
from typing import Any, Final

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ResourceError, ToolError
from mcp.shared.exceptions import MCPError
from mcp_types import INVALID_PARAMS
from pydantic import ValidationError

from akkuri import __version__, resources
from akkuri.assistants.answers import release_of
from akkuri.assistants.cancelling import cancellable
from akkuri.assistants.site_client import SiteClient
from akkuri.assistants.tools import Tools, asking, segment
from akkuri.texts.quoting import quoted

__all__ = ["assistant_server"]

_ABOUT: Final = (
    "Akkuri is a knowledge graph of actors and research infrastructures: who has which laboratory, pilot "
    "line and equipment, who works with whom, and where the gaps are. First use find_question: it picks the "
    "question that answers a sentence, or refuses what the graph does not know; then ask_question answers "
    "it. What find_question refuses is not in the graph: say so, and do not guess. Names, codes and ids are "
    "understood in English, Finnish and Swedish. Quote the release and the sources of an answer. None "
    "recorded is not missing: it means that no source says so."
)
_SHOWN: Final = 60
"""Characters shown of an argument that does not fit."""
_FORMS: Final = frozenset({"str", "int", "float", "bool", "list[str]"})
_WANTED: Final = {
    "any": "text, a number, true, false or a list of texts",
    "string_type": "text",
    "list_type": "a list",
    "dict_type": "an object with a value for each name",
}
"""What did not fit, as the SDK's checker calls it → what was wanted, in words that are not Python's."""
_TURTLE: Final = "text/turtle"
_RELEASE: Final = """PREFIX dcat: <http://www.w3.org/ns/dcat#>
CONSTRUCT { ?thing ?property ?value }
WHERE { GRAPH ?release { ?catalogue a dcat:Catalog . ?thing ?property ?value } }"""
"""The description as the graph has it: for sizes and sums, /catalog makes every download first."""


class _Server(MCPServer[Any]):
    """Says in one sentence what is wrong with a request, where the SDK passes on or logs a report."""

    async def call_tool(self, name: str, arguments: dict[str, Any], context: Any = None) -> Any:
        """Call a tool. Raises ToolError."""
        await self._refuse_unknown(name, arguments)
        try:
            return await super().call_tool(name, arguments, context)
        except ToolError as error:
            if isinstance(error.__cause__, ValidationError):
                raise ToolError(_misfit(name, error.__cause__)) from error
            if isinstance(error.__cause__, ToolError):
                raise ToolError(str(error.__cause__)) from error  # without the words of the SDK before it
            raise

    async def _refuse_unknown(self, name: str, arguments: dict[str, Any]) -> None:
        """Raise ToolError for an argument that the tool lacks: left out, it would change what is answered."""
        tool = next((each for each in await self.list_tools() if each.name == name), None)
        known = list(tool.input_schema["properties"]) if tool else list(arguments)
        for wrong in arguments.keys() - set(known):
            there = " Parameters of a question stand in parameters." if "parameters" in known else ""
            raise ToolError(
                f"{name} has no argument {quoted(wrong[:_SHOWN])}; it has {', '.join(known)}.{there}"
            )

    async def read_resource(self, uri: Any, context: Any = None) -> Any:
        """Read a resource. Raises ResourceError."""
        try:
            return await super().read_resource(uri, context)
        except ResourceError as error:
            if isinstance(error.__cause__, ToolError):
                raise ResourceError(str(error.__cause__)) from error
            raise

    async def get_prompt(
        self, name: str, arguments: dict[str, Any] | None = None, context: Any = None
    ) -> Any:
        """Raise MCPError for a prompt that is not there; there are none."""
        try:
            return await super().get_prompt(name, arguments, context)
        except ValueError as error:
            raise MCPError(code=INVALID_PARAMS, message=str(error)) from error


def _misfit(tool: str, found: ValidationError) -> str:
    """Return what is wrong with the first argument that does not fit: where, found what, expected what."""
    first = found.errors(include_url=False)[0]
    path, kind, bounds = first["loc"], first["type"], first.get("ctx", {})
    if len(path) > 1 and path[-1] in _FORMS:  # the first of several forms that may stand there
        path, kind = path[:-1], "any"
    place = ".".join(map(str, path))
    if kind == "missing":
        return f"{tool}: {place} is lacking."
    if kind == "string_too_long":
        count = f"{len(first['input']):,}"
        return f"{tool}: {place} has {count} characters; at most {bounds['max_length']:,} are taken."
    given = json.dumps(first["input"], ensure_ascii=False, default=str)
    shown = given if len(given) <= _SHOWN else f"{given[:_SHOWN]} …"
    return f"{tool}: {place} is {shown}; expected {_WANTED.get(kind, first['msg'])}."


def assistant_server(site: SiteClient) -> MCPServer[Any]:
    """Return the server over one site."""
    server = _Server("akkuri", instructions=_ABOUT, version=__version__)
    for tool in Tools(site).all:
        server.add_tool(cancellable(tool))

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
        described = asking(lambda: site.sparql(_RELEASE)).text
        return f"# Release {asking(lambda: release_of(site))}\n{described}"

    @server.resource("akkuri://releases", mime_type="application/json")
    def releases() -> str:
        """Return every release that the site has: version, date, commit and address, and those removed."""
        return asking(lambda: site.get("/api/releases")).text

    @server.resource("akkuri://questions", mime_type="application/json")
    def questions() -> str:
        """Return every named question with its parameters."""
        return asking(lambda: site.get("/api/queries")).text

    return server
