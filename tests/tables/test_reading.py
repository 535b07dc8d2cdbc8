"""Reading tables: every cell keeps its place, and what cannot be read is said."""

import os
from pathlib import Path

import pytest

from akkuri import resources
from akkuri.errors import UsageError
from akkuri.tables.rows import Tables, read_csv, read_folder
from akkuri.tables.schema import Schema, load_schema, schema_of_folder


@pytest.fixture(scope="module")
def schema() -> Schema:
    return schema_of_folder(resources.data())


def read(tmp_path: Path, schema: Schema, text: str | bytes, table: str = "offerings") -> Tables:
    file = tmp_path / f"{table}.csv"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    tables = Tables(schema)
    read_csv(file, schema.by_name[table], tables)
    return tables


HEADER = "facility_id,capability,stages,trl_min,trl_max,scale,access,note,source_ids\n"


def test_rows_are_numbered_as_a_spreadsheet_numbers_them(tmp_path: Path, schema: Schema) -> None:
    tables = read(tmp_path, schema, HEADER + 'fac-a,x,,,,,,"two\nlines",src-1\nfac-b,y,,,,,,,src-2\n')
    assert [(row.number, row["facility_id"], row["note"]) for row in tables.named("offerings")] == [
        (2, "fac-a", "two\nlines"),
        (3, "fac-b", ""),
    ]


def test_a_byte_order_mark_and_windows_line_ends_are_read(tmp_path: Path, schema: Schema) -> None:
    tables = read(
        tmp_path,
        schema,
        b"\xef\xbb\xbf" + (HEADER + "fac-a,x,,,,,,Hämeenlinna,\n").replace("\n", "\r\n").encode(),
    )
    assert not tables.problems
    assert tables.named("offerings")[0]["note"] == "Hämeenlinna"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (HEADER.encode() + "fac-ö".encode("latin-1"), ("not-utf8", 2, None)),
        (HEADER + 'fac-a,"never closed\n', ("csv-broken", 2, None)),
        (HEADER + "fac-a,x\n", ("row-ragged", 2, None)),
        (HEADER.replace("note", "nota") + "fac-a,x,,,,,,,\n", ("column-renamed", 1, "nota")),
        (HEADER.replace("facility_id", "trl_min"), ("column-missing", 1, "facility_id")),
        ("", ("file-empty", None, None)),
        (HEADER + "fac-\x00,x,,,,,,,\n", ("unreadable", None, None)),
    ],
)
def test_what_cannot_be_read_is_a_problem_at_its_place(
    tmp_path: Path, schema: Schema, text: str | bytes, expected: tuple[str, int | None, str | None]
) -> None:
    problem = read(tmp_path, schema, text).problems[0]
    assert (problem.code, problem.row, problem.column) == expected


@pytest.mark.parametrize("kind", ["device", "pipe"])
def test_what_might_never_end_is_not_read(tmp_path: Path, schema: Schema, kind: str) -> None:
    file = tmp_path / "offerings.csv"
    if kind == "pipe":
        os.mkfifo(file)
    else:
        file.symlink_to("/dev/zero")
    with pytest.raises(UsageError, match=r"offerings\.csv: is no file; expected a table\."):
        read_folder(tmp_path, schema)


def test_a_column_that_may_be_empty_may_be_absent(tmp_path: Path, schema: Schema) -> None:
    tables = read(tmp_path, schema, "facility_id,capability,stages,source_ids\nfac-a,x,y,src-00000001\n")
    assert not tables.problems
    assert tables.named("offerings")[0]["note"] == ""


def test_an_unknown_file_is_named_and_a_table_that_is_not_there_is_empty(
    tmp_path: Path, schema: Schema
) -> None:
    (tmp_path / "labs.csv").write_text("id\n")
    problems = {(problem.code, problem.file) for problem in read_folder(tmp_path, schema).problems}
    assert problems == {("file-unknown", "labs.csv")}


@pytest.mark.parametrize("text", ["", "{", "[]", '{"tables": [{}]}'])
def test_a_broken_schema_is_one_sentence_with_the_file(tmp_path: Path, text: str) -> None:
    file = tmp_path / "tables.json"
    file.write_text(text)
    with pytest.raises(UsageError, match=r"tables\.json:.* expected CSVW metadata"):
        load_schema(file)


def test_every_column_has_a_title_in_three_languages(schema: Schema) -> None:
    lacking = [
        (table.name, column.name)
        for table in schema
        for column in table.columns
        if set(column.titles) != {"en", "fi", "sv"} or not all(column.titles.values())
    ]
    assert not lacking
