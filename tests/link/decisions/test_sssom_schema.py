"""The committed mapping sets against the published SSSOM schema, read without the library that wrote them."""

import csv
import io
import json
from pathlib import Path
from typing import Any

import jsonschema
import pytest
import yaml

from akkuri import resources

FILES = sorted((resources.data() / "links").glob("*.sssom.tsv"))
NUMBERS = ("confidence", "similarity_score")


def document(file: Path) -> dict[str, Any]:
    """The set as the JSON that the schema describes; dates stay text."""
    lines = file.read_text(encoding="utf-8").splitlines()
    header = yaml.load("\n".join(line[1:] for line in lines if line.startswith("#")), Loader=yaml.BaseLoader)
    body = "\n".join(line for line in lines if not line.startswith("#"))
    rows = [
        {key: float(value) if key in NUMBERS else value for key, value in row.items() if value}
        for row in csv.DictReader(io.StringIO(body), delimiter="\t")
    ]
    assert all(row["subject_id"].split(":")[0] in header["curie_map"] for row in rows)
    assert all(row["object_id"].split(":")[0] in header["curie_map"] for row in rows)
    return {key: value for key, value in header.items() if key != "curie_map"} | {"mappings": rows}


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name.partition(".")[0])
def test_valid(file: Path, shared: Path) -> None:
    schema = json.loads((shared / "conformance" / "sssom" / "sssom_schema.schema.json").read_text())
    of_a_set = {"$defs": schema["$defs"], "$ref": "#/$defs/MappingSet"}
    validator = jsonschema.Draft201909Validator(of_a_set)
    assert [error.message for error in validator.iter_errors(document(file))] == []
    spoilt = document(file)
    spoilt["mappings"][0] = {**spoilt["mappings"][0], "mapping_cardinality": "some"}
    assert list(validator.iter_errors(spoilt)), "the schema looks at the mappings"
