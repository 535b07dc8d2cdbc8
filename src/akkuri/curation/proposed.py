"""What the check finds of proposals and what they change: of many at once, each told as if it were alone."""

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from pathlib import Path

from akkuri.checks.report.finding import Finding, Severity
from akkuri.checks.standing import Standing
from akkuri.curation.changes import RowChange, as_text
from akkuri.curation.proposals import Proposal, as_correction, as_corrections
from akkuri.curation.repairs import repair, repairable
from akkuri.curation.taking_in import Additions, read_additions
from akkuri.errors import UsageError
from akkuri.texts import text

__all__ = ["Outcome", "looked_at", "looked_at_together", "taken_together"]

_Reading = Callable[[Path | None], None]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What the check finds of a proposal or what it changes, and the proposal as it can be taken in."""

    said: str
    proposal: Proposal | None = None
    """With what was repaired in it; None for one that is refused."""


def looked_at(
    proposal: Proposal, standing: Standing, place: Path, day: date, lang: str, reading: _Reading
) -> Outcome:
    """Check one proposal by itself, with the repairs that are certain."""
    try:
        file = as_correction(proposal, standing.tables, place)
    except UsageError as error:
        return Outcome(f"    {_on_one_line(error.sentence(lang))}\n")
    checked = partial(read_additions, [file], standing.cluster, day, lang, reading, standing)
    added, lines = checked(), []
    for made in repair(file, added.findings) if added.refused else ():
        said = {"place": made.column, "value": made.value, "proposal": made.proposal or ""}
        lines.append(f"    {text(lang, 'checks.fixed', **said)}\n")
        added = checked()
    if added.refused:
        refused = _refused([f for f in added.findings if f.severity is Severity.VIOLATION], lang)
        return replace(refused, said="".join([*lines, refused.said]))
    lines.append(as_text(added.changes, standing.cluster.names.kinds, lang))
    with file.open(encoding="utf-8", newline="") as handle:
        (row,) = csv.DictReader(handle)
    return Outcome("".join(lines), replace(proposal, value=row[proposal.column]))


def _refused(violated: Sequence[Finding], lang: str) -> Outcome:
    return Outcome("".join(f"    {each.column or ''}: {each.message(lang)}\n" for each in violated))


def looked_at_together(
    proposals: Sequence[Proposal], standing: Standing, place: Path, day: date, lang: str, reading: _Reading
) -> list[Outcome]:
    """Check proposals in one go, those of one record one after the other; what can be repaired, by itself."""
    alone = partial(looked_at, standing=standing, place=place, day=day, lang=lang, reading=reading)
    found: dict[int, Outcome] = {}
    left = dict(enumerate(proposals))
    while left:
        first = {each.record: number for number, each in reversed(left.items())}
        some = {number: left.pop(number) for number in sorted(first.values())}
        while some:
            added, blamed = _tried(list(some.values()), standing, place, day, lang, reading)
            told = _told_apart(list(some.values()), added, standing, lang) if added and not blamed else None
            if told is not None:
                found |= dict(zip(some, told, strict=True))
                break
            for number in [n for n, each in some.items() if not blamed or each.record in blamed]:
                each = some.pop(number)
                violated = blamed.get(each.record, [])
                found[number] = (
                    alone(each) if not violated or repairable(violated) else _refused(violated, lang)
                )
    return [found[number] for number in range(len(proposals))]


def taken_together(
    proposals: Sequence[Proposal], standing: Standing, place: Path, day: date, lang: str, reading: _Reading
) -> dict[str, str] | None:
    """Return the tables with all proposals taken in, in their order; None where they do not go together."""
    files = as_corrections(proposals, standing.tables, place)
    added = read_additions(files, standing.cluster, day, lang, reading, standing)
    return None if added.refused else added.contents


def _tried(
    some: Sequence[Proposal], standing: Standing, place: Path, day: date, lang: str, reading: _Reading
) -> tuple[Additions | None, dict[str, list[Finding]]]:
    """Check proposals for different records together; returns the violations by record too.

    Nothing where one can only be looked at by itself.
    """
    if len(some) == 1:
        return None, {}
    try:
        files = as_corrections(some, standing.tables, place)
    except UsageError:
        return None, {}
    added = read_additions(files, standing.cluster, day, lang, reading, standing)
    ids = {file.name: _ids(file) for file in files}
    blamed: dict[str, list[Finding]] = {}
    for each in added.findings:
        if each.severity is Severity.VIOLATION:
            there = ids.get(each.file, [])
            if not each.row or not 2 <= each.row < len(there) + 2:
                return None, {}
            blamed.setdefault(there[each.row - 2], []).append(each)
    return added, blamed


def _ids(file: Path) -> list[str]:
    with file.open(encoding="utf-8", newline="") as handle:
        return [line[0] for line in csv.reader(handle)][1:]


def _told_apart(
    some: Sequence[Proposal], added: Additions, standing: Standing, lang: str
) -> list[Outcome] | None:
    """Say of each proposal what it changes; None where a change cannot be told to be of one of them."""
    left, found = set(range(len(added.changes))), []
    for proposal in some:
        own = [n for n, change in enumerate(added.changes) if _is_of(change, proposal)]
        left -= set(own)
        changes = [added.changes[number] for number in own]
        found.append(Outcome(as_text(changes, standing.cluster.names.kinds, lang), proposal))
    return None if left else found


def _is_of(change: RowChange, proposal: Proposal) -> bool:
    """Tell whether a proposal changes a row: that of its record, or that of its page where that is new."""
    if change.schema.is_record and change.key == (proposal.record,):
        return True
    return change.kind == "added" and any(after == proposal.source for _, after in change.cells.values())


def _on_one_line(value: str) -> str:
    return "".join(letter if letter.isprintable() else " " for letter in value)
