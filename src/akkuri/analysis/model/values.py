"""What the analyses compute with: the records of a graph as plain values, read once."""

import re
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Final

from akkuri.analysis.model.groups import Groups
from akkuri.analysis.model.stated import Sources
from akkuri.analysis.model.statements import StatementSource
from akkuri.namespaces import Names
from akkuri.naming.labels import Labels
from akkuri.naming.resolver import Resolver

__all__ = [
    "Capability",
    "Collaboration",
    "Facility",
    "Gap",
    "Investment",
    "Lookup",
    "Model",
    "Organisation",
    "Participation",
    "Point",
    "Project",
    "Use",
    "year_of",
]

SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
SCHEMA: Final = "https://schema.org/"
WGS84: Final = "http://www.w3.org/2003/01/geo/wgs84_pos#"
REPLACED: Final = "http://purl.org/dc/terms/isReplacedBy"
ISSUED: Final = "http://purl.org/dc/terms/issued"


@dataclass(slots=True)
class Organisation:
    """An organisation or a network."""

    iri: str
    network: bool = False
    type: str | None = None
    country: str | None = None
    region: str | None = None
    parents: tuple[str, ...] = ()
    ended: str | None = None
    """The date or year when it ended, as told."""


@dataclass(slots=True)
class Facility:
    """A facility; `status`, `scale`, `access`, `region` and stages are ids of concepts.

    Operators are those that have not ended; `orphaned` when there were some and all have ended, so that
    nobody runs it whatever its status says.
    """

    iri: str
    operators: tuple[str, ...] = ()
    kind: str | None = None
    country: str | None = None
    region: str | None = None
    status: str | None = None
    scale: str | None = None
    access: tuple[str, ...] = ()
    trl_min: int | None = None
    trl_max: int | None = None
    stages: tuple[str, ...] = ()
    distributed: bool = False
    orphaned: bool = False
    floor_area: float | None = None
    """Square metres."""


@dataclass(frozen=True, slots=True)
class Point:
    """Where on earth a facility is."""

    facility: str
    longitude: float
    latitude: float
    municipality: str | None
    """Its IRI."""
    city: str | None
    """What the source calls the place."""
    precision: str | None
    """What the point is that of, as the tables say it."""


@dataclass(slots=True)
class Use:
    """A capability of a facility: offered to others, or for its own production only."""

    iri: str
    facility: str
    capability: str
    stages: tuple[str, ...]
    production: bool = False
    scale: str | None = None
    access: tuple[str, ...] = ()
    trl_min: int | None = None
    trl_max: int | None = None


@dataclass(slots=True)
class Project:
    """A project with its years."""

    iri: str
    start: int | None = None
    end: int | None = None
    stages: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Participation:
    """An organisation's role in a project."""

    iri: str
    project: str
    organisation: str
    role: str


@dataclass(frozen=True, slots=True)
class Collaboration:
    """A link between two records."""

    iri: str
    source: str
    target: str
    kind: str
    since: int | None
    until: int | None


@dataclass(frozen=True, slots=True)
class Gap:
    """A need that somebody stated."""

    iri: str
    kind: str | None
    stages: tuple[str, ...]
    capabilities: tuple[str, ...]
    addressed_by: tuple[str, ...]
    origin: str | None
    responsible: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Investment:
    """A sum for a facility or a stated gap.

    `amount` is in euros, None when no source tells it or there is no rate for its currency. `told` is the
    day of which the status is told: the row's own, else that of its newest source; a part of a date where
    no more is known. Empty capabilities and scale are those of the facility or the need.
    """

    iri: str
    facility: str | None
    gap: str | None
    amount: float | None
    status: str | None
    measure: str | None = None
    capabilities: tuple[str, ...] = ()
    scale: str | None = None
    told: str | None = None
    year: int | None = None
    """The year in which the sum was stated."""
    covers: str | None = None
    """What it bought, in words; there is English only."""
    stated: tuple[str, str] | None = None
    """The sum and its currency as the source gives them."""


@dataclass(frozen=True, slots=True)
class Lookup:
    """One search for facilities with a capability at a stage, as a curator wrote it down."""

    iri: str
    stage: str
    capability: str
    day: str | None
    pages: int
    """How many pages were read."""
    found: bool


