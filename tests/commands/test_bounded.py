"""Files of strangers that would take all memory and time: one sentence, exit 2, within bounds."""

import gzip
import os
import re
import subprocess
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from akkuri.commands.bounded import bounded
from akkuri.tables.rows import MOST_ROWS
from akkuri.texts import LANGUAGES, text
from checks.tables import GOOD, SCHEMA, write_folder

GIB: int = 1024 * 1024  # in the KiB of getrusage
DEEP = 200_000
HEADER = SCHEMA.by_name["facilities"].header


def laughs(file: Path) -> None:
    """Entities that are written out as 5 TB of text."""
    entities = "".join(f'<!ENTITY l{level} "{f"&l{level - 1};" * 10}">' for level in range(1, 12))
    file.write_text(
        f'<!DOCTYPE r [<!ENTITY l0 "{"ha" * 25}">{entities}]>'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://example.org/">'
        '<rdf:Description rdf:about="http://example.org/a"><e:p>&l11;</e:p></rdf:Description></rdf:RDF>'
    )


def triple_terms(file: Path) -> None:
    file.write_text("<x:a> <x:p> " + "<<( <x:a> <x:p> " * DEEP + "<x:b>" + " )>>" * DEEP + " .")


def objects(file: Path) -> None:
    file.write_text('{"http://example.org/p":' * DEEP + '{"@id":"http://example.org/a"}' + "}" * DEEP)


def statements(file: Path) -> None:
    """Three million, each with a new name."""
    file.write_text("<x:a> <x:p> " + ",".join(f"<x:{number}>" for number in range(3_000_000)) + " .")


def rows(file: Path) -> None:
    file.write_bytes(",".join(HEADER).encode() + b"\n" + b"a,\n" * 10_000_000)


def sheet_rows(file: Path) -> None:
    """Two million rows, each with a text of its own."""
    cells = (b'<row><c t="inlineStr"><is><t>%d</t></is></c></row>' % number for number in range(2_000_000))
    part(
        file,
        "xl/worksheets/sheet1.xml",
        lambda sheet: sheet.replace(b"</sheetData>", b"".join(cells) + b"</sheetData>"),
    )


def archived_rows(file: Path) -> None:
    """Six million rows in two tables."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as content:
        for table in ("facilities", "sources"):
            content.writestr(f"{table}.csv", b"id\n" + b"a\n" * 3_000_000)


def part(file: Path, name: str, change: Callable[[bytes], bytes]) -> None:
    """Write a workbook with a sheet of facilities, one part of it changed."""
    workbook = Workbook()
    sheet = workbook.worksheets[0]
    sheet.title = "facilities"
    sheet.append(HEADER)
    workbook.save(file)
    with zipfile.ZipFile(file) as archive:
        parts = {each: archive.read(each) for each in archive.namelist()}
    parts[name] = change(parts.get(name, b""))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for each, content in parts.items():
            archive.writestr(each, content)


def dimensions(file: Path) -> None:
    """One cell in the last corner of the largest sheet there is."""
    cell = b'<row r="1048576"><c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c></row></sheetData>'

    def stretched(sheet: bytes) -> bytes:
        wide = re.sub(rb'<dimension ref="[^"]*"', b'<dimension ref="A1:XFD1048576"', sheet)
        return wide.replace(b"</sheetData>", cell)

    part(file, "xl/worksheets/sheet1.xml", stretched)


def shared_strings(file: Path) -> None:
    """Texts of 288 MiB that are packed to a thousandth."""
    part(file, "xl/sharedStrings.xml", lambda _: b"<sst>" + b"<si><t>12345</t></si>" * 14_400_000 + b"</sst>")


def packed(file: Path) -> None:
    """Three gigabytes of one literal that are packed to three megabytes."""
    with gzip.open(file, "wb", compresslevel=1) as content:
        content.write(b'<x:a> <x:p> "')
        for _ in range(3_000):
            content.write(b"a" * 1_000_000)
        content.write(b'" .\n')


def archive(file: Path) -> None:
    """A table of 400 MiB."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as content:
        content.writestr("facilities.csv", bytes(400 * 1024 * 1024))


