"""Registries of organisations and infrastructures, each declared by the module that reads it."""

from functools import cache

from akkuri.declared import declared
from akkuri.errors import UsageError
from akkuri.link.registries.base import Registry
from akkuri.link.registries.profile import Profile

__all__ = ["profile", "profiles", "registry"]


@cache
def profiles() -> dict[str, Profile]:
    """Return every registry by its word on the command line. Raises ValueError for two of one word."""
    found: dict[str, Profile] = {}
    for module, item in declared(__name__, "PROFILE", Profile):
        if item.key in found:
            raise ValueError(f"{module} declares the registry {item.key}, which another module declares.")
        found[item.key] = item
    return dict(sorted(found.items()))


def profile(key: str) -> Profile:
    """Return what a registry says of itself; raises UsageError naming those there are."""
    if key not in profiles():
        raise UsageError.worded("registries.unknown", name=key, known=", ".join(profiles()))
    return profiles()[key]


def registry(key: str) -> Registry:
    """Return the adapter of a registry; raises UsageError naming those there are."""
    return profile(key).adapter()
