"""A named question: its header, its text and what its parameters make of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from akkuri.ask.named.parameters import Context, Parameter
from akkuri.ask.named.template import Template
from akkuri.errors import UsageError
from akkuri.naming.did_you_mean import did_you_mean, nearest
from akkuri.naming.numbers import number_and_unit
from akkuri.texts import text

__all__ = ["AnswerColumn", "NamedQuery"]


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
    chart: Mapping[str, str] | None = None
    may_be_empty: str | None = None
    """Why the question may have no answer on the data as they are; None when it must have one."""

    @property
    def path(self) -> str:
        """The full name, `group/name`."""
        return f"{self.group}/{self.name}"

    def title(self, lang: str) -> str:
        """Return the question in a language."""
        return self.titles.get(lang) or self.titles["en"]

    def summary(self, lang: str) -> str:
        """Return what the answer shows and how it counts, in a language."""
        return self.summaries.get(lang) or self.summaries["en"]

    def bind(self, values: Mapping[str, str], context: Context | None = None) -> str:
        """Return the SPARQL text with the values as RDF terms; an empty value counts as none.

        Raises UsageError naming an unknown parameter or a value that does not fit.
        """
        context = context or Context()
        for name in values:
            if name not in self.params:
                raise self._unknown(name, context)
        terms = {}
        given = self._with_unit(values)
        for name, parameter in self.params.items():
            value = given.get(name) or parameter.default
            if value:
                terms[name] = parameter.term(value, context)
        return self.template.fill(terms)

    def _with_unit(self, values: Mapping[str, str]) -> Mapping[str, str]:
        """Take the unit of a value such as "300 kW" as the parameter for units, unless that says another."""
        units = [name for name, parameter in self.params.items() if parameter.type == "unit"]
        numbers = [name for name, p in self.params.items() if p.type == "number" and not p.unit]
        found = {name: parts for name in numbers if (parts := number_and_unit(values.get(name, "")))}
        said = {unit for _, unit in found.values()} | {values[name] for name in units if values.get(name)}
        if len(units) != 1 or not found or len(said) > 1:
            return values  # of two units neither is chosen: the number is refused as it stands
        return {**values, units[0]: said.pop(), **{name: number for name, (number, _) in found.items()}}

    def _unknown(self, name: str, context: Context) -> UsageError:
        known = ", ".join(self.params) or "–"
        sentence = text(context.lang, "queries.no_parameter", query=self.path, name=name, known=known)
        return UsageError(sentence + did_you_mean(context.lang, nearest(name, self.params)))
