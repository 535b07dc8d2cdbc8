"""A named question: its header, its text and what its parameters make of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from pyoxigraph import Literal, NamedNode

from akkuri.ask.named.chart import ChartDeclaration
from akkuri.ask.named.parameters import Context, Parameter
from akkuri.ask.named.reach import properties_read
from akkuri.ask.named.template import Template
from akkuri.errors import UsageError, about
from akkuri.naming.answers import Found
from akkuri.naming.did_you_mean import did_you_mean, nearest
from akkuri.naming.numbers import number_and_unit
from akkuri.naming.things import Thing, concepts
from akkuri.texts import LANGUAGES, text

__all__ = ["PICTURES", "USERS", "AnswerColumn", "NamedQuery"]

PICTURES: Final = ("map", "together", "ties")
"""What may stand beside an answer: where its facilities are, who in it works together, its rows as ties."""
USERS: Final = ("test", "money", "keep", "data")
"""Who asks: who needs a test, decides on money, keeps a laboratory's data, takes the data."""
_ENDS: Final = (("since", "until"), ("min", "max"))
"""Parameters that are the two ends of a period or of a range."""
_FIRST_DAY: Final = Literal("0001-01-01", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#date"))
"""Before all that is recorded."""


@dataclass(frozen=True, slots=True)
class AnswerColumn:
    """One column of the answer."""

    name: str
    titles: Mapping[str, str]

    def title(self, lang: str) -> str:
        """Return the heading for people."""
        return self.titles.get(lang) or self.titles["en"]


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """One question: its header, its text as it stands in the file, and the text cut at its markers."""

    group: str
    name: str
    titles: Mapping[str, str]
    summaries: Mapping[str, str]
    tags: tuple[str, ...]
    params: Mapping[str, Parameter]
    columns: tuple[AnswerColumn, ...]
    text: str
    template: Template
    chart: ChartDeclaration | None = None
    pictures: tuple[str, ...] = ()
    """Pictures beside the answer, of PICTURES."""
    may_be_empty: str | None = None
    """Why the question may have no answer on the data as they are; None when it must have one."""
    nones: Mapping[str, str] = field(default_factory=dict)
    """What it means that there is no row, by language; without it, that nothing recorded fits."""
    unknown: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Parameter → the columns that are empty where nobody knows what it asks for."""
    apart: tuple[str, ...] = ()
    """Two parameters that may not mean the same thing; none where there are no such two."""
    asked_by: tuple[str, ...] = ()
    """Who asks it, of USERS, where the header says it."""

    @property
    def path(self) -> str:
        """The full name, `group/name`."""
        return f"{self.group}/{self.name}"

    @property
    def properties(self) -> frozenset[str] | None:
        """Local names of the properties whose statements it may read; None for any."""
        return properties_read(self.template)

    def properties_in(self, lang: str) -> frozenset[str] | None:
        """The same where names are asked for in one language; in all where it is none of ours."""
        return properties_read(self.template, [lang] if lang in LANGUAGES else LANGUAGES)

    @property
    def users(self) -> tuple[str, ...]:
        """Who asks the question, of USERS; all of them unless the header says it."""
        return self.asked_by or USERS

    def title(self, lang: str) -> str:
        """Return the question in a language."""
        return self.titles.get(lang) or self.titles["en"]

    def summary(self, lang: str) -> str:
        """Return what the answer shows and how it counts, in a language."""
        return self.summaries.get(lang) or self.summaries["en"]

    def labels(self, lang: str) -> dict[str, str]:
        """Return what the parameters are called in a language, by name."""
        return {name: parameter.label(lang) for name, parameter in self.params.items()}

    def none(self, lang: str) -> str:
        """Return what no row means in a language; empty where nothing special."""
        return self.nones.get(lang) or self.nones.get("en", "")

    def bind(self, values: Mapping[str, str], context: Context | None = None) -> str:
        """Return the SPARQL text with the values as RDF terms; an empty value counts as none.

        Raises UsageError naming an unknown parameter, a value that does not fit, or two that are one.
        """
        context = context or Context()
        for name in values:
            if name not in self.params:
                raise self._unknown(name, context)
        given = self._with_unit(values, context)
        terms = self._terms(given, context)
        met = [str(terms[name]) for name in self.apart if name in terms]
        if len(met) > len(set(met)):
            with about(*self.apart):
                one, other = (self._called(name, context) for name in self.apart)
                told = {"one": one, "other": other, "value": given[self.apart[1]]}
                raise UsageError(text(context.lang, "queries.with_itself", **told))
        self._in_order(given, terms, context)
        for name in self._outrun(given, terms):
            terms[name] = _FIRST_DAY
        return self.template.fill(terms)

    def applied(self, values: Mapping[str, str], context: Context) -> dict[str, str | None]:
        """Return the value of every parameter: the one given, or the default where that restricts.

        A default does not where the other end of its period is given and lies before it.
        """
        try:
            outrun = self._outrun(values, self._terms(self._with_unit(values, context), context))
        except UsageError:
            outrun = []
        return {
            name: values.get(name) or (None if name in outrun else parameter.default)
            for name, parameter in self.params.items()
        }

    def _terms(self, given: Mapping[str, str], context: Context) -> dict[str, NamedNode | Literal]:
        terms: dict[str, NamedNode | Literal] = {}
        for name, parameter in self.params.items():
            if value := given.get(name) or parameter.default:
                with about(name):
                    terms[name] = parameter.term(value, context)
        return terms

    def _called(self, name: str, context: Context) -> str:
        """Return what sentences call a parameter."""
        return self.params[name].called(context)

    def _outrun(self, given: Mapping[str, str], terms: Mapping[str, NamedNode | Literal]) -> list[str]:
        """Return the parameters whose default begins behind the end that is given."""
        one, other = _ENDS[0]
        return [one] if given.get(other) and not given.get(one) and _beyond(terms, one, other) else []

    def _in_order(
        self, given: Mapping[str, str], terms: Mapping[str, NamedNode | Literal], context: Context
    ) -> None:
        """Raise UsageError where both ends of a period or a range are given, the first beyond the last.

        Nothing lies between them, which an empty answer would tell as if nothing were recorded.
        """
        for one, other in _ENDS:
            if given.get(one) and given.get(other) and _beyond(terms, one, other):
                told = {"one": self._called(one, context), "other": self._called(other, context)}
                with about(one, other):
                    raise UsageError(
                        text(context.lang, "queries.reversed", low=given[one], high=given[other], **told)
                    )

    def _with_unit(self, values: Mapping[str, str], context: Context) -> Mapping[str, str]:
        """Take the unit of a value such as "300 kW" as the parameter for units; if that is set, convert."""
        units = [name for name, parameter in self.params.items() if parameter.type == "unit"]
        numbers = [name for name, p in self.params.items() if p.type == "number" and not p.unit]
        found = {name: parts for name in numbers if (parts := number_and_unit(values.get(name, "")))}
        if len(units) != 1 or not found:
            return values
        asked = {unit for _, unit in found.values()} | ({values[units[0]]} if values.get(units[0]) else set())
        if len(asked) == 1 and (context.known is None or self._declared(next(iter(asked)), context)):
            return {**values, units[0]: asked.pop(), **{name: number for name, (number, _) in found.items()}}
        return self._converted(values, units[0], found, context)

    def _declared(self, written: str, context: Context) -> bool:
        known = context.known
        return known is not None and isinstance(known.resolve(written, concepts("unit")), Found)

    def _converted(
        self, values: Mapping[str, str], unit: str, names: Iterable[str], context: Context
    ) -> Mapping[str, str]:
        """Turn values into the unit that is asked for, else the canonical one; what cannot be stays."""
        from akkuri.naming.quantities import Quantities, digits  # most questions have nothing to convert

        if context.known is None:
            return values
        known = Quantities(context.known)
        read = {name: known.read(values[name]) for name in names}
        target: Thing | None = None
        if values.get(unit):
            target = context.known.find(values[unit], concepts("unit"), context.lang, unit)
        elif len(canonical := {quantity.canonical for quantity in read.values() if quantity}) == 1:
            target = known.unit(canonical.pop())
        if target is None:
            return values
        told = {}
        for name, quantity in read.items():
            amount = quantity.among(target) if quantity else None
            if amount is None:
                return values  # a value of another quantity is refused as it stands
            told[name] = digits(amount)
        return {**values, unit: target.iri, **told}

    def _unknown(self, name: str, context: Context) -> UsageError:
        known = ", ".join(self.params) or "–"
        sentence = text(context.lang, "queries.no_parameter", query=self.path, name=name, known=known)
        return UsageError(sentence + did_you_mean(context.lang, nearest(name, self.params)))


def _beyond(terms: Mapping[str, NamedNode | Literal], one: str, other: str) -> bool:
    """Tell whether one end of a period or a range lies beyond the other."""
    low, high = terms.get(one), terms.get(other)
    if not (isinstance(low, Literal) and isinstance(high, Literal)):
        return False
    if low.datatype.value.endswith("#date"):
        return low.value > high.value
    return float(low.value) > float(high.value)
