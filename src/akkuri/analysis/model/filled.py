"""Which of the fields that records of a kind should have are filled, as the kind declares them."""

from collections.abc import Iterable
from dataclasses import dataclass

from akkuri.analysis.model.stated import kept_filled
from akkuri.analysis.model.values import Model
from akkuri.kinds import Kind, ListColumn
from akkuri.kinds.called import column_name
from akkuri.kinds.shown import Path, Step

__all__ = ["FilledField", "field_label", "filled_fields"]


@dataclass(frozen=True, slots=True)
class FilledField:
    """A field that records of a kind should have, and those that have it."""

    column: ListColumn
    records: frozenset[str]

    @property
    def name(self) -> str:
        """Its name in files: as declared, else that of its property."""
        return self.column.heading or self.column.shown.text.rpartition(":")[2]


def filled_fields(model: Model, kind: Kind) -> tuple[FilledField, ...]:
    """Return the fields of a kind in the order in which they are declared; read once for each model."""
    if kind.name not in model.filled:
        kept = kept_filled(model.kept, kind.name) or {}
        model.filled[kind.name] = tuple(
            FilledField(
                column,
                kept[column.shown.text]
                if column.shown.text in kept
                else _having(model, column.shown.paths[0]),
            )
            for column in kind.expected
        )
    found: tuple[FilledField, ...] = model.filled[kind.name]
    return found


def field_label(model: Model, field: FilledField, lang: str) -> str:
    """Return what a field is called in a language."""
    return column_name(field.column, lang, lambda name: model.label(model.names.expand(name), lang))


def _having(model: Model, path: Path) -> frozenset[str]:
    return frozenset(iri for steps in path.alternatives for iri in _from(model, steps))


def _from(model: Model, steps: Iterable[Step]) -> set[str]:
    """Return everything from which the steps lead somewhere, read from the last step to the first."""
    reached: set[str] | None = None
    for step in reversed(list(steps)):
        if step.cls is not None:
            members = set(model.origin.instances(model.names.expand(step.cls)))
            reached = members if reached is None else reached & members
        pairs = model.origin.pairs(model.names.expand(step.property))
        ends = ((o, s) if step.inverse else (s, o) for s, o in pairs)
        reached = {start for start, end in ends if reached is None or end in reached}
    return reached or set()
