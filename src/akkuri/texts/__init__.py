"""Texts that people read, in English, Finnish and Swedish: one TOML file per room and language."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final

__all__ = ["LANGUAGES", "catalogue", "text"]

LANGUAGES: Final = ("en", "fi", "sv")


@cache
def catalogue(lang: str) -> dict[str, str]:
    """Return every text of one language, keyed `room.key`."""
    found: dict[str, str] = {}
    for file in sorted((files(__package__) / lang).iterdir(), key=lambda item: item.name):
        if file.name.endswith(".toml"):
            room = file.name.removesuffix(".toml")
            entries = tomllib.loads(file.read_text(encoding="utf-8"))
            found |= {f"{room}.{key}": value for key, value in entries.items()}
    return found


def text(lang: str, key: str, /, **params: Any) -> str:
    """Return the text of `room.key` in a language (English where it is lacking), with `{params}` filled in.

    Raises KeyError when no language has the key: a programming error that a test finds.
    """
    entries = catalogue(lang if lang in LANGUAGES else "en")
    template = entries.get(key) or catalogue("en")[key]
    return template.format(**params) if params else template
