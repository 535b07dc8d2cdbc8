"""What the analyses compute with: the records of a graph as plain values, read once."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Final

from akkuri.analysis.source import Source
from akkuri.namespaces import Names

__all__ = [
    "Capability",
    "Collaboration",
    "Facility",
    "Gap",
    "Investment",
    "Model",
    "Organisation",
    "Participation",
    "Project",
    "Use",
    "load_model",
    "year_of",
]

SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DESCRIPTION: Final = "http://purl.org/dc/terms/description"
REPLACED: Final = "http://purl.org/dc/terms/isReplacedBy"
LANGUAGES: Final = ("en", "fi", "sv")


@dataclass(slots=True)
class Organisation:
    """An organisation or a network."""

    iri: str
    network: bool = False
    type: str | None = None
    country: str | None = None
    region: str | None = None
    parents: tuple[str, ...] = ()


@dataclass(slots=True)
class Facility:
    """A facility; `status`, `scale`, `access`, `region` and stages are ids of concepts."""

    iri: str
    operators: tuple[str, ...] = ()
    kind: str | None = None
    country: str | None = None
    region: str | None = None
    status: str | None = None
    scale: str | None = None
    access: str | None = None
    trl_min: int | None = None
    trl_max: int | None = None
    stages: tuple[str, ...] = ()
    distributed: bool = False


@dataclass(slots=True)
class Use:
    """A capability of a facility: offered to others, or for its own production only."""

    iri: str
    facility: str
    capability: str
    stages: tuple[str, ...]
    production: bool = False
    scale: str | None = None
    access: str | None = None
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
    statement: str = ""


@dataclass(frozen=True, slots=True)
class Investment:
    """A sum for a facility or a stated gap; `amount` None when no source tells it."""

    iri: str
    facility: str | None
    gap: str | None
    amount: float | None
    currency: str | None
    status: str | None


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
    organisations: dict[str, Organisation] = field(default_factory=dict)
    facilities: dict[str, Facility] = field(default_factory=dict)
    uses: list[Use] = field(default_factory=list)
    projects: dict[str, Project] = field(default_factory=dict)
    participations: list[Participation] = field(default_factory=list)
    collaborations: list[Collaboration] = field(default_factory=list)
    gaps: dict[str, Gap] = field(default_factory=dict)
    investments: list[Investment] = field(default_factory=list)
    capabilities: dict[str, Capability] = field(default_factory=dict)
    stages: dict[str, int] = field(default_factory=dict)
    """Stage → its place in the chain."""
    regions: tuple[str, ...] = ()
    labels: dict[str, dict[str, str]] = field(default_factory=dict)
    """Language → IRI → label."""
    other_names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    """Actor or facility → other spellings of its name."""
    origin: Source | None = None
    """Where the model was read, for looking up what stands behind a single record."""

    def label(self, iri: str, lang: str = "en") -> str:
        """Return the label of anything, else the end of its IRI."""
        found = self.labels.get(lang, {}).get(iri) or self.labels.get("en", {}).get(iri)
        if not found and iri in self.gaps:
            found = self.gaps[iri].statement  # a stated gap has no name but what it says
        return found or iri.rpartition("/")[2]

    def concept_label(self, scheme: str, concept: str, lang: str = "en") -> str:
        """Return the label of a concept."""
        return self.label(self.names.concept(scheme, concept), lang)

    def concepts(self, scheme: str) -> list[str]:
        """Return the ids of the concepts of a scheme that have a label, sorted."""
        root = self.names.concept(scheme) + "/"
        return sorted(iri.removeprefix(root) for iri in self.labels["en"] if iri.startswith(root))

    @property
    def home(self) -> str | None:
        """The country whose regions the graph knows: its codes begin with it."""
        return country_of_region(self.regions[0]) if self.regions else None

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
    return int(date[:4]) if date and date[:4].isdigit() else None


def _number(text: str | None) -> int | None:
    return int(text) if text is not None else None


class _Reader:
    """Reads predicates as dictionaries, each once."""

    def __init__(self, source: Source, names: Names) -> None:
        self._source = source
        self._names = names
        self._concepts = names.concept("")
        # A withdrawn record was wrong, a replaced one is counted under its successor.
        self._gone = {s for name in (f"{names.ak}withdrawn", REPLACED) for s, _ in source.pairs(name)}

    def one(self, predicate: str) -> dict[str, str]:
        """Subject → object; the least one of several, so that the order of a store is no matter."""
        found: dict[str, str] = {}
        for subject, value in self._source.pairs(self._iri(predicate)):
            if subject not in found or value < found[subject]:
                found[subject] = value
        return found

    def many(self, predicate: str) -> Mapping[str, tuple[str, ...]]:
        """Subject → sorted objects."""
        found: defaultdict[str, set[str]] = defaultdict(set)
        for subject, value in self._source.pairs(self._iri(predicate)):
            found[subject].add(value)
        return {subject: tuple(sorted(values)) for subject, values in found.items()}

    def concept(self, predicate: str) -> dict[str, str]:
        """Subject → id of the concept."""
        return {subject: self.short(value) for subject, value in self.one(predicate).items()}

    def concepts(self, predicate: str) -> dict[str, tuple[str, ...]]:
        """Subject → ids of the concepts."""
        return {s: tuple(map(self.short, values)) for s, values in self.many(predicate).items()}

    def instances(self, cls: str) -> list[str]:
        """Sorted instances of one of Akkuri's classes, without withdrawn and replaced records."""
        return sorted(set(self._source.instances(self._names.ak + cls)) - self._gone)

    def short(self, iri: str) -> str:
        """The id of a concept inside its scheme."""
        return iri.rpartition("/")[2] if iri.startswith(self._concepts) else iri

    def _iri(self, predicate: str) -> str:
        return predicate if "://" in predicate else self._names.ak + predicate


