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

from akkuri.link.normalise import fold, raw_words
from akkuri.link.registries.base import Entry

__all__ = ["Gazetteer", "Seen", "country_names"]

LONGEST: Final = 5
"""Words in the longest place name that is looked for."""
_KIN: Final = {"HK": "CN", "MO": "CN", "TW": "CN", "PR": "US", "GF": "FR", "RE": "FR", "GP": "FR", "GL": "DK"}
"""Places that are often written under another country."""


def _rows(name: str) -> list[dict[str, str]]:
    text = (files(__package__) / "words" / name).read_text(encoding="utf-8")
    return list(csv.DictReader(io.StringIO(text), delimiter="\t"))


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
    """What a string says about its place, as masks over countries, cities and subdivisions."""

    __slots__ = ("cities", "countries", "subdivisions")

    def __init__(self, countries: set[int], cities: set[int], subdivisions: set[int]) -> None:
        self.countries = np.fromiter(countries, np.int32, len(countries))
        self.cities = np.fromiter(cities, np.int32, len(cities))
        self.subdivisions = np.fromiter(subdivisions, np.int32, len(subdivisions))


class Gazetteer:
    """The places of a registry's entries, numbered; 0 is unknown."""

    def __init__(self, entries: Sequence[Entry]) -> None:
        self._country_ids: dict[str, int] = {"": 0}
        self._city_ids: dict[str, int] = {"": 0}
        self._subdivision_ids: dict[str, int] = {"": 0}
        self._city_countries: dict[int, set[int]] = {}
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
            self._city_countries.setdefault(city, set()).add(country)
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
        countries: set[int] = set()
        cities: set[int] = set()
        subdivisions: set[int] = set()
        names = country_names()
        for words in segments:
            for start in range(len(words)):
                key = ""
                for word in words[start : start + LONGEST]:
                    key = f"{key} {word}" if key else word
                    if key in names:
                        self._add_country(names[key], countries)
                    city = self._city_ids.get(key) or self._exonyms.get(key)
                    if city:
                        cities.add(city)
                    subdivision = self._subdivision_ids.get(key)
                    if subdivision:
                        subdivisions.add(subdivision)
                        if key in self._state_country:
                            countries.add(self._state_country[key])
        for word in text.replace(",", " ").replace(".", " ").split():
            if word in self._states:
                country, subdivision = self._states[word]
                subdivisions.add(subdivision)
                countries.add(country)
        countries.discard(0)
        subdivisions.discard(0)
        return Seen(countries, cities, subdivisions)

    def _add_country(self, code: str, into: set[int]) -> None:
        into.add(self._country_ids.get(code, -1))
        for child, kin in _KIN.items():
            if code in (child, kin):
                into.add(self._country_ids.get(kin if code == child else child, -1))
