"""Turtle: the statements without their graphs, prefixed and grouped by subject."""

from typing import IO, cast

from pyoxigraph import RdfFormat, serialize

from akkuri.publish.edition import Edition
from akkuri.publish.files import Sink

__all__ = ["write"]


def write(edition: Edition, sink: Sink, part: str = "all") -> None:
    """Write a part of the graph as Turtle; raises UsageError when the graph cannot be read."""
    serialize(
        edition.triples(part), cast("IO[bytes]", sink), RdfFormat.TURTLE, prefixes=edition.names.prefixes
    )
