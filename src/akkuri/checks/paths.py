"""Checking what a person names: a folder of tables, CSV files, workbooks, RDF files."""

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad, Triple

from akkuri import resources
from akkuri.checks.changed import can_check_changed, check_changed
from akkuri.checks.cluster import Cluster, open_cluster
from akkuri.checks.jsonld_files import ForeignContextError, jsonld_content
from akkuri.checks.owl_conflicts import UNSEEN, by_graph, check_owl, record_of
from akkuri.checks.owl_consistency import need_java
from akkuri.checks.rdf_files import RDF_FORMATS, is_rdf, read_rdf
from akkuri.checks.rdf_terms import check_terms
from akkuri.checks.report.finding import Finding, Severity, in_order, table_finding
from akkuri.checks.report.headings import headings
from akkuri.checks.run import check_all, check_graph, wording_of
from akkuri.checks.shacl.engines import ValidationResult
from akkuri.checks.shacl.shapes import ShapeInfo
from akkuri.checks.standing import BESIDE, Standing
from akkuri.checks.submissions.settling import Settled, key_of, settle
from akkuri.errors import UsageError
from akkuri.graph.mapping import StatementOrigin, map_tables
from akkuri.namespaces import PREFIXES, Names
from akkuri.naming.spelling import same
from akkuri.tables.recognised import table_called, table_with_columns, titles_of
from akkuri.tables.rows import Row, Tables, first_lines, read_csv, read_folder
from akkuri.tables.schema import Schema, TableSchema

__all__ = ["Checked", "check_additions", "check_kinds", "check_paths", "today"]

_TYPE: Final = PREFIXES["rdf"] + "type"
_NAMING: Final = frozenset({PREFIXES["rdfs"] + "label", PREFIXES["foaf"] + "name"})
"""Properties by which a file says what something is called that it does not describe."""
_OTHER_BOOKS: Final = frozenset({".ods", ".xls", ".xlsm", ".xlsb", ".xltx", ".numbers", ".fods"})
_COMPARING: Final = frozenset(
    {
        "collaboration-id",
        "label-alone",
        "label-other",
        "source-date-missing",
        "source-date-other",
        "source-date-unsaid",
        "source-id",
    }
)
"""Findings about a cell that are of what other cells of its row say."""
_SAME_NAME: Final = "Facility-sameNameAndPlace"
_QUICK: Final = "shacl-rust"
"""The engine whose findings a check of few rows has too."""
_VOCABULARIES: Final = "vocabularies"
"""Where a finding stands that no row makes."""


def check_paths(
    paths: Sequence[Path],
    names: Names,
    data: Path | None = None,
    engine: str = "shacl-rust",
    *,
    owl: bool = False,
    day: date | None = None,
    reading: Callable[[Path | None], None] = lambda _file: None,
) -> list[Finding]:
    """Return the findings about the paths, or about the data folder when there is none.

    A folder is checked by itself. CSV files, workbooks and RDF files are checked as additions to the
    data folder (`data`, the national graph's when None): their rows take the place of those with the
    same key, they may name records of the folder, and only findings about them are told.
    `reading` is called with each file before it is read, and with None when the tables among them are.
    Ages are measured from `day`, today when None. With `owl` the OWL reasoner is asked too; it needs
    Java and seconds.
    Raises UsageError for a path that cannot be read or is nothing Akkuri knows, OutsideError where the
    reasoner is asked for and cannot run.
    """
    if owl:
        need_java()
    day = day or today()
    beside = data or resources.data()
    paths = [file for path in paths for file in _files_of(path, data)]
    folders = [path for path in paths if path.is_dir()] or ([] if paths else [beside])
    files = [path for path in paths if not path.is_dir()]
    check_kinds(files)
    found: list[Finding] = []
    for folder in folders:
        cluster = open_cluster(folder, names)
        found += _check(cluster.read(), cluster, engine, owl, day)
    if not files:
        return in_order(found)
    cluster = open_cluster(beside, names)
    tabular = [path for path in files if path.suffix.lower() in (".csv", ".xlsx")]
    if tabular:
        found += check_additions(tabular, cluster, engine, owl, reading, day).findings
    for path in files:
        if path not in tabular:
            reading(path)
            found += _rdf(path, cluster, engine, owl)
    return in_order(found)


