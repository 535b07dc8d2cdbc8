"""Reading the W3C SPARQL 1.1 manifests, and comparing answers with what they expect."""

import csv
import io
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    DefaultGraph,
    Literal,
    NamedNode,
    Quad,
    QueryBoolean,
    QueryResultsFormat,
    RdfFormat,
    Store,
    parse,
    parse_query_results,
)

from shared_material import SPARQL

SUITE = SPARQL.folder
MF = "http://www.w3.org/2001/sw/DataAccess/tests/test-manifest#"
PREFIXES = f"""PREFIX mf: <{MF}>
PREFIX qt: <http://www.w3.org/2001/sw/DataAccess/tests/test-query#>
PREFIX rs: <http://www.w3.org/2001/sw/DataAccess/tests/result-set#>
PREFIX rdf: <http://www.w3.org/1999/02/22-rdf-syntax-ns#>
PREFIX rdfs: <http://www.w3.org/2000/01/rdf-schema#>
PREFIX ut: <http://www.w3.org/2009/sparql/tests/test-update#>
"""

OUT_OF_SCOPE = {
    "entailment": "entailment regimes: the store answers under simple entailment",
    "service": "federated SERVICE: refused unless a host is allowed, and the tests may not use the network",
    "syntax-fed": "federated SERVICE: refused at the gate",
}
"""Folder → why its tests are not run."""

RDF_FORMATS = {".ttl": RdfFormat.TURTLE, ".rdf": RdfFormat.RDF_XML, ".nt": RdfFormat.N_TRIPLES}


@dataclass(frozen=True)
class Case:
    """One test of a manifest."""

    name: str
    kind: str
    query: Path
    result: Path | None = None
    data: tuple[Path, ...] = ()
    graphs: tuple[Path, ...] = ()

    @property
    def text(self) -> str:
        """The query, relative IRIs resolved against its own address."""
        return f"BASE <{self.query.as_uri()}>\n{self.query.read_text(encoding='utf-8')}"


def folders() -> list[Path]:
    return [
        file.parent for file in sorted(SUITE.glob("*/manifest.ttl")) if file.parent.name not in OUT_OF_SCOPE
    ]


def manifest(folder: Path) -> Store:
    store = Store()
    file = folder / "manifest.ttl"
    store.load(path=file, format=RdfFormat.TURTLE, base_iri=file.as_uri())
    return store


def path(term: Any) -> Path:
    return Path(unquote(urlsplit(term.value).path))


def cases() -> Iterator[Case]:
    """Every query evaluation, result format and query syntax test in scope."""
    for folder in folders():
        found: dict[str, dict[str, Any]] = defaultdict(lambda: {"data": set(), "graphs": set()})
        rows: Any = manifest(folder).query(
            PREFIXES
            + """SELECT * { ?test a ?type ; mf:action ?action .
              OPTIONAL { ?action qt:query ?text } BIND(COALESCE(?text, ?action) AS ?query)
              OPTIONAL { ?test mf:result ?result } OPTIONAL { ?action qt:data ?data }
              OPTIONAL { ?action qt:graphData ?graph } }"""
        )
        for row in rows:
            case = found[row["test"].value]
            case["type"] = row["type"].value.removeprefix(MF)
            case["query"] = path(row["query"]) if isinstance(row["query"], NamedNode) else None
            case["result"] = path(row["result"]) if row["result"] is not None else None
            for name, column in (("data", "data"), ("graphs", "graph")):
                if row[column] is not None:
                    case[name].add(path(row[column]))
        for iri, case in sorted(found.items()):
            if case["query"] is None:
                continue
            yield Case(
                f"{folder.name}/{iri.rpartition('#')[2]}",
                case["type"],
                case["query"],
                case["result"],
                tuple(sorted(case["data"])),
                tuple(sorted(case["graphs"])),
            )


def quads(file: Path, graph: NamedNode | DefaultGraph) -> Iterator[Quad]:
    form = RDF_FORMATS[file.suffix]
    for quad in parse(path=file, format=form, base_iri=file.as_uri(), rename_blank_nodes=True):
        yield Quad(quad.subject, quad.predicate, quad.object, graph)


@dataclass
class Answer:
    """A result in a form that compares: a boolean, rows, a graph, or the cells of a CSV file."""

    boolean: bool | None = None
    rows: list[dict[str, Any]] = field(default_factory=list)
    graph: Dataset | None = None
    cells: list[list[str]] | None = None


