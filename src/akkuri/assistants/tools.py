"""The tools of an assistant: each asks the site at one place and says where the answer comes from."""

import re
from collections.abc import Callable, Mapping
from typing import Annotated, Any, Final, TypeVar
from urllib.parse import urlsplit

from mcp.server.mcpserver.exceptions import ToolError
from pydantic import Field

from akkuri.analysis.chain.steps import FEWEST, MOST, length_problem
from akkuri.assistants.answers import answer, language_of
from akkuri.assistants.site_client import SiteClient, SiteRefusalError, Told, version_in
from akkuri.naming.did_you_mean import did_you_mean, nearest
from akkuri.texts.quoting import quoted

__all__ = ["Tools", "asking", "segment"]

_Result = TypeVar("_Result")
Lang = Annotated[
    str | None, Field(description="Language of names and sentences: en (default), fi or sv.", max_length=10)
]
_LONGEST: Final = Field(max_length=2000)
Sentence = Annotated[
    str, Field(description="The question as the person asked it, in English, Finnish or Swedish."), _LONGEST
]
Question = Annotated[
    str,
    Field(description="As find_question names it: group/name, gaps:SHOW, network:SHOW, record or search."),
    _LONGEST,
]
Parameters = Annotated[
    dict[str, str | int | float | bool | list[str] | None] | None,
    Field(
        description="Parameter → value: an id, a code, or a name in any of the three languages, such as "
        '{"country": "Finland"}. Names of parameters are those that find_question gives; none for defaults.'
    ),
]
Words = Annotated[
    str, Field(description="Words in any of the three languages, or a value such as 300 kW."), _LONGEST
]
Kind = Annotated[
    str | None,
    Field(description="Only records of this kind, such as facility, equipment or organisation."),
    _LONGEST,
]
Record = Annotated[
    str,
    Field(description="A name in any language, an IRI, an id such as org-vtt, or kind/name."),
    _LONGEST,
]
Stage = Annotated[
    str, Field(description="A stage of the value chain, by name or id, such as recycling."), _LONGEST
]
Capability = Annotated[
    str, Field(description="A capability, by name or id, such as hydrometallurgy."), _LONGEST
]
Region = Annotated[
    str | None,
    Field(description="A region or country, by name or code; the cluster's own country without it."),
    _LONGEST,
]
Place = Annotated[str, Field(description="A country or region, by name or code."), _LONGEST]
Step = Annotated[str, _LONGEST]
Steps = Annotated[
    list[Step],
    Field(
        description="Stages or capabilities in order, by name or id, or stage/capability.",
        json_schema_extra={"minItems": FEWEST, "maxItems": MOST},
    ),
]
Query = Annotated[
    str, Field(description="SPARQL 1.1 SELECT, ASK, CONSTRUCT or DESCRIBE, with all its prefixes.")
]
_NAMED: Final = {"record": ("id", "record"), "search": ("q", "kind")}
"""What find_question names besides questions, with its parameters, the one that is needed first."""
_PATHS: Final = {"gaps": "/api/gaps", "network": "/api/network"}
_OWN_PATHS: Final = {"network:path": "/api/network/path", "gaps:what-if": "/api/what-if"}
"""Views that have a route of their own."""


_CONCEPT: Final = re.compile(r"(?:https?://\S+/|/)?(concept/[a-z][a-z-]*/[\w.-]+)")
"""A concept as answers name it: by its IRI or the end of that."""
_RECORD: Final = re.compile(r"/?(?:id|doc)/([a-z][a-z-]*/[\w.-]+)")
"""A record as addresses name it."""


_ELSEWHERE: Final = re.compile(r"https?://\S+/(?:id|doc)/[a-z][a-z-]*/[^/\s]+")
"""The address of a record, on whatever site."""
_THIS_MACHINE: Final = ("localhost", "127.0.0.1", "::1")
"""Where people try a site out before they publish it."""