def load_model(source: Source, names: Names) -> Model:
    """Read the records, the frame and the labels of a graph."""
    read = _Reader(source, names)
    model = Model(names, origin=source)
    country, region = read.one("countryCode"), read.concept("region")
    stages = read.concepts("stage")
    facility_of = read.one("facility")
    _actors(model, read, country, region)
    _facilities(model, read, country, region, stages, facility_of)
    _projects(model, read, stages)
    _needs(model, read, stages, facility_of)
    _frame(model, read)
    model.other_names = read.many(f"{SKOS}altLabel")
    model.labels = {lang: read.one(f"label{lang.capitalize()}") for lang in LANGUAGES}
    return model


def _actors(model: Model, read: _Reader, country: dict[str, str], region: dict[str, str]) -> None:
    kinds, parents = read.concept("organisationType"), read.many("parentOrganisation")
    for cls in ("Organisation", "Network"):
        for iri in read.instances(cls):
            model.organisations[iri] = Organisation(
                iri,
                cls == "Network",
                kinds.get(iri),
                country.get(iri),
                region.get(iri),
                parents.get(iri, ()),
            )


def _facilities(
    model: Model,
    read: _Reader,
    country: dict[str, str],
    region: dict[str, str],
    stages: dict[str, tuple[str, ...]],
    facility_of: dict[str, str],
) -> None:
    operators, kind, status = read.many("operator"), read.concept("facilityKind"), read.concept("status")
    scale, access, capability = read.concept("scale"), read.concept("accessMode"), read.concept("capability")
    low, high = read.one("trlMin"), read.one("trlMax")
    distributed = set(read.instances("DistributedInfrastructure"))
    for iri in read.instances("Facility"):
        model.facilities[iri] = Facility(
            iri,
            operators.get(iri, ()),
            kind.get(iri),
            country.get(iri),
            region.get(iri),
            status.get(iri),
            scale.get(iri),
            access.get(iri),
            _number(low.get(iri)),
            _number(high.get(iri)),
            stages.get(iri, ()),
            iri in distributed,
        )
    for cls in ("Offering", "ProductionCapability"):
        for iri in read.instances(cls):
            home = model.facilities.get(facility_of.get(iri, ""))
            if home is None or iri not in capability:
                continue
            model.uses.append(
                Use(
                    iri,
                    home.iri,
                    capability[iri],
                    stages.get(iri, ()),
                    cls == "ProductionCapability",
                    scale.get(iri, home.scale),
                    access.get(iri, home.access),
                    _number(low.get(iri, None)) or home.trl_min,
                    _number(high.get(iri, None)) or home.trl_max,
                )
            )


def _projects(model: Model, read: _Reader, stages: dict[str, tuple[str, ...]]) -> None:
    start, end = read.one("start"), read.one("end")
    for iri in read.instances("Project"):
        model.projects[iri] = Project(
            iri, year_of(start.get(iri)), year_of(end.get(iri)), stages.get(iri, ())
        )
    project, organisation, role = read.one("project"), read.one("organisation"), read.concept("role")
    model.participations = [
        Participation(iri, project[iri], organisation[iri], role.get(iri, ""))
        for iri in read.instances("Participation")
        if iri in project and iri in organisation
    ]
    source, target, kind = read.one("from"), read.one("to"), read.concept("collaborationKind")
    since, until = read.one("since"), read.one("until")
    model.collaborations = [
        Collaboration(
            iri, source[iri], target[iri], kind[iri], year_of(since.get(iri)), year_of(until.get(iri))
        )
        for iri in read.instances("Collaboration")
        if iri in source and iri in target and iri in kind
    ]


def _needs(
    model: Model, read: _Reader, stages: dict[str, tuple[str, ...]], facility_of: dict[str, str]
) -> None:
    kind, capabilities = read.concept("gapKind"), read.concepts("capability")
    addressed, origin = read.many("addressedBy"), read.one("origin")
    said = read.one(DESCRIPTION)
    for iri in read.instances("Gap"):
        model.gaps[iri] = Gap(
            iri,
            kind.get(iri),
            stages.get(iri, ()),
            capabilities.get(iri, ()),
            addressed.get(iri, ()),
            origin.get(iri),
            said.get(iri, ""),
        )
    gap, amount, currency = read.one("gap"), read.one("amount"), read.one("currency")
    status = read.concept("investmentStatus")
    model.investments = [
        Investment(
            iri,
            facility_of.get(iri),
            gap.get(iri),
            float(amount[iri]) if iri in amount else None,
            currency.get(iri),
            status.get(iri),
        )
        for iri in read.instances("Investment")
    ]


def _frame(model: Model, read: _Reader) -> None:
    schemes: Iterable[tuple[str, str]] = read.one(f"{SKOS}inScheme").items()
    order, expected, broader = (
        read.one("order"),
        read.concepts("expectedStage"),
        read.concepts(f"{SKOS}broader"),
    )
    regions = []
    for iri, scheme in sorted(schemes):
        match scheme.removeprefix(model.names.concept("")):
            case "value-chain-stage":
                model.stages[read.short(iri)] = int(order.get(iri, "0"))
            case "capability":
                concept = read.short(iri)
                model.capabilities[concept] = Capability(
                    concept, tuple(expected.get(iri, ())), tuple(broader.get(iri, ()))
                )
            case "region":
                regions.append(read.short(iri))
    model.regions = tuple(regions)
