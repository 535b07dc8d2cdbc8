"""How complete a record is: which of the fields that its kind should have are filled."""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from akkuri.kinds import Kind
from akkuri.kinds.called import column_name
from akkuri.kinds.shown import Path, Step
from akkuri.namespaces import Names
from akkuri.web.page.values import PageView
from akkuri.web.records.shows import property_name

__all__ = ["Completeness", "completeness", "expected_patterns", "expected_properties"]


@dataclass(frozen=True, slots=True)
class Completeness:
    """How many fields are filled of how many, and what the others are called."""

    filled: int
    fields: int
    lacking: list[str]


def completeness(view: PageView, kind: Kind, filled: AbstractSet[int]) -> Completeness | None:
    """Return how complete the record of the page is; None where its kind declares no fields.

    `filled` are the places of the fields that it has.
    """
    if not kind.expected:
        return None
    lacking = [
        column_name(each, view.lang, lambda name: property_name(view, name))
        for number, each in enumerate(kind.expected)
        if number not in filled
    ]
    return Completeness(len(filled), len(kind.expected), lacking)


def expected_patterns(record: str, kind: Kind, names: Names) -> list[str]:
    """Return the patterns of the fields that a record of a kind should have, in their order."""
    return [_pattern(record, each.shown.paths[0], names) for each in kind.expected]


def expected_properties(view: PageView, kind: Kind) -> set[str]:
    """Return the IRIs of the properties that lacking fields are called after."""
    return {view.iri(each.last) for each in kind.expected}


def _pattern(record: str, path: Path, names: Names) -> str:
    return "{ " + " UNION ".join(_steps(record, steps, names) for steps in path.alternatives) + " }"


def _steps(record: str, steps: tuple[Step, ...], names: Names) -> str:
    here, triples = f"<{record}>", []
    for number, step in enumerate(steps):
        there = f"?n{number}"
        ends = (there, here) if step.inverse else (here, there)
        triples.append(f"{ends[0]} <{names.expand(step.property)}> {ends[1]} .")
        if step.cls is not None:
            triples.append(f"{there} a <{names.expand(step.cls)}> .")
        here = there
    return "{ " + " ".join(triples) + " }"
