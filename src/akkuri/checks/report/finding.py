"""A finding: what is wrong, where, and what to do about it in three languages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from enum import IntEnum
from typing import Any, Final

from akkuri.texts import LANGUAGES, Phrase, text

__all__ = ["UNREADABLE", "Finding", "Severity", "in_order", "shorten", "table_finding"]

UNREADABLE: Final = frozenset(
    {
        "not-utf8",
        "unreadable",
        "csv-broken",
        "csv-semicolons",
        "csv-tabs",
        "file-empty",
        "header-missing",
        "sheet-turned",
        "workbook-broken",
        "workbook-locked",
        "workbook-sheets",
        "workbook-too-large",
        "rdf-broken",
        "rdf-context",
        "rdf-triple-terms",
        "concept-lacking",
    }
)
"""Codes of findings that say that a file cannot be read or used."""

_VALUES: Final = ("shown", "key")
_LONGEST: Final = 120
"""Characters of a value that a sentence shows."""
_COLUMNS: Final = ("column", "other", "closest", "named", "lacks")
"""Parameters of sentences that may name a column."""


class Severity(IntEnum):
    """How grave a finding is: a violation stops a build, a warning does not, an info is advice."""

    VIOLATION = 0
    WARNING = 1
    INFO = 2

    @property
    def key(self) -> str:
        """The name in reports: `violation`, `warning` or `info`."""
        return self.name.lower()


@dataclass(frozen=True, slots=True)
class Finding:
    """One fault at one place; equal faults at two places are two findings."""

    code: str
    """Kind of fault: a code of the table checks (`concept-unknown`) or the name of a shape."""
    severity: Severity
    titles: Mapping[str, str] = field(hash=False)
    """Language → name of the kind of fault, for grouping."""
    messages: Mapping[str, str] = field(hash=False)
    """Language → one sentence: what was found and what to do."""
    file: str = ""
    row: int | None = None
    column: str | None = None
    value: str = ""
    record: str | None = None
    """IRI of the record or dependant, when there is one."""
    shape: str | None = None
    """IRI of the shape; None for a finding of the table checks."""
    path: str | None = None
    """IRI of the property, when the finding is about one."""
    component: str | None = None
    """IRI of the SHACL constraint component; None for a finding of the table checks."""
    proposal: str | None = None
    """What to write instead, where that is certain."""
    cell: str | None = None
    """Where a spreadsheet shows the place, such as AB17."""
    known: bool = False
    """Whether the tables that a file corrects say the same already."""
    heading: str | None = None
    """What the file calls the column, where that is not its name."""
    params: Mapping[str, Any] = field(default_factory=dict, hash=False, compare=False, repr=False)
    """What the sentence of a table check was made of."""

    @property
    def place(self) -> str:
        """`file:row:column`, without the parts that are not known."""
        return ":".join(str(part) for part in (self.file, self.row, self.column) if part is not None)

    @property
    def shown_place(self) -> str:
        """The place; a column of a sheet has beside it the address of its cell and its heading."""
        cell = self.cell if self.cell and self.column and "!" in self.file else None
        shown = ", ".join(part for part in (cell, self.heading) if part)
        return f"{self.place}{f' ({shown})' if shown else ''}"

    def sentence(self, lang: str) -> str:
        """Return `file:row:column: sentence` in a language (English where it is lacking)."""
        return f"{self.shown_place}: {self.message(lang)}"

    def message(self, lang: str) -> str:
        """Return the sentence without its place."""
        return self.messages.get(lang) or self.messages["en"]

    def with_headings(self, called: Mapping[str, Phrase]) -> "Finding":
        """Return the finding with columns called as the file calls them: name of a column → its heading."""
        named = {name: value for name in _COLUMNS if isinstance(value := self.params.get(name), str)}
        columns = {name: called[value] for name, value in named.items() if value in called}
        if not columns:
            return self
        return replace(self, messages=_messages(self.code, {**self.params, **columns}))

    def title(self, lang: str) -> str:
        """Return the name of the kind of fault."""
        return self.titles.get(lang) or self.titles["en"]


def table_finding(
    code: str,
    file: str,
    row: int | None = None,
    column: str | None = None,
    value: str = "",
    severity: Severity = Severity.VIOLATION,
    proposal: str | None = None,
    **params: Any,
) -> Finding:
    """Make a finding of the table checks; its sentence is the text `checks.{code}` with `params`.

    A parameter `word` is the key of a text of the checks, which differs by language.
    """
    words = {name: shorten(str(word)) if name in _VALUES else word for name, word in params.items()}
    words |= {"value": shorten(value), "column": column or ""}
    return Finding(
        code,
        severity,
        {lang: text(lang, f"checks.{code}-title") for lang in LANGUAGES},
        _messages(code, words),
        file,
        row,
        column,
        value,
        proposal=proposal,
        params=words,
    )


def _messages(code: str, params: Mapping[str, Any]) -> dict[str, str]:
    """Return the sentence of a table check in every language."""
    key = str(params.get("word", ""))
    return {
        lang: text(lang, f"checks.{code}", **{**params, "word": text(lang, f"checks.{key}") if key else ""})
        for lang in LANGUAGES
    }


def shorten(value: str) -> str:
    """Cut a value that is too long to be read in a sentence, and keep it on one line."""
    line = " ".join(value.splitlines()) if "\n" in value or "\r" in value else value
    return line if len(line) <= _LONGEST else f"{line[:_LONGEST].rstrip()}…"


def in_order(findings: Iterable[Finding]) -> list[Finding]:
    """Sort by file, row and column, the graver first at one place: the same input, the same order.

    Where several constraints say the same of one place, it is told once.
    """
    once = {(f.place, f.messages["en"], f.severity): f for f in sorted(set(findings), key=_identity)}
    return sorted(
        once.values(),
        key=lambda f: (
            f.known,
            f.file,
            f.row or 0,
            f.column or "",
            f.severity,
            f.code,
            f.value,
            f.messages["en"],
        ),
    )


def _identity(finding: Finding) -> tuple[str, ...]:
    """What tells findings apart, to choose the same one of them every time."""
    return tuple(part or "" for part in (finding.component, finding.shape, finding.record, finding.value))
