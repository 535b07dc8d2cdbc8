"""Record by record: which of the fields that its kind should have are filled, the emptiest first."""

from typing import Any, Final

from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.gaps.filters import KIND
from akkuri.analysis.model.filled import field_label, filled_fields
from akkuri.analysis.views.columns import Holds, ViewColumn, plain
from akkuri.analysis.views.filters import TOP
from akkuri.analysis.views.view import View, ViewPage, ViewRows

__all__ = ["VIEW"]

_MOST: Final = 200


def _rows(asked: GapsAsked) -> ViewRows:
    model = asked.model
    kind = model.names.kinds[asked[KIND] or "facility"]
    fields = filled_fields(model, kind)
    gone = {iri for name in ("ak:withdrawn", "dct:isReplacedBy") for iri, _ in _pairs(asked, name)}
    rows: list[dict[str, Any]] = []
    for iri in sorted(set(model.origin.instances(model.names.expand(kind.cls))) - gone):
        lacking = [field for field in fields if iri not in field.records]
        rows.append(
            {
                "record": iri,
                "fields": len(fields),
                "fields_filled": len(fields) - len(lacking),
                "filled_share": round(1 - len(lacking) / len(fields), 4) if fields else None,
                "lacking": [field_label(model, field, asked.lang) for field in lacking],
            }
        )
    rows.sort(key=lambda row: row["fields_filled"])
    return ViewRows(rows)


def _pairs(asked: GapsAsked, name: str) -> list[tuple[str, str]]:
    return list(asked.model.origin.pairs(asked.model.names.expand(name)))


VIEW: Final = View(
    name="filled-records",
    order=88,
    rows=_rows,
    columns=(
        ViewColumn("record", Holds.RECORD, "record"),
        *plain("fields", "fields_filled"),
        ViewColumn("filled_share", Holds.SHARE),
        *plain("lacking"),
    ),
    shown=("record", "filled_share", "lacking"),
    filters=(KIND, TOP),
    most=_MOST,
    page=ViewPage("chain"),
)
