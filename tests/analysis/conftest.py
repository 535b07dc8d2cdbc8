"""The analyses' tests: a small hand-written cluster, and the national graph built once."""

from pathlib import Path

import pytest
from pyoxigraph import RdfFormat, Store

from akkuri import resources
from akkuri.analysis.model.loading import load_model
from akkuri.analysis.model.statements import EngineSource
from akkuri.analysis.model.values import Model
from akkuri.analysis.weights import Parameters, load_parameters
from akkuri.namespaces import Names
from akkuri.release.opening import Release

PREFIXES = """
@prefix ak: <https://w3id.org/akkuri/ontology#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix org: <https://w3id.org/akkuri/id/organisation/> .
@prefix net: <https://w3id.org/akkuri/id/network/> .
@prefix fac: <https://w3id.org/akkuri/id/facility/> .
@prefix prj: <https://w3id.org/akkuri/id/project/> .
@prefix x: <https://w3id.org/akkuri/id/other/> .
@prefix cap: <https://w3id.org/akkuri/concept/capability/> .
@prefix stage: <https://w3id.org/akkuri/concept/value-chain-stage/> .
@prefix region: <https://w3id.org/akkuri/concept/region/> .
@prefix status: <https://w3id.org/akkuri/concept/status/> .
@prefix scale: <https://w3id.org/akkuri/concept/scale/> .
@prefix access: <https://w3id.org/akkuri/concept/access-mode/> .
@prefix type: <https://w3id.org/akkuri/concept/organisation-type/> .
@prefix role: <https://w3id.org/akkuri/concept/participation-role/> .
@prefix kind: <https://w3id.org/akkuri/concept/collaboration-kind/> .
@prefix gap: <https://w3id.org/akkuri/concept/gap-kind/> .
@prefix scheme: <https://w3id.org/akkuri/concept/> .
"""
FRAME = """
stage:one skos:inScheme scheme:value-chain-stage ; ak:order 1 .
stage:two skos:inScheme scheme:value-chain-stage ; ak:order 2 .
cap:all skos:inScheme scheme:capability .
cap:mix skos:inScheme scheme:capability ; skos:broader cap:all ; ak:expectedStage stage:one , stage:two .
cap:test skos:inScheme scheme:capability ; skos:broader cap:all ; ak:expectedStage stage:two .
cap:shake skos:inScheme scheme:capability ; skos:broader cap:test .
region:FI1A skos:inScheme scheme:region . region:FI1B skos:inScheme scheme:region .
"""


def store_of(turtle: str) -> Store:
    """Return a store with the frame and some statements."""
    store = Store()
    store.load((PREFIXES + FRAME + turtle).encode(), format=RdfFormat.TURTLE)
    return store


def model_of(turtle: str) -> Model:
    """Return the model of some statements."""
    return load_model(EngineSource(store_of(turtle)), Names())


@pytest.fixture(scope="session")
def parameters() -> Parameters:
    return load_parameters()


@pytest.fixture(scope="session")
def release(national_release: Release) -> Release:
    return national_release


@pytest.fixture(scope="session")
def graph(release: Release) -> Store:
    store = Store()
    store.bulk_load(path=str(release.graph_path), format=RdfFormat.N_QUADS)
    return store


@pytest.fixture(scope="session")
def national(graph: Store) -> Model:
    return load_model(EngineSource(graph), Names())


@pytest.fixture(scope="session")
def data() -> Path:
    return resources.data()
