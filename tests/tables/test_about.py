"""A cluster says in about.json what it is called, and in columns.json what it adds to the tables of all."""

import json
import shutil
from pathlib import Path

import pytest

from akkuri import resources
from akkuri.errors import UsageError
from akkuri.release.build import build_release
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.tables.about import load_description
from akkuri.tables.schema import schema_of_folder

HYDROGEN = Path(__file__).parents[1] / "fixtures" / "hydrogen"
ABOUT = {
    "dc:title": [{"@language": "en", "@value": "Wind"}],
    "dc:issued": "2027-01-31",
    "dcat:version": "2.0",
}


@pytest.fixture
def cluster(tmp_path: Path) -> Path:
    """A folder with nothing but an about.json."""
    (tmp_path / "about.json").write_text(json.dumps(ABOUT))
    return tmp_path


def general() -> dict[str, object]:
    document: dict[str, object] = json.loads(resources.tables().read_text(encoding="utf-8"))
    return document


def test_the_tables_of_all_say_nothing_about_a_cluster() -> None:
    assert {name for name in general() if name.startswith(("dc:", "dcat:"))} == set()


def test_about_stands_at_the_top_of_the_tables_of_all(cluster: Path) -> None:
    assert load_description(cluster) == general() | ABOUT


def test_about_stands_above_a_folders_own_tables(cluster: Path) -> None:
    own = general() | ABOUT | {"dcat:version": "1.5", "dc:issued": "2026-01-01"}
    (cluster / "tables.json").write_text(json.dumps(own))
    (cluster / "about.json").write_text('{"dc:issued": "2027-01-31"}')
    schema = schema_of_folder(cluster)
    assert (schema.version, schema.issued) == ("1.5", "2027-01-31")


def test_a_folder_that_says_all_in_its_own_tables_needs_no_about(cluster: Path) -> None:
    (cluster / "about.json").unlink()
    (cluster / "tables.json").write_text(json.dumps(general() | ABOUT))
    assert schema_of_folder(cluster).title == {"en": "Wind"}


def test_a_cluster_without_about_is_one_sentence_with_the_file(cluster: Path) -> None:
    (cluster / "about.json").rename(cluster / "facilities.csv")
    with pytest.raises(UsageError) as caught:
        load_description(cluster)
    said = f"{cluster / 'about.json'}: is not there; expected what the cluster is called"
    assert str(caught.value).startswith(said)


@pytest.mark.parametrize("name", list(ABOUT))
def test_an_about_that_lacks_something_is_one_sentence_with_the_file(cluster: Path, name: str) -> None:
    (cluster / "about.json").write_text(json.dumps({key: ABOUT[key] for key in ABOUT if key != name}))
    with pytest.raises(UsageError, match=rf"about\.json:1: lacks {name}; expected "):
        load_description(cluster)


def test_added_columns_stand_where_they_are_put(cluster: Path) -> None:
    depth = {"name": "depth", "titles": {"en": "Depth", "fi": "Syvyys", "sv": "Djup"}}
    mast = {
        "url": "masts.csv",
        "dc:title": [{"@language": "en", "@value": "Masts"}],
        "ak:class": "ak:Mast",
        "tableSchema": {"columns": [{"name": "id", "titles": {"en": "Identifier"}}]},
    }
    tables = [
        {"url": "facilities.csv", "ak:after": "id", "tableSchema": {"columns": [depth]}},
        {"url": "networks.csv", "tableSchema": {"columns": [depth]}},
        mast,
    ]
    (cluster / "columns.json").write_text(json.dumps({"tables": tables}))
    schema = schema_of_folder(cluster)
    assert schema.by_name["facilities"].header[:3] == ["id", "depth", "name_en"]
    assert schema.by_name["networks"].header[-1] == "depth"
    assert schema.by_name["masts"].header == ["id"]
    others = [table.name for table in schema if table.name != "masts"]
    assert others == [str(entry["url"]).removesuffix(".csv") for entry in general()["tables"]]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ('{\n"tables": [,]}', ":2: is not JSON"),
        ("[]", ":1: is no JSON object"),
        ("{}", ":1: has no list of tables"),
        ('{"tables": [\n{"tableSchema": {}}]}', ":1: has no list of tables"),
        ('{"tables": [\n{"url": "gaps.csv"}]}', ":2: gaps.csv lacks 'tableSchema'"),
        (
            '{"tables": [\n{"url": "gaps.csv",\n"ak:after": "depth", "tableSchema": {"columns": []}}]}',
            ":3: gaps.csv has no column depth",
        ),
        (
            '{"tables": [{"url": "gaps.csv", "tableSchema": {"columns": [\n{"name": "statement"}]}}]}',
            ":2: gaps.csv has the column statement already",
        ),
        (
            '{"tables": [{"url": "gaps.csv", "tableSchema": {"columns": ['
            '\n{"name": "n", "datatype": "double"}]}}]}',
            ":2: the column n of gaps.csv has the datatype double",
        ),
    ],
)
def test_wrong_columns_are_one_sentence_with_file_and_line(text: str, said: str, cluster: Path) -> None:
    (cluster / "columns.json").write_text(text)
    with pytest.raises(UsageError) as caught:
        load_description(cluster)
    assert str(caught.value).startswith(f"{cluster / 'columns.json'}{said}")
    assert "; expected " in str(caught.value)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("{", ":1: is not JSON"),
        ("[]", ":1: is no JSON object"),
        ('{"title": "Hydrogen"}', ":1: title is no member"),
        ('{"tables": []}', ":1: tables is no member"),
        ('{\n"dc:issued": "24.11.2026"}', ":2: dc:issued is “24.11.2026”"),
        ('{"dc:title": "Hydrogen"}', ":1: dc:title is “Hydrogen”"),
        ('{"dc:title": [{"@value": "Hydrogen"}]}', ":1: dc:title is"),
        ('{"dcat:version": 2}', ":1: dcat:version is “2”"),
        ('{"dc:license": "CC-BY"}', ":1: dc:license is “CC-BY”"),
    ],
)
def test_a_wrong_about_is_one_sentence_with_the_file(text: str, said: str, tmp_path: Path) -> None:
    (tmp_path / "about.json").write_text(text)
    with pytest.raises(UsageError) as caught:
        load_description(tmp_path)
    assert str(caught.value).startswith(f"{tmp_path / 'about.json'}{said}")
    assert "; expected " in str(caught.value)


def test_a_release_of_another_cluster_bears_its_own_name(hydrogen_release: Release) -> None:
    release = hydrogen_release
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
    assert written == load_description(data)
