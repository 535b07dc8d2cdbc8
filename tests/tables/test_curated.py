"""What the curated tables promise their readers: texts in three languages, sources with honest titles."""

import csv
import re
from collections.abc import Iterator

from akkuri import resources
from akkuri.checks.cells.translations import mark_of
from akkuri.tables.rows import read_folder
from akkuri.tables.schema import schema_of_folder


def rows(table: str) -> Iterator[dict[str, str]]:
    with (resources.data() / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        yield from csv.DictReader(handle)


def lacking(row: dict[str, str], *columns: str) -> list[str]:
    return [f"{row['id']}:{column}" for column in columns if not row[column]]


def test_every_stated_need_can_be_read_in_three_languages() -> None:
    names = ("name_en", "name_fi", "name_sv", "statement", "statement_fi", "statement_sv")
    assert [cell for row in rows("gaps") for cell in lacking(row, *names)] == []
    actions = ("proposed_action_fi", "proposed_action_sv")
    assert [x for row in rows("gaps") if row["proposed_action"] for x in lacking(row, *actions)] == []


def test_every_facility_and_the_way_in_can_be_read_in_three_languages() -> None:
    texts = ("name_en", "name_fi", "name_sv", "description", "description_fi", "description_sv")
    assert [cell for row in rows("facilities") for cell in lacking(row, *texts)] == []
    for told in ("who_may_use", "price_model", "how_to_apply", "access_note"):
        others = (f"{told}_fi", f"{told}_sv")
        assert [x for row in rows("facilities") if row[told] for x in lacking(row, *others)] == []


def test_notes_on_what_belongs_to_records_can_be_read_in_three_languages() -> None:
    tables = {"equipment", "investments", "collaborations", "offerings", "accreditations"}
    told = [("accreditations", "scope"), *((table, "note") for table in sorted(tables))]
    wrong = [
        (table, row[column])
        for table, column in told
        for row in rows(table)
        if not bool(row[column]) == bool(row[f"{column}_fi"]) == bool(row[f"{column}_sv"])
    ]
    assert wrong == []


def test_every_translation_is_marked_with_the_english_it_was_made_from() -> None:
    tables = read_folder(resources.data(), schema_of_folder(resources.data()))
    wrong = []
    for table in tables:
        for column in table.schema.columns:
            for row in table.rows if column.translation_of else ():
                told = any(row[name] for name in column.translation_of)
                if row[column.name] != (mark_of(row, column.translation_of) if told else ""):
                    wrong.append(row["id"])
    assert wrong == []


def test_no_title_of_a_source_is_made_from_its_address() -> None:
    """A title whose every word stands in the address and that lacks any other sign may be a page's own;
    a number, an address or a bare host never is."""
    host = re.compile(r"(https?://|www\.)\S*|[a-z0-9-]+(\.[a-z0-9-]+)+/?|[\d\W_]+")
    assert [row["id"] for row in rows("sources") if row["title"] and host.fullmatch(row["title"])] == []


def test_a_publisher_has_one_spelling() -> None:
    folded: dict[str, set[str]] = {}
    for row in rows("sources"):
        folded.setdefault(re.sub(r"[\W_]", "", row["publisher"]).casefold(), set()).add(row["publisher"])
    assert [names for names in folded.values() if len(names) > 1] == []


def test_nothing_cites_a_source_that_gave_way() -> None:
    gone = {row["id"] for row in rows("sources") if row["replaced_by"] or row["withdrawn"]}
    assert gone
    tables = [file.stem for file in resources.data().glob("*.csv") if file.stem != "sources"]
    citing = [
        (table, row["source_ids"])
        for table in tables
        for row in rows(table)
        if gone & set(row["source_ids"].split(";"))
    ]
    assert citing == []
