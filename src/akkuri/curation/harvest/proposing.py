"""What an operator's table proposes for ours: rows that are whole go on, each other one is told."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import Final

from akkuri.checks.cells.wanted import wanted_in
from akkuri.checks.cluster import Cluster
from akkuri.checks.report.finding import Finding, Severity
from akkuri.checks.submissions.ids import new_id
from akkuri.checks.submissions.pages import Hosts, address_column, is_address
from akkuri.curation.harvest.comparing import OPERATOR, Compared, Comparing, Harvested
from akkuri.curation.harvest.mapping import HarvestMapping
from akkuri.curation.harvest.reading import OwnTable
from akkuri.curation.harvest.remembered import read_remembered
from akkuri.curation.named_records import NamedRecords
from akkuri.curation.repairs import repairable, repaired
from akkuri.curation.taking_in import Additions
from akkuri.curation.writing import as_csv
from akkuri.errors import UsageError
from akkuri.naming.things import Wanted
from akkuri.tables.rows import Row, Tables
from akkuri.tables.schema import Column, TableSchema
from akkuri.temporary import own_folder

__all__ = ["Left", "Proposed", "propose"]

_ROUNDS: Final = 8
"""So often rows are left out because of others that were; then all that is left is refused."""

Check = Callable[[Sequence[Path]], Additions]


@dataclass(frozen=True, slots=True)
class Left:
    """A row that is left out, and why: a text of `harvest.` with what it says, or findings of the check."""

    number: int
    key: str = ""
    params: Mapping[str, str] = field(default_factory=dict)
    findings: tuple[Finding, ...] = ()
    columns: Mapping[str, str] = field(default_factory=dict)
    """Our column → theirs."""


@dataclass(slots=True)
class Proposed:
    """Everything that came of a table."""

    compared: Compared
    additions: Additions
    taken: list[Harvested]
    left: list[Left]
    files: dict[str, str]
    """File → rows to take in, as `akkuri import` reads them."""
    of: str
    """What the operator's identifiers are remembered of: the page that is cited, or the operator."""
    keys: dict[tuple[str, str], str]
    """(Table, the operator's identifier) → our record, to be remembered when the rows are taken in."""


class _Page:
    """The page that rows cite: known already, or a new one with its row."""

    def __init__(self, mapping: HarvestMapping, address: str, there: Tables, cluster: Cluster) -> None:
        said = dict(mapping.source)
        self.row: dict[str, str] = {}
        self.id = self.table = ""
        found = next(((t, c) for t in cluster.schema if (c := address_column(t))), None)
        if found is None:
            return
        table, column = found
        url = said.pop("", "") or said.get(column.name, "") or address
        self.table = table.name
        known = {row[table.key[0]]: row for row in there.named(table.name)}
        by_address = {row[column.name].rstrip("/"): key for key, row in known.items()}
        self.id = url if url in known else by_address.get(url.rstrip("/"), "")
        if self.id or not url:
            return
        if not is_address(url):
            raise UsageError.worded("harvest.no-address", mapping=mapping.name, key="source", found=url)
        cells = {**Hosts(table, column, known.values()).page(url), **said, column.name: url}
        for each in table.columns:
            if each.required and each.name != table.key[0] and not cells.get(each.name):
                raise UsageError.worded(
                    "harvest.lacking-source", mapping=mapping.name, key=f"source.{each.name}", found=url
                )
        self.id = new_id(table, cells, ()) or ""
        self.row = {table.key[0]: self.id, **cells}

    def check(self, findings: Sequence[Finding], mapping: HarvestMapping, lang: str) -> None:
        """Raise UsageError naming the key of the mapping when the row of a new page is violated."""
        for finding in findings:
            if self.row and finding.file == f"{self.table}.csv" and finding.severity is Severity.VIOLATION:
                key = f"source.{finding.column}"
                said = finding.message(lang)
                raise UsageError.worded("harvest.wrong-source", mapping=mapping.name, key=key, said=said)


def propose(
    own: OwnTable,
    mapping: HarvestMapping,
    address: str,
    cluster: Cluster,
    check: Check,
    today: date,
    lang: str,
) -> Proposed:
    """Compare an operator's table with the tables of a cluster and check what it says.

    `address` is where it was fetched, empty for a file; sentences are in `lang`. Rows with a violation are
    left out, and so are those that rest on them. Raises UsageError for a mapping that cannot hold.
    """
    there = cluster.read()
    mapping = _with_operator(mapping, there, cluster, lang)
    page = _Page(mapping, address, there, cluster)
    if not page.id and not all(_cites(mapping, cluster.schema.by_name[name]) for name in mapping.tables):
        raise UsageError.worded("harvest.no-source", mapping=mapping.name, key="source")
    of = page.id or mapping.operator
    compared = Comparing(mapping, there, cluster, page.id, read_remembered(cluster.folder, of)).compare(own)
    taken = [row for row in compared.rows if not row.left[0]]
    left = [Left(number, *why) for number, why in _unread(own).items()]
    left += [Left(row.own.number, row.left[0], {"said": row.left[1]}) for row in compared.rows if row.left[0]]
    for row in taken:
        _cite(row, page.id)
    ended = [] if own.broken else _ended(compared, mapping, today)  # they may stand in a row that is broken
    found = Additions([], [], [], {})
    files: dict[str, str] = {}
    for _ in range(_ROUNDS):
        files, places = _files(taken, ended, page)
        found = _checked(files, check)
        page.check(found.findings, mapping, lang)
        _check_filled(found.findings, mapping)
        bad = _violated(found, places)
        if not bad:
            break
        for at, findings in bad.items():
            row = taken[at]
            if not _repair(row, findings):
                told = _telling(findings, row.table.key[0])
                left.append(Left(row.own.number, findings=told, columns=row.from_columns))
        numbers = {each.number for each in left}
        taken = [row for at, row in enumerate(taken) if at not in bad or row.own.number not in numbers]
    went = set(map(id, taken))
    known = [row for row in compared.rows if id(row) in went or row.before is not None]
    stand = {(row.table.name, row.theirs) for row in known}
    refused = {(row.table.name, row.theirs) for row in compared.rows} - stand
    keys = {place: record for place, record in compared.keys.items() if place not in refused}
    return Proposed(compared, found, taken, left, files, of, keys)