def today() -> date:
    """Return the day that ages are measured from where no release says one."""
    return datetime.now(UTC).date()


def _files_of(path: Path, data: Path | None) -> list[Path]:
    """Return the tables of a folder that is an addition to another one; else the path itself."""
    if data is None or not path.is_dir() or path.resolve() == data.resolve():
        return [path]
    return sorted(path.glob("*.csv")) or [path]


def check_kinds(files: Sequence[Path]) -> None:
    """Raise UsageError for a file that is not there or nothing Akkuri knows."""
    for path in files:
        if not path.is_file():
            raise UsageError.worded("checks.not-there", file=path)
        if path.suffix.lower() in _OTHER_BOOKS:
            raise UsageError.worded("curation.no-table", file=path)
        if path.suffix.lower() not in (".csv", ".xlsx") and not is_rdf(path):
            raise UsageError.worded("checks.no-kind", file=path, known=", ".join(RDF_FORMATS))


@dataclass(frozen=True, slots=True)
class Checked:
    """Rows of files as the tables would have them, and what was found about them."""

    settled: Tables
    findings: list[Finding]


def check_additions(
    files: Sequence[Path],
    cluster: Cluster,
    engine: str = "shacl-rust",
    owl: bool = False,
    reading: Callable[[Path | None], None] = lambda _file: None,
    day: date | None = None,
    standing: Standing | None = None,
) -> Checked:
    """Check the rows of files together with those rows of the data folder that they do not replace.

    Who checks one file after another against the same tables gives them as they stand.
    """
    schema = cluster.schema
    standing = standing or Standing(cluster)
    tables = Tables(schema, submitted=True)
    for file in files:
        reading(file)
        if file.suffix.lower() == ".xlsx":
            from akkuri.checks.cells.workbook import read_workbook  # a third of a second

            read_workbook(file, tables)
        else:
            read_csv(file, _schema_of(file, schema), tables)
    reading(None)
    there = standing.tables
    settled = settle(tables, there, cluster.vocabularies, cluster.names, standing.resolver)
    given = {file.name for file in files}
    day = day or today()
    together = standing.with_others(settled.tables)
    rows = sum(len(table.rows) for table in settled.tables)
    if engine == _QUICK and not owl and can_check_changed(rows, cluster):
        alone = check_changed(settled.tables, together, standing, day)
        checked, before = alone.findings, alone.before
    else:
        checked = _check(together, cluster, engine, owl, day)
        before = partial(_check, there, cluster, engine, False, day)
    found = [finding for finding in checked if finding.file.partition("!")[0] in given]
    found += _broken_elsewhere(checked, before, {(finding.code, finding.value) for finding in found})
    # What is empty because it is merged with another cell is told as that, once.
    told = [
        each
        for each in (*_at_names(_without_made(found, settled, tables), tables), *settled.findings)
        if not (each.row and each.column and tables.is_merged_away(each.file, each.row, each.column))
    ]
    return Checked(settled.tables, list(placed(told, settled.tables, there)))


