"""Graphs that a product keeps in its store for itself: nobody's statements, left as they are."""

from typing import Final

__all__ = ["OWN_GRAPHS"]

OWN_GRAPHS: Final = frozenset(
    {
        # Virtuoso
        "http://www.openlinksw.com/schemas/virtrdf#",
        "http://localuriqaserver/sparql",
        "http://www.w3.org/ns/ldp#",
    }
)
