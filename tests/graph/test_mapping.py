"""Mapping: nothing is lost from the tables, every triple has one graph and can be traced to its cell."""

import csv
import re
import shutil
from collections import Counter
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, NamedNode

from akkuri import resources
from akkuri.checks.cluster import open_cluster
from akkuri.graph.mapping import MappedGraph, map_tables
from akkuri.graph.vocabularies import Vocabularies, load_vocabularies
from akkuri.namespaces import Names
from akkuri.tables.rows import Tables, read_folder
from akkuri.tables.schema import schema_of_folder

B = "https://w3id.org/akkuri/"
HYDROGEN = Path(__file__).parents[1] / "fixtures" / "hydrogen"
AK = f"{B}ontology#"


@pytest.fixture(scope="module")
def tables() -> Tables:
    return read_folder(resources.data(), schema_of_folder(resources.data()))


@pytest.fixture(scope="module")
def vocabularies() -> Vocabularies:
    return load_vocabularies(resources.vocabularies(), Names())


@pytest.fixture(scope="module")
def mapped(tables: Tables, vocabularies: Vocabularies) -> MappedGraph:
    return map_tables(tables, vocabularies, Names())


def rows_of(folder: Path, table: str) -> list[dict[str, str]]:
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


def count(folder: Path, table: str) -> int:
    return len(rows_of(folder, table))


def test_every_row_becomes_one_thing_of_its_class(tables: Tables, mapped: MappedGraph) -> None:
    types = Counter(quad.object.value for quad in mapped.quads if quad.predicate.value.endswith("#type"))
    per_class: Counter[str] = Counter()
    for table in tables.schema:
        rows = count(resources.data(), table.name)
        assert mapped.records[table.name] == rows
        per_class[table.cls.replace("ak:", AK)] += rows
    assert {cls: types[cls] for cls in per_class} == dict(per_class)
    assert types[f"{AK}DistributedInfrastructure"] == 9


def test_every_filled_cell_that_means_something_is_in_the_graph(tables: Tables, mapped: MappedGraph) -> None:
    """No cell is dropped: an unknown concept, a bad date or a bad address would map to nothing."""
    expected = sum(
        len(set(column.values(row[column.name])))
        * (2 if column.datatype == "partialDate" else 1)  # its precision
        for table in tables
        for row in table.rows
        for column in table.schema.columns
        if column.property
    )
    own = (
        sum(  # rdf:type of the thing, and the document's type and topic
            3 if table.schema.is_record else 1 for table in tables for _ in table.rows
        )
        + 9
    )
    assert len(mapped.quads) == expected + own
    assert len(set(mapped.quads)) == len(mapped.quads)


def test_a_triple_stands_in_exactly_one_graph_and_nothing_is_blank(mapped: MappedGraph) -> None:
    triples = Counter((quad.subject, quad.predicate, quad.object) for quad in mapped.quads)
    assert max(triples.values()) == 1
    assert not [
        q for q in mapped.quads if isinstance(q.subject, BlankNode) or isinstance(q.object, BlankNode)
    ]


def test_an_address_has_the_one_form_that_clients_make_of_it(tables: Tables, mapped: MappedGraph) -> None:
    assert any("%c3%a4" in row["url"] for row in tables.named("sources"))
    iris = [quad.object.value for quad in mapped.quads if isinstance(quad.object, NamedNode)]
    assert any("/w%C3%A4rtsil%C3%A4-baut-" in iri for iri in iris)
    assert not [iri for iri in iris if re.search(r"%[0-9A-F]?[a-f]", iri)]


def test_the_graph_of_a_statement_is_the_document_of_its_record(mapped: MappedGraph) -> None:
    for quad in mapped.quads:
        assert isinstance(quad.subject, NamedNode)
        assert isinstance(quad.graph_name, NamedNode)
        record = quad.subject.value.partition("#")[0]
        assert record.replace("/id/", "/doc/") == quad.graph_name.value


def test_a_statement_leads_back_to_its_cell(tables: Tables, mapped: MappedGraph) -> None:
    cell = mapped.locate(f"{B}id/facility/csc-lumi", f"{AK}operator")
    assert cell is not None
    assert (cell.file, cell.column) == ("facilities.csv", "operator_ids")
    row = next(row for row in tables.named("facilities") if row.number == cell.row)
    assert row["id"] == "fac-csc-lumi"


def test_another_base_moves_every_own_iri(tables: Tables) -> None:
    names = Names("https://example.org/kg/")
    vocabularies = load_vocabularies(resources.vocabularies(), names)
    mapped = map_tables(tables, vocabularies, names)
    assert not [quad for quad in mapped.quads if B in str(quad)]
    assert vocabularies.concepts("scale")["pilot"].label("fi") == "Pilottimittakaava"


def test_a_quotation_names_the_row_that_it_supports(tmp_path: Path) -> None:
    folder = Path(shutil.copytree(HYDROGEN, tmp_path / "hydrogen"))
    row = "fac-electrolyser-lab,src-644dfcfe,We split water.,offering-electrolysis"
    (folder / "quotes.csv").write_text(f"record_id,source_id,quote,row\n{row}\n", encoding="utf-8")
    cluster = open_cluster(folder, Names())
    mapped = map_tables(cluster.read(), cluster.vocabularies, cluster.names)
    lab = cluster.names.record("fac-electrolyser-lab")
    found = {
        (quad.subject.value, quad.object.value)
        for quad in mapped.quads
        if quad.predicate.value.endswith("#quotedForRow")
    }
    assert found == {(f"{lab}#quote-644dfcfe", f"{lab}#offering-electrolysis")}
    assert f"{lab}#offering-electrolysis" in mapped.rows
