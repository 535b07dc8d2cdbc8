"""How long it was looked for: the curators' lookups gathered by cell."""

from dataclasses import dataclass

from akkuri.analysis.model.values import Model
from akkuri.texts import text

__all__ = ["NO_EFFORT", "Effort", "effort_by_cell", "effort_told"]


@dataclass(frozen=True, slots=True)
class Effort:
    """What was looked for at a cell."""

    lookups: int = 0
    pages: int = 0
    """Pages read in all lookups."""
    found: int = 0
    """Lookups in which a facility was found."""
    latest: str | None = None
    """When it was looked for last, as exact as it was written down."""


NO_EFFORT = Effort()
"""Of a cell for which no lookup is written down; that is not the same as none having been made."""


def effort_by_cell(model: Model) -> dict[tuple[str, str], Effort]:
    """Return (stage, capability) → what was looked for there; lookups are about the home country."""
    found: dict[tuple[str, str], Effort] = {}
    for lookup in model.lookups:
        before = found.get((lookup.stage, lookup.capability), NO_EFFORT)
        found[lookup.stage, lookup.capability] = Effort(
            before.lookups + 1,
            before.pages + lookup.pages,
            before.found + lookup.found,
            max(filter(None, (before.latest, lookup.day)), default=None),
        )
    return found


def effort_told(effort: Effort, lang: str) -> str:
    """Say it in a sentence: on how many pages it was looked for, and whether it was found."""
    if not effort.lookups:
        return text(lang, "analysis.looked_none")
    key = "analysis.looked_found" if effort.found else "analysis.looked_not_found"
    return text(lang, key, count=effort.pages)
