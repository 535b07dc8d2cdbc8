"""The pictures that a question declares beside its answer: a map, who works together, its rows as ties."""

from dataclasses import dataclass

from pyoxigraph import NamedNode

from akkuri.ask.named.question import NamedQuery
from akkuri.web.analyses.basis import served_basis
from akkuri.web.analyses.small_network import SmallNetwork, network_among
from akkuri.web.editor.answer_network import AnswerNetwork, answer_network
from akkuri.web.map.small_map import SmallMap, small_map
from akkuri.web.page.answers import Result
from akkuri.web.page.values import PageView

__all__ = ["QueryPictures", "query_pictures"]


@dataclass(frozen=True, slots=True)
class QueryPictures:
    """What is declared and can be drawn."""

    map: SmallMap | None = None
    network: SmallNetwork | None = None
    ties: AnswerNetwork | None = None


def query_pictures(item: NamedQuery, result: Result, shown: PageView) -> QueryPictures:
    """Draw what a question declares from the rows of its answer. Raises Refusal."""
    if not item.pictures or not result.rows:
        return QueryPictures()
    ties = answer_network(result, shown) if "ties" in item.pictures else None
    if not {"map", "together"}.intersection(item.pictures):
        return QueryPictures(ties=ties)
    model = served_basis().model
    met = dict.fromkeys(term.value for row in result.rows for term in row if isinstance(term, NamedNode))
    facilities = [model.facilities[iri] for iri in met if iri in model.facilities]
    actors = {iri for iri in met if iri in model.organisations}
    actors |= {operator for facility in facilities for operator in facility.operators}
    return QueryPictures(
        small_map(model, facilities, shown) if "map" in item.pictures else None,
        network_among(actors, shown) if "together" in item.pictures else None,
        ties,
    )
