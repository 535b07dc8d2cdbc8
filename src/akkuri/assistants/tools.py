"""The tools of an assistant: each asks the site at one place and says where the answer comes from."""

from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final, TypeVar

from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from akkuri.assistants.answers import answer, language_of
from akkuri.assistants.site_client import SiteClient, SiteRefusalError, Told
from akkuri.kinds import Kinds

__all__ = ["Tools", "asking", "segment"]

_Result = TypeVar("_Result")
Lang = Annotated[str, Field(description="Language of names and sentences: en, fi or sv.", max_length=10)]
Name = Annotated[str, Field(max_length=2000)]
Parameters = Annotated[
    dict[str, str | int | float | bool | list[str]],
    Field(description="Parameter → value: an id, a code, or a name in any of the three languages."),
]
Steps = Annotated[list[Name], Field(description="Stages or capabilities in order.", max_length=30)]
Query = Annotated[str, Field(description="SPARQL 1.1 SELECT, ASK, CONSTRUCT or DESCRIBE.")]
_PATHS: Final = {"gaps": "/api/gaps", "network": "/api/network"}


class Tools:
    """What an assistant may do; nothing that it sends can make the site's client ask elsewhere."""

    def __init__(self, site: SiteClient, kinds: Kinds) -> None:
        self._site = site
        self._kinds = kinds

    @property
    def all(self) -> tuple[Callable[..., dict[str, Any]], ...]:
        """The tools, the one to begin with first."""
        return (
            self.find_question,
            self.ask_question,
            self.search,
            self.get_record,
            self.gap_cell,
            self.compare,
            self.service_chain,
            self.sparql,
        )

    def find_question(self, sentence: Name, lang: Lang = "en") -> dict[str, Any]:
        """Find the question that answers a sentence, or say why the graph cannot answer it.

        Gives the named question, analysis or record with its parameters, and the next best ones.
        """
        told = asking(lambda: self._site.get("/api/ask", {"q": sentence, "lang": language_of(lang)}))
        return self._answered(told, "find_question", {"sentence": sentence}, lang)

    def ask_question(
        self, question: Name, parameters: Parameters | None = None, lang: Lang = "en"
    ) -> dict[str, Any]:
        """Answer a named question.

        It is `group/name` such as gaps/single-operator, `gaps:SHOW` such as gaps:cells, `network:SHOW` such
        as network:measures, or `network:path` (parameters from and to).
        """
        path, more = _question_path(question)
        given = {**more, **(parameters or {}), "lang": language_of(lang)}
        told = asking(lambda: self._site.get(path, given))
        return self._answered(told, question, parameters or {}, lang, cells="gaps" in question)

    def search(self, text: Name, kind: Name = "", lang: Lang = "en") -> dict[str, Any]:
        """Search records, concepts and questions by words in three languages or values such as 300 kW."""
        given = {"q": text, "kind": kind or None, "lang": language_of(lang)}
        told = asking(lambda: self._site.get("/api/search", given))
        return self._answered(told, "search", {"text": text, "kind": kind}, lang)

    def get_record(self, record: Name, lang: Lang = "en") -> dict[str, Any]:
        """Get everything stated about one record as JSON-LD.

        It is an IRI, an id in the tables such as org-vtt, or kind/name such as organisation/vtt.
        """
        path = _record_path(record, self._kinds)
        told = asking(lambda: self._site.get(f"{path}.jsonld", accept="application/ld+json"))
        return self._answered(told, "record", {"record": record}, lang)

    def gap_cell(self, stage: Name, capability: Name, region: Name = "", lang: Lang = "en") -> dict[str, Any]:
        """Say what is recorded for one capability at one stage of the value chain.

        Its state and why, who is there, what is asked for and what is planned.
        """
        path = f"/api/gaps/{segment(stage)}/{segment(capability)}"
        given = {"region": region or None, "lang": language_of(lang)}
        told = asking(lambda: self._site.get(path, given))
        asked = {"stage": stage, "capability": capability, "region": region}
        return self._answered(told, "gap_cell", asked, lang, cells=True)

    def compare(self, first: Name, second: Name, lang: Lang = "en") -> dict[str, Any]:
        """Compare two countries or regions by stage and capability, with how complete each side is."""
        given = {"one": first, "other": second, "lang": language_of(lang)}
        told = asking(lambda: self._site.get("/api/compare", given))
        return self._answered(told, "compare", {"first": first, "second": second}, lang, cells=True)

    def service_chain(self, steps: Steps, lang: Lang = "en") -> dict[str, Any]:
        """Find chains of facilities open to outsiders for steps in order; the missing link is named."""
        told = asking(lambda: self._site.get("/api/chain", {"step": steps, "lang": language_of(lang)}))
        return self._answered(told, "service_chain", {"steps": steps}, lang, cells=True)

    def sparql(self, query: Query) -> dict[str, Any]:
        """Ask the graph in SPARQL: reading only, with the limits of the site.

        The prefix ak: is the ontology that the resource akkuri://ontology holds.
        """
        told = asking(lambda: self._site.sparql(query))
        return self._answered(told, "sparql", {"query": query}, "en")

    def _answered(
        self, told: Told, question: str, parameters: Mapping[str, Any], lang: str, cells: bool = False
    ) -> dict[str, Any]:
        return asking(lambda: answer(self._site, told, question, parameters, lang, cells))


def asking(ask: Callable[[], _Result]) -> _Result:
    """Ask the site; its refusal becomes the tool's, in one sentence. Raises ToolError."""
    try:
        return ask()
    except SiteRefusalError as error:
        raise ToolError(str(error)) from error


def _question_path(question: str) -> tuple[str, dict[str, str]]:
    """Return where a question is asked, and the parameters that its name stands for."""
    subject, colon, show = question.partition(":")
    if colon and subject in _PATHS:
        if question == "network:path":
            return "/api/network/path", {}
        return _PATHS[subject], {"show": show}
    group, slash, name = question.partition("/")
    if not slash:
        raise ToolError(
            f"{question[:100]!r} is no question; expected group/name, gaps:SHOW or network:SHOW "
            "(find_question finds one)."
        )
    return f"/api/queries/{segment(group)}/{segment(name)}", {}


def _record_path(record: str, kinds: Kinds) -> str:
    """Return the path of the document of a record."""
    written = record.strip()
    if "/id/" in written:
        written = written.partition("/id/")[2]
    kind, slash, slug = written.partition("/")
    if not slash:
        prefix, _, slug = written.partition("-")
        found = kinds.by_prefix.get(prefix)
        if found is None or not slug:
            raise ToolError(
                f"{record[:100]!r} is no record; expected an IRI, an id such as fac-x, or kind/name."
            )
        kind = found.name
    return f"/doc/{segment(kind)}/{segment(slug)}"


def segment(written: str) -> str:
    """Return one segment of a path; raises ToolError for what would lead elsewhere."""
    if not written.strip() or written.strip(".") == "" or any(sign in written for sign in "/\\?#\0"):
        raise ToolError(f"{written[:100]!r} cannot be part of an address.")
    return written.strip()
