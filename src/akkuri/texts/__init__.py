"""Texts that people read, in English, Finnish and Swedish: one TOML file per room and language.

A text with a number may have a form for one: beside `rows` stands `"rows[one]"`, taken when `count` is of
that plural category of the language (CLDR, by way of Babel).
"""

import logging
import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any, Final

from akkuri.texts.locales import locale_of
from akkuri.texts.quoting import visible

__all__ = ["LANGUAGES", "Phrase", "Wording", "catalogue", "text"]

LANGUAGES: Final = ("en", "fi", "sv")
_COUNTS: Final = ("count", "total", "candidates", "came")
"""Parameters that say how many there are."""
_QUOTED: Final = re.compile(r"[“”]\{(\w+)\}”")
_LOG: Final = logging.getLogger(__name__)


@cache
def catalogue(lang: str) -> dict[str, str]:
    """Return every text of one language, keyed `room.key`."""
    found: dict[str, str] = {}
    for file in sorted(Path(__file__).parent.joinpath(lang).glob("*.toml")):
        entries = tomllib.loads(file.read_text(encoding="utf-8"))
        found |= {f"{file.stem}.{key}": value for key, value in entries.items()}
    return found


def text(lang: str, key: str, /, **params: Any) -> str:
    """Return the text of `room.key` in a language, with `{params}` filled in.

    A parameter that is a Wording or a Phrase is told in the same language; one between quotation marks is
    shown on one line, with every sign that does not print. Keys are made of what data and
    declarations name as well, and none of those may end a page: where a language lacks the text, English
    stands in its place; where English does, the name in the key. Either is logged once.
    """
    lang = lang if lang in LANGUAGES else "en"
    entries = catalogue(lang)
    if params and f"{key}[one]" in entries and _is_one(lang, params.get("count")):
        key = f"{key}[one]"
    template = entries.get(key)
    if not template:
        _log_lacking(key, lang)
        template = catalogue("en").get(key)
    if not template:
        return _name_in(key)
    if not params:
        return template
    told = {name: _told(lang, name, each) for name, each in params.items()}
    for name in _quoted_in(template):
        written = told.get(name)
        if isinstance(written, str):
            told[name] = visible(written)
    return template.format(**told)


@lru_cache(maxsize=4096)
def _quoted_in(template: str) -> frozenset[str]:
    """Return which parameters a text repeats as somebody wrote them: those between quotation marks."""
    return frozenset(_QUOTED.findall(template))


def _told(lang: str, name: str, value: object) -> object:
    """Return a parameter as it is told: worded in the language, how many there are with thousands apart."""
    if isinstance(value, Wording | Phrase):
        return value.words(lang)
    if name not in _COUNTS or type(value) is not int:
        return value
    return f"{value:,}".replace(",", "," if lang == "en" else "\u00a0")


@lru_cache(maxsize=4096)
def _log_lacking(key: str, lang: str) -> None:
    _LOG.warning("No text for %s in %s", key, lang)


def _name_in(key: str) -> str:
    """Return the name for which a key was made: `stage name` of `views.col_stage_name`."""
    rest = key.partition(".")[2].removesuffix("[one]")
    return (rest.partition("_")[2] or rest).replace("_", " ").replace("-", " ")


@dataclass(frozen=True, slots=True)
class Wording:
    """A text whose language is not known yet."""

    key: str
    params: Mapping[str, Any] = field(default_factory=dict)

    def words(self, lang: str) -> str:
        """Return it in a language."""
        return text(lang, self.key, **self.params)


@dataclass(frozen=True, slots=True)
class Phrase:
    """What something is called in each language, such as the heading of a column."""

    by_language: Mapping[str, str]

    def words(self, lang: str) -> str:
        """Return it in a language, in English where it is lacking."""
        return self.by_language.get(lang) or self.by_language["en"]


def _is_one(lang: str, count: object) -> bool:
    """Tell whether a number takes the form for one; as it is written (`1 000`) it counts by its digits."""
    digits = "".join(sign for sign in str(count) if sign.isdigit())
    return bool(digits) and int(digits) in locale_of(lang).ones
