"""What an answer leaves out because nobody knows, and which wider question has an answer."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from akkuri.ask.named.parameters import Context, Parameter
from akkuri.ask.named.question import NamedQuery
from akkuri.naming.answers import Found
from akkuri.store import Term
from akkuri.texts import text

__all__ = ["NotKnown", "Unanswered", "Wider", "unanswered"]

Select = Callable[[str], list[dict[str, Term]]]
NAMED: Final = 10
"""So many things without a value are named; of the others the number is told."""


@dataclass(frozen=True, slots=True)
class NotKnown:
    """Things that an asked value leaves out, as no source gives them one."""

    columns: tuple[str, ...]
    """What is not known, as columns of the answer are called."""
    names: tuple[str, ...]
    """What they are called, sorted."""

    def sentence(self, lang: str) -> str:
        """Say it in a language."""
        shown = "; ".join(self.names[:NAMED])
        more = len(self.names) - NAMED
        if more > 0:
            shown = text(lang, "queries.and_more", names=shown, count=more)
        what = " / ".join(self.columns)
        return text(lang, "queries.not_known", what=what, count=len(self.names), names=shown)


@dataclass(frozen=True, slots=True)
class Wider:
    """A question with one condition less, or with none, that has rows."""

    values: Mapping[str, str]
    """The values it is asked with."""
    without: tuple[tuple[str, str], ...]
    """The conditions left out: what the parameter is called, and its value."""
    rows: int

    def sentence(self, lang: str) -> str:
        """Say it in a language."""
        said = ", ".join(f"{label} = {value}" for label, value in self.without)
        return text(lang, "queries.wider", without=said, count=self.rows)


@dataclass(frozen=True, slots=True)
class Unanswered:
    """What stands beside an answer: what is not known, and wider questions where it is empty."""

    not_known: tuple[NotKnown, ...] = ()
    wider: tuple[Wider, ...] = ()

    def sentences(self, lang: str) -> list[str]:
        """Return everything as sentences in a language."""
        parts: list[NotKnown | Wider] = [*self.not_known, *self.wider]
        return [part.sentence(lang) for part in parts]


def unanswered(
    query: NamedQuery, values: Mapping[str, str], context: Context, select: Select, *, empty: bool
) -> Unanswered:
    """Return what belongs beside the answer of a query asked with some values.

    `empty` tells that the answer has no rows. Asks at most one question for each value given. Raises what
    `select` raises.
    """
    given = {
        name: value
        for name, value in values.items()
        if name in query.params
        and query.params[name].type != "lang"
        and value.strip()
        and value.strip() != query.params[name].default
    }

    def rows_without(names: tuple[str, ...]) -> list[dict[str, Term]]:
        kept = {name: value for name, value in values.items() if name not in names}
        return select(query.bind(kept, context))

    not_known = []
    for columns in dict.fromkeys(query.unknown[name] for name in given if name in query.unknown):
        names = tuple(name for name in given if query.unknown.get(name) == columns)
        lacking = [row for row in rows_without(names) if not any(column in row for column in columns)]
        called = tuple(sorted({_called(query, row) for row in lacking} - {""}))
        if called:
            titles = {column.name: column.title(context.lang) for column in query.columns}
            not_known.append(NotKnown(tuple(titles[column] for column in columns), called))
    wider: list[Wider] = []
    if empty:
        choices = [(name,) for name in given]
        for names in [*choices, *([tuple(given)] if len(given) > 1 else [])]:
            if wider and len(names) > 1:
                break  # with one condition less there are rows: nobody needs to leave out all
            count = len(rows_without(names))
            if count:
                kept = {name: value for name, value in values.items() if name not in names}
                left = tuple(
                    (query.params[name].label(context.lang), _meant(query.params[name], given[name], context))
                    for name in names
                )
                wider.append(Wider(kept, left, count))
    return Unanswered(tuple(not_known), tuple(wider))


def _meant(parameter: Parameter, value: str, context: Context) -> str:
    """What a value is called: a concept or a record by its name."""
    if context.known is None or not parameter.wanted:
        return value
    meant = context.known.resolve(value, parameter.wanted)
    return meant.thing.label(context.lang) if isinstance(meant, Found) else value


def _called(query: NamedQuery, row: Mapping[str, Term]) -> str:
    """What a row is about: the first column that names something."""
    for column in query.columns:
        if column.name.endswith("Name") and column.name in row:
            term = row[column.name]
            return getattr(term, "value", str(term))
    return ""
