"""The ROR adapter: three forms of a snapshot give the same entries; one sentence names a broken file."""

import json
import zipfile
from pathlib import Path

import pytest

from akkuri.errors import UsageError
from akkuri.link.registries import registry
from akkuri.link.registries.base import Name, follow_successors
from akkuri.link.registries.ror import RorRegistry

COLUMNS = (
    "ror_id status name name_lang labels_lang aliases acronyms types country_code subdivision "
    "city website domains parents children successors"
)
HEADER = COLUMNS.replace(" ", "\t")
VTT = "https://ror.org/04b181w54"
VERSION_1 = {
    "id": VTT,
    "name": "VTT Technical Research Centre of Finland",
    "labels": [{"label": "Teknologian tutkimuskeskus VTT", "iso639": "fi"}],
    "aliases": [],
    "acronyms": ["VTT"],
    "types": ["Government"],
    "status": "active",
    "links": ["https://www.vttresearch.com"],
    "addresses": [{"city": "Espoo", "state": "Uusimaa"}],
    "country": {"country_code": "FI", "country_name": "Finland"},
    "relationships": [],
    "external_ids": {"Wikidata": {"preferred": None, "all": ["Q1791348"]}},
}


def test_version_2_reads_names_place_and_relations(tiny: Path) -> None:
    entries = {entry.id: entry for entry in RorRegistry().read(tiny)}
    assert len(entries) == 13
    vtt = entries[VTT]
    assert vtt.names == (
        Name("VTT Technical Research Centre of Finland", "label", "en"),
        Name("Teknologian tutkimuskeskus VTT", "label", "fi"),
        Name("VTT", "acronym", ""),
    )
    assert (vtt.country, vtt.subdivision, vtt.city) == ("FI", "Uusimaa", "Espoo")
    assert vtt.types == ("government", "funder")
    assert vtt.identifiers["wikidata"] == "Q1791348"
    assert entries["https://ror.org/0aaaaa266"].parents == ("https://ror.org/0aaaaa169",)


def test_version_1_gives_the_same_entry(tiny: Path, tmp_path: Path) -> None:
    path = tmp_path / "v1.json"
    path.write_text(json.dumps([VERSION_1]), encoding="utf-8")
    (old,) = RorRegistry().read(path)
    new = next(entry for entry in RorRegistry().read(tiny) if entry.id == VTT)
    # Schema v1 does not say the language of the main name.
    assert [(name.text, name.kind) for name in old.names] == [(name.text, name.kind) for name in new.names]
    assert (old.country, old.city, old.links) == (new.country, new.city, new.links)
    assert old.types == ("government",)


def test_tsv_gives_the_same_names(tiny: Path, tmp_path: Path) -> None:
    path = tmp_path / "flat.tsv"
    cells = [VTT, "active", "VTT Technical Research Centre of Finland", "en"]
    cells += ["VTT Technical Research Centre of Finland@en|Teknologian tutkimuskeskus VTT@fi", "", "VTT"]
    cells += ["government|funder", "FI", "Uusimaa", "Espoo", "https://www.vttresearch.com", "", "", "", ""]
    path.write_text(f"{HEADER}\n" + "\t".join(cells) + "\n", encoding="utf-8")
    (flat,) = RorRegistry().read(path)
    new = next(entry for entry in RorRegistry().read(tiny) if entry.id == VTT)
    assert flat.names == new.names
    assert flat.types == new.types


def test_zip_is_opened(tiny: Path, tmp_path: Path) -> None:
    path = tmp_path / "v1.2-ror-data.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(tiny, "v1.2-ror-data_schema_v2.json")
        archive.writestr("v1.2-ror-data.json", "[]")
    assert len(list(RorRegistry().read(path))) == 13


def test_withdrawn_gives_its_names_to_the_successor(tiny: Path) -> None:
    entries = {entry.id: entry for entry in follow_successors(RorRegistry().read(tiny))}
    assert "https://ror.org/0aaaaa363" not in entries
    heir = entries["https://ror.org/0aaaaa169"]
    assert Name("Northmark College of Technology", "alias", "en") in heir.names
    assert "https://ror.org/0aaaaa460" in entries, "an inactive organisation stays"