MEASURED = """
import resource, subprocess, sys
code = subprocess.call(sys.argv[2:], stderr=subprocess.STDOUT)
used = resource.getrusage(resource.RUSAGE_CHILDREN)
open(sys.argv[1], "w").write(f"{code} {used.ru_maxrss} {used.ru_utime + used.ru_stime}")
"""
"""Between, because a process counts the memory of whoever started it as its own, and tests are large."""


def run(*args: str | Path, lang: str = "en", before: str = "", limit: float = 12) -> tuple[int, str]:
    """Run the program; return its exit code and what it says, having checked memory and seconds of time."""
    program = [sys.executable, "-m", "akkuri", *map(str, args)]
    with tempfile.NamedTemporaryFile("r") as report:
        said = subprocess.run(
            [sys.executable, "-c", MEASURED, report.name, "sh", "-c", f'{before} exec "$@"', "sh", *program],
            stdout=subprocess.PIPE,
            text=True,
            check=True,
            env={**os.environ, "AKKURI_LANG": lang},
        ).stdout
        code, memory, seconds = report.read().split()
    assert int(memory) < GIB
    # Of the processor, not by the clock: other tests run beside this one.
    assert float(seconds) < limit
    return int(code), said


@pytest.fixture(scope="module")
def good(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder without faults, to which the files are additions."""
    return write_folder(tmp_path_factory.mktemp("data"), GOOD)


def test_packed_files_beyond_the_bounds(tmp_path: Path, good: Path) -> None:
    for make, name, words in (
        (packed, "packed.nt.gz", "MiB of memory"),
        (archive, "tables.zip", "has 400 MiB in 1 files, and at most 256 MiB"),
    ):
        file = tmp_path / name
        make(file)
        code, said = run("check", "--data", good, file)
        assert code == 2
        assert said.startswith(f"akkuri: {file}: ")
        assert words in said
        assert said.count("\n") == 1


@pytest.mark.parametrize("name", ["broken.ttl.gz", "broken.nq.zst", "broken.zip"])
def test_what_is_not_packed_as_its_name_says(tmp_path: Path, good: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"<x:a> <x:b> <x:c> .\n" * 10)
    code, said = run("check", "--data", good, tmp_path / name)
    assert code == 2
    assert f"{name}: " in said
    assert "Traceback" not in said


RDF = {
    "laughs.rdf": (laughs, "MiB of memory"),
    "triple-terms.ttl": (triple_terms, "nested too deeply"),
    "statements.ttl": (statements, "reading it takes more than"),
}


def test_the_stack_of_whoever_starts_the_program_does_not_matter(tmp_path: Path) -> None:
    file = tmp_path / "triple-terms.ttl"
    triple_terms(file)
    code, said = run("check", file, before="ulimit -s unlimited 2>/dev/null;")
    assert code == 2
    assert "nested too deeply" in said


def test_a_larger_stack_takes_no_memory_from_good_files(tmp_path: Path) -> None:
    """Every thread would reserve as much address space as whoever starts the program allows for a stack."""
    file = tmp_path / "book.xlsx"
    part(file, "docProps/none.xml", lambda content: content)
    code, said = run("check", file, before="ulimit -s 65536;")
    assert code in (0, 1), said
    assert "MiB of memory" not in said


@pytest.mark.parametrize("name", RDF)
@pytest.mark.parametrize("command", [("check",), ("serve", "--port", "0", "--rdf")], ids=" ".join)
def test_rdf_beyond_the_bounds(command: tuple[str, ...], name: str, tmp_path: Path, good: Path) -> None:
    make, words = RDF[name]
    file = tmp_path / name
    make(file)
    code, said = run(*command, *(["--data", good] if command[0] == "check" else []), file)
    assert code == 2
    assert said.startswith(f"akkuri: {file}: ")
    assert said.count("\n") == 1
    assert words in said


def test_objects_in_objects_are_told_as_unreadable(tmp_path: Path, good: Path) -> None:
    file = tmp_path / "objects.jsonld"
    objects(file)
    code, said = run("serve", "--port", "0", "--rdf", file)
    assert (code, said.count("\n")) == (2, 1)
    assert said.startswith(f"akkuri: {file}:1:")
    code, said = run("check", "--data", good, file)
    assert code == 2
    assert "cannot be read as RDF" in said


def test_a_cell_in_the_last_corner_is_told_at_its_row(tmp_path: Path, good: Path) -> None:
    file = tmp_path / "facilities.xlsx"
    dimensions(file)
    code, said = run("check", "--data", good, good / "sources.csv", file)
    # On a busy machine the time of reading may end first, and this is said as well.
    told = {1: "facilities.xlsx!facilities:1048576", 2: "reading it takes more than"}
    assert code in told
    assert told[code] in said


@pytest.mark.parametrize(
    ("make", "name"),
    [(rows, "facilities.csv"), (sheet_rows, "facilities.xlsx"), (archived_rows, "tables.zip")],
)
def test_millions_of_rows(make: Callable[[Path], None], name: str, tmp_path: Path, good: Path) -> None:
    file = tmp_path / name
    make(file)
    expected = text("en", "checks.rows-too-many", place=file, count=MOST_ROWS)
    assert run("check", "--data", good, file, limit=6) == (2, f"akkuri: {expected}\n")


def test_a_workbook_that_unpacks_to_too_much(tmp_path: Path, good: Path) -> None:
    file = tmp_path / "facilities.xlsx"
    shared_strings(file)
    assert file.stat().st_size < 2_000_000
    code, said = run("check", "--data", good, file, lang="fi")
    assert code == 2
    assert text("fi", "checks.workbook-too-large", found=288, expected=256) in said


def test_the_sentence_in_the_language_of_the_reader(tmp_path: Path, good: Path) -> None:
    file = tmp_path / "laughs.rdf"
    laughs(file)
    for lang in LANGUAGES:
        expected = text(lang, "system.reading-memory", place=file, limit=700)
        assert run("check", "--data", good, file, lang=lang) == (2, f"akkuri: {expected}\n")


def test_good_files_are_checked_as_before(tmp_path: Path, good: Path) -> None:
    code, said = run("check", "--data", good, good / "sources.csv", good / "facilities.csv")
    assert code == 0, said
    wrong = tmp_path / "facilities.csv"
    wrong.write_text((good / "facilities.csv").read_text().replace("laboratory", "laboratry"))
    code, said = run("check", "--data", good, wrong, good)
    assert code == 1
    assert "laboratry" in said


def test_a_refusal_of_the_work_is_passed_on(tmp_path: Path) -> None:
    code, said = run("check", tmp_path / "nowhere.csv")
    assert code == 2
    assert said.startswith(f"akkuri: {tmp_path / 'nowhere.csv'}: is not there")
    assert bounded(lambda reading: reading(tmp_path)) is None


def test_who_waits_for_ever_under_a_limit_lacks_memory() -> None:
    """A library that cannot start a thread may wait for it: the file is not to blame for that."""
    lines = (
        "import resource, signal, sys",
        "from akkuri.commands import bounded",
        "bounded.PATIENCE = 0.3",
        "limit = 4 << 30 if sys.argv[1:] else resource.RLIM_INFINITY",
        "resource.setrlimit(resource.RLIMIT_AS, (limit, limit))",
        "try:",
        "    bounded.bounded(lambda _reading: signal.pause())",
        "except Exception as error:",
        "    sys.exit(error.exit_code)",
    )
    codes = [
        subprocess.run([sys.executable, "-c", "\n".join(lines), *words], timeout=60, check=False).returncode
        for words in ([], ["limited"])
    ]
    assert codes == [2, 3]


def test_who_computes_is_waited_for_however_little_a_busy_machine_gives_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr("akkuri.commands.bounded.PATIENCE", 0.1)
    monkeypatch.setattr("akkuri.commands.bounded.LEAST", 0.01)

    def work(_reading: object) -> str:
        end = time.process_time() + 0.4
        while time.process_time() < end:
            pass
        return "done"

    assert bounded(work) == "done"
