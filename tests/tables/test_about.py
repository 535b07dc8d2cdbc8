"""A cluster says in about.json what it is called; everything else of tables.json it may share."""

import json
import shutil
from pathlib import Path

import pytest

from akkuri import resources
from akkuri.errors import UsageError
from akkuri.release.build import build_release
from akkuri.settings import Settings
from akkuri.tables.about import load_description
from akkuri.tables.schema import schema_of

HYDROGEN = Path(__file__).parents[1] / "fixtures" / "hydrogen"
NATIONAL = resources.data() / "tables.json"


def test_a_folder_without_anything_has_the_default_description(tmp_path: Path) -> None:
    assert load_description(tmp_path, NATIONAL) == json.loads(NATIONAL.read_text(encoding="utf-8"))


def test_about_takes_the_place_of_what_it_names_and_of_nothing_else(tmp_path: Path) -> None:
    (tmp_path / "about.json").write_text('{"dc:issued": "2027-01-31", "dcat:version": "2.0"}')
    found, national = load_description(tmp_path, NATIONAL), load_description(tmp_path / "none", NATIONAL)
    assert (found.pop("dc:issued"), found.pop("dcat:version")) == ("2027-01-31", "2.0")
    del national["dc:issued"], national["dcat:version"]
    assert found == national


def test_about_stands_above_a_folders_own_tables(tmp_path: Path) -> None:
    own = json.loads(NATIONAL.read_text(encoding="utf-8")) | {
        "dcat:version": "1.5",
        "dc:issued": "2026-01-01",
    }
    (tmp_path / "tables.json").write_text(json.dumps(own))
    (tmp_path / "about.json").write_text('{"dc:issued": "2027-01-31"}')
    schema = schema_of(load_description(tmp_path, NATIONAL), tmp_path)
    assert (schema.version, schema.issued) == ("1.5", "2027-01-31")


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", "is not JSON"),
        ("[]", "is no JSON object"),
        ('{"title": "Hydrogen"}', "title is no member"),
        ('{"tables": []}', "tables is no member"),
        ('{"dc:issued": "24.11.2026"}', "dc:issued is “24.11.2026”"),
        ('{"dc:title": "Hydrogen"}', "dc:title is “Hydrogen”"),
        ('{"dc:title": [{"@value": "Hydrogen"}]}', "dc:title is"),
        ('{"dcat:version": 2}', "dcat:version is “2”"),
        ('{"dc:license": "CC-BY"}', "dc:license is “CC-BY”"),
    ],
)
def test_a_wrong_about_is_one_sentence_with_the_file(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "about.json").write_text(text)
    with pytest.raises(UsageError) as caught:
        load_description(tmp_path, NATIONAL)
    assert str(caught.value).startswith(f"{tmp_path / 'about.json'}: {said}")
    assert "; expected " in str(caught.value)


def test_a_release_of_another_cluster_bears_its_own_name(tmp_path: Path) -> None:
    release = build_release(Settings(), HYDROGEN, tmp_path)
    about = json.loads((HYDROGEN / "about.json").read_text(encoding="utf-8"))
    titles = {text["@language"]: text["@value"] for text in about["dc:title"]}
    assert set(titles) == {"en", "fi", "sv"}
    assert release.manifest["title"] == titles
    assert release.version.startswith(about["dc:issued"])
    catalogue = (release.folder / "catalog.ttl").read_text(encoding="utf-8")
    assert titles["fi"] in catalogue
    for text in (catalogue, (release.folder / "void.ttl").read_text(encoding="utf-8")):
        assert "batter" not in text.lower()


def test_the_description_in_a_release_is_that_of_its_data(tmp_path: Path) -> None:
    data = Path(shutil.copytree(HYDROGEN, tmp_path / "data"))
    release = build_release(Settings(), data, tmp_path / "out")
    written = json.loads((release.folder / "tables.json").read_text(encoding="utf-8"))
    assert written == load_description(data, NATIONAL)
