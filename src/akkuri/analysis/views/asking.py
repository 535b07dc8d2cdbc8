"""What is asked of a view: the graph's model, the request, and the values of its filters."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from akkuri.analysis.model.values import Model
from akkuri.analysis.network.ties import Tie, ties
from akkuri.analysis.views.filter import Filter
from akkuri.analysis.weights import Parameters
from akkuri.errors import about
from akkuri.naming.answers import UnresolvedError, placed
from akkuri.texts import text

if TYPE_CHECKING:
    from akkuri.analysis.network.graph import Network, Scope
    from akkuri.analysis.network.measures import Measures

__all__ = ["Asked", "Basis", "ViewRequest"]

_T = TypeVar("_T")


@dataclass
class Basis:
    """What every analysis reads: the records as plain values, the weights, and the ties of the actors."""

    model: Model
    parameters: Parameters
    networks: "dict[str, Network]" = field(default_factory=dict, repr=False)
    """The whole networks that were asked for, by what their nodes are; nobody changes them."""
    measured: "dict[str, Measures]" = field(default_factory=dict, repr=False)
    """Their measures, which take a while."""
    lately: "dict[tuple[str, Scope], Measures]" = field(default_factory=dict, repr=False)
    """The measures of parts that were asked for lately, by what their nodes are and the part."""
    kept: Path | None = None
    """The folder of the release, where it is known to be of this model and these weights."""

    computed: dict[tuple[Any, ...], Any] = field(default_factory=dict, repr=False)
    """What is the same in every language, by what it is and what was asked (`once`)."""

    @cached_property
    def ties(self) -> list[Tie]:
        """All ties between actors; computed when first needed."""
        return ties(self.model, self.parameters)

    def once(self, key: tuple[Any, ...], make: Callable[[], _T]) -> _T:
        """Return what `make` computes, the first time for a key; the keys have to be few."""
        if key not in self.computed:
            self.computed[key] = make()
        found: _T = self.computed[key]
        return found


@dataclass(frozen=True, slots=True)
class ViewRequest:
    """What is asked, by the names that command line, API, form and Python share."""

    show: str | None = None
    """The name of the view; the one that the filters ask for when absent."""
    given: Mapping[str, Any] = field(default_factory=dict)
    """Name of a filter → what was given: a text, several, or what a file or release holds."""
    lang: str = "en"
    whole: bool = False
    """All rows, also of a view that shows only the first."""
    form: bool = False
    """Asked by a form, so that filters are called by their labels."""


class Asked:
    """A request over a graph; a filter gives its value: `asked[STAGE]`, None where nothing was given."""

    def __init__(self, basis: Basis, request: ViewRequest) -> None:
        self.basis = basis
        self.request = request
        self.lang = request.lang
        self._values: dict[str, Any] = {}

    @property
    def model(self) -> Model:
        """The records that are asked about."""
        return self.basis.model

    @property
    def parameters(self) -> Parameters:
        """The weights and groups."""
        return self.basis.parameters

    def __getitem__(self, item: Filter[_T]) -> _T | None:
        if item.name not in self._values:
            given = self.request.given.get(item.name)
            empty = given is None or given in ("", ())
            self._values[item.name] = item.default if empty else self._read(item, given)
        found: _T | None = self._values[item.name]
        return found

    def _read(self, item: Filter[_T], given: Any) -> _T:
        """Read what was given; a refusal says for which filter. Raises UsageError."""
        with about(item.name):
            try:
                return item.read(self, given)
            except UnresolvedError as error:
                called = self.called(item.worded) if item.field else item.name
                raise placed(error, called, self.lang) from error

    def check(self) -> None:
        """Refuse filters that contradict each other. Raises UsageError."""

    def called(self, name: str) -> str:
        """What a filter is called where it was asked for: by its label on a form, else by its name."""
        return text(self.lang, f"views.field_{name}") if self.request.form else name

    def concept(self, scheme: str, concept: str | None) -> str:
        """The label of a concept; empty for None."""
        return self.model.concept_label(scheme, concept, self.lang) if concept else ""

    def stage_name(self, stage: str) -> str:
        """The label of a stage."""
        return self.concept("value-chain-stage", stage)

    def capability_name(self, capability: str) -> str:
        """The label of a capability."""
        return self.concept("capability", capability)

    def state_name(self, state: str | None) -> str:
        """The label of a state of a cell; empty for None."""
        return self.concept("cell-state", state)

    def name(self, iri: str) -> str:
        """The label of a record."""
        return self.model.label(iri, self.lang)

    def names(self, iris: Sequence[str]) -> list[str]:
        """The labels of records."""
        return [self.name(iri) for iri in iris]
