"""Two countries, regions or releases side by side, by stage and capability, and how complete each is."""

from typing import Any, Final

from akkuri.analysis.compare.filters import AGAINST, ONE, OTHER
from akkuri.analysis.compare.sides import TOLD, Side, side
from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.gaps.cells import Cell
from akkuri.analysis.gaps.filters import CAPABILITY
from akkuri.analysis.model.values import Model
from akkuri.analysis.views.columns import Holds, ViewColumn, plain
from akkuri.analysis.views.filters import STAGE
from akkuri.analysis.views.view import NoPage, View, ViewRows
from akkuri.errors import UsageError
from akkuri.naming.things import countries
from akkuri.texts import text

__all__ = ["VIEW"]

_SIDES: Final = ("one", "other")


def _rows(asked: GapsAsked) -> ViewRows:
    sides, names = _sides(asked)
    pairs = dict.fromkeys([*sides[0].cells, *sides[1].cells])
    rows = [
        {
            "stage": stage,
            "stage_name": asked.stage_name(stage),
            "capability": capability,
            "capability_name": asked.capability_name(capability),
            "differs": len({_told(each.cells.get((stage, capability))) for each in sides}) > 1,
            **_half(asked, "one", sides[0].cells.get((stage, capability))),
            **_half(asked, "other", sides[1].cells.get((stage, capability))),
        }
        for stage, capability in pairs
        if asked.wants(stage, capability)
    ]
    notes = [_complete(asked, each, name) for each, name in zip(sides, names, strict=True)]
    notes += [
        text(asked.lang, "analysis.compare_elsewhere", name=name)
        for each, name in zip(sides, names, strict=True)
        if not each.at_home
    ]
    totals: dict[str, Any] = {
        key: {
            "name": name,
            "area": each.area,
            "facilities": each.facilities,
            "recorded": each.recorded,
            "expected": len(each.cells),
            "told": dict(each.told),
        }
        for key, name, each in zip(_SIDES, names, sides, strict=True)
    }
    totals["differs"] = sum(row["differs"] for row in rows)
    summary = text(
        asked.lang,
        "analysis.compare_summary",
        one=names[0],
        other=names[1],
        count=totals["differs"],
        total=len(rows),
    )
    return ViewRows(rows, tuple(notes), totals, summary if rows else "")


def _sides(asked: GapsAsked) -> tuple[tuple[Side, Side], tuple[str, str]]:
    """Return what is compared, and what each is called. Raises UsageError where nothing can be."""
    against, one, other = asked[AGAINST], asked[ONE], asked[OTHER]
    if against is not None:
        home = asked[ONE] or asked.area
        sides = (side(asked.model, asked.parameters, home), side(against, asked.parameters, home))
        if not sides[0].cells.keys() & sides[1].cells.keys():
            raise UsageError(text(asked.lang, "analysis.compare_no_kinds"))
        return sides, _releases(asked, asked.model, against)
    if one is None or other is None:
        raise UsageError(text(asked.lang, "views.needs_compare"))
    if one == other:
        raise UsageError(text(asked.lang, "analysis.compare_itself", name=_area(asked, one)))
    found = (side(asked.model, asked.parameters, one), side(asked.model, asked.parameters, other))
    return found, (_area(asked, one), _area(asked, other))


def _releases(asked: GapsAsked, one: Model, other: Model) -> tuple[str, str]:
    """Call two releases by their dates, or by their versions where they are of one day."""
    apart = one.issued and other.issued and one.issued != other.issued
    named = [(model.issued if apart else model.version) or model.issued or "?" for model in (one, other)]
    first, second = (text(asked.lang, "analysis.compare_release", date=name) for name in named)
    return first, second


def _area(asked: GapsAsked, code: str) -> str:
    if code in asked.model.regions:
        return asked.concept("region", code)
    names = dict(asked.model.resolver.find(code, countries(), asked.lang).names)
    return names.get(asked.lang) or names.get("en") or code


def _half(asked: GapsAsked, key: str, cell: Cell | None) -> dict[str, Any]:
    return {
        f"{key}_state": cell.state if cell else None,
        f"{key}_state_name": asked.state_name(cell.state) if cell else "",
        f"{key}_facilities": len(cell.facilities) if cell else None,
        f"{key}_open": len(cell.open) if cell else None,
    }


def _told(cell: Cell | None) -> tuple[str, int, int] | None:
    return (cell.state, len(cell.facilities), len(cell.open)) if cell else None


def _complete(asked: GapsAsked, each: Side, name: str) -> str:
    """Say how complete a side is."""
    told = ", ".join(f"{text(asked.lang, f'analysis.told_{field}')} {each.told[field]}" for field in TOLD)
    return text(
        asked.lang,
        "analysis.compare_complete",
        name=name,
        facilities=each.facilities,
        recorded=each.recorded,
        expected=len(each.cells),
        told=told,
    )


VIEW: Final = View(
    name="compare",
    order=10,
    rows=_rows,
    columns=(
        *plain("stage", "stage_name", "capability", "capability_name"),
        *plain("one_state"),
        ViewColumn("one_state_name", Holds.STATE, "one_state"),
        *plain("one_facilities", "one_open", "other_state"),
        ViewColumn("other_state_name", Holds.STATE, "other_state"),
        *plain("other_facilities", "other_open", "differs"),
    ),
    shown=(
        *("stage_name", "capability_name", "one_state_name", "one_facilities", "one_open"),
        *("other_state_name", "other_facilities", "other_open"),
    ),
    filters=(ONE, OTHER, AGAINST, STAGE, CAPABILITY),
    page=NoPage("Its page is /compare."),
)
