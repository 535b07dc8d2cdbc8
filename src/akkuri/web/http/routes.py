"""The routes of the site: every module below `akkuri.web` that has a `blueprint` is found, none is listed."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from types import ModuleType

from flask import Blueprint

__all__ = ["EveryStore", "find_blueprints"]


class EveryStore(Blueprint):
    """Routes that answer for every store; those of a plain `Blueprint` need a release."""


def find_blueprints(room: ModuleType, with_release: bool) -> Iterator[Blueprint]:
    """Import every module of a package and yield the `blueprint` of each that has one, by module name.

    Without a release only those for every store. Raises TypeError for a `blueprint` that is not one.
    """
    for module in walk_packages(room.__path__, f"{room.__name__}."):
        found = getattr(import_module(module.name), "blueprint", None)
        if found is None:
            continue
        if not isinstance(found, Blueprint):
            raise TypeError(f"{module.name}.blueprint is {type(found).__name__}, not a flask.Blueprint")
        if found.import_name == module.name and (with_release or isinstance(found, EveryStore)):
            yield found
