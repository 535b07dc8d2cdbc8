"""One interface to the triples: embedded in memory, embedded on disk, or a remote SPARQL endpoint."""

from akkuri.store.base import Dataset, Sink, SparqlQuery, Store, Term, rows
from akkuri.store.embedded import EmbeddedStore
from akkuri.store.formats import GRAPHS, SOLUTIONS, Format, by_name

__all__ = [
    "GRAPHS",
    "SOLUTIONS",
    "Dataset",
    "EmbeddedStore",
    "Format",
    "Sink",
    "SparqlQuery",
    "Store",
    "Term",
    "by_name",
    "rows",
]
