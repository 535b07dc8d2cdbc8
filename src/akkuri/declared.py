"""What modules declare about themselves is found below a package; nothing lists it."""

from collections.abc import Iterator
from importlib import import_module
from pkgutil import walk_packages
from typing import TypeVar

__all__ = ["declared"]

_T = TypeVar("_T")


def declared(room: str, attribute: str, kind: type[_T]) -> Iterator[tuple[str, _T]]:
    """Import every module below a package and yield its name and what it declares as `attribute`.

    Modules without it are passed over, and so is what was imported from another. Raises TypeError for a
    declaration that is no `kind`.
    """
    seen: set[int] = set()
    for module in walk_packages(import_module(room).__path__, f"{room}."):
        found = getattr(import_module(module.name), attribute, None)
        if found is None or id(found) in seen:
            continue
        if not isinstance(found, kind):
            raise TypeError(f"{module.name}.{attribute} is {type(found).__name__}, not {kind.__name__}")
        seen.add(id(found))
        yield module.name, found
