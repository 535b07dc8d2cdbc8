"""Running the checks: the tables first, then the shapes, one list of findings at the end."""

from collections.abc import Container, Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from pyoxigraph import Quad

from akkuri import resources
from akkuri.checks.cells.datatypes import check_row
from akkuri.checks.cells.elsewhere import OtherPlaces
from akkuri.checks.cells.references import check_keys, check_order, check_references
from akkuri.checks.cells.same_unit import units_alike
from akkuri.checks.cells.translations import check_translations
from akkuri.checks.cells.wording import check_wording
from akkuri.checks.facts.ages import check_ages
from akkuri.checks.facts.agreement import check_agreement
from akkuri.checks.facts.evidence import check_evidence
from akkuri.checks.facts.links import check_links
from akkuri.checks.name_of_iri import NameOfIri
from akkuri.checks.named_concepts import lacking_concepts
from akkuri.checks.report.finding import Finding, Severity, in_order, table_finding
from akkuri.checks.shacl.engines import ValidationResult, validate
from akkuri.checks.shacl.messages import TableWords
from akkuri.checks.shacl.shapes import Shapes, load_shapes
from akkuri.checks.shacl.tracing import Locate, Places, findings_of, without_repeats
from akkuri.graph.mapping import MappedGraph
from akkuri.graph.vocabularies import Vocabularies
from akkuri.namespaces import Names
from akkuri.tables.rows import Tables

__all__ = [
    "asserted",
    "check_all",
    "check_graph",
    "check_tables",
    "findings_among",
    "shapes_of",
    "union",
]


def check_all(
    tables: Tables,
    mapped: MappedGraph,
    quads: Iterable[Quad],
    vocabularies: Vocabularies,
    names: Names,
    cluster: Path | None = None,
    engine: str = "shacl-rust",
    day: date | None = None,
) -> list[Finding]:
    """Return every finding about tables and the graph they became, in order of file, row and column.

    `quads` is the whole graph; what was derived or describes the release is left out, for a curator
    can correct only what was asserted. `cluster` is the folder whose shapes count beside the general
    ones, and whose vocabularies must have the concepts that are named. Ages are measured from `day`, that
    of the release when None. A build refuses when one of the findings is a violation.
    """
    folder = cluster or resources.data()
    shapes = shapes_of(names, cluster)
    results = validate(union(asserted(quads, names)), shapes.ntriples, engine)
    cells = list(check_tables(tables, vocabularies, names, day))
    found = findings_among(results, cells, tables, mapped, shapes, names, vocabularies)
    links = check_links(folder / "links", mapped.quads, vocabularies, names)
    return in_order([*found, *links, *lacking_concepts(folder, vocabularies)])


def findings_among(
    results: Iterable[ValidationResult],
    cells: list[Finding],
    tables: Tables,
    mapped: MappedGraph,
    shapes: Shapes,
    names: Names,
    vocabularies: Vocabularies,
) -> list[Finding]:
    """Return the findings of cells and those of shapes at their cells, none told twice."""
    places = Places(tables, mapped, names)
    wording = wording_of(vocabularies, names)
    if tables.submitted:  # who sends a file has never seen the ids that the program makes
        wording = wording.with_names(NameOfIri(tables, vocabularies, names))
    shacl = findings_of(results, shapes.infos, wording, places)
    return list(without_repeats(cells, _with_proposals(shacl, cells), shapes.infos, places))


def _with_proposals(shacl: Iterable[Finding], cells: Iterable[Finding]) -> list[Finding]:
    """Give findings of shapes what the table checks propose for the same value."""
    proposed = {(f.file, f.row, f.column, f.value): f.proposal for f in cells if f.proposal is not None}
    return [replace(f, proposal=proposed.get((f.file, f.row, f.column, f.value))) for f in shacl]


def check_tables(
    tables: Tables,
    vocabularies: Vocabularies,
    names: Names,
    day: date | None = None,
    alone: Container[str] | None = None,
    looked: Tables | None = None,
) -> Iterator[Finding]:
    """Yield what is wrong with files, rows, cells, keys and references, before any mapping.

    Ages are measured from `day`, that of the release when None. Rows are looked at by themselves in the
    files of `alone` only, in all when None. What rows say of others is asked of those in `looked` only, of
    all when None.
    """
    looked = tables if looked is None else looked
    elsewhere = OtherPlaces(tables.schema, vocabularies, names)
    for problem in tables.problems:
        code, params = elsewhere.told(problem, tables)
        place = (problem.file, problem.row, problem.column, problem.value)
        severity = Severity.INFO if problem.advice else Severity.VIOLATION
        yield table_finding(code, *place, severity, **params)
    same_unit = units_alike(tables.schema, vocabularies, names)
    for table in looked:
        if alone is not None and table.file not in alone:
            continue
        for row in table.rows:
            yield from check_row(row, table.schema, same_unit)
            yield from check_wording(row, table.schema)
    yield from check_keys(tables)
    yield from check_order(tables)
    yield from check_translations(looked)
    yield from check_references(tables, vocabularies, names, looked)
    yield from check_agreement(looked, vocabularies)
    yield from check_evidence(tables, looked)
    yield from check_ages(tables, day or date.fromisoformat(tables.schema.issued), looked)


def check_graph(
    quads: Iterable[Quad],
    names: Names,
    locate: Locate,
    vocabularies: Vocabularies | None = None,
    cluster: Path | None = None,
    engine: str = "shacl-rust",
) -> list[Finding]:
    """Return the findings about a graph that did not come from tables; `locate` says where each is."""
    shapes = shapes_of(names, cluster)
    results: list[ValidationResult] = validate(union(quads), shapes.ntriples, engine)
    found = findings_of(results, shapes.infos, wording_of(vocabularies, names), locate)
    return in_order(found)


def asserted(quads: Iterable[Quad], names: Names) -> Iterator[Quad]:
    """Leave the records, the vocabularies and the ontology."""
    kept = {names.graph("ontology"), names.graph("vocabulary")}
    documents = names.doc("", "").removesuffix("/")
    for quad in quads:
        graph = getattr(quad.graph_name, "value", "")
        if graph in kept or graph.startswith(documents):
            yield quad


def shapes_of(names: Names, cluster: Path | None = None) -> Shapes:
    """Return the shapes of every cluster and of one, under a base; read once."""
    return load_shapes(resources.shapes(cluster), names.base)


def union(quads: Iterable[Quad]) -> str:
    """Return the union of the named graphs as N-Triples, each triple once."""
    # Lines take a fifth of the time and half of the memory of terms that are compared and written again.
    return "".join(dict.fromkeys(f"{quad.triple} .\n" for quad in quads))


def wording_of(vocabularies: Vocabularies | None, names: Names) -> TableWords:
    """Return the wording that calls units by their notation, as the tables do."""
    units = vocabularies.by_notation("unit") if vocabularies else {}
    return TableWords(names).with_notations(
        {names.concept("unit", unit.id): code for code, unit in units.items()}
    )
