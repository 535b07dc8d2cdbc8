"""GeoJSON and GraphML of a few records by hand, and of all real ones."""

import json
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import networkx

from akkuri.publish.edition import Edition
from akkuri.publish.formats import export, find_format

SMALL = """
<id/facility/f> a ak:Facility ; skos:prefLabel "F & <co>"@en, "F suomeksi"@fi ;
  wgs84:lat 60.25 ; wgs84:long 24.5 ;
  ak:operator <id/organisation/o> ; ak:floorArea 12.50 .
<id/facility/nowhere> a ak:Facility ; skos:prefLabel "Nowhere"@en ; ak:operator <id/organisation/o> .
<id/organisation/o> a ak:Organisation ; skos:prefLabel "O"@en ; ak:countryCode "FI" .
<id/project/p#participation-o> a ak:Participation ; ak:organisation <id/organisation/o> ;
  dct:source <id/source/s> .
<id/source/s> a ak:Source .
<ontology#operator> a <http://www.w3.org/2002/07/owl#ObjectProperty> .
<ontology#Facility> rdfs:label "facility"@en, "infrastruktuuri"@fi .
"""
BASE = "https://w3id.org/akkuri/"
LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def test_geojson_by_hand(small_turtle: Callable[[str], Edition], tmp_path: Path) -> None:
    export(small_turtle(SMALL), find_format("geojson"), tmp_path / "out.geojson")
    found = json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8"))
    assert LICENCE in found.pop("license")
    assert found.pop("citation").endswith(BASE)
    assert found == {
        "type": "FeatureCollection",
        "features": [
            {
                "type": "Feature",
                "id": f"{BASE}id/facility/f",
                "geometry": {"type": "Point", "coordinates": [24.5, 60.25]},
                "properties": {
                    "kind": "facility",
                    "kind_name": "facility",
                    "name": "F & <co>",
                    "name_fi": "F suomeksi",
                    "floor_area": 12.5,
                    "operator": f"{BASE}id/organisation/o",
                    "operator_name": "O",
                },
            }
        ],
    }


def test_geojson_has_every_record_with_a_point(edition: Edition, tmp_path: Path) -> None:
    export(edition, find_format("geojson"), tmp_path / "out.geojson")
    features = json.loads((tmp_path / "out.geojson").read_text(encoding="utf-8"))["features"]
    points = {quad.subject.value for quad in edition.quads() if quad.predicate.value.endswith("pos#lat")}
    records = {iri for iri in points if iri.startswith(f"{BASE}id/")}
    assert {feature["id"] for feature in features} == records
    assert len(features) == len(records) > 300
    assert all(feature["properties"]["geo_precision"] for feature in features)
    assert all(list(feature["properties"])[:3] == ["name", "kind", "kind_name"] for feature in features)
    for feature in features:
        assert not any(isinstance(value, dict | list) for value in feature["properties"].values())
        longitude, latitude = feature["geometry"]["coordinates"]
        assert -180 <= longitude <= 180
        assert -90 <= latitude <= 90


def test_graphml_by_hand(small_turtle: Callable[[str], Edition], tmp_path: Path) -> None:
    export(small_turtle(SMALL), find_format("graphml"), tmp_path / "out.graphml")
    graph = networkx.read_graphml(tmp_path / "out.graphml")
    assert set(graph.nodes) == {
        f"{BASE}id/{name}"
        for name in ("facility/f", "facility/nowhere", "organisation/o", "project/p#participation-o")
    }
    assert graph.nodes[f"{BASE}id/facility/f"] == {
        "class": "Facility",
        "label": "F & <co>",
        "label_fi": "F suomeksi",
        "lat": 60.25,
        "long": 24.5,
    }
    assert graph.nodes[f"{BASE}id/project/p#participation-o"]["label"] == "O"
    edges = {(a, b, data["property"]) for a, b, data in graph.edges(data=True)}
    organisation = f"{BASE}id/organisation/o"
    assert edges == {
        (f"{BASE}id/facility/f", organisation, "ak:operator"),
        (f"{BASE}id/facility/nowhere", organisation, "ak:operator"),
        (f"{BASE}id/project/p#participation-o", organisation, "ak:organisation"),
    }


def test_graphml_of_the_real_graph_can_be_read(edition: Edition, tmp_path: Path) -> None:
    export(edition, find_format("graphml"), tmp_path / "out.graphml")
    root = ElementTree.parse(tmp_path / "out.graphml").getroot()
    space = {"g": "http://graphml.graphdrawing.org/xmlns"}
    assert LICENCE in root.findtext("g:desc", "", space)
    nodes = {node.get("id") for node in root.iterfind(".//g:node", space)}
    assert len(nodes) > 2000
    assert len(root.findall(".//g:node/g:data[@key='label']", space)) == len(nodes)
    for edge in root.iterfind(".//g:edge", space):
        assert {edge.get("source"), edge.get("target")} <= nodes
