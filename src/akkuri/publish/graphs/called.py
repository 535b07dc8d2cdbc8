"""What the records and concepts of an edition are called, for formats that show names beside addresses."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from pyoxigraph import Literal

from akkuri.namespaces import PREFIXES
from akkuri.publish.edition import Edition, iri

__all__ = ["Names", "class_names", "names_in"]

Names = dict[str, dict[str, str]]
"""IRI → language → name."""

_LABEL: Final = f"{PREFIXES['skos']}prefLabel"
_CLASS_LABEL: Final = f"{PREFIXES['rdfs']}label"


def names_in(edition: Edition) -> Names:
    """Return the preferred names of everything that is a record or a concept; raises UsageError."""
    starts = (f"{edition.names.base}id/", edition.names.concept(""))
    return edition.once(names_in, lambda: _labels(edition, starts, _LABEL))


def class_names(edition: Edition) -> Names:
    """Return the names of the classes of the ontology; raises UsageError."""
    return _labels(edition, (edition.names.ak,), _CLASS_LABEL)


def _labels(edition: Edition, starts: Sequence[str], predicate: str) -> Names:
    found: Names = defaultdict(dict)
    for start in starts:
        for quad in edition.quads("asserted", start):
            value = quad.object
            if quad.predicate.value == predicate and isinstance(value, Literal) and value.language:
                found[iri(quad.subject)].setdefault(value.language, value.value)
    return found