class Tools:
    """What an assistant may do; nothing that it sends can make the site's client ask elsewhere."""

    def __init__(self, site: SiteClient) -> None:
        self._site = site

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

    def find_question(self, sentence: Sentence, lang: Lang = None) -> dict[str, Any]:
        """Find the question that answers a sentence, or say why the graph cannot answer it.

        Gives the named question, analysis or record with its parameters, and the next best ones.
        """
        told = asking(lambda: self._site.get("/api/ask", {"q": sentence, "lang": language_of(lang)}))
        return self._answered(told, "find_question", {"sentence": sentence}, lang)

    def ask_question(
        self, question: Question, parameters: Parameters = None, lang: Lang = None
    ) -> dict[str, Any]:
        """Answer a question by its name, as find_question gives it, with rows that can be counted and cited.

        `group/name` such as gaps/single-operator, `gaps:SHOW` such as gaps:cells, `network:SHOW` such as
        network:measures, `network:path` (parameters from and to), `gaps:what-if` (a facility that is not
        there: capability and, as far as told, stages, scale, access, region, country, amount_eur). The
        resource akkuri://questions lists all questions with their parameters. An answer that is too long is
        cut and says so: narrow it by a parameter.
        """
        asked = {name: value for name, value in (parameters or {}).items() if value is not None}
        lang = str(asked.pop("lang", lang or ""))
        if question in _NAMED:
            _check_named(question, asked)
        if "format" in asked:
            raise ToolError("An assistant is answered with rows; leave out format.")
        if question == "record":
            return self.get_record(str(asked.get("id") or asked.get("record", "")), lang)
        if question == "search":
            return self.search(str(asked.get("q", "")), str(asked.get("kind", "")), lang)
        path, more = self._question_path(question, lang)
        given = {**more, **asked, "lang": language_of(lang)}
        told = asking(lambda: self._site.get(path, given))
        return self._answered(told, question, asked, lang, cells="gaps" in question)

    def search(self, text: Words, kind: Kind = None, lang: Lang = None) -> dict[str, Any]:
        """Search records, concepts and questions by words in three languages or values such as 300 kW.

        For finding things to look at; to count or compare, ask a question. 50 hits at most, with the total.
        """
        if not text.strip():
            raise ToolError("Nothing is searched for; expected words or a value in text.")
        given = {"q": text, "kind": kind or None, "lang": language_of(lang)}
        told = asking(lambda: self._site.get("/api/search", given))
        return self._answered(told, "search", {"text": text, "kind": kind or ""}, lang)

    def get_record(self, record: Record, lang: Lang = None) -> dict[str, Any]:
        """Get everything stated about one record as JSON-LD: an organisation, facility, equipment or other.

        A concept too, by its IRI. A name that means several records is refused with their ids; one that is
        unknown with what is near.
        """
        if concept := _CONCEPT.fullmatch(record.strip()):
            told = self._document(f"/{concept[1]}")
            if "://" not in record or f'"{record.strip()}"' in told.text:  # not another site's
                return self._answered(told, "record", {"record": record}, lang)
        if path_of := _RECORD.fullmatch(record.strip()):
            record = path_of[1]
        kind, slash, name = record.strip().partition("/")
        named = slash and kind and name and "/" not in name and "://" not in record
        given = {"kind": kind, "name": name} if named else {"name": record}
        given["lang"] = language_of(lang)
        found = asking(lambda: self._site.get("/api/record", given))
        if _ELSEWHERE.fullmatch(record.strip()) and not self._own(record.strip(), found.json):
            raise ToolError(
                f"{quoted(record[:200])} is an address of another site; expected {found.json['record']}, "
                f"an id or a name."
            )
        told = self._document(asking(lambda: found.json["document"]), found.release)
        return self._answered(told, "record", {"record": record}, lang)

    def gap_cell(
        self, stage: Stage, capability: Capability, region: Region = None, lang: Lang = None
    ) -> dict[str, Any]:
        """Say what is recorded for one capability at one stage of the value chain.

        Its state and why, who is there, what is asked for and what is planned. `gaps:cells` has all cells.
        """
        path = f"/api/gaps/{segment(stage)}/{segment(capability)}"
        given = {"region": region or None, "lang": language_of(lang)}
        told = asking(lambda: self._site.get(path, given))
        asked = {"stage": stage, "capability": capability, "region": region or ""}
        return self._answered(told, "gap_cell", asked, lang, cells=True)

    def compare(self, first: Place, second: Place, lang: Lang = None) -> dict[str, Any]:
        """Compare two countries or regions by stage and capability, with how complete each side is."""
        given = {"one": first, "other": second, "lang": language_of(lang)}
        told = asking(lambda: self._site.get("/api/compare", given))
        return self._answered(told, "compare", {"first": first, "second": second}, lang, cells=True)

    def service_chain(self, steps: Steps, lang: Lang = None) -> dict[str, Any]:
        """Find chains of facilities open to outsiders for steps in order; the missing link is named."""
        if wrong := length_problem(len(steps), language_of(lang)):
            raise ToolError(wrong)
        told = asking(lambda: self._site.get("/api/chain", {"step": steps, "lang": language_of(lang)}))
        return self._answered(told, "service_chain", {"steps": steps}, lang, cells=True)

    def sparql(self, query: Query) -> dict[str, Any]:
        """Ask the graph in SPARQL: reading only, with the limits of the site.

        The prefix ak: is the ontology that the resource akkuri://ontology holds.
        """
        told = asking(lambda: self._site.sparql(query))
        return self._answered(told, "sparql", {"query": query}, "en")

    def _own(self, address: str, found: Mapping[str, str]) -> bool:
        """Say whether an address of a record is the site's own: of its IRIs, or of where it is served."""
        bases = (found["record"].rpartition("/id/")[0], self._site.address)
        here = urlsplit(address).hostname or ""
        return address.startswith(tuple(f"{base}/" for base in bases)) or here in _THIS_MACHINE

    def _document(self, path: str, version: str = "") -> Told:
        """Return a document in JSON-LD, of the release that is named: by its address that stays."""
        if version and not version_in(self._site.address):
            path = f"/release/{version}{path}"
        return asking(lambda: self._site.get(f"{path}.jsonld", accept="application/ld+json"))

    def _question_path(self, question: str, lang: str | None) -> tuple[str, dict[str, str]]:
        """Return where a question is asked, and the parameters that its name stands for. Raises ToolError."""
        subject, colon, show = question.partition(":")
        if colon and subject in _PATHS:
            if question in _OWN_PATHS:
                return _OWN_PATHS[question], {}
            return _PATHS[subject], {"show": show}
        group, slash, name = question.partition("/")
        if slash:
            return f"/api/queries/{segment(group)}/{segment(name)}", {}
        told = asking(lambda: self._site.get("/api/queries", {"lang": language_of(lang)}).json["queries"])
        known = {str(each["query"]).partition("/")[2]: str(each["query"]) for each in told}
        near = [
            known[name] for name in nearest(question.strip().lower().replace(" ", "-")[:100], list(known))
        ]
        raise ToolError(
            f"{quoted(question[:100])} is no question; expected group/name, gaps:SHOW or network:SHOW "
            f"(find_question finds one).{did_you_mean(language_of(lang), near)}"
        )

    def _answered(
        self, told: Told, question: str, parameters: Mapping[str, Any], lang: str | None, cells: bool = False
    ) -> dict[str, Any]:
        return asking(lambda: answer(self._site, told, question, parameters, lang, cells))


def _check_named(question: str, asked: Mapping[str, Any]) -> None:
    """Refuse other parameters than a record or a search takes: what is not read would not be missed."""
    takes = _NAMED[question]
    if other := next((name for name in asked if name not in takes), None):
        raise ToolError(f"{question} has no parameter {quoted(other[:100])}; it has {', '.join(takes)}.")
    needed = takes if question == "record" else takes[:1]
    if not any(str(asked.get(name, "")).strip() for name in needed):
        raise ToolError(f"{question} needs the parameter {takes[0]}.")


def asking(ask: Callable[[], _Result]) -> _Result:
    """Ask the site; its refusal becomes the tool's, in one sentence. Raises ToolError."""
    try:
        return ask()
    except SiteRefusalError as error:
        raise ToolError(str(error)) from error


def segment(written: str) -> str:
    """Return one segment of a path; raises ToolError for what would lead elsewhere."""
    if not written.strip() or written.strip(".") == "" or any(sign in written for sign in "/\\?#\0"):
        raise ToolError(f"{quoted(written[:100])} cannot be part of an address.")
    return written.strip()
