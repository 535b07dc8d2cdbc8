"""From RDF terms to what stands in a cell of a page: text, where it links to, in which language it is."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final, TypeGuard

from pyoxigraph import Literal, NamedNode

from akkuri.ask.named.json_rows import plain
from akkuri.namespaces import PREFIXES, Names
from akkuri.naming.dates import as_stated
from akkuri.naming.labels import Labels
from akkuri.naming.languages import pick
from akkuri.naming.numbers import finite
from akkuri.texts.units import symbol
from akkuri.web.page.addresses import Addresses, split_record, with_params
from akkuri.web.page.i18n import Language
from akkuri.web.page.reader import Bundle, Term

__all__ = ["PageView", "Value", "clip"]

_FOUR_DIGITS: Final = re.compile(r"([1-9][0-9]{3})(?:\.0*)?")
_SIGNS: Final = {"about": "≈ ", "<=": "≤ ", ">=": "≥ "}
_DAY: Final = NamedNode(f"{PREFIXES['xsd']}date")
_ENGLISH_WORD: Final = re.compile(r"\b[a-z]{4,}")
"""What the tables say in words is English; 5C, NMC622 and the like are no words of any language."""
_PARTIAL: Final = {4: NamedNode(f"{PREFIXES['xsd']}gYear"), 7: NamedNode(f"{PREFIXES['xsd']}gYearMonth")}


@dataclass(frozen=True, slots=True)
class Value:
    """One thing in a cell; `lang` is given where it differs from the page's language, `title` to say more.

    `exact` is the number or the date that the text words, for files in which it stays one; `english` is the
    end of the text where only that is in English.
    """

    text: str
    href: str | None = None
    lang: str | None = None
    foreign: bool = False
    title: str | None = None
    exact: int | float | str | None = None
    english: str | None = None


def clip(text: str, length: int = 110) -> str:
    """Shorten a long text at a word."""
    return text if len(text) <= length else text[:length].rsplit(" ", 1)[0].rstrip(",;:.") + " …"


class PageView:
    """What a page knows while it is made: the triples, the labels, the language, and how links look."""

    def __init__(
        self, bundle: Bundle, labels: Labels, addresses: Addresses, language: Language, keep: str | None
    ) -> None:
        self.bundle = bundle
        self.labels = labels
        self.language = language
        self.lang = language.code
        self.names: Names = addresses.names
        self._addresses = addresses
        self._keep = keep
        self._iris = addresses.iris
        self.this = ""
        self.notes: dict[str, int] = {}

    def iri(self, name: str) -> str:
        """Expand a prefixed name; an IRI stays."""
        return self._iris[name]

    def href(self, iri: str) -> str | None:
        """Return the link for an IRI; a local one keeps the language that was asked for."""
        href = self._addresses.href(iri)
        return with_params(href, lang=self._keep) if href and href.startswith("/") else href

    def local(self, path: str, **params: str) -> str:
        """Return a path of this server with the language that was asked for."""
        return with_params(path, **params, lang=self._keep)

    def label(self, iri: str) -> Literal:
        """Return what an IRI is called in the language of the page."""
        return self.labels.made((iri, self.lang), lambda: self.labels.best(iri, self.lang))

    def link(self, iri: str, length: int = 110) -> Value:
        """Return a link to an IRI under its label, or its address where it is foreign."""
        return self.labels.made((iri, self.lang, self._keep, length), lambda: self._link(iri, length))

    def _link(self, iri: str, length: int) -> Value:
        if not self._addresses.is_local(iri):
            return Value(_plain(iri), self.href(iri), foreign=True)
        label = self.label(iri)
        return Value(clip(label.value, length), self.href(iri), self.other(label.language))

    def concept(self, scheme: str, concept: str | None) -> list[Value]:
        """Return what a concept is called; nothing for None."""
        return [Value(self.label(self.names.concept(scheme, concept)).value)] if concept else []

    def area(self, code: str) -> str:
        """Return the name of a region, or of a country."""
        region = self.names.concept("region", code)
        return self.label(region).value if self.labels.all(region) else self.language.country(code)

    def other(self, language: str | None) -> str | None:
        """Return a language only where it differs from the page's."""
        return language if language and language != self.lang else None

    def value(self, term: Term) -> Value:
        """Return any term as it stands in a cell."""
        if isinstance(term, NamedNode):
            return self.link(term.value)
        if isinstance(term, Literal):
            return Value(self.language.literal(term), lang=self.other(term.language), exact=_exact(term))
        return Value(str(term))

    def terms(self, subject: str, name: str) -> list[Term]:
        """Return all objects, dates as precisely as their source states them."""
        terms = self.bundle.values(subject, self.iri(name))
        form = self._precision(subject, name) if any(map(_is_day, terms)) else None
        return terms if form is None else [_stated(term, form) for term in terms]

    def _precision(self, subject: str, name: str) -> str | None:
        """Return how precise the date is that a property gives; None for what is none."""
        return self.bundle.first(subject, self.names.precision_of(self.iri(name)))

    def values(self, subject: str, name: str) -> list[Value]:
        """Return all objects: links in the order of scheme or label, then texts in the best language."""
        terms = self.terms(subject, name)
        if len(terms) < 2:  # most have one
            return [self.value(term) for term in terms if isinstance(term, NamedNode | Literal)]
        links = self.sort(term.value for term in terms if isinstance(term, NamedNode))
        literals = [term for term in terms if isinstance(term, Literal)]
        chosen = pick([term for term in literals if term.language], self.lang)
        plain = [term for term in literals if not term.language]
        texts = [self.value(term) for term in ([chosen] if chosen else []) + plain]
        return [self.link(iri) for iri in links] + sorted(texts, key=lambda value: value.text.casefold())

    def sort(self, iris: Iterable[str]) -> list[str]:
        """Sort IRIs by the order of their scheme, then by label."""
        found = list(iris)
        if len(found) > 1:  # most properties have one value
            found.sort(key=lambda iri: (self.labels.order(iri), self.label(iri).value.casefold()))
        return found

    def text(self, subject: str, name: str) -> Value | None:
        """Return the text in the best language."""
        literals = [t for t in self.bundle.values(subject, self.iri(name)) if isinstance(t, Literal)]
        chosen = pick(literals, self.lang)
        return Value(chosen.value, lang=self.other(chosen.language)) if chosen else None

    def first(self, subject: str, name: str) -> str | None:
        """Return the lexical value of the first object, a date as precisely as its source states it."""
        found = self.bundle.first(subject, self.iri(name))
        form = None if found is None else self._precision(subject, name)
        return found if found is None or form is None else as_stated(found, form)

    def evidence(self, subject: str) -> list[Value]:
        """Return the sources of a statement as numbers that lead to the list of sources on the page."""
        numbers = sorted(
            self.notes[iri] for iri in self.bundle.iris(subject, self.iri("dct:source")) if iri in self.notes
        )
        return [Value(f"[{number}]", f"#source-{number}") for number in numbers]

    def kind_name(self, iri: str) -> str:
        """Return what the kind of a record is called."""
        record = split_record(iri, self.names)
        kind = self.names.kinds.get(record[0]) if record else None
        return kind.one(self.lang) if kind else record[0] if record else ""

    def trl(self, subject: str) -> list[Value]:
        """Return a range of readiness levels, `3–6`."""
        low, high = self.first(subject, "ak:trlMin"), self.first(subject, "ak:trlMax")
        if low is None and high is None:
            return []
        text = f"{low}" if low == high else f"{low or ''}–{high or ''}"
        return [Value(text, self.href(self.names.concept("trl")))]

    def period(self, subject: str, start: str, end: str) -> list[Value]:
        """Return a period, open where one end is unknown."""
        first, last = self.first(subject, start), self.first(subject, end)
        if first is None and last is None:
            return []
        return [Value(" – ".join(self.language.date(part) if part else "" for part in (first, last)).strip())]

    def place(self, subject: str) -> list[Value]:
        """Return street, municipality and country in one line."""
        street, town = (
            self.first(subject, "schema:streetAddress"),
            self.first(subject, "schema:addressLocality"),
        )
        for municipality in self.bundle.iris(subject, self.iri("ak:municipality")):
            if town in {name.value for name in self.labels.all(municipality)}:
                town = self.label(municipality).value
        country = self.first(subject, "ak:countryCode")
        named = self.language.country(country) if country else None
        parts = [part for part in (street, town, named) if part]
        return [Value(", ".join(dict.fromkeys(parts)))] if parts else []

    def specification(self, subject: str) -> Value:
        """Return a specification's value with sign and unit, and the text that goes with it."""
        number, upper = self.first(subject, "ak:value"), self.first(subject, "ak:valueMax")
        sign = self.first(subject, "ak:comparator") or "="
        unit = self.first(subject, "ak:unit")
        words = self.first(subject, "ak:textValue")
        figure = ""
        if number is not None:
            mark = self._unit(unit) if unit else ""
            figure = self._figure(number, mark)
            if upper is not None:
                figure += f" … {self._figure(upper, mark)}"
            elif sign in _SIGNS:
                figure = _SIGNS[sign] + figure
            figure += f" {mark}"
        told = " · ".join(part for part in (figure.strip(), words) if part)
        return Value(told, english=self.english(words))

    def _unit(self, unit: str) -> str:
        code = self.labels.notation(unit)
        return self.label(unit).value if code in (None, "a") else symbol(code)

    def _figure(self, number: str, unit: str) -> str:
        """Write a number; of four digits without a unit as they stand, for it may be a year."""
        whole = _FOUR_DIGITS.fullmatch(number)
        return whole[1] if whole and not unit.strip() else self.language.number(number)

    def english(self, words: str | None) -> str | None:
        """Return words of what is written in English alone, where the page is in another language."""
        return words if words and self.lang != "en" and _ENGLISH_WORD.search(words) else None

    def money(self, subject: str, name: str, currency: str = "EUR") -> list[Value]:
        """Return a sum of money, with its sign where it is not exact; converted ones only beside another."""
        amount, stated = self.first(subject, name), self.first(subject, "ak:currency")
        if name == "ak:amountEur" and stated == "EUR":
            return []
        given = (stated if name == "ak:amount" else None) or currency
        sign = _SIGNS.get(self.first(subject, "ak:comparator") or "=", "")
        if not amount:
            return []
        exact = None if sign else finite(amount)
        return [Value(sign + self.language.money(amount, given), exact=exact)]

    def many(self, groups: Iterable[list[Value]]) -> list[Value]:
        """Join lists of values, each value once."""
        return list(dict.fromkeys(value for group in groups for value in group))


def _exact(term: Literal) -> int | float | str | None:
    """Return the number or the day of a literal; None for any other."""
    found = plain(term)
    if isinstance(found, bool):
        return None
    return found if isinstance(found, int | float) or term.datatype == _DAY else None


def _is_day(term: Term) -> TypeGuard[Literal]:
    return isinstance(term, Literal) and term.datatype == _DAY


def _stated(term: Term, form: str) -> Term:
    """Return a day as the year, month or day that its source states."""
    if not _is_day(term):
        return term
    stated = as_stated(term.value, form)
    return Literal(stated, datatype=_PARTIAL.get(len(stated), _DAY))


def _plain(iri: str) -> str:
    """Write a foreign address without what everybody knows."""
    return iri.removeprefix("https://").removeprefix("http://").removeprefix("www.").rstrip("/")
