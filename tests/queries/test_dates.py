"""Dates that people compare: a filter of xsd:date finds every one that the tables state, shown as stated."""

import csv
import json

import pytest
from pyoxigraph import Store

from akkuri import resources
from akkuri.publish.edition import TABLES
from akkuri.publish.formats import export, find_format

XSD = "http://www.w3.org/2001/XMLSchema#"
NAMESPACES = {"ak": "https://w3id.org/akkuri/ontology#", "dct": "http://purl.org/dc/terms/"}
DESCRIPTION = json.loads((resources.ontology() / TABLES).read_text(encoding="utf-8"))
COLUMNS = [
    (entry["url"], column["name"])
    for entry in DESCRIPTION["tables"]
    for column in entry["tableSchema"]["columns"]
    if "ak:partialDate" in column
]


@pytest.fixture(scope="module")
def store(national) -> Store:
    found = Store()
    found.bulk_load(path=str(national.graph_path))
    return found


def described(url: str, name: str | None = None) -> dict[str, object]:
    table = next(entry for entry in DESCRIPTION["tables"] if entry["url"] == url)
    return next((c for c in table["tableSchema"]["columns"] if c["name"] == name), table)


@pytest.mark.parametrize(("url", "name"), COLUMNS)
def test_a_filter_finds_every_date_of_a_column(store: Store, url: str, name: str) -> None:
    """Rows with a date in the CSV file, and records whose date lies before a far day: the same number."""
    with (resources.data() / url).open(encoding="utf-8", newline="") as file:
        stated = sorted(row[name] for row in csv.DictReader(file) if row.get(name))
    prefix, _, local = str(described(url, name)["propertyUrl"]).partition(":")
    about = "?document foaf:primaryTopic ?record ." if described(url, name).get("ak:about") else ""
    subject = "?document" if about else "?record"
    rows = store.query(
        f"""PREFIX xsd: <{XSD}> PREFIX foaf: <http://xmlns.com/foaf/0.1/> PREFIX ak: <{NAMESPACES["ak"]}>
        SELECT DISTINCT ?record (SUBSTR(STR(?date), 1, STRLEN(?precision)) AS ?stated) WHERE {{
          ?record a {described(url)["ak:class"]} . {about}
          {subject} <{NAMESPACES[prefix]}{local}> ?date ; ak:{local}Precision ?precision .
          FILTER(?date < "2101-01-01"^^xsd:date)
        }}""",
        use_default_graph_as_union=True,
    )
    assert sorted(row["stated"].value for row in rows) == stated


def test_the_release_holds_no_date_that_a_filter_misses(store: Store) -> None:
    partial = f"FILTER(DATATYPE(?o) IN (<{XSD}gYear>, <{XSD}gYearMonth>))"
    assert not store.query(f"ASK {{ GRAPH ?g {{ ?s ?p ?o }} {partial} }}")


def test_ends_are_last_days_and_beginnings_first_days(store: Store) -> None:
    """Of a year, 31 December where something ends; of a month its last day."""
    for local, months in {"end": ("12-31",), "start": ("01-01",)}.items():
        rows = store.query(
            f"SELECT ?day WHERE {{ GRAPH ?g {{ ?s <{NAMESPACES['ak']}{local}> ?day ; "
            f'<{NAMESPACES["ak"]}{local}Precision> "YYYY" }} }}'
        )
        days = {row["day"].value[5:] for row in rows}
        assert days == set(months)


def test_tables_come_back_from_the_release_as_stated(national, tmp_path) -> None:
    """The export of tables has the dates of the curated files, not their first or last days."""
    export(national.edition, find_format("csvw"), tmp_path)
    for url, name in COLUMNS:
        with (resources.data() / url).open(encoding="utf-8", newline="") as file:
            curated = sorted(row.get(name) or "" for row in csv.DictReader(file))
        with (tmp_path / url).open(encoding="utf-8", newline="") as file:
            exported = sorted(row.get(name) or "" for row in csv.DictReader(file))
        assert exported == curated, (url, name)


def test_questions_show_dates_as_stated_and_filter_by_days(run, table) -> None:
    opened = {row["id"]: row["opened"] for row in table("facilities") if row["opened"] >= "2021"}
    answer = {
        row["facility"].rpartition("/")[2]: row["opened"] for row in run("directory/opened", since="2021")
    }
    assert answer == {table_id.removeprefix("fac-"): date for table_id, date in opened.items()}
