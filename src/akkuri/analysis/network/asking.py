"""What is asked of the network analysis: the names of a request, looked up in the graph."""

from dataclasses import dataclass
from typing import Any, Final

from akkuri.analysis.lookup import find_concept, find_country
from akkuri.analysis.model.values import Model
from akkuri.analysis.network.facilities import SAME_OPERATOR, facility_model, facility_ties
from akkuri.analysis.network.graph import Filter, Network, build_network
from akkuri.analysis.network.ties import Tie, ties
from akkuri.analysis.network.triples import OWN_KINDS
from akkuri.analysis.refusals import worded
from akkuri.analysis.weights import Parameters
from akkuri.errors import UsageError
from akkuri.naming.things import concepts
from akkuri.texts import text

__all__ = ["NODES", "TOP", "Analysis", "NetworkRequest"]

TOP: Final = 50
"""So many rows unless more are asked for."""
_TYPES: Final = {"organisation": "organisation-type", "facility": "facility-kind"}
_TIES: Final = concepts("tie-kind", "collaboration-kind")
NODES: Final = tuple(_TYPES)


@dataclass(frozen=True, slots=True)
class NetworkRequest:
    """What is asked; the names are those of the command line and of the API."""

    show: str = "measures"
    since: int | None = None
    until: int | None = None
    kind: tuple[str, ...] = ()
    country: str | None = None
    type: str | None = None
    stage: str | None = None
    organisation: str | None = None
    without: str | None = None
    facility: str | None = None
    year: int | None = None
    top: int | None = None
    lang: str = "en"
    nodes: str = "organisation"
    """organisation: actors; facility: facilities."""


@dataclass(slots=True)
class Analysis:
    """A model with its ties, and the network within the filters of a request."""

    model: Model
    parameters: Parameters
    ties: list[Tie]
    request: NetworkRequest
    only: Filter

    @classmethod
    def of(
        cls, model: Model, parameters: Parameters, request: NetworkRequest, found: list[Tie] | None = None
    ) -> "Analysis":
        """Resolve the names of a request; `found` are the ties of actors when they are computed already."""
        if request.nodes not in NODES:
            known = ", ".join(NODES)
            raise UsageError(text(request.lang, "analysis.bad_nodes", value=request.nodes, known=known))
        if request.nodes == "facility":
            found, model = facility_ties(model), facility_model(model)
        elif found is None:
            found = ties(model, parameters)
        return cls(model, parameters, found, request, _filter(model, request))

    def network(self) -> Network:
        """Build the network within the filters. Raises UsageError when nothing is left."""
        with worded(self.request.lang):
            return build_network(self.model, self.parameters, self.ties, self.only)

    def name(self, iri: str) -> str:
        """The label of a record in the language of the request."""
        return self.model.label(iri, self.request.lang)

    def names(self, iris: list[str] | tuple[str, ...]) -> list[str]:
        """The labels of records."""
        return [self.name(iri) for iri in iris]

    def concept(self, scheme: str, concept: str | None) -> str:
        """The label of a concept; empty for None."""
        return self.model.concept_label(scheme, concept, self.request.lang) if concept else ""

    def type_name(self, kind: str | None) -> str:
        """The label of a type of actor, or of a kind of facility where facilities are the nodes."""
        return self.concept(_TYPES[self.request.nodes], kind)

    def kind_name(self, kind: str) -> str:
        """The label of a kind of tie."""
        return self.concept("tie-kind" if kind in (*OWN_KINDS, SAME_OPERATOR) else "collaboration-kind", kind)

    def top(self, rows: list[dict[str, Any]], most: int | None = TOP) -> list[dict[str, Any]]:
        """The first rows, as many as asked for."""
        return rows[: self.request.top or most]


def _filter(model: Model, request: NetworkRequest) -> Filter:
    lang = request.lang
    if request.since is not None and request.until is not None and request.since > request.until:
        raise UsageError(text(lang, "analysis.bad_period", since=request.since, until=request.until))
    if request.top is not None and request.top < 1:
        raise UsageError(text(lang, "analysis.bad_top", top=request.top))
    kinds = tuple(model.resolver.find(kind, _TIES, lang).id for kind in request.kind)
    country = find_country(model, request.country, lang) if request.country else None
    kind_of_actor = find_concept(model, _TYPES[request.nodes], request.type, lang) if request.type else None
    stage = find_concept(model, "value-chain-stage", request.stage, lang) if request.stage else None
    return Filter(request.since, request.until, kinds, country, kind_of_actor, stage)