def expected(file: Path) -> Answer:
    suffix = file.suffix
    if suffix in RDF_FORMATS:
        graph = Store()
        graph.extend(quads(file, DefaultGraph()))
        if graph.query(f"{PREFIXES} ASK {{ ?s a rs:ResultSet }}"):
            return _result_set(graph)
        return Answer(graph=Dataset(quads(file, DefaultGraph())))
    return read(file.read_bytes(), suffix)


def read(body: bytes, suffix: str) -> Answer:
    if suffix == ".csv":
        return Answer(cells=list(csv.reader(io.StringIO(body.decode(), newline=""))))
    if suffix in RDF_FORMATS:
        triples = (quad for quad in parse(body, RDF_FORMATS[suffix]))
        return Answer(graph=Dataset(triples))
    form = {
        ".srx": QueryResultsFormat.XML,
        ".srj": QueryResultsFormat.JSON,
        ".tsv": QueryResultsFormat.TSV,
    }[suffix]
    results: Any = parse_query_results(body, format=form)
    if isinstance(results, QueryBoolean):
        return Answer(boolean=bool(results))
    names = [variable.value for variable in results.variables]
    return Answer(
        rows=[
            {name: term for name, term in zip(names, row, strict=True) if term is not None} for row in results
        ]
    )


def _result_set(graph: Store) -> Answer:
    """Read a result set written as RDF."""
    found: Any = graph.query(f"{PREFIXES} SELECT ?b {{ ?s rs:boolean ?b }}")
    for row in found:
        return Answer(boolean=row["b"].value == "true")
    solutions: dict[str, dict[str, Any]] = {}
    found = graph.query(
        f"""{PREFIXES} SELECT ?row ?name ?value {{ ?s rs:solution ?row .
        OPTIONAL {{ ?row rs:binding [ rs:variable ?name ; rs:value ?value ] }} }}"""
    )
    for row in found:
        solution = solutions.setdefault(str(row["row"]), {})
        if row["name"] is not None:
            solution[row["name"].value] = row["value"]
    return Answer(rows=list(solutions.values()))


def same(left: Answer, right: Answer) -> bool:
    """Compare two answers up to blank nodes, the order of rows and the writing of numbers."""
    if left.graph is not None and right.graph is not None:
        for graph in (left.graph, right.graph):
            graph.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
        return left.graph == right.graph
    if left.cells is not None and right.cells is not None:
        return _by_column(left.cells) == _by_column(right.cells)
    if left.boolean is not None or right.boolean is not None:
        return left.boolean == right.boolean
    return len(left.rows) == len(right.rows) and _match(left.rows, right.rows, {})


def _by_column(cells: list[list[str]]) -> list[dict[str, str]]:
    """The order of columns is free for SELECT *; blank nodes count as equal."""
    header, *rows = cells
    plain = [["_:" if cell.startswith("_:") else cell for cell in row] for row in rows]
    return sorted((dict(sorted(zip(header, row, strict=True))) for row in plain), key=str)


def _match(left: list[dict[str, Any]], right: list[dict[str, Any]], known: dict[str, str]) -> bool:
    """Find a pairing of rows under which blank nodes correspond one to one."""
    if not left:
        return True
    first, *others = left
    for index, candidate in enumerate(right):
        extended = _unify(first, candidate, known)
        if extended is not None and _match(others, right[:index] + right[index + 1 :], extended):
            return True
    return False


def _unify(left: dict[str, Any], right: dict[str, Any], known: dict[str, str]) -> dict[str, str] | None:
    if left.keys() != right.keys():
        return None
    found = dict(known)
    for name, term in left.items():
        other = right[name]
        if isinstance(term, BlankNode) and isinstance(other, BlankNode):
            if found.setdefault(term.value, other.value) != other.value:
                return None
            if sum(value == other.value for value in found.values()) > 1:
                return None
        elif _plain(term) != _plain(other):
            return None
    return found


NUMBERS = {"integer", "decimal", "double", "float"}
XSD = "http://www.w3.org/2001/XMLSchema#"


def _plain(term: Any) -> Any:
    """A number or boolean counts by its value and type."""
    if isinstance(term, Literal):
        datatype = term.datatype.value
        if datatype.removeprefix(XSD) in NUMBERS:
            try:
                return (repr(float(term.value)), datatype)
            except ValueError:
                return (term.value, datatype)
        if datatype == f"{XSD}boolean":
            return (term.value in ("true", "1"), datatype)
        return (term.value, datatype, (term.language or "").lower())
    return term