def test_repeated_id_is_one_entry(tiny: Path) -> None:
    entries = list(RorRegistry().read(tiny))
    assert len(follow_successors(entries + entries)) == 12


def test_circle_of_successors_ends(tiny: Path, tmp_path: Path) -> None:
    records = json.loads(tiny.read_text(encoding="utf-8"))[-4:-2]
    for record, other in zip(records, reversed(records), strict=True):
        record["status"] = "withdrawn"
        record["relationships"] = [{"type": "successor", "id": other["id"], "label": ""}]
    path = tmp_path / "circle.json"
    path.write_text(json.dumps(records), encoding="utf-8")
    assert follow_successors(RorRegistry().read(path)) == []


def test_cut_off_json(tiny: Path, tmp_path: Path) -> None:
    path = tmp_path / "cut.json"
    path.write_text(tiny.read_text(encoding="utf-8")[:-100], encoding="utf-8")
    with pytest.raises(
        UsageError, match=r"cut\.json: not whole JSON, perhaps cut off .* expected a ROR dump"
    ):
        list(RorRegistry().read(path))


def test_cut_off_tsv(tmp_path: Path) -> None:
    path = tmp_path / "cut.tsv"
    path.write_text(f"{HEADER}\n{VTT}\tactive\tVT", encoding="utf-8")
    with pytest.raises(UsageError, match=r"cut\.tsv: line 2 has 3 cells, expected 16"):
        list(RorRegistry().read(path))


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"[]", "no list of records"),
        (b'[{"id": "https://ror.org/04b181w54"}]', "record 1 has no id and status"),
        (b'[{"id": "https://ror.org/04b181w54", "status": "active"}]', "neither name nor names"),
        (b'[{"id": "https://ror.org/04b181w54", "status": "gone", "name": "VTT"}]', "'gone'"),
        (b"a\tb\n1\t2\n", "has no column ror_id"),
        (b"", "has no column ror_id"),
        (b"\xff\xfe", "byte 0 is not UTF-8"),
    ],
)
def test_wrong_schema(tmp_path: Path, content: bytes, message: str) -> None:
    path = tmp_path / "wrong"
    path.write_bytes(content)
    with pytest.raises(UsageError, match=message) as caught:
        list(RorRegistry().read(path))
    assert str(path) in str(caught.value)
    assert "\n" not in str(caught.value)


def test_missing_file(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="cannot be read"):
        list(RorRegistry().read(tmp_path / "absent.json"))


def test_wrong_check_digits(tmp_path: Path) -> None:
    path = tmp_path / "digits.json"
    path.write_text(json.dumps([VERSION_1 | {"id": "https://ror.org/04b181w55"}]), encoding="utf-8")
    with pytest.raises(
        UsageError, match=r"record 1 has the id “https://ror.org/04b181w55”.*right check digits"
    ):
        list(RorRegistry().read(path))


def test_one_wrong_id_in_a_thousand_is_left_out_with_a_note(tmp_path: Path) -> None:
    path = tmp_path / "large.json"
    records = [VERSION_1] * 999 + [VERSION_1 | {"id": "https://ror.org/012xzy7a9"}]
    path.write_text(json.dumps(records), encoding="utf-8")
    adapter = RorRegistry()
    assert len(list(adapter.read(path))) == 999
    assert len(adapter.notes) == 1
    assert "record 1000" in adapter.notes[0]


def test_identifier_is_brought_to_its_full_form() -> None:
    assert RorRegistry().check_identifier(" 04b181w54 ") == VTT
    with pytest.raises(UsageError, match="not a ROR id"):
        RorRegistry().check_identifier("04b181w55")


def test_unknown_registry_names_those_there_are() -> None:
    with pytest.raises(UsageError, match=r"no registry “grid”; expected one of: .*ror"):
        registry("grid")
