"""The parameters of named queries: what a person may write, and the RDF term it becomes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Final

from pyoxigraph import Literal, NamedNode

from akkuri.errors import UsageError
from akkuri.namespaces import Names
from akkuri.naming.choosing import choice, chosen
from akkuri.naming.dates import day_and_month, day_of, read_date
from akkuri.naming.numbers import euro_readings, number_and_unit, readings
from akkuri.naming.resolver import Resolver
from akkuri.naming.things import Wanted, concepts, countries, kinds, records
from akkuri.texts import LANGUAGES, text
from akkuri.texts.numbers import decimal
from akkuri.texts.two_ways import two_dates, two_numbers
from akkuri.texts.units import symbol

__all__ = ["EURO", "Context", "Parameter"]

XSD: Final = "http://www.w3.org/2001/XMLSchema#"

EURO: Final = "EUR"
"""The unit of a sum."""
_SUCH_AS: Final = {"number": "12.5", "integer": "3"}
_WORDED: Final = ("date", "record", "country")
_DATATYPES: Final = {
    "number": NamedNode(f"{XSD}decimal"),
    "integer": NamedNode(f"{XSD}integer"),
    "boolean": NamedNode(f"{XSD}boolean"),
    "date": NamedNode(f"{XSD}date"),
}
_WORDS: Final = {
    **dict.fromkeys(("true", "yes", "kyllä", "ja"), "true"),
    **dict.fromkeys(("false", "no", "ei", "nej"), "false"),
}


@dataclass(frozen=True, slots=True)
class Context:
    """What reading a value needs: the names, the language of messages, and what the release knows.

    Without `known`, a concept or record is only checked for its form.
    """

    names: Names = field(default_factory=Names)
    lang: str = "en"
    known: Resolver | None = None
    form: bool = False
    """Whether somebody filled in a form: parameters are called by their labels, and 1.500 may be 1500."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a named query."""

    name: str
    type: str
    labels: Mapping[str, str]
    default: str | None = None
    scheme: str | None = None
    kinds: tuple[str, ...] = ()
    """The kinds of record it takes, when its type is `record`; of a text, those whose names exemplify it."""
    choices: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """What may be chosen, when its type is `choice`: value → what it is called in each language."""
    unit: str | None = None
    """The UCUM code of the unit of a number, or EUR; None where it has none or another parameter tells it."""
    least: Decimal | None = None
    """The least number that it can be."""
    most: Decimal | None = None
    """The greatest number that it can be."""
    such_as: str | None = None
    """A number as people ask for it, where there is no default: beside the field and in sentences."""
    last: bool = False
    """Whether a year or a month stands for its last day, when its type is `date`; else for its first."""
    example: bool = False
    """Whether the default is an example out of the cluster's records and concepts."""

    def label(self, lang: str) -> str:
        """Return what the parameter is called, for people."""
        return self.labels.get(lang) or self.labels["en"]

    def expected(self, lang: str) -> str:
        """Return what may be given: a number in km, such as 200; empty where that is plain."""
        if self.type == "number" and self.unit == EURO:
            return text(lang, "queries.expects_euros")
        if self.type not in _SUCH_AS:
            return text(lang, f"queries.expects_{self.type}") if self.type in _WORDED else ""
        example = self.such_as or self.default or _SUCH_AS[self.type]
        told = {"example": decimal(lang, example), "within": self.within(lang)}
        if unit := symbol(self.unit or ""):
            return text(lang, "queries.expects_unit", unit=unit, **told)
        return text(lang, f"queries.expects_{self.type}", **told)

    def within(self, lang: str) -> str:
        """Return the bounds of a number behind a comma; empty without any."""
        low, high = self.least, self.most
        key = "between" if low is not None and high is not None else "from" if low is not None else "to"
        if low is None and high is None:
            return ""
        return text(
            lang, f"queries.within_{key}", least=decimal(lang, low or 0), most=decimal(lang, high or 0)
        )

    @property
    def wanted(self) -> Wanted | None:
        """What a name may mean here; None for numbers, dates and the like."""
        match self.type:
            case "concept" | "nuts3" | "unit":
                return concepts(self.scheme or "")
            case "record":
                return records(*self.kinds)
            case "kind":
                return kinds()
            case "country":
                return countries()
        return None

    def term(self, value: str, context: Context) -> NamedNode | Literal:
        """Turn what a person wrote into an RDF term.

        Raises UsageError: one sentence, in the language of the context, with the closest known names.
        """
        value = value.strip()
        wanted = self.wanted
        if self.type == "lang":
            return self._label_property(value, context)
        if wanted is None:
            return self._literal(value, context)
        if self.type == "country" and value == self.default:
            return Literal(value)  # a default is a code: the names of all countries need not be read for it
        if self.type in ("kind", "country"):  # known without any release
            known = context.known or Resolver.over(lambda _: (), context.names)
            return Literal(known.find(value, wanted, context.lang, self.called(context)).id)
        if context.known is None:
            return self._unchecked(value, wanted, context)
        return NamedNode(context.known.find(value, wanted, context.lang, self.called(context)).iri)

    def _literal(self, value: str, context: Context) -> Literal:
        if self.type == "text":
            return Literal(value)
        if self.type == "choice":
            return Literal(self._chosen(value, context))
        number = self._in_unit(value, context) if self.type == "number" and self.unit else value
        found = _read(self.type, number, self.last, context.form)
        if len(found) > 1:
            raise self._error("two_ways", value, context, **two_numbers(found, context.lang))
        if days := day_and_month(value) if self.type == "date" else []:
            raise self._error("two_ways", value, context, **two_dates(days, context.lang))
        if not found:
            key = "not_boolean" if self.type == "boolean" else "not_expected"
            raise self._error(key, value, context, expected=self.expected(context.lang))
        if not self._holds(found[0]):
            raise self._error("not_within", value, context, within=self.within(context.lang))
        return Literal(found[0], datatype=_DATATYPES.get(self.type))

    def _holds(self, number: str) -> bool:
        """Tell whether a number lies within the bounds, where there are any."""
        if self.least is None and self.most is None:
            return True
        value = Decimal(number)
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)

    def _chosen(self, value: str, context: Context) -> str:
        """Return the choice that a value means: itself or what it is called in any language."""
        among = [choice(each, list(called.items())) for each, called in self.choices.items()]
        return chosen(value, among, self.label(context.lang), context.names, context.lang).id

    def _in_unit(self, value: str, context: Context) -> str:
        """Return the number of a value that may state the unit this parameter is in."""
        if self.unit == EURO:
            return self._euros(value, context)
        parts = number_and_unit(value)
        if parts is None:
            return value
        number, unit = parts
        if context.known is None or unit == self.unit:
            if unit != self.unit:
                raise self._error("other_unit", value, context, unit=symbol(self.unit or ""))
            return number
        from akkuri.naming.quantities import Quantities, digits  # most questions have nothing to convert

        own = context.known.find(self.unit or "", concepts("unit"), context.lang, self.called(context))
        if (quantity := Quantities(context.known).read(value)) is None:
            context.known.find(unit, concepts("unit"), context.lang, self.called(context))
            return number  # the unit is known: what is wrong is the number
        if (converted := quantity.among(own)) is None:
            raise self._error("other_unit", value, context, unit=symbol(self.unit or ""))
        return digits(converted)

    def _euros(self, value: str, context: Context) -> str:
        amounts = euro_readings(value, by_hand=True)  # no sum has a thousandth of a cent
        if len(amounts) > 1:
            both = two_numbers([f"{amount:.15g}" for amount in amounts], context.lang)
            raise self._error("two_ways", value, context, **both)
        return f"{amounts[0]:.15g}" if amounts else ""

    def called(self, context: Context) -> str:
        """Return what sentences call it: on a form by its label, else by its name."""
        return self.label(context.lang) if context.form else self.name

    def _label_property(self, value: str, context: Context) -> NamedNode:
        """A language is bound as the property that holds the best label for its readers."""
        lang = value.lower()
        if lang not in LANGUAGES:
            raise self._error("not_lang", value, context, languages=", ".join(LANGUAGES))
        return NamedNode(f"{context.names.ak}label{lang.capitalize()}")

    def _unchecked(self, value: str, wanted: Wanted, context: Context) -> NamedNode:
        """Return the IRI that an id would have; only its form is known to be right."""
        group = wanted.groups[0]
        name = value
        for kind in self.kinds:
            prefix = f"{context.names.kinds[kind].prefix}-"
            if value.startswith(prefix):
                group, name = f"id/{kind}", value.removeprefix(prefix)
        if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", name, re.ASCII):
            raise self._error("no_id", value, context)
        return NamedNode(f"{context.names.base}{group}/{name}")

    def _error(self, key: str, value: str, context: Context, **params: object) -> UsageError:
        """Make the sentence: which parameter, what was found, what was expected."""
        return UsageError(
            text(context.lang, f"queries.{key}", name=self.called(context), value=value, **params)
        )


def _read(kind: str, value: str, last: bool, by_hand: bool) -> list[str]:
    """Return what a value can be read as: −40,5 as -40.5, 11/2026 as 2026-11-01, kyllä as true."""
    match kind:
        case "boolean":
            found = _WORDS.get(value.lower())
        case "date":
            stated = read_date(value)
            found = day_of(stated, last) if stated else None
        case "integer":
            numbers = readings(value, by_hand)
            return [number for number in numbers if "." not in number]
        case _:
            return readings(value, by_hand)
    return [] if found is None else [found]
