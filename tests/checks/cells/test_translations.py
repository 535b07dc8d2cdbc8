"""A translation that is older than its English is told, with what to write once it has been looked at."""

from pathlib import Path

import pytest

from akkuri.checks.cells.translations import mark_of
from akkuri.checks.paths import check_paths
from akkuri.namespaces import Names
from akkuri.tables.rows import Row

from ..tables import GOOD, facility, write_folder

TEXTS = {"name_en": "Laboratory one", "description": "A laboratory.", "description_fi": "Laboratorio."}

ENGLISH = ("name_en", "description", "who_may_use", "price_model", "how_to_apply", "access_note")


def marked(**cells: str) -> dict[str, str]:
    row = facility("one", **{**TEXTS, **cells})
    mark = mark_of(Row("facilities.csv", 2, facility("one", **TEXTS)), ENGLISH)
    return {**row, "translated_from": mark}


def told(tmp_path: Path, row: dict[str, str]) -> list[tuple[str, str, str]]:
    folder = write_folder(tmp_path, {**GOOD, "facilities": [row]})
    return [
        (finding.code, finding.place, finding.sentence("en")) for finding in check_paths([folder], Names())
    ]


def test_a_translation_made_from_the_texts_that_stand_is_good(tmp_path: Path) -> None:
    assert told(tmp_path, marked()) == []


@pytest.mark.parametrize("column", ["name_en", "description", "how_to_apply"])
def test_english_that_changed_since_is_told_with_the_new_mark(column: str, tmp_path: Path) -> None:
    row = marked(**{column: "Changed laboratory."})
    now = mark_of(Row("facilities.csv", 2, row), ENGLISH)
    assert told(tmp_path, row) == [
        (
            "translation-old",
            "facilities.csv:2:translated_from",
            f"facilities.csv:2:translated_from: The texts in {', '.join(ENGLISH)} have changed since they "
            f"were translated: check the Finnish and Swedish texts, then write {now} here.",
        )
    ]


def test_other_columns_and_rows_without_a_mark_are_left_alone(tmp_path: Path) -> None:
    assert told(tmp_path / "a", marked(status="planned", description_fi="Toinen teksti.")) == []
    assert told(tmp_path / "b", facility("one", description_fi="Laboratorio.")) == []
