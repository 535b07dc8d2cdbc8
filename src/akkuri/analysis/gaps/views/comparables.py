"""What comparable facilities cost: published totals by capability and scale class."""

from typing import Any, Final

from akkuri.analysis.evidence import cited
from akkuri.analysis.gaps.area_costs import area_costs
from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.gaps.cells import frame
from akkuri.analysis.gaps.changes import area_cells
from akkuri.analysis.gaps.comparable_words import said, said_by_area, scale_name
from akkuri.analysis.gaps.comparables import Comparable, ComparablePool, Comparables
from akkuri.analysis.gaps.filters import CAPABILITY, FLOOR_AREA, SCALE_CLASS
from akkuri.analysis.views.columns import Holds, ViewColumn, plain
from akkuri.analysis.views.filters import STAGE
from akkuri.analysis.views.view import View, ViewPage, ViewRows
from akkuri.texts import text

__all__ = ["VIEW"]


def _rows(asked: GapsAsked) -> ViewRows:
    pool = ComparablePool(asked.model, asked.parameters)
    found = _groups(asked, pool)
    rows = [row for group in found for row in _group_rows(asked, group)]
    notes = [text(asked.lang, "analysis.note_comparables")]
    if asked[CAPABILITY] is not None:
        notes += _sentences(asked, found)
    totals: dict[str, Any] = {"groups": [_totals(group) for group in found]}
    if (area := asked[FLOOR_AREA]) is not None:
        by_area = area_costs(pool)
        notes.append(said_by_area(by_area, area, asked.lang))
        totals["per_square_metre"] = {"n": by_area.n, "low_eur": by_area.low, "high_eur": by_area.high}
    return ViewRows(rows, tuple(notes), totals)


def _groups(asked: GapsAsked, pool: ComparablePool) -> list[Comparables]:
    """Return the groups that are asked for, by capability as the frame has them, then by scale class."""
    wanted = [c for s, c in frame(asked.model) if asked.wants(s, c)]
    if asked[STAGE] is None:
        # A capability without a stage of its own is in no cell, and still has its costs.
        wanted += sorted(asked.capabilities or ())
    scale = asked[SCALE_CLASS]
    groups = [group for c in dict.fromkeys(wanted) for group in pool.of(c, _first(asked, c))]
    found = [group for group in groups if scale in (None, group.scale)]
    if not found and asked[CAPABILITY] is not None and scale is not None:
        return [pool.comparables(asked[CAPABILITY] or "", scale)]
    return found


def _first(asked: GapsAsked, capability: str) -> str | None:
    """Return the scale class that a cell lacks, which then comes first; None without a stage."""
    stage = asked[STAGE]
    if stage is None:
        return None
    cells = area_cells(asked.model, asked.parameters, asked.model.home or "")
    state = next((c.state for c in cells if (c.stage, c.capability) == (stage, capability)), None)
    return "pilot" if state == "no-pilot-scale" else None


def _sentences(asked: GapsAsked, found: list[Comparables]) -> list[str]:
    if not found:
        return [text(asked.lang, "analysis.comparables_none")]
    name = asked.capability_name
    return [f"{name(group.capability)}: {' '.join(said(group, asked.lang))}" for group in found]


def _group_rows(asked: GapsAsked, group: Comparables) -> list[dict[str, Any]]:
    standings = (("counted", group.counted), ("unconverted", group.unconverted), ("planned", group.planned))
    return [_row(asked, group, standing, each) for standing, these in standings for each in these]


def _row(asked: GapsAsked, group: Comparables, standing: str, item: Comparable) -> dict[str, Any]:
    money, told = item.investment, group.low is not None
    amount, currency = money.stated if told and money.stated else (None, None)
    return {
        "capability": group.capability,
        "capability_name": asked.capability_name(group.capability),
        "scale": group.scale,
        "scale_name": scale_name(group.scale, asked.lang),
        "standing": standing,
        "standing_name": text(asked.lang, f"analysis.comparables_standing_{standing}"),
        "facility": item.facility.iri,
        "name": asked.name(item.facility.iri),
        "amount_eur": money.amount if told else None,
        "amount": amount,
        "currency": currency,
        "year": money.year,
        "country": item.facility.country,
        "covers": money.covers if told else None,
        "capability_count": len(item.capabilities),
        "floor_area_m2": item.facility.floor_area,
        "investment": money.iri,
        "sources": [source.source for source in cited(asked.model, money.iri)],
        "source_names": asked.names([source.source for source in cited(asked.model, money.iri)]),
    } | _figures(group)


def _figures(group: Comparables) -> dict[str, Any]:
    return {
        "n": len(group.counted),
        "low_eur": group.low,
        "median_eur": group.median,
        "high_eur": group.high,
        "inside": None if group.inside is None else round(float(group.inside), 2),
    }


def _totals(group: Comparables) -> dict[str, Any]:
    more = {"unconverted": len(group.unconverted), "planned": len(group.planned)}
    return {"capability": group.capability, "scale": group.scale} | _figures(group) | more


VIEW: Final = View(
    name="comparables",
    order=75,
    rows=_rows,
    columns=(
        *plain("capability", "capability_name", "scale", "scale_name", "standing", "standing_name"),
        *plain("facility"),
        ViewColumn("name", Holds.RECORD, "facility"),
        ViewColumn("amount_eur", Holds.EUROS),
        *plain("amount", "currency"),
        ViewColumn("year", Holds.NUMERAL),
        ViewColumn("country", Holds.COUNTRY),
        ViewColumn("covers", Holds.ENGLISH),
        *plain("capability_count", "floor_area_m2", "investment", "sources"),
        ViewColumn("source_names", Holds.RECORDS, "sources"),
        *plain("n"),
        ViewColumn("low_eur", Holds.EUROS),
        ViewColumn("median_eur", Holds.EUROS),
        ViewColumn("high_eur", Holds.EUROS),
        ViewColumn("inside", Holds.SHARE),
    ),
    shown=(
        *("capability_name", "scale_name", "standing_name", "name", "amount_eur", "year", "country"),
        *("covers", "capability_count", "floor_area_m2", "source_names"),
    ),
    filters=(STAGE, CAPABILITY, SCALE_CLASS, FLOOR_AREA),
    page=ViewPage("change"),
)