def _without_made(found: list[Finding], settled: Settled, sent: Tables) -> Iterator[Finding]:
    """Leave out what is said of ids that nobody wrote: those of new pages, and those that cannot be made.

    So is what follows from another finding: that nobody is called as a row that waits for its id, and that
    two new rows of one name are two records of one name.
    """
    pages = {(each.file, each.row, each.column) for each in settled.findings if each.code == "page-new"}
    waiting = set(_waiting(settled.tables))
    twins = {
        place
        for each in settled.findings
        if each.code == "name-twice"
        for place in (f"{each.file}:{each.row}", str(each.params["first"]))
    }
    rows = {(table.file, row.number): row for table in sent for row in table.rows} if pages else {}
    keys = {(table.file, table.schema.key[0]) for table in sent if table.schema.is_record}
    for each in found:
        if each.code == "cell-required" and (each.file, each.column) in keys:
            continue
        if each.code.startswith("reference-unknown") and same(each.value) in waiting:
            continue
        if each.code == _SAME_NAME and f"{each.file}:{each.row}" in twins:
            continue
        made = each.code in ("reference-unknown", "page-none") and (each.file, each.row, each.column) in pages
        if not made or each.value in rows[each.file, each.row or 0][each.column or ""]:
            yield each


def _at_names(found: Iterable[Finding], sent: Tables) -> Iterator[Finding]:
    """Move what is said of a code to the name that it was found by, where that alone was written."""
    named = {
        (table.file, row.number, column.label_of): column.name
        for table in sent
        for column in table.schema.columns
        if column.label_of
        for row in table.rows
        if row[column.name].strip() and not row[column.label_of].strip()
    }
    for each in found:
        name = named.get((each.file, each.row or 0, each.column or "")) if each.proposal is None else None
        yield replace(each, column=name) if name else each


def _waiting(tables: Tables) -> Iterator[str]:
    """Yield the names of new records that have no id, as something else of their row is not known."""
    for table in tables:
        if table.schema.is_record:
            named = [c.name for c in table.schema.columns if c.property == "skos:prefLabel"]
            for row in table.rows:
                if not row[table.schema.key[0]]:
                    yield from (same(row[name]) for name in named if row[name].strip())


def _broken_elsewhere(
    checked: Iterable[Finding], before: Callable[[], list[Finding]], told: Container[tuple[str, str]]
) -> list[Finding]:
    """Return the violations in rows of the data folder that the files bring about; they name its files.

    `before` finds what was violated there without the files; of what two rows say alike, such as an
    identifier, the row of the file is `told` already (kind of fault and value).
    """
    found = [
        replace(finding, file=finding.file.removeprefix(BESIDE))
        for finding in checked
        if finding.severity is Severity.VIOLATION
        and finding.file.startswith(BESIDE)
        and (finding.code, finding.value) not in told
    ]
    known = {(finding.code, finding.record, finding.value) for finding in before()} if found else set()
    return [finding for finding in found if (finding.code, finding.record, finding.value) not in known]


def placed(findings: Iterable[Finding], given: Tables, there: Tables) -> Iterator[Finding]:
    """Give findings the address and the heading of their cell, and say which the tables have already."""
    files = {table.file: table for table in given}
    called = {table.file: headings(table) for table in given}
    rows = {(table.file, row.number): row for table in given for row in table.rows}
    old = {
        table.name: {key_of(row, table): row for row in there.named(table.name)}
        for table in {each.schema.name: each.schema for each in given}.values()
        if table.key
    }
    for each in findings:
        finding = each.with_headings(called.get(each.file, {}))
        table, row = files.get(finding.file), rows.get((finding.file, finding.row or 0))
        if table is None or row is None or finding.row is None:
            yield finding
            continue
        before = old.get(table.schema.name, {}).get(key_of(row, table.schema))
        known = before is not None and _says_the_same(before, row, finding)
        yield replace(
            finding,
            cell=table.address(finding.row, finding.column or table.schema.header[0]),
            heading=table.heading(finding.column or ""),
            known=known,
        )


def _says_the_same(before: Row, row: Row, finding: Finding) -> bool:
    """Tell whether what a finding is about stood in a row before: its cell, or all of it."""
    if finding.column is None or before[finding.column] != row[finding.column]:
        return False
    compares = finding.code in _COMPARING or (finding.component or "").endswith("SPARQLConstraintComponent")
    return not compares or all(before[name] == cell for name, cell in row.cells.items())


