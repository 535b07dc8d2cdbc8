"""Opening a model: from a release on disk or from any store that answers SPARQL."""

from pathlib import Path

from pyoxigraph import Store as Engine

from akkuri.analysis.model.loading import load_model
from akkuri.analysis.model.statements import EngineSource, SelectSource
from akkuri.analysis.model.values import Model
from akkuri.namespaces import Names
from akkuri.store import Store
from akkuri.store.loading import load

__all__ = ["model_of_file", "model_of_store"]


def model_of_file(graph: Path, names: Names, version: str | None = None) -> Model:
    """Read the model from the N-Quads of a release of some version.

    Raises UsageError when the file cannot be read.
    """
    engine = Engine()
    load(engine, [graph], lenient=True)
    model = load_model(EngineSource(engine), names)
    model.version = version
    return model


def model_of_store(store: Store, names: Names) -> Model:
    """Read the model through SPARQL. Raises OutsideError when the store cannot be reached."""
    return load_model(SelectSource(store.select), names)
