"""The analyses' tests: the weights and the national graph built once."""

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
