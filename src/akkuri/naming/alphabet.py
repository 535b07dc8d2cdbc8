"""Names in the order in which people look them up."""

from collections.abc import Iterable

__all__ = ["alphabetical"]


def alphabetical(names: Iterable[str]) -> list[str]:
    """Return each name once; those that differ in capitals alone have an order too."""
    return sorted(set(names), key=lambda name: (name.casefold(), name))
