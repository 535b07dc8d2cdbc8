"""The actors of a network with their measures, as rows of a view."""

from typing import Any, Final

from akkuri.analysis.network.asked import NetworkAsked, network_totals
from akkuri.analysis.network.filters import ORGANISATION
from akkuri.analysis.network.measures import ActorRow
from akkuri.analysis.views.columns import Holds, ViewColumn, plain
from akkuri.analysis.views.lazy_rows import LazyRows
from akkuri.analysis.views.view import ViewRows
from akkuri.texts import text

__all__ = ["MEASURE_COLUMNS", "MEASURE_SHOWN", "measure_rows"]

_MEASURES: Final = (
    "degree",
    "strength",
    "betweenness",
    "closeness",
    "eigenvector",
    "core",
    "clustering",
    "community",
    "cuts_off",
    "cross_sector",
    "cross_border",
    "sector_index",
    "border_index",
)
MEASURE_COLUMNS: Final = (
    *plain("actor"),
    ViewColumn("name", Holds.RECORD, "actor"),
    *plain("type", "type_name"),
    ViewColumn("country", Holds.COUNTRY),
    *(ViewColumn(name, Holds.NUMERAL if name == "community" else Holds.PLAIN) for name in _MEASURES),
)
MEASURE_SHOWN: Final = (
    "name",
    "type_name",
    "country",
    "degree",
    "strength",
    "betweenness",
    "cuts_off",
    "community",
)


def measure_rows(asked: NetworkAsked, bridges: bool = False) -> ViewRows:
    """Return every actor, the greatest bridges first; with `bridges` those with partners across a border."""
    network = asked.network()
    measures = asked.measures()
    ranked = measures.ranked()
    if bridges:
        ranked = [row for row in ranked if row.cross_sector or row.cross_border]
    if (only := asked[ORGANISATION]) is not None:
        ranked = [row for row in ranked if row.actor == only]
    rows = LazyRows(ranked, lambda row: _row(asked, row))
    named = ("note_bridges", "note_measures") if bridges else ("note_measures",)
    notes = (*(text(asked.lang, f"analysis.{name}") for name in named), *asked.notes)
    return ViewRows(rows, notes, network_totals(network, measures))


def _row(asked: NetworkAsked, row: ActorRow) -> dict[str, Any]:
    record = asked.model.organisations[row.actor]
    values = {name: getattr(row, name) for name in _MEASURES}
    return {
        "actor": row.actor,
        "name": asked.name(row.actor),
        "type": record.type,
        "type_name": asked.type_name(record.type),
        "country": record.country,
        **{name: round(v, 6) if isinstance(v, float) else v for name, v in values.items()},
    }
