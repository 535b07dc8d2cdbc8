"""The routes of the site: every module below `akkuri.web` that has a `blueprint` is found, none is listed."""

from collections.abc import Iterator

from flask import Blueprint

from akkuri.declared import declared

__all__ = ["EveryStore", "find_blueprints"]


class EveryStore(Blueprint):
    """Routes that answer for every store; those of a plain `Blueprint` need a release."""


def find_blueprints(room: str, with_release: bool) -> Iterator[Blueprint]:
    """Yield the blueprints below a package by module name; without a release those for every store."""
    for _, found in declared(room, "blueprint", Blueprint):
        if with_release or isinstance(found, EveryStore):
            yield found
