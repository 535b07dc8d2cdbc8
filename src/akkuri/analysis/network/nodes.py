"""Whoever is connected in a network: organisations or facilities, and what they and their ties are called."""

from functools import cached_property
from typing import Final

from akkuri.analysis.model.values import Model
from akkuri.analysis.network.facilities import SAME_OPERATOR, facility_model, facility_ties
from akkuri.analysis.network.ties import Tie
from akkuri.analysis.network.triples import OWN_KINDS
from akkuri.analysis.views.asking import Asked
from akkuri.analysis.views.filter import Choice, Filter
from akkuri.naming.choosing import choice, chosen
from akkuri.texts import LANGUAGES, text

__all__ = ["NODES", "NodesAsked", "type_scheme"]

_TYPES: Final = {"organisation": "organisation-type", "facility": "facility-kind"}
"""Who may be the nodes → the scheme of their types."""


def _nodes(asked: Asked, given: str) -> str:
    names = asked.basis.model.names  # the model itself depends on who the nodes are
    among = [
        choice(
            name,
            [(lang, text(lang, f"views.nodes_{name}")) for lang in LANGUAGES],
            [
                (lang, called(lang))
                for lang in LANGUAGES
                for called in (names.kinds[name].one, names.kinds[name].many)
            ],
        )
        for name in _TYPES
    ]
    return chosen(given, among, asked.called("nodes"), names, asked.lang).id


def _node_choices(asked: Asked) -> list[Choice]:
    return [(name, text(asked.lang, f"views.nodes_{name}")) for name in _TYPES]


NODES: Final = Filter(
    "nodes", _nodes, {"type": "string", "enum": list(_TYPES)}, choices=_node_choices, default="organisation"
)


class NodesAsked(Asked):
    """A request about whoever is connected: organisations, or facilities where they are the nodes."""

    @property
    def nodes(self) -> str:
        """Who the nodes are."""
        return self[NODES] or "organisation"

    @cached_property
    def model(self) -> Model:
        """The records, the nodes in the place of the organisations."""
        whole = self.basis.model
        if self.nodes != "facility":
            return whole
        return self.basis.once(("facility model",), lambda: facility_model(whole))

    @cached_property
    def ties(self) -> list[Tie]:
        """All ties between the nodes."""
        return facility_ties(self.basis.model) if self.nodes == "facility" else self.basis.ties

    def type_name(self, kind: str | None) -> str:
        """The label of a type of actor, or of a kind of facility where facilities are the nodes."""
        return self.concept(type_scheme(self), kind)

    def kind_name(self, kind: str) -> str:
        """The label of a kind of tie."""
        return self.concept("tie-kind" if kind in (*OWN_KINDS, SAME_OPERATOR) else "collaboration-kind", kind)


def type_scheme(asked: NodesAsked) -> str:
    """Return the scheme of the types of whoever is connected."""
    return _TYPES[asked.nodes]
