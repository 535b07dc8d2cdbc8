"""The material of others that some tests run against: where it lies, and what does not run without it.

No copy of it stands in this repository. `AKKURI_SHARED` names the folder that holds it; without the variable
it is looked for beside the project (`../shared`). In it, and from where anyone can get it:

- `conformance/sparql11`: https://github.com/w3c/rdf-tests
- `conformance/shacl`: https://github.com/w3c/data-shapes
- `conformance/dcat-ap`: https://github.com/SEMICeu/DCAT-AP
- `conformance/openaire-cerif`: https://github.com/openaire/guidelines-cris-managers
- `conformance/eosc-resources`, `pidinst`, `datacite-4.6`, `sssom`: the schemas these publish
- `registries`, `geo`: ROR, Wikidata, ESFRI, MERIL, EOSC, research.fi, GeoNames, NUTS and Statistics Finland
- `ontologies`: what `ontology/alignments.ttl` aligns
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final

VARIABLE: Final = "AKKURI_SHARED"
SHARED: Final = Path(os.environ.get(VARIABLE) or Path(__file__).resolve().parents[2] / "shared").resolve()
NEEDED: Final = "needs the material of others"
"""The reason of every test that is skipped for want of it."""


@dataclass(frozen=True)
class Suite:
    """A suite whose tests are made from its manifests: without them they are not even collected."""

    title: str
    folder: Path
    module: str
    """The test module that runs it."""
    cases: int
    """How many tests the manifests make; held to by a test where they are there."""


SPARQL: Final = Suite("W3C SPARQL 1.1", SHARED / "conformance/sparql11", "test_sparql_query", 362)
PROTOCOL: Final = Suite(
    "W3C SPARQL 1.1 Protocol", SHARED / "conformance/sparql11", "test_sparql_protocol", 34
)
SHACL: Final = Suite(
    "W3C SHACL", SHARED / "conformance/shacl/data-shapes-test-suite/tests", "test_shacl", 240
)
SUITES: Final = (SPARQL, PROTOCOL, SHACL)


def closing_line(reasons: Iterable[str]) -> str | None:
    """Say in one line what did not run for want of the material; None when everything ran.

    `reasons` are the reasons of the skipped tests.
    """
    single = sum(NEEDED in reason for reason in reasons)
    absent = [suite for suite in SUITES if not suite.folder.is_dir()]
    total = single + sum(suite.cases for suite in absent)
    if not total:
        return None
    parts = [f"{suite.title} {suite.cases}" for suite in absent] + (
        [f"schemas and registries {single}"] if single else []
    )
    return (
        f"Not run: {total} cases that need the material of others ({', '.join(parts)}). "
        f"tests/shared_material.py says from where to get it; {VARIABLE} names the folder that holds it."
    )
