"""Which cells of the gap table a change of the tables changes."""

from pyoxigraph import Store

from akkuri.analysis.gaps.cells import Cell
from akkuri.analysis.gaps.changes import Change, area_cells, compare
from akkuri.analysis.model.loading import load_model
from akkuri.analysis.model.statements import EngineSource
from akkuri.analysis.weights import load_parameters
from akkuri.checks.cluster import Cluster
from akkuri.graph.mapping import map_tables
from akkuri.tables.rows import Tables
from akkuri.texts import text
from akkuri.texts.numbers import decimal

__all__ = ["changed_cells"]


def changed_cells(before: Tables, after: Tables, cluster: Cluster, lang: str) -> list[str]:
    """Return a sentence for each cell of the home country that gets another state or severity."""
    old, new = _cells(before, cluster), _cells(after, cluster)
    return [_sentence(change, cluster, lang) for change in compare(old, new)]


def _cells(tables: Tables, cluster: Cluster) -> list[Cell]:
    store = Store()
    mapped = map_tables(tables, cluster.vocabularies, cluster.names)
    store.bulk_extend([*mapped.quads, *cluster.vocabularies.quads, *cluster.ontology])
    model = load_model(EngineSource(store), cluster.names)
    return area_cells(model, load_parameters(cluster.folder), model.home) if model.home else []


def _sentence(change: Change, cluster: Cluster, lang: str) -> str:
    """Say which cell it is, and its state and severity before and after."""
    concepts = cluster.vocabularies.schemes

    def label(concept: str) -> str:
        return next((found[concept].label(lang) for found in concepts.values() if concept in found), concept)

    def state(cell: Cell | None) -> str:
        if cell is None:
            return text(lang, "checks.empty")
        name = cluster.vocabularies.concepts("cell-state").get(cell.state)
        return f"{name.label(lang) if name else cell.state} ({decimal(lang, f'{cell.severity:g}')})"

    _, stage, capability = change.key
    said = {"stage": label(stage), "capability": label(capability)}
    return text(lang, "curation.cell", before=state(change.before), after=state(change.after), **said)