def _checked(files: Mapping[str, str], check: Check) -> Additions:
    if not files:
        return Additions([], [], [], {})
    with own_folder("harvest") as folder:
        paths = [folder / name for name in files]
        for path, content in zip(paths, files.values(), strict=True):
            path.write_text(content, encoding="utf-8", newline="")
        return check(paths)


def _check_filled(findings: Sequence[Finding], mapping: HarvestMapping) -> None:
    """Raise UsageError where new rows need a column that nothing in the mapping fills."""
    for table in mapping.tables:
        lacking = [
            finding.column or ""
            for finding in findings
            if finding.code == "column-missing" and finding.file.partition("!")[0] == f"{table}.csv"
        ]
        if lacking:
            key = f"tables.{table}.columns"
            raise UsageError.worded(
                "harvest.lacking-column", mapping=mapping.name, key=key, columns=", ".join(lacking)
            )


def _violated(found: Additions, places: Mapping[tuple[str, int], int]) -> dict[int, list[Finding]]:
    """Return the rows that are violated, with what was found in each."""
    bad: dict[int, list[Finding]] = {}
    for finding in found.findings:
        at = places.get((finding.file.partition("!")[0], finding.row or 0))
        if finding.severity is Severity.VIOLATION and at is not None:
            bad.setdefault(at, []).append(finding)
    return bad


def _telling(findings: Sequence[Finding], key: str) -> tuple[Finding, ...]:
    """Return what to tell of a row: that it has no id follows from the rest."""
    return tuple(finding for finding in findings if finding.column != key) or tuple(findings)


def _with_operator(mapping: HarvestMapping, there: Tables, cluster: Cluster, lang: str) -> HarvestMapping:
    """Put the id of the operator in the place of what it is called."""
    columns = [column for table in cluster.schema for column in table.columns if column.property == OPERATOR]
    wanted = [found for column in columns if (found := wanted_in(column, cluster.names))]
    if not mapping.operator or not wanted:
        return mapping
    among = Wanted(tuple(dict.fromkeys(group for each in wanted for group in each.groups)))
    where = f"{mapping.name}: operator"
    return replace(mapping, operator=NamedRecords(there, cluster).id(mapping.operator, lang, among, where))


def _cites(mapping: HarvestMapping, table: TableSchema) -> bool:
    column = _citing(table)
    return column is None or not column.required or column.name in mapping.tables[table.name].columns


def _citing(table: TableSchema) -> Column | None:
    return next((column for column in table.columns if column.property == "dct:source"), None)


def _cite(row: Harvested, page: str) -> None:
    column = _citing(row.table)
    if column is not None and page:
        cited = column.values(row.cells.get(column.name, ""))
        row.cells[column.name] = (column.separator or ";").join(dict.fromkeys([*cited, page]))


def _unread(own: OwnTable) -> dict[int, tuple[str, dict[str, str]]]:
    return {
        number: (why, {"found": str(found), "expected": str(expected)})
        for number, (why, found, expected) in own.broken.items()
    }


def _ended(
    compared: Compared, mapping: HarvestMapping, today: date
) -> list[tuple[TableSchema, dict[str, str]]]:
    """Return the rows of records that are gone, with what the mapping says of such."""
    found = []
    for table, row in compared.gone:
        said = mapping.tables[table.name].gone
        if said:
            cells = {name: today.isoformat() if cell == "today" else cell for name, cell in said.items()}
            found.append((table, {**row.cells, **cells}))
    return found


def _files(
    taken: Sequence[Harvested], ended: Sequence[tuple[TableSchema, dict[str, str]]], page: _Page
) -> tuple[dict[str, str], dict[tuple[str, int], int]]:
    """Return the files to check, and which of the rows stands where in them."""
    lines: dict[str, list[dict[str, str]]] = {}
    places: dict[tuple[str, int], int] = {}
    if page.row and taken:
        lines[f"{page.table}.csv"] = [page.row]
    for at, row in enumerate(taken):
        if row.before is not None and _says_the_same(row):
            continue
        of = lines.setdefault(row.table.file_name, [])
        of.append(row.cells)
        places[row.table.file_name, len(of) + 1] = at
    for table, cells in ended:
        lines.setdefault(table.file_name, []).append(cells)
    files = {}
    for name, rows in lines.items():
        header = list(dict.fromkeys(column for cells in rows for column in cells))
        files[name] = as_csv(header, rows)
    return files, places


def _says_the_same(row: Harvested) -> bool:
    before: Row | None = row.before
    return before is not None and all(before[name] == cell for name, cell in row.cells.items())


def _repair(row: Harvested, findings: Sequence[Finding]) -> bool:
    """Make certain repairs in a row; tells whether they cover all that was found."""
    certain = repairable(findings)
    if len(certain) < len(findings):
        return False
    for finding in certain:
        if finding.column is None:
            return False
        before = row.cells.get(finding.column, "")
        row.cells[finding.column] = repaired(before, [finding])
        if row.cells[finding.column] == before:
            return False
    return True
