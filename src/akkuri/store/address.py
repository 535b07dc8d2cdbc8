"""The address of a store elsewhere."""

from urllib.parse import urlsplit, urlunsplit

__all__ = ["bare"]


def bare(url: str) -> str:
    """Return an address without user and password, for those who read it."""
    parts = urlsplit(url)
    return urlunsplit(parts._replace(netloc=parts.netloc.rpartition("@")[2]))
