"""RO-Crate 1.2: what its specification demands of the description, and that it describes what is there."""

import json
import zipfile
from collections.abc import Callable
from datetime import date
from pathlib import Path

from akkuri.publish.edition import Edition
from akkuri.publish.formats import export, find_format

RECORD = '<id/facility/f> a ak:Facility ; skos:prefLabel "F"@en .'


def test_the_crate_describes_itself_and_every_file(
    small_turtle: Callable[[str], Edition], tmp_path: Path
) -> None:
    edition = small_turtle(RECORD)
    export(edition, find_format("rocrate"), tmp_path / "crate.zip")
    with zipfile.ZipFile(tmp_path / "crate.zip") as archive:
        document = json.loads(archive.read("ro-crate-metadata.json"))
        sizes = {info.filename: info.file_size for info in archive.infolist()}
        assert archive.read("graph.nq") == edition.graph.read_bytes()
    assert set(document) == {"@context", "@graph"}
    assert document["@context"] == "https://w3id.org/ro/crate/1.2/context"
    entities = {entity["@id"]: entity for entity in document["@graph"]}
    assert len(entities) == len(document["@graph"])
    assert all("@type" in entity for entity in entities.values())
    descriptor = entities["ro-crate-metadata.json"]
    assert descriptor["@type"] == "CreativeWork"
    assert descriptor["about"] == {"@id": "./"}
    assert descriptor["conformsTo"] == {"@id": "https://w3id.org/ro/crate/1.2"}
    root = entities["./"]
    assert root["@type"] == "Dataset"
    assert root["name"]
    assert root["description"]
    assert date.fromisoformat(root["datePublished"])
    licence = entities[root["license"]["@id"]]
    assert licence["name"]
    assert licence["description"]
    assert entities[root["publisher"]["@id"]]["@type"] == "Organization"
    parts = {part["@id"] for part in root["hasPart"]}
    assert parts == sizes.keys() - {"ro-crate-metadata.json"}
    for name in parts:
        assert entities[name]["@type"] == "File"
        assert entities[name]["encodingFormat"]
        assert int(entities[name]["contentSize"]) == sizes[name]
        assert entities[name]["description"]
        assert "license" not in entities[name]  # it is the root's, which holds for all
    # What the profile recommends of the root, its identifier and its publisher.
    assert entities[root["identifier"]["@id"]]["@type"] == "PropertyValue"
    publisher = entities[root["publisher"]["@id"]]
    assert publisher["url"]
    assert entities[publisher["contactPoint"]["@id"]]["@type"] == "ContactPoint"
    assert entities["facilities.csv"]["description"] == "The table “Facilities” as it is curated."


def nested(value: object) -> bool:
    """Tell whether an object stands within a property that is more than a reference: the graph is flat."""
    values = value if isinstance(value, list) else [value]
    return any(isinstance(each, dict) and set(each) != {"@id"} for each in values)


def test_the_graph_is_flat_and_names_nothing_that_is_not_there(
    small_turtle: Callable[[str], Edition], tmp_path: Path
) -> None:
    export(small_turtle(RECORD), find_format("ro-crate"), tmp_path / "crate")
    graph = json.loads((tmp_path / "crate/ro-crate-metadata.json").read_text(encoding="utf-8"))["@graph"]
    known = {entity["@id"] for entity in graph} | {"https://w3id.org/ro/crate/1.2"}
    for entity in graph:
        assert not any(nested(value) for value in entity.values())
        for value in entity.values():
            named = [
                each["@id"]
                for each in (value if isinstance(value, list) else [value])
                if isinstance(each, dict)
            ]
            assert known.issuperset(named)
