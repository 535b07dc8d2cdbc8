"""What is asked of the network analysis."""

from functools import cached_property
from typing import Any, Final

from akkuri.analysis.network.filters import COUNTRY, KIND, SINCE, TYPE, UNTIL
from akkuri.analysis.network.graph import Network, Scope, build_network
from akkuri.analysis.network.kept import read_measures
from akkuri.analysis.network.measures import Measures, measure
from akkuri.analysis.network.nodes import NodesAsked
from akkuri.analysis.network.own import own_actors
from akkuri.analysis.views.filters import STAGE
from akkuri.errors import UsageError, about, told_in
from akkuri.texts import text
from akkuri.texts.locales import country_name

__all__ = ["NetworkAsked", "network_totals"]

_LATELY: Final = 16
"""Parts of the network of which the measures are remembered."""


class NetworkAsked(NodesAsked):
    """A request to the network analysis: which part of the network, its ties and measures."""

    @cached_property
    def scope(self) -> Scope:
        """Which part of the network is looked at."""
        return Scope(self[SINCE], self[UNTIL], self[KIND] or (), self[COUNTRY], self[TYPE], self[STAGE])

    @cached_property
    def notes(self) -> tuple[str, ...]:
        """What has to be known of the ties: that some are left out."""
        if self.nodes == "facility" or self.model.organisations.keys() <= own_actors(
            self.basis.model, self.parameters
        ):
            return ()
        return (text(self.lang, "analysis.note_own"),)

    def check(self) -> None:
        """Refuse a period that ends before it begins. Raises UsageError."""
        since, until = self[SINCE], self[UNTIL]
        if since is not None and until is not None and since > until:
            with about(SINCE.name, UNTIL.name):
                raise UsageError(text(self.lang, "analysis.bad_period", since=since, until=until))

    def network(self) -> Network:
        """Build the network within the scope; the whole one once. Raises UsageError when nothing is left."""
        kept = self.basis.networks.get(self.nodes) if self.scope.empty else None
        if kept is not None:
            return kept
        with told_in(self.lang):
            found = build_network(self.model, self.parameters, self.ties, self.scope)
        if self.scope.empty:
            self.basis.networks[self.nodes] = found
        return found

    def measures(self) -> Measures:
        """Measure the network within the scope, the whole one once. Raises UsageError for an empty one."""
        if self.scope.empty:
            found = self._kept() or measure(self.network(), self.model, self.parameters)
            self.basis.measured[self.nodes] = found
            return found
        part = (self.nodes, self.scope)
        lately = self.basis.lately.get(part)
        if lately is None:
            lately = measure(self.network(), self.model, self.parameters)
            if len(self.basis.lately) >= _LATELY:
                self.basis.lately.clear()
            self.basis.lately[part] = lately
        return lately

    def _kept(self) -> Measures | None:
        """Return the measures of the whole network where they were asked for, or the release has them."""
        if not self.basis.measured:
            self.basis.measured.update(read_measures(self.basis.kept))
        return self.basis.measured.get(self.nodes)

    def told_country(self, code: str | None) -> tuple[str, ...]:
        """Say which country alone is looked at; nothing for None."""
        if code is None:
            return ()
        return (text(self.lang, "analysis.note_country", country=country_name(self.lang, code) or code),)


def network_totals(network: Network, measures: Measures | None = None) -> dict[str, Any]:
    """Return the size of a network, and what its measures say of the whole."""
    actors, edges = len(network), network.graph.num_edges()
    found: dict[str, Any] = {
        "actors": actors,
        "edges": edges,
        "density": round(2 * edges / (actors * (actors - 1)), 6) if actors > 1 else 0.0,
    }
    if measures:
        found |= {
            "communities": len(measures.communities),
            "sector_index": _rounded(measures.sector_index),
            "border_index": _rounded(measures.border_index),
            "betweenness": measures.settings["betweenness"],
        }
    return found


def _rounded(value: float | None) -> float | None:
    return None if value is None else round(value, 4)