@dataclass(frozen=True, slots=True)
class Capability:
    """A capability: the stages where the frame expects it and the capabilities under it."""

    id: str
    expected: tuple[str, ...]
    broader: tuple[str, ...]


@dataclass(slots=True)
class Model:
    """The records of one graph."""

    names: Names
    origin: StatementSource
    """Where the model was read, for looking up what stands behind a single record."""
    resolver: Resolver
    """Understands what people write for its records and concepts."""
    labels: Labels
    """What records and concepts are called."""
    organisations: dict[str, Organisation] = field(default_factory=dict)
    groups: Groups = field(default_factory=lambda: Groups({}))
    facilities: dict[str, Facility] = field(default_factory=dict)
    points: dict[str, Point] = field(default_factory=dict)
    """Facility → where it is; none of which no source gives a point on earth."""
    uses: list[Use] = field(default_factory=list)
    projects: dict[str, Project] = field(default_factory=dict)
    participations: list[Participation] = field(default_factory=list)
    collaborations: list[Collaboration] = field(default_factory=list)
    gaps: dict[str, Gap] = field(default_factory=dict)
    investments: list[Investment] = field(default_factory=list)
    lookups: list[Lookup] = field(default_factory=list)
    capabilities: dict[str, Capability] = field(default_factory=dict)
    stages: dict[str, int] = field(default_factory=dict)
    """Stage → its place in the chain."""
    scales: dict[str, int] = field(default_factory=dict)
    """Scale → its place among the scales, the smallest first."""
    regions: tuple[str, ...] = ()
    issued: str | None = None
    """The date of the release; None for a graph that does not tell it."""
    version: str | None = None
    """The version of the release, which tells two of one day apart; None where it is not known."""
    schemes: dict[str, list[str]] = field(default_factory=dict)
    """Scheme → ids of its concepts, sorted."""
    sources: Sources | None = None
    """Where statements come from, once somebody asked where a release keeps it (`analysis.evidence`)."""
    kept: Path | None = None
    """The folder of the release that it was read from, which keeps more that is said of it."""
    filled: dict[str, Any] = field(default_factory=dict)
    """Kind → its fields and the records that have them, once somebody asked (`analysis.model.filled`)."""
    mentions: dict[str, frozenset[str]] = field(default_factory=dict)
    """Facility → publishers of rows about it, once somebody asked (`analysis.seen.mentions`)."""
    counted: dict[str, Any] = field(default_factory=dict, init=False, repr=False, compare=False)
    """What was counted of it and is asked for again (`analysis.gaps`); a changed copy has none of it."""

    def label(self, iri: str, lang: str = "en") -> str:
        """Return what anything is called, else the end of its IRI."""
        self.labels.whole()
        return self.labels.best(iri, lang).value

    def concept_label(self, scheme: str, concept: str, lang: str = "en") -> str:
        """Return the label of a concept."""
        return self.label(self.names.concept(scheme, concept), lang)

    def concepts(self, scheme: str) -> list[str]:
        """Return the ids of the concepts of a scheme, sorted."""
        return self.schemes.get(scheme, [])

    @property
    def home(self) -> str | None:
        """The country whose regions the graph knows: its codes begin with it."""
        return country_of_region(self.regions[0]) if self.regions else None

    def at_stage(self, stage: str) -> frozenset[str]:
        """Return the facilities that serve a stage: by what they offer or use, or as stated of themselves."""
        own = {iri for iri, facility in self.facilities.items() if stage in facility.stages}
        return frozenset(own | {use.facility for use in self.uses if stage in use.stages})

    def narrower(self, capability: str) -> frozenset[str]:
        """Return a capability and all under it."""
        found = {capability}
        grown = True
        while grown:
            under = {c.id for c in self.capabilities.values() if found & set(c.broader)}
            grown = not under <= found
            found |= under
        return frozenset(found)


def country_of_region(code: str) -> str:
    """Return the ISO 3166-1 code for a NUTS code; the two differ for Greece and the United Kingdom."""
    return {"EL": "GR", "UK": "GB"}.get(code[:2], code[:2])


def year_of(date: str | None) -> int | None:
    """Return the year of YYYY, YYYY-MM or YYYY-MM-DD."""
    return int(date[:4]) if date and re.match("[0-9]{4}", date) else None
