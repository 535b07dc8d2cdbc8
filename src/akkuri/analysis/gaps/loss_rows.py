"""What would go with an operator or a facility, as rows of a view."""

from typing import Final

from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.gaps.changes import removed
from akkuri.analysis.gaps.resilience import losses
from akkuri.analysis.views.columns import Holds, ViewColumn, plain
from akkuri.analysis.views.view import ViewRows

__all__ = ["LOSS_COLUMNS", "LOSS_SHOWN", "loss_rows"]

LOSS_COLUMNS: Final = (
    *plain("record"),
    ViewColumn("name", Holds.RECORD, "record"),
    *plain("facilities", "cells_lost", "cells_worse", "severity_added", "lost"),
    ViewColumn("lost_names", Holds.CELLS, "lost"),
    *plain("through"),
    ViewColumn("through_names", Holds.RECORDS, "through"),
)
LOSS_SHOWN: Final = (
    "name",
    "through_names",
    "facilities",
    "cells_lost",
    "cells_worse",
    "severity_added",
    "lost_names",
)


def loss_rows(asked: GapsAsked, by: str) -> ViewRows:
    """Return one row for each operator or facility (`by`) whose leaving would worsen a cell."""
    rows = []
    for loss in losses(asked.model, asked.parameters, asked.area, by, asked.breadth):
        changes = [c for c in loss.changes if asked.wants(c.key[1], c.key[2])]
        worse = [c for c in changes if c.worse]
        lost = [c for c in loss.lost if asked.wants(c.key[1], c.key[2])]
        if worse:
            rows.append(
                {
                    "record": loss.record,
                    "name": asked.name(loss.record),
                    "facilities": len(loss.facilities),
                    "cells_lost": len(lost),
                    "cells_worse": len(worse),
                    "severity_added": 0.0 - removed(changes),
                    "lost": [f"{c.key[1]}/{c.key[2]}" for c in lost],
                    "lost_names": [
                        f"{asked.stage_name(c.key[1])}: {asked.capability_name(c.key[2])}" for c in lost
                    ],
                    "through": list(loss.through),
                    "through_names": asked.names(loss.through),
                }
            )
    hidden = frozenset() if any(row["through"] for row in rows) else frozenset({"through_names"})
    return ViewRows(rows, hidden=hidden)
