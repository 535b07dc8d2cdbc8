"""Terms of a query that the graph does not use: the engine finds nothing by them and says nothing of it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from pyoxigraph import NamedNode

from akkuri.ask.gate.scan import Piece, expand, pieces
from akkuri.namespaces import Names
from akkuri.naming.did_you_mean import did_you_mean
from akkuri.naming.store_source import Select
from akkuri.texts import text
from akkuri.web.editor.known_terms import KnownTerms, namespace_of
from akkuri.web.editor.short_terms import ShortTerms

__all__ = ["UnknownTerm", "unknown_terms"]

_ADDRESSES: Final = frozenset({"prefix", "base", "from", "named", "service"})
"""Words before what is no term."""
_MOST: Final = 20
"""So many are told; who has more of them has another graph in mind."""
_USED: Final = (
    "SELECT ?term WHERE { VALUES ?term { %s } FILTER EXISTS { { ?s ?p ?term } UNION { ?term ?q ?o } } }"
)


@dataclass(frozen=True, slots=True)
class UnknownTerm:
    """A term as the query writes it, and the one that was probably meant, as a query writes it."""

    term: str
    meant: str | None

    def sentence(self, lang: str) -> str:
        """Return what is told of it."""
        told = text(lang, "editor.unknown", term=self.term)
        return told + did_you_mean(lang, [self.meant] if self.meant else [])


def unknown_terms(query: str, terms: KnownTerms, names: Names, select: Select) -> list[UnknownTerm]:
    """Return the terms that the graph uses nowhere, in the order of the query.

    Only terms of namespaces that the graph uses are judged, and concepts. Raises Refusal when the graph
    cannot be asked.
    """
    written: dict[str, str] = {}
    for term, iri in _terms(query):
        judged = namespace_of(iri) in terms.namespaces or iri.startswith(names.concept(""))
        if judged and iri not in terms.known and namespace_of(iri) != iri and _writable(iri):
            written.setdefault(iri, term)
    unknown = dict(list(written.items())[:_MOST])
    if unknown:
        rows = select(_USED % " ".join(f"<{iri}>" for iri in unknown))
        for row in rows:
            unknown.pop(getattr(row["term"], "value", ""), None)
    short = ShortTerms(names)
    return [
        UnknownTerm(term, short(near) if (near := terms.nearest(iri)) else None)
        for iri, term in unknown.items()
    ]


def _terms(query: str) -> Iterator[tuple[str, str]]:
    """Yield each name and IRI that stands for a term: as it is written, and its IRI."""
    found, prefixes = pieces(query)
    ends = Piece("", "", 0)
    for (before, piece), after in zip(pairwise([ends, *found]), [*found[1:], ends], strict=True):
        if piece.kind not in ("name", "iri") or (before.text == "^" and _datatype(found, before)):
            continue
        if before.text.lower() in _ADDRESSES or (piece.kind == "name" and after.text == "("):
            continue
        iri = expand(piece.text, prefixes)
        if ":" in iri and not iri.endswith(":"):
            yield piece.text, iri


def _datatype(found: list[Piece], caret: Piece) -> bool:
    """Say whether a caret is the second of the two before a datatype; one alone turns a path round."""
    return any(one.text == "^" and one.offset == caret.offset - 1 for one in found)


def _writable(iri: str) -> bool:
    """Say whether an IRI can stand in a query."""
    try:
        return str(NamedNode(iri)) == f"<{iri}>"
    except ValueError:
        return False
