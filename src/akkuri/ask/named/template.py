"""The text of a named query with its markers, and the putting of RDF terms at them.

Two markers, both plain SPARQL or a comment, so that the file runs as it stands:

- `VALUES ?name { … }`, where `name` is a parameter: what stands in the braces is replaced by its value
  (`?nameAsked` serves as well, where the query needs `?name` for something else);
- a line that begins with `#@ name `: the rest of the line counts only when the parameter has a value.

A parameter that names a property is put in the place of its variable, and its `VALUES` block is left out:
the engine knows then what it looks up, where it would read every statement of a thing (`read_template`).
"""

import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field

from pyoxigraph import Literal, NamedNode

from akkuri.ask.named.header import MARK, QueryFile
from akkuri.errors import UsageError

__all__ = ["Inset", "Slot", "Template", "read_template"]

_LINE = re.compile(r"\s*#@\s+([A-Za-z]\w*)\s+(.*)")
_PREFIX = re.compile(r"(?mi)^\s*PREFIX\s+([\w-]*):\s*<([^<>]*)>")
_LISTED = r"(?is)(?:\bSELECT\b[^{{]*|\bBY\b[^{{}}]*|\bAS\s+|\bVALUES\s*\([^)]*)[?$]{name}\b"
"""Where a variable is given out, grouped by or bound beside others: nothing else may stand there."""


@dataclass(frozen=True, slots=True)
class Slot:
    """A place for the value of a parameter, and the variable that it binds."""

    name: str
    variable: str


@dataclass(frozen=True, slots=True)
class Inset:
    """A place where a variable stands as it is written; the value of its parameter stands there instead."""

    name: str


@dataclass(frozen=True, slots=True)
class _Line:
    """One line: its pieces, and the parameter it depends on."""

    pieces: tuple[str | Slot | Inset, ...]
    condition: str | None


@dataclass(frozen=True, slots=True)
class Template:
    """A query cut at its markers when it was loaded: a value never becomes query text."""

    lines: tuple[_Line, ...]
    always: frozenset[str] = frozenset()
    """The parameters with a VALUES block in lines that depend on none."""
    prefixes: Mapping[str, str] = field(default_factory=dict)
    """The prefixes that the text declares."""

    @property
    def words(self) -> str:
        """What the text says whatever the values are, to look for words in."""
        pieces = (piece for line in self.lines for piece in line.pieces if not isinstance(piece, Slot))
        return " ".join(f"?{piece.name}" if isinstance(piece, Inset) else piece for piece in pieces)

    def fill(self, terms: Mapping[str, NamedNode | Literal]) -> str:
        """Return the query with the values that are given; a line without its value is left out."""
        return "".join(
            "".join(piece if isinstance(piece, str) else self._filled(piece, terms) for piece in line.pieces)
            for line in self.lines
            if line.condition is None or line.condition in terms
        )

    def _filled(self, piece: Slot | Inset, terms: Mapping[str, NamedNode | Literal]) -> str:
        if isinstance(piece, Inset):
            return self._short(terms[piece.name])
        return f"VALUES ?{piece.variable} {{ {terms.get(piece.name, 'UNDEF')} }}"

    def _short(self, term: NamedNode | Literal) -> str:
        """Return a term with a prefix of the text where one fits."""
        for prefix, iri in self.prefixes.items():
            if isinstance(term, NamedNode) and re.fullmatch(rf"{re.escape(iri)}[A-Za-z]\w*", term.value):
                return f"{prefix}:{term.value[len(iri) :]}"
        return str(term)


def read_template(file: QueryFile, parameters: Collection[str], properties: Collection[str] = ()) -> Template:
    """Cut a query at the markers of its parameters.

    Those of `properties` name one and always have a value: they are put in the place of their variables,
    unless the query gives such a variable out. Raises UsageError when a line depends on something that is
    no parameter, or a parameter has no marker.
    """
    numbered = list(enumerate(file.text.splitlines(keepends=True), 1))
    whole = "".join(line for _, line in numbered if not line.startswith(MARK))
    within = frozenset(
        name for name in properties if not re.search(_LISTED.format(name=re.escape(name)), whole)
    )
    pattern = rf"VALUES\s+\?(?P<slot>(?:{_any(parameters)})(?:Asked)?)\s*\{{[^{{}}]*\}}"
    mark = re.compile(rf"{pattern}|[?$](?P<place>{_any(within)})\b")
    lines: list[_Line] = []
    placed: dict[bool, set[str]] = {True: set(), False: set()}
    for number, line in numbered:
        if line.startswith(MARK):
            continue
        match = _LINE.match(line)
        if match and match[1] not in parameters:
            raise UsageError.worded("header.depends", place=file.at_line(number), name=match[1])
        body = f"{match[2].rstrip()}\n" if match else line
        pieces = tuple(_pieces(body, mark, parameters))
        placed[match is None] |= {piece.name for piece in pieces if isinstance(piece, Slot)}
        left = tuple(each for each in pieces if not isinstance(each, Slot) or each.variable not in within)
        if left == pieces or any(not isinstance(each, str) or each.strip() for each in left):
            lines.append(_Line(left, match[1] if match else None))
    for name in parameters:
        if name not in placed[True] | placed[False]:
            raise UsageError.worded("header.no-values", place=file.at("params", name), name=name)
    prefixes = {match[1]: match[2] for match in _PREFIX.finditer(whole)}
    return Template(tuple(lines), frozenset(placed[True]), prefixes)


def _any(names: Collection[str]) -> str:
    """Return a pattern for any of some names; of none for nothing."""
    return "|".join(map(re.escape, names)) or "(?!)"


def _pieces(body: str, mark: re.Pattern[str], parameters: Collection[str]) -> Iterator[str | Slot | Inset]:
    """Cut a line at its markers."""
    after = 0
    for match in mark.finditer(body):
        yield body[after : match.start()]
        after = match.end()
        if variable := match["slot"]:
            name = variable if variable in parameters else variable.removesuffix("Asked")
            yield Slot(name, variable)
        else:
            yield Inset(match["place"])
    yield body[after:]
