"""Countries, states and cities: which are named in a string, and which an entry lies in."""

import csv
import io
import tomllib
from collections.abc import Sequence
from functools import cache
from importlib.resources import files
from typing import Final

import numpy as np
import numpy.typing as npt

from akkuri.link.registries.base import Entry
from akkuri.link.text.normalise import canonical, fold, raw_words

__all__ = ["Gazetteer", "Seen", "country_names", "exonyms"]

LONGEST: Final = 5
"""Words in the longest place name that is looked for."""
_KIN: Final = {"HK": "CN", "MO": "CN", "TW": "CN", "PR": "US", "GF": "FR", "RE": "FR", "GP": "FR", "GL": "DK"}
"""Places that are often written under another country."""


def _rows(name: str) -> list[dict[str, str]]:
    text = (files(__package__) / "words" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text), delimiter="\t"))


@cache
def _demonyms() -> dict[str, str]:
    """Return folded adjective → ISO code of its country."""
    return {word: row["code"] for row in _rows("demonyms.tsv") for word in row["words"].split("|")}


@cache
def exonyms() -> dict[str, tuple[str, ...]]:
    """Return folded city → its other names, and each other name → the city."""
    table = tomllib.loads((files(__package__) / "words" / "exonyms.toml").read_text(encoding="utf-8"))
    other: dict[str, list[str]] = {}
    for city, names in table.items():
        other.setdefault(city, []).extend(names)
        for name in names:
            other.setdefault(name, []).append(city)
    return {name: tuple(cities) for name, cities in other.items()}


@cache
def country_names() -> dict[str, str]:
    """Return folded name → ISO code, from CLDR's names in thirty languages and common short forms."""
    found: dict[str, str] = {}
    for row in _rows("countries.tsv"):
        for name in row["names"].split("|"):
            key = " ".join(raw_words(name))
            if len(key) > 1:
                found.setdefault(key, row["code"])
    return found


class Seen:
    """What a string says about its place: countries, cities and subdivisions, numbered, and their words."""

    __slots__ = ("cities", "countries", "hinted", "subdivisions", "words")

    def __init__(
        self, countries: set[int], cities: set[int], subdivisions: set[int], words: set[str], hinted: bool
    ) -> None:
        self.words = words
        self.hinted = hinted
        self.countries = np.fromiter(countries, np.int32, len(countries))
        self.cities = np.fromiter(cities, np.int32, len(cities))
        self.subdivisions = np.fromiter(subdivisions, np.int32, len(subdivisions))


class _Notes:
    """The places found so far in one string."""

    __slots__ = ("cities", "countries", "subdivisions", "words")

    def __init__(self) -> None:
        self.countries: set[int] = set()
        self.cities: set[int] = set()
        self.subdivisions: set[int] = set()
        self.words: set[str] = set()


class Gazetteer:
    """The places of a registry's entries, numbered; 0 is unknown."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._country_ids: dict[str, int] = {"": 0}
        self._city_ids: dict[str, int] = {"": 0}
        self._subdivision_ids: dict[str, int] = {"": 0}
        count = len(entries)
        self.country: npt.NDArray[np.int32] = np.zeros(count, np.int32)
        self.city: npt.NDArray[np.int32] = np.zeros(count, np.int32)
        self.subdivision: npt.NDArray[np.int32] = np.zeros(count, np.int32)
        self._keys: dict[str, str] = {}
        for row, entry in enumerate(entries):
            country = self._country_ids.setdefault(entry.country, len(self._country_ids))
            city = self._city_ids.setdefault(self._key(entry.city), len(self._city_ids))
            self.country[row] = country
            self.city[row] = city
            self.subdivision[row] = self._subdivision_ids.setdefault(
                self._key(entry.subdivision), len(self._subdivision_ids)
            )
        self._exonyms = self._other_names()
        self._states = {
            row["code"]: (
                self._country_ids.get(row["country"], 0),
                self._subdivision_ids.get(fold(row["name"]), 0),
            )
            for row in _rows("states.tsv")
        }
        self._state_country = {
            fold(row["name"]): self._country_ids.get(row["country"], 0) for row in _rows("states.tsv")
        }

    def _key(self, name: str) -> str:
        key = self._keys.get(name)
        if key is None:
            key = self._keys[name] = " ".join(raw_words(name))
        return key

    def _other_names(self) -> dict[str, int]:
        table = tomllib.loads((files(__package__) / "words" / "exonyms.toml").read_text(encoding="utf-8"))
        return {
            other: self._city_ids[city]
            for city, others in table.items()
            if city in self._city_ids
            for other in others
        }

    def look(self, segments: Sequence[Sequence[str]], text: str) -> Seen:
        """Find every place named in the folded words of a string's segments."""
        seen = _Notes()
        for words in segments:
            for start in range(len(words)):
                key = ""
                for word in words[start : start + LONGEST]:
                    key = f"{key} {word}" if key else word
                    self._note(key, seen)
        for word in text.replace(",", " ").replace(".", " ").split():
            if word in self._states:
                country, subdivision = self._states[word]
                seen.subdivisions.add(subdivision)
                seen.countries.add(country)
                seen.words.add(canonical(word.lower()))
        seen.countries.discard(0)
        seen.subdivisions.discard(0)
        hinted = not seen.countries
        if hinted:
            for word in (word for words in segments for word in words if word in _demonyms()):
                self._add_country(_demonyms()[word], seen.countries)
        return Seen(
            seen.countries, seen.cities, seen.subdivisions, seen.words, hinted and bool(seen.countries)
        )

    def _note(self, key: str, seen: "_Notes") -> None:
        """Note the country, city and subdivision that some words name, if they do."""
        country = country_names().get(key)
        if country:
            self._add_country(country, seen.countries)
        city = self._city_ids.get(key) or self._exonyms.get(key)
        if city:
            seen.cities.add(city)
        subdivision = self._subdivision_ids.get(key)
        if subdivision:
            seen.subdivisions.add(subdivision)
            if key in self._state_country:
                seen.countries.add(self._state_country[key])
        if country or city or subdivision:
            seen.words.update(map(canonical, key.split(" ")))

    def _add_country(self, code: str, into: set[int]) -> None:
        into.add(self._country_ids.get(code, -1))
        for child, kin in _KIN.items():
            if code in (child, kin):
                into.add(self._country_ids.get(kin if code == child else child, -1))
