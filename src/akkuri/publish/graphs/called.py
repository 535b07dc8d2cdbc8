"""What the records and concepts of an edition are called, for formats that show names beside addresses."""

from collections import defaultdict
from typing import Final

from pyoxigraph import Literal

from akkuri.namespaces import PREFIXES
from akkuri.publish.edition import Edition, iri

__all__ = ["Names", "names_in"]

Names = dict[str, dict[str, str]]
"""IRI → language → name."""

_LABEL: Final = f"{PREFIXES['skos']}prefLabel"


def names_in(edition: Edition) -> Names:
    """Return the preferred names of everything that is a record or a concept; raises UsageError."""
    found: Names = defaultdict(dict)
    for start in (f"{edition.names.base}id/", edition.names.concept("")):
        for quad in edition.quads("asserted", start):
            value = quad.object
            if quad.predicate.value == _LABEL and isinstance(value, Literal) and value.language:
                found[iri(quad.subject)].setdefault(value.language, value.value)
    return found
