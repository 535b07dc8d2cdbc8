"""Words that say what kind of things, or of which country, and not what is asked about them."""

from collections.abc import Collection, Sequence
from functools import cached_property
from typing import Final

from akkuri.naming.fixed import of_country
from akkuri.search.called import stemmed_names
from akkuri.search.entries import SearchEntry
from akkuri.search.kin import kin, uncased
from akkuri.search.overview import Overview
from akkuri.search.words import stem_words
from akkuri.texts import LANGUAGES
from akkuri.texts.locales import country_name

__all__ = ["WHAT_THINGS_ARE", "GeneralWords"]

WHAT_THINGS_ARE: Final = ("facility-kind", "organisation-type")
"""Schemes of what things are, in one word: laboratory, plant, company."""
_LEGAL_FORMS: Final = frozenset(
    {"ab", "ag", "aps", "as", "asa", "bv", "corp", "gmbh", "inc", "llc", "ltd", "nv", "oy", "oyj", "plc"}
    | {"ry", "sa", "sas", "sl", "spa", "srl"}
)
"""What stands in names of companies and associations and names none."""


class GeneralWords:
    """The stems of such words."""

    def __init__(
        self, entries: Sequence[SearchEntry], overview: Overview, concepts: str, countries: Collection[str]
    ) -> None:
        """`concepts` is how the IRIs of concepts begin; `countries` are the codes of those of the things."""
        self._entries = entries
        self._overview = overview
        self._beginnings = tuple(f"{concepts}{scheme}/" for scheme in WHAT_THINGS_ARE)
        self._countries = countries

    def __contains__(self, word: object) -> bool:
        if word in _LEGAL_FORMS:
            return True
        called = (str(word), *kin(str(word)), *uncased(str(word)))
        return any(not self._stems.isdisjoint((each, *stem_words(each))) for each in called)

    @cached_property
    def _stems(self) -> frozenset[str]:
        kinds = [n for n, iri in enumerate(self._overview.iris) if iri.startswith(self._beginnings)]
        found = {name for number in kinds for name in stemmed_names(self._entries[number])}
        for code in self._countries:
            named = [(lang, country_name(lang, code) or "") for lang in LANGUAGES]
            found |= {" ".join(stem_words(name, lang)) for lang, name in (*named, *of_country(code))}
        return frozenset(name for name in found if name and " " not in name)