def _check(tables: Tables, cluster: Cluster, engine: str, owl: bool, day: date) -> list[Finding]:
    names, vocabularies, ontology = cluster.names, cluster.vocabularies, cluster.ontology
    mapped = map_tables(tables, vocabularies, names)
    quads = mapped.quads + vocabularies.quads + ontology
    found = check_all(tables, mapped, quads, vocabularies, names, cluster.folder, engine, day)

    def locate(graph: str) -> StatementOrigin:
        row = mapped.rows.get(record_of(graph, names))
        return StatementOrigin(row.file, row.row, None) if row else StatementOrigin(_VOCABULARIES, 0, None)

    return found + check_owl(ontology, by_graph(mapped.quads + vocabularies.quads), locate) if owl else found


def _rdf(file: Path, cluster: Cluster, engine: str, owl: bool) -> list[Finding]:
    """Check the statements of an RDF file; the data folder stands in for what the file does not say."""
    try:
        given = read_rdf(file, lambda text: jsonld_content(text, cluster.ontology, cluster.names))
    except ForeignContextError as error:
        return [table_finding("rdf-context", file.name, value=error.address)]
    except (OSError, SyntaxError, ValueError) as error:
        reason = error.msg if isinstance(error, SyntaxError) else str(error)
        return [table_finding("rdf-broken", file.name, reason=reason)]
    if any(isinstance(quad.object, Triple) for quad in given):
        return [table_finding("rdf-triple-terms", file.name)]  # SHACL engines know RDF 1.1 only
    names = cluster.names
    given = [quad for quad in given if not _is_foreign_concept(quad, names)]
    # What is only called something by the way, as in the documents of records, is described elsewhere.
    subjects = {quad.subject for quad in given if quad.predicate.value not in _NAMING}
    vocabularies, ontology = cluster.vocabularies, cluster.ontology
    mapped = map_tables(read_folder(cluster.folder, cluster.schema), vocabularies, names)
    others = mapped.quads + vocabularies.quads + ontology
    wording = wording_of(vocabularies, names)

    def locate(result: ValidationResult, _shape: ShapeInfo) -> StatementOrigin:
        """The record stands where a table has its column: lines are no help in RDF."""
        own = NamedNode(result.focus) in subjects if ":" in result.focus else True
        return StatementOrigin(file.name if own else BESIDE, 0, wording.short(result.focus))

    kept = [quad for quad in others if quad.subject not in subjects]
    found = check_graph(given + kept, names, locate, vocabularies, cluster.folder, engine)
    terms = check_terms(file.name, given, ontology, names, wording)
    found = [finding for finding in found if finding.file != BESIDE] + list(terms)
    if not owl:
        return found
    graphs = {**by_graph(quad for quad in kept if quad not in ontology), file.name: given}

    def place(graph: str) -> StatementOrigin:
        """The file stands for itself, a record of the data folder for its id."""
        return StatementOrigin(
            graph if graph == file.name else wording.short(record_of(graph, names)), 0, None
        )

    return found + [f for f in check_owl(ontology, graphs, place) if f.file == file.name or f.code == UNSEEN]


def _is_foreign_concept(quad: Quad, names: Names) -> bool:
    """Tell whether a statement makes a concept of another publisher's address: not ours to judge."""
    stated = quad.predicate.value == _TYPE and quad.object == NamedNode(PREFIXES["skos"] + "Concept")
    address = getattr(quad.subject, "value", "")
    return stated and address.startswith("http") and not address.startswith(names.base)


def _schema_of(file: Path, schema: Schema) -> TableSchema:
    """The table of a file: `facilities.csv`, `facilities-2027.csv`, by its title or else by its columns."""
    found = [table for table in schema if file.stem.startswith(table.name)]
    if found:
        return max(found, key=lambda table: len(table.name))
    known = table_called(file.stem, schema) or table_with_columns(first_lines(file), schema)
    if known is None:
        raise UsageError.worded("checks.table-unknown", file=file.name, known=titles_of(schema.to_fill_in))
    return known
