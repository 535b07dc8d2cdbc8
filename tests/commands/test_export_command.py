"""`akkuri export` on the command line: lists, writes, reports, and says what is wrong in one sentence."""

import hashlib
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from akkuri.commands.export_command import command
from akkuri.errors import UsageError
from akkuri.publish.edition import Edition
from akkuri.publish.formats import FORMATS, held
from akkuri.texts import LANGUAGES, catalogue


def run(edition: Edition, *arguments: str, lang: str = "en") -> Result:
    environment = {"AKKURI_RELEASE": str(edition.graph.parent), "AKKURI_LANG": lang}
    return CliRunner().invoke(command, arguments, env=environment)


def test_without_a_format_it_lists_them(edition: Edition) -> None:
    result = run(edition)
    assert [line.split("\t")[0] for line in result.stdout.splitlines()] == [form.name for form in FORMATS]
    assert "OpenAIRE CERIF XML 1.2: organisaatiot" in run(edition, lang="fi").stdout


def test_a_format_goes_to_standard_output_and_the_rest_to_standard_error(edition: Edition) -> None:
    result = run(edition, "nq", "--part", "derived")
    assert result.exit_code == 0
    assert result.stderr == ""
    assert result.stdout_bytes == b"".join(edition.lines("derived"))


def test_what_was_written_is_told_with_its_checksum(edition: Edition, tmp_path: Path) -> None:
    result = run(edition, "turtle", "--out", str(tmp_path / "graph.ttl.gz"))
    assert result.stdout == ""
    assert result.stderr.startswith(f"{tmp_path}/graph.ttl.gz: ")
    assert "sha256 " in result.stderr


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "service: 0 written, "),
        ("fi", "service: kirjoitettu 0, jätetty pois "),
        ("sv", "service: 0 skrivna, "),
    ],
)
def test_what_is_lacking_is_told_in_the_language_of_the_asker(
    edition: Edition, tmp_path: Path, lang: str, sentence: str
) -> None:
    result = run(edition, "eosc", "--out", str(tmp_path / "eosc"), lang=lang)
    assert sentence in result.stderr
    lines = result.stderr.splitlines()
    assert sum(line.startswith("  ") for line in lines) == 10
    everything = run(edition, "eosc", "--missing", "--out", str(tmp_path / "eosc"), lang=lang)
    report = json.loads((tmp_path / "eosc/report.json").read_text(encoding="utf-8"))
    assert sum(line.startswith("  ") for line in everything.stderr.splitlines()) == len(report["records"])


def test_what_may_be_written_is_told_and_the_columns_to_add_are_shown(
    edition: Edition, tmp_path: Path
) -> None:
    told = run(edition, "eosc", "--out", str(tmp_path / "eosc"), lang="fi").stderr
    assert "facilities.csv: trl_max (”Ylin TRL”): Kokonaisluku väliltä 1–9.\n" in told
    assert "facilities.csv: eosc_node (”EOSC-solmu”, uusi sarake): " in told
    shown = json.loads(run(edition, "eosc", "--columns").stdout)
    columns = {column["name"] for table in shown["tables"] for column in table["tableSchema"]["columns"]}
    assert {"eosc_node", "jurisdiction", "logo"} < columns
    wrong = run(edition, "turtle", "--columns")
    assert str(wrong.exception) == "turtle holds everything and has no mapping table."


def test_the_mapping_of_a_registry_can_be_read(edition: Edition) -> None:
    result = run(edition, "cerif", "--mapping")
    assert result.stdout.startswith("entity,field,demand,source,losses,ask,write\n")
    assert "Funding,Type,required," in result.stdout
    wrong = run(edition, "turtle", "--mapping")
    assert str(wrong.exception) == "turtle holds everything and has no mapping table."


def test_all_formats_go_into_a_folder_with_their_checksums(edition: Edition, tmp_path: Path) -> None:
    result = run(edition, "all", "--compress", "zstd", "--out", str(tmp_path / "all"))
    assert result.exit_code == 0
    sums = dict(reversed(line.split("  ")) for line in (tmp_path / "all/SHA256SUMS").read_text().splitlines())
    files = {file.name for file in (tmp_path / "all").iterdir()}
    assert files == {*sums, "SHA256SUMS"}
    assert len(sums) == len(held(edition)) < len(FORMATS)
    assert "eosc: no record of this release has everything" in result.stderr
    for name, checksum in sums.items():
        assert hashlib.sha256((tmp_path / "all" / name).read_bytes()).hexdigest() == checksum
    assert "graph.nq.zst" in sums
    wrong = run(edition, "all")
    assert isinstance(wrong.exception, UsageError)


def test_without_a_release_it_says_what_to_do(tmp_path: Path) -> None:
    result = CliRunner().invoke(command, ["nq", "--release", str(tmp_path)])
    assert isinstance(result.exception, UsageError)
    assert str(result.exception) == f"{tmp_path}: there is no release; run `akkuri build` first."


def test_every_text_exists_in_every_language() -> None:
    keys = {lang: {key for key in catalogue(lang) if key.startswith("publish.")} for lang in LANGUAGES}
    assert keys["en"] == keys["fi"] == keys["sv"]
    for form in FORMATS:
        assert form.title_key in keys["en"]


@pytest.mark.parametrize(
    ("arguments", "fi", "sv"),
    [
        (("docx",), "”docx” ei ole muoto; ", "”docx” är inget format; "),
        (("csv",), "Muoto csv on useita tiedostoja; ", "Formatet csv är flera filer; "),
        (("csv", "--part", "derived"), "Muodossa csv on vain tietueet; ", "Formatet csv har bara posterna; "),
    ],
)
def test_what_is_wrong_is_told_in_the_language_of_the_asker(
    edition: Edition, arguments: tuple[str, ...], fi: str, sv: str
) -> None:
    failure = run(edition, *arguments).exception
    assert isinstance(failure, UsageError)
    assert (failure.sentence("fi")[: len(fi)], failure.sentence("sv")[: len(sv)]) == (fi, sv)
