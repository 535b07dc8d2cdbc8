"""The weights and groups of the analyses: tables, the general ones and a cluster's, never numbers in code."""

import csv
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from akkuri import resources
from akkuri.analysis.model.values import Facility
from akkuri.analysis.seen.trials import TRIALS, Trial, read_trials
from akkuri.errors import UsageError

__all__ = ["STATES", "Parameters", "load_parameters"]

STATES: Final = (
    "stated-missing",
    "none-recorded",
    "planned-only",
    "in-house-only",
    "single-operator",
    "no-pilot-scale",
    "trl-hole",
    "covered",
)
"""States of a cell in the order in which they are tried (CONTRIBUTING.md, Gaps)."""

_ADDITIONS: Final = ("stated-need", "none-open", "single-facility")


@dataclass(frozen=True, slots=True)
class Parameters:
    """Severity weights by name, and groups of concepts by name."""

    weights: Mapping[str, float]
    groups: Mapping[str, frozenset[str]]
    trials: tuple[Trial, ...] = ()
    """What hiding publishers showed about empty cells, as the cluster keeps it."""

    def group(self, name: str) -> frozenset[str]:
        """Return the concepts of a group."""
        return self.groups[name]

    @property
    def unknown_counts(self) -> bool:
        """Whether a facility of unknown status counts as in use."""
        return "yes" in self.groups["unknown-status-counts"]

    def in_use(self, facility: Facility) -> bool:
        """Tell whether a facility counts as in use: by its status, which None is where no source tells it.

        One whose operators have all ended is in no use.
        """
        status = facility.status
        counts = status in self.groups["present-status"] or (status is None and self.unknown_counts)
        return counts and not facility.orphaned

    def planned(self, facility: Facility) -> bool:
        """Tell whether a facility is planned or being built, by somebody who is still there."""
        return facility.status in self.groups["planned-status"] and not facility.orphaned

    def former(self, facility: Facility) -> bool:
        """Tell whether a facility is gone: closed, given up, or run by nobody who is still there."""
        return facility.status in self.groups["former-status"] or facility.orphaned

    def open_to_others(self, access: Iterable[str]) -> bool:
        """Tell whether one of the access modes is open to others."""
        return not self.groups["open-access"].isdisjoint(access)

    def in_house(self, access: Collection[str]) -> bool:
        """Tell whether access is for the owner only; False when no source tells the access."""
        return bool(access) and self.groups["in-house-access"].issuperset(access)

    def along(self, stages: Mapping[str, int]) -> list[tuple[str, str]]:
        """Return each stage of the chain with the next one; `stages` has the place of each in its scheme."""
        return list(pairwise(sorted(stages.keys() - self.groups["outside-chain"], key=lambda s: stages[s])))

    def changed(self, weight: str, factor: float) -> "Parameters":
        """Return the same parameters with one weight multiplied, kept within -1 and 1."""
        value = max(-1.0, min(1.0, self.weights[weight] * factor))
        return Parameters({**self.weights, weight: value}, self.groups, self.trials)


def load_parameters(cluster: Path | None = None) -> Parameters:
    """Read the general weights and groups, and the rows with which a cluster's `weights/` changes them.

    `cluster` is its folder or that in a release (the cluster that comes with the program when None).
    Raises UsageError naming the file and what is wrong.
    """
    general, own = resources.weights(cluster)
    weights: dict[str, float] = {}
    for place, row in _rows(general, own, "gap_weights.csv", "weight"):
        try:
            value = float(row["value"])
        except ValueError:
            value = 2.0
        if not -1 <= value <= 1:
            said = {"place": place, "name": row["weight"], "value": row["value"]}
            raise UsageError.worded("cluster.wrong-weight", **said)
        weights[row["weight"]] = value
    needed = {f"state:{state}" for state in STATES} | {f"add:{name}" for name in _ADDITIONS}
    if needed != set(weights):
        odd = ", ".join(sorted(needed ^ set(weights)))
        raise UsageError.worded("cluster.weights-odd", file=general / "gap_weights.csv", names=odd)
    groups = {
        row["group"]: frozenset(filter(None, row["concepts"].split(";")))
        for _, row in _rows(general, own, "groups.csv", "group")
    }
    return Parameters(weights, groups, read_trials(own / TRIALS))


def _rows(general: Path, own: Path, name: str, key: str) -> Iterator[tuple[str, dict[str, str]]]:
    """Yield the rows of a general table, then those of the cluster's, which may only change them."""
    known: list[str] = []
    for folder in (general, own):
        file = folder / name
        if folder == own and not file.exists():
            return
        try:
            with file.open(encoding="utf-8", newline="") as handle:
                rows = list(csv.DictReader(handle))
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError.worded("cluster.csv-unreadable", file=file, reason=error) from error
        if not rows or key not in rows[0]:
            raise UsageError.worded("cluster.no-key-column", file=file, name=key)
        for number, row in enumerate(rows, start=2):
            if folder == own and row[key] not in known:
                said = {"place": f"{file}:{number}", "name": row[key], "known": ", ".join(known)}
                raise UsageError.worded("cluster.no-such-row", **said)
            known.append(row[key])
            yield f"{file}:{number}", row
