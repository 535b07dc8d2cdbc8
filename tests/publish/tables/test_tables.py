"""CSV gives the same tables, Parquet the same with types, and the same graph can be built from them."""

import csv
import json
import re
import zipfile
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from akkuri import resources
from akkuri.publish.edition import Edition
from akkuri.publish.formats import export, find_format
from akkuri.publish.tables.tabulate import tabulate
from akkuri.release.build import build_release
from akkuri.settings import Settings
from akkuri.tables.schema import TableSchema

from .foreign_validator import complaints

Rows = list[dict[str, str]]


@pytest.fixture(scope="module")
def exported(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("tables") / "csv"
    export(edition, find_format("csv"), folder)
    return folder


def read(file: Path) -> Rows:
    with file.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def meaning(row: dict[str, str], table: TableSchema) -> dict[str, object]:
    """Return a row as CSVW means it: several values are a set, 53.60 is the number 53.6, %c3 is %C3."""
    found: dict[str, object] = {}
    for column in table.columns:
        cell = row[column.name]
        if column.separator:
            found[column.name] = sorted(column.values(cell))
        elif column.value_url:
            found[column.name] = re.sub("%[0-9a-f]{2}", lambda match: match[0].upper(), cell)
        else:
            found[column.name] = Decimal(cell) if column.datatype == "decimal" and cell else cell
    return found


def test_every_table_has_the_same_rows_in_the_same_order(edition: Edition, exported: Path) -> None:
    for table in edition.schema:
        written = [meaning(row, table) for row in read(exported / table.file_name)]
        assert written == [meaning(row, table) for row in read(resources.data() / table.file_name)]
        header = (exported / table.file_name).read_text(encoding="utf-8").splitlines()[0]
        assert set(header.split(",")) == set(table.header)


def test_the_files_are_the_curated_ones(exported: Path) -> None:
    curated = resources.data()
    for file in (*curated.glob("*.csv"), *curated.glob("links/*.tsv"), *curated.glob("weights/*.csv")):
        assert (exported / file.relative_to(curated)).read_bytes() == file.read_bytes()


def test_the_metadata_is_that_of_the_standard(exported: Path) -> None:
    text = (exported / "csv-metadata.json").read_text(encoding="utf-8")
    metadata = json.loads(text)
    assert {table["url"] for table in metadata["tables"]} == {file.name for file in exported.glob("*.csv")}
    assert metadata["@context"] == ["http://www.w3.org/ns/csvw", {"@language": "en"}]
    assert '"ak:' not in text
    for table in metadata["tables"]:
        header = (exported / table["url"]).read_text(encoding="utf-8").splitlines()[0].split(",")
        columns = table["tableSchema"]["columns"]
        assert [column["name"] for column in columns] == header
        for column in columns:
            assert column.get("propertyUrl", "http").startswith("http")


def test_a_validator_that_is_not_ours_finds_them_valid(exported: Path) -> None:
    assert complaints(exported) == []


def test_the_unpacked_archive_is_a_cluster_that_builds_the_same_version(
    edition: Edition, tmp_path: Path
) -> None:
    export(edition, find_format("csv"), tmp_path / "csv.zip")
    with zipfile.ZipFile(tmp_path / "csv.zip") as archive:
        archive.extractall(tmp_path / "cluster")
    again = build_release(Settings(), data=tmp_path / "cluster", out=tmp_path / "release")
    assert again.version == edition.version
    assert again.graph_path.read_bytes() == edition.graph.read_bytes()


def test_a_graph_without_its_tables_is_written_as_tables_that_mean_the_same(
    edition: Edition, tmp_path: Path
) -> None:
    for file in (edition.graph, edition.tables):
        (tmp_path / file.name).write_bytes(file.read_bytes())
    bare = replace(edition, graph=tmp_path / edition.graph.name, tables=tmp_path / edition.tables.name)
    export(bare, find_format("csv"), tmp_path / "csv")
    for table in edition.schema:
        written = [meaning(row, table) for row in read(tmp_path / "csv" / table.file_name)]
        assert written == [meaning(row, table) for row in read(resources.data() / table.file_name)]


def test_parquet_has_the_same_cells_with_their_types(edition: Edition, tmp_path: Path) -> None:
    export(edition, find_format("parquet"), tmp_path / "parquet")
    facilities = pq.read_table(tmp_path / "parquet/facilities.parquet")
    assert facilities.schema.field("lat").type == pa.float64()
    assert facilities.schema.field("trl_min").type == pa.int64()
    operators = facilities.schema.field("operator_ids").type
    assert pa.types.is_large_list(operators)
    assert pa.types.is_large_string(operators.value_type)
    curated = {row["id"]: row for row in read(resources.data() / "facilities.csv")}
    assert facilities.num_rows == len(curated)
    for row in facilities.to_pylist():
        wanted = curated[row["id"]]
        assert row["name_en"] == wanted["name_en"]
        assert row["lat"] == (float(wanted["lat"]) if wanted["lat"] else None)
        assert sorted(row["operator_ids"]) == sorted(filter(None, wanted["operator_ids"].split(";")))


def test_parquet_has_every_statement(edition: Edition, tmp_path: Path) -> None:
    export(edition, find_format("parquet"), tmp_path / "parquet")
    statements = pq.read_table(tmp_path / "parquet/statements.parquet")
    assert statements.num_rows == edition.facts["triples"]
    first = next(edition.quads())
    row = statements.slice(0, 1).to_pylist()[0]
    assert (row["subject"], row["predicate"]) == (first.subject.value, first.predicate.value)
    links = statements.filter(pa.compute.is_null(statements["datatype"]))
    assert all(value.startswith(("http", "urn:")) for value in links["object"].to_pylist()[:1000])


def test_repeated_specifications_keep_their_order(edition: Edition) -> None:
    with tabulate(edition) as tables:
        rows = [tuple(row) for row in tables["equipment_parameters"]]
    curated = [tuple(row.values()) for row in read(resources.data() / "equipment_parameters.csv")]
    assert rows == curated
