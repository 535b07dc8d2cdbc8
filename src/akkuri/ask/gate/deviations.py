"""Shapes of queries that the engine is known to answer otherwise than SPARQL 1.1 says.

What it would answer wrongly is refused with a sentence, or allowed only where the graph makes both answers
the same: a graph or a term that is named must then be in the store. OPERATING.md lists these for users.
"""

import re
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from akkuri.ask.gate.scan import Piece, expand, pieces, place
from akkuri.errors import Refusal

__all__ = ["Needed", "needed"]

_APART: Final = frozenset({"select", "minus", "values", "bind", "graph"})
"""What the engine evaluates as if it stood outside of GRAPH."""
_WORSE: Final = frozenset(
    {
        "minus",
        "values",
        "bind",
        "graph",
        "group",
        "having",
        "order",
        "limit",
        "offset",
        "distinct",
        "reduced",
        "as",
    }
)
_TERMS: Final = ("iri", "name", "local")
_IN_PATHS: Final = frozenset("/|^!+*?()")
_ZERO: Final = frozenset("*?")
_MAY_REPEAT: Final = re.compile(r"\*|\?(?!\w)")
"""What a text has that may hold a path of no length: one of its signs, not at the beginning of a variable."""


@dataclass(frozen=True, slots=True)
class Needed:
    """What the store must hold for the engine's answer to be the right one."""

    graphs: tuple[str, ...] = ()
    terms: tuple[str, ...] = ()


def needed(text: str) -> Needed:
    """Return what a query needs; Refusal "graph-variable" for a shape that the engine answers wrongly."""
    lower = text.lower()
    if "graph" not in lower and not _MAY_REPEAT.search(text):
        return Needed()
    found, prefixes = pieces(text)
    graphs = _graphs(text, found, prefixes) if "graph" in lower else []
    return Needed(tuple(dict.fromkeys(graphs)), tuple(dict.fromkeys(_zero_length(found, prefixes))))


def _graphs(text: str, found: list[Piece], prefixes: dict[str, str]) -> list[str]:
    """Return the graphs whose absence would matter; refuses what a variable graph may not hold."""
    named = []
    for at, piece in enumerate(found[:-2]):
        if not (piece.kind == "word" and piece.text.lower() == "graph" and found[at + 2].text == "{"):
            continue
        term, inside = found[at + 1], _inside(found, at + 2)
        apart = [each for each in inside if each.kind == "word" and each.text.lower() in _APART]
        if term.kind == "variable" and not _harmless(found, at, term, inside):
            again = [each for each in _in_brackets(inside) if each.text[1:] == term.text[1:]]
            if apart or again:
                line, column = place(text, (apart or again)[0].offset)
                word = (apart or again)[0].text
                raise Refusal("graph-variable", line=line, column=column, word=word, graph=term.text)
        elif term.kind != "variable" and (apart or not inside):
            named.append(expand(term.text, prefixes))
    return named


def _harmless(found: list[Piece], at: int, term: Piece, inside: list[Piece]) -> bool:
    """Tell whether a group holds nothing worse than a plain subselect while nobody asks for its graph.

    The engine forgets in which graph a subselect was answered, and counts over all graphs together.
    """
    words = {each.text.lower() for each in inside if each.kind == "word"}
    if "select" not in words or words & _WORSE or _in_brackets(inside):
        return False
    outside = [*found[:at], *found[at + 4 + len(inside) :]]
    all_asked = any(
        first.text.lower() == "select" and second.text == "*" for first, second in pairwise(outside)
    )
    return not all_asked and all(
        each.text[1:] != term.text[1:] for each in outside if each.kind == "variable"
    )


def _inside(found: list[Piece], at: int) -> list[Piece]:
    """Return what stands between the bracket at a place and the one that closes it."""
    depth = 0
    for end in range(at, len(found)):
        depth += (found[end].text in ("{", "(", "[")) - (found[end].text in ("}", ")", "]"))
        if depth == 0:
            return found[at + 1 : end]
    return found[at + 1 :]


def _in_brackets(inside: list[Piece]) -> list[Piece]:
    """Return the variables in round brackets: those of filters and expressions."""
    depth, seen = 0, []
    for piece in inside:
        depth += (piece.text == "(") - (piece.text == ")")
        if depth and piece.kind == "variable":
            seen.append(piece)
    return seen


def _zero_length(found: list[Piece], prefixes: dict[str, str]) -> list[str]:
    """Return the IRIs at an end of a path that may be of no length."""
    terms = []
    for at, piece in enumerate(found):
        before = found[at - 1] if at else None
        if (
            piece.text not in _ZERO
            or before is None
            or not (before.kind in _TERMS or before.text in (")", "a"))
        ):
            continue
        first = at
        while first > 0 and _part_of_path(found, first - 1):
            first -= 1
        if first == 0 or (
            found[first - 1].kind == "word" and found[first - 1].text.lower() in ("select", "count")
        ):
            continue
        for end in (found[first - 1], *found[at + 1 : at + 2]):
            if end.kind in _TERMS:
                terms.append(expand(end.text, prefixes))
    return terms


def _part_of_path(found: list[Piece], at: int) -> bool:
    """Tell whether a piece still belongs to the path that goes on behind it; two terms in a row do not."""
    piece, after = found[at], found[at + 1]
    if piece.text in _IN_PATHS:
        return piece.kind != "variable"
    is_term = piece.kind in _TERMS or piece.text == "a"
    return is_term and (after.text in _IN_PATHS - {"(", "^", "!"})
