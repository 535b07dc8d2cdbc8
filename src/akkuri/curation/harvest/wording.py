"""What came of an operator's table, in words row by row and as JSON."""

import json
from collections.abc import Iterator
from typing import Any, Final

from akkuri.curation.changes import as_json as changes_as_json
from akkuri.curation.changes import as_markdown as changes_as_markdown
from akkuri.curation.changes import as_text as changes_as_text
from akkuri.curation.harvest.proposing import Left, Proposed
from akkuri.kinds import Kinds
from akkuri.texts import text

__all__ = ["as_json", "as_text"]

_SHOWN: Final = 20
"""Records and columns that one line names."""


def as_text(found: Proposed, untaken: list[str], kinds: Kinds, lang: str, *, markdown: bool = False) -> str:
    """Return a line for each row that says something new or is left out, then what changes by record."""
    left = ((each.number, _left(each, lang)) for each in found.left)
    rows = sorted([*_taken(found, lang), *_keyless(found, lang), *left])
    lines = [f"- {said}" if markdown else said for _, said in rows]
    show = changes_as_markdown if markdown else changes_as_text
    lines += ["", show(found.additions.changes, kinds, lang).rstrip("\n"), ""]
    for key, records in (("gone", found.compared.gone), ("unlisted", found.compared.unlisted)):
        if records:
            ids = [row[table.key[0]] for table, row in records]
            lines.append(text(lang, f"harvest.{key}", count=len(ids), names=_some(ids)))
    if found.compared.unmapped:
        numbers = list(map(str, found.compared.unmapped))
        lines.append(text(lang, "harvest.unmapped", count=len(numbers), names=_some(numbers)))
    if untaken:
        lines.append(text(lang, "harvest.untaken", names=_some(untaken)))
    lines.append(text(lang, "harvest.total", **totals(found)))
    return "\n".join(lines) + "\n"


def totals(found: Proposed) -> dict[str, int]:
    """Count what became of the rows, and the records that are gone."""
    states = [state for _, _, state in _states(found)]
    return {
        **{state: states.count(state) for state in ("new", "changed", "same")},
        "left": len(found.left),
        "gone": len(found.compared.gone),
    }


def as_json(found: Proposed, untaken: list[str], lang: str) -> str:
    """Return every row, every change, and the records that no row is about."""
    rows: list[dict[str, Any]] = [
        {"row": number, "record": record, "state": state} for number, record, state in _states(found)
    ]
    rows += [{"row": each.number, "state": "left", "said": _left(each, lang)} for each in found.left]
    said = {
        "rows": sorted(rows, key=lambda row: row["row"]),
        "changes": json.loads(changes_as_json(found.additions.changes, lang)),
        "gone": [row[table.key[0]] for table, row in found.compared.gone],
        "unlisted": [row[table.key[0]] for table, row in found.compared.unlisted],
        "unmapped": found.compared.unmapped,
        "keyless": [row.own.number for row in found.taken if row in found.compared.keyless],
        "columns_not_taken": untaken,
    }
    return json.dumps(said, ensure_ascii=False, indent=1) + "\n"


def _states(found: Proposed) -> Iterator[tuple[int, str, str]]:
    changed = {(change.schema.name, change.key[0]) for change in found.additions.changes}
    for row in found.taken:
        state = "new" if row.before is None else "same"
        if state == "same" and (row.table.name, row.key) in changed:
            state = "changed"
        yield row.own.number, row.key, state


def _taken(found: Proposed, lang: str) -> Iterator[tuple[int, str]]:
    for number, record, state in _states(found):
        if state != "same":
            yield number, text(lang, f"harvest.row-{state}", row=number, record=record)


def _keyless(found: Proposed, lang: str) -> Iterator[tuple[int, str]]:
    """Say of each row without an identifier that only its name tells which record it is about."""
    for row in found.taken:
        if row in found.compared.keyless:
            key = "harvest.keyless-new" if row.before is None else "harvest.keyless-known"
            yield row.own.number, text(lang, key, row=row.own.number, record=row.key)


def _left(left: Left, lang: str) -> str:
    if not left.findings:
        return text(lang, f"harvest.{left.key}", row=left.number, **left.params)
    said = [
        f"{left.columns.get(finding.column or '', finding.column or '–')}: {finding.message(lang)}"
        for finding in left.findings
    ]
    return text(lang, "harvest.row-left", row=left.number, said=" ".join(dict.fromkeys(said)))


def _some(names: list[str]) -> str:
    return ", ".join(names[:_SHOWN]) + (", …" if len(names) > _SHOWN else "")
