"""Trials with hidden publishers: how often a cell that looks empty is filled in the tables themselves."""

import csv
import io
from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from random import Random
from typing import Final

from akkuri.errors import UsageError

__all__ = [
    "DRAWS",
    "HALF",
    "SEED",
    "SHARES",
    "TRIALS",
    "Trial",
    "hidden_publishers",
    "read_trials",
    "trial",
    "written_trials",
]

TRIALS: Final = "hidden_trials.csv"
"""The table beside a cluster's weights in which the outcome is kept, with the date of the tables."""

HALF: Final = 0.5
SHARES: Final = (0.1, 0.2, 0.3, HALF)
"""The shares of publishers that are hidden."""
DRAWS: Final = 200
SEED: Final = 20261126


@dataclass(frozen=True, slots=True)
class Trial:
    """The outcome of hiding a share of the publishers many times, as of a date."""

    date: str
    """The date of the tables."""
    hidden: float
    rate: float
    """Of the cells that looked empty, the share that is filled in the tables, on average over the draws."""
    low: float
    high: float
    """The 5th and the 95th of a hundred draws."""
    publishers: int
    cells: int
    empty: int
    """Cells that are empty in the tables themselves; they always count as not filled."""
    draws: int = DRAWS
    seed: int = SEED


def hidden_publishers(publishers: Collection[str], share: float, random: Random) -> frozenset[str]:
    """Draw the publishers that are hidden."""
    return frozenset(random.sample(sorted(publishers), round(share * len(publishers))))


def trial(
    mentions: Mapping[str, frozenset[str]],
    cells: Mapping[tuple[str, str], Collection[str]],
    share: float,
    date: str,
    draws: int = DRAWS,
    seed: int = SEED,
) -> Trial:
    """Hide a share of the publishers again and again, and count the cells that only look empty.

    `cells` gives the facilities in use of each cell. A facility is hidden when all its publishers are.
    """
    random = Random(seed)  # noqa: S311 - trials are to be repeatable, not unpredictable
    publishers = {publisher for named in mentions.values() for publisher in named}
    rates = []
    for _ in range(draws):
        hidden = hidden_publishers(publishers, share, random)
        visible = {facility for facility, named in mentions.items() if named - hidden}
        looking_empty = [there for there in cells.values() if visible.isdisjoint(there)]
        filled = sum(1 for there in looking_empty if there)
        rates.append(filled / len(looking_empty) if looking_empty else 0.0)
    rates.sort()
    return Trial(
        date,
        share,
        sum(rates) / draws,
        rates[draws // 20],
        rates[draws - 1 - draws // 20],
        len(publishers),
        len(cells),
        sum(1 for there in cells.values() if not there),
        draws,
        seed,
    )


def written_trials(trials: Iterable[Trial]) -> str:
    """Return the table of some trials as CSV; shares have four decimals."""
    out = io.StringIO()
    writer = csv.DictWriter(out, [field.name for field in fields(Trial)], lineterminator="\n")
    writer.writeheader()
    for each in trials:
        writer.writerow(
            {
                key: round(value, 4) if isinstance(value, float) else value
                for key, value in asdict(each).items()
            }
        )
    return out.getvalue()


def read_trials(file: Path) -> tuple[Trial, ...]:
    """Read the table of trials; none where there is no such file.

    Raises UsageError naming the file and the line that is not as `written_trials` makes it.
    """
    if not file.exists():
        return ()
    try:
        with file.open(encoding="utf-8", newline="") as handle:
            rows = list(csv.DictReader(handle))
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError.worded("cluster.csv-unreadable", file=file, reason=error) from error
    found = []
    for number, row in enumerate(rows, start=2):
        try:
            shares = [float(row[name]) for name in ("hidden", "rate", "low", "high")]
            counts = [int(row[name]) for name in ("publishers", "cells", "empty", "draws", "seed")]
            date = row["date"]
            if not all(0 <= share <= 1 for share in shares):
                raise ValueError(shares)
        except (KeyError, TypeError, ValueError) as error:
            raise UsageError.worded("cluster.wrong-trial", place=f"{file}:{number}") from error
        hidden, rate, low, high = shares
        publishers, cells, empty, draws, seed = counts
        found.append(Trial(date, hidden, rate, low, high, publishers, cells, empty, draws, seed))
    return tuple(found)
