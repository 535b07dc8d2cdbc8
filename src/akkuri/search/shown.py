"""What a hit says to a person: kind, sort, who runs it, where it is, its status and its values."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from akkuri.namespaces import Names
from akkuri.naming.labels import Labels
from akkuri.naming.languages import best
from akkuri.naming.quantities import digits
from akkuri.search.entries import CONCEPT, QUESTION
from akkuri.search.found import Hit
from akkuri.search.values import Stated
from akkuri.texts import catalogue, text
from akkuri.texts.locales import country_name
from akkuri.texts.numbers import decimal
from akkuri.texts.units import symbol

__all__ = ["COLUMNS", "HitText", "Wordings"]

COLUMNS: Final = ("kind", "name", "sort", "operator", "place", "country", "status", "values", "iri")
"""The columns of hits as a table; the last one holds the address."""
_VALUES: Final = 3
"""Values that are told of a hit."""
_OPERATORS: Final = ("facility", "operator", "publisher", "programme", "origin")


@dataclass(frozen=True, slots=True)
class HitText:
    """A hit in the words of a language; what is not known is empty."""

    iri: str
    kind: str
    kind_name: str
    name: str
    sort: str
    operator: str
    place: str
    country: str
    status: str
    values: str
    unknown: bool

    def cells(self) -> tuple[str, ...]:
        """Return the cells of a table (see COLUMNS)."""
        return (
            self.kind_name,
            self.name,
            self.sort,
            self.operator,
            self.place,
            self.country,
            self.status,
            self.values,
            self.iri,
        )


@dataclass(frozen=True, slots=True)
class Wordings:
    """Words hits, kinds and facets in one language."""

    names: Names
    labels: Labels
    lang: str

    def hits(self, hits: list[Hit]) -> list[HitText]:
        """Word some hits: one query for all labels."""
        self.labels.need({iri for hit in hits for iri in self._iris(hit)})
        return [self._hit(hit) for hit in hits]

    def kind(self, name: str, many: bool = False) -> str:
        """Return what a kind is called."""
        declared = self.names.kinds.get(name)
        if declared is not None:
            return declared.many(self.lang) if many else declared.one(self.lang)
        return text(self.lang, f"search.kind_{name}{'_many' if many else ''}")

    def facet(self, name: str) -> str:
        """Return what a facet is called: by the texts, else by the property it is named after."""
        if f"search.facet_{name}" in catalogue("en"):
            return text(self.lang, f"search.facet_{name}")
        first, *rest = name.split("-")
        iri = self.names.ak + first + "".join(part.capitalize() for part in rest)
        self.labels.need([iri])
        return self.labels.best(iri, self.lang).value

    def value(self, facet: str, value: str) -> str:
        """Return what a value of a facet is called."""
        if value.startswith(self.names.base):
            return self.labels.best(value, self.lang).value
        if facet == "country":
            return country_name(self.lang, value) or value
        return text(self.lang, f"queries.group_{value}") if facet == "group" else value

    def need(self, values: list[str]) -> None:
        """Ask for the labels of values of facets."""
        self.labels.need([value for value in values if value.startswith(self.names.base)])

    def stated(self, stated: Stated) -> str:
        """Write a value with its parameter: rated power up to 2000 kW."""
        unit = symbol(self.labels.notation(stated.canonical) or "")
        low, high = (
            None if end is None else decimal(self.lang, digits(end)) for end in (stated.lower, stated.upper)
        )
        span = f"{low} … {high}" if low and high and low != high else high or low or ""
        return f"{self.labels.best(stated.parameter, self.lang).value}: {span} {unit}".strip()

    def _iris(self, hit: Hit) -> Iterator[str]:
        yield hit.entry.iri
        if hit.entry.sort:
            yield hit.entry.sort
        for values in (*hit.entry.shown.values(), *(hit.entry.facets.get(key, ()) for key in ("status",))):
            yield from values
        for stated in hit.values[:_VALUES]:
            yield from (stated.parameter, stated.canonical, stated.subject)

    def _hit(self, hit: Hit) -> HitText:
        entry = hit.entry

        def said(key: str) -> str:
            return ", ".join(self._said(value) for value in sorted(entry.shown.get(key, ()))[:3])

        label = (
            best(dict(entry.names), self.lang) or ""
            if entry.kind == QUESTION
            else self.labels.best(entry.iri, self.lang).value
        )
        return HitText(
            entry.iri,
            entry.kind,
            self.kind(entry.kind),
            label,
            self.labels.best(entry.sort, self.lang).value if entry.sort else "",
            " · ".join(filter(None, (said(key) for key in _OPERATORS))),
            said("place"),
            ", ".join(self.value("country", code) for code in entry.facets.get("country", ())),
            ", ".join(self.value("status", each) for each in entry.facets.get("status", ())),
            "; ".join(dict.fromkeys((*map(self.stated, hit.values[:_VALUES]), *self._unstated(hit)))),
            hit.unknown and entry.kind != CONCEPT,
        )

    def _unstated(self, hit: Hit) -> Iterator[str]:
        """Name the values that were asked for and that no source states of a hit."""
        for asked in hit.unstated:
            unit = asked.quantities[0].unit
            ends = " … ".join(decimal(self.lang, digits(each.number)) for each in asked.quantities)
            value = f"{ends} {symbol(unit.written) if unit else ''}".strip()
            yield text(self.lang, "search.value_unstated", value=value)

    def _said(self, value: str) -> str:
        return self.labels.best(value, self.lang).value if value.startswith(self.names.base) else value
