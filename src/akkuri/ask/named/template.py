"""The text of a named query with its markers, and the putting of RDF terms at them.

Two markers, both plain SPARQL or a comment, so that the file runs as it stands:

- `VALUES ?name { … }`, where `name` is a parameter: what stands in the braces is replaced by its value
  (`?nameAsked` serves as well, where the query needs `?name` for something else);
- a line that begins with `#@ name `: the rest of the line counts only when the parameter has a value.
"""

import re
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from pyoxigraph import Literal, NamedNode

from akkuri.ask.named.header import MARK, QueryFile
from akkuri.errors import UsageError
from akkuri.texts.quoting import quoted

__all__ = ["Template", "read_template"]

_LINE = re.compile(r"\s*#@\s+([A-Za-z]\w*)\s+(.*)")


@dataclass(frozen=True, slots=True)
class _Slot:
    """A place for the value of a parameter, and the variable that it binds."""

    name: str
    variable: str


@dataclass(frozen=True, slots=True)
class _Line:
    """One line: its pieces, and the parameter it depends on."""

    pieces: tuple[str | _Slot, ...]
    condition: str | None


@dataclass(frozen=True, slots=True)
class Template:
    """A query cut at its markers when it was loaded: a value never becomes query text."""

    lines: tuple[_Line, ...]

    def slots(self, *, conditional: bool) -> set[str]:
        """The parameters with a VALUES block, in lines that depend on a parameter or in the others."""
        return {
            piece.name
            for line in self.lines
            if (line.condition is not None) is conditional
            for piece in line.pieces
            if isinstance(piece, _Slot)
        }

    def fill(self, terms: Mapping[str, NamedNode | Literal]) -> str:
        """Return the query with the values that are given; a line without its value is left out."""
        return "".join(
            "".join(
                f"VALUES ?{piece.variable} {{ {terms.get(piece.name, 'UNDEF')} }}"
                if isinstance(piece, _Slot)
                else piece
                for piece in line.pieces
            )
            for line in self.lines
            if line.condition is None or line.condition in terms
        )


def read_template(file: QueryFile, parameters: Collection[str]) -> Template:
    """Cut a query at the markers of its parameters.

    Raises UsageError when a line depends on something that is no parameter, or a parameter has no marker.
    """
    names = "|".join(map(re.escape, parameters))
    slot = re.compile(rf"VALUES\s+\?((?:{names})(?:Asked)?)\s*\{{[^{{}}]*\}}")
    lines = []
    for number, line in enumerate(file.text.splitlines(keepends=True), 1):
        if line.startswith(MARK):
            continue
        match = _LINE.match(line)
        if match and match[1] not in parameters:
            raise UsageError(
                f"{file.at_line(number)}: a line depends on {quoted(match[1])}, which is no parameter."
            )
        body = f"{match[2].rstrip()}\n" if match else line
        parts: list[str] = slot.split(body) if parameters else [body]
        pieces = tuple(_slot(part, parameters) if index % 2 else part for index, part in enumerate(parts))
        lines.append(_Line(pieces, match[1] if match else None))
    template = Template(tuple(lines))
    placed = template.slots(conditional=True) | template.slots(conditional=False)
    for name in parameters:
        if name not in placed:
            where = file.at("params", name)
            raise UsageError(
                f"{where}: the parameter {quoted(name)} has no VALUES ?{name} {{ … }} to stand in."
            )
    return template


def _slot(variable: str, parameters: Collection[str]) -> _Slot:
    return _Slot(variable if variable in parameters else variable.removesuffix("Asked"), variable)
