"""Things of which a sentence offers one: a, b or c."""

from collections.abc import Iterable
from typing import Final

__all__ = ["one_of"]

_OR: Final = {"en": "or", "fi": "tai", "sv": "eller"}


def one_of(lang: str, things: Iterable[str]) -> str:
    """Return them with commas between them and the language's word for “or” before the last."""
    *before, last = things
    return f"{', '.join(before)} {_OR[lang]} {last}" if before else last
