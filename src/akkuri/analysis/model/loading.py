"""Reading the model of the analyses from a graph: the records become plain values in one pass."""

import re
from collections.abc import Iterable

from akkuri.analysis.model.groups import Groups
from akkuri.analysis.model.record_reader import RecordReader
from akkuri.analysis.model.statements import StatementSource
from akkuri.analysis.model.values import (
    ISSUED,
    SCHEMA,
    SKOS,
    WGS84,
    Capability,
    Collaboration,
    Facility,
    Gap,
    Investment,
    Lookup,
    Model,
    Organisation,
    Participation,
    Point,
    Project,
    Use,
    year_of,
)
from akkuri.namespaces import Names
from akkuri.naming.labels import Labels
from akkuri.naming.numbers import finite
from akkuri.naming.resolver import Resolver

__all__ = ["load_model"]


def _number(text: str | None) -> int | None:
    """Return a whole number; None for what is none."""
    return int(text) if text is not None and re.fullmatch(r"[+-]?[0-9]{1,9}", text) else None


def load_model(
    source: StatementSource, names: Names, resolver: Resolver | None = None, labels: Labels | None = None
) -> Model:
    """Read the records and the frame of a graph; `resolver` and `labels` where it has them already."""
    read = RecordReader(source, names)
    model = Model(
        names,
        source,
        resolver or Resolver.over(source.select, names),
        labels or Labels(source.select, names),
    )
    country, region = read.one("countryCode"), read.concept("region")
    stages = read.concepts("stage")
    facility_of = read.one("facility")
    _actors(model, read, country, region)
    _facilities(model, read, country, region, stages, facility_of)
    _points(model, read)
    _projects(model, read, stages)
    _needs(model, read, stages, facility_of)
    _lookups(model, read, stages)
    _frame(model, read)
    issued = source.objects(f"{names.base}catalog#dataset", ISSUED)
    model.issued = issued[0] if issued else None
    return model


def _actors(model: Model, read: RecordReader, country: dict[str, str], region: dict[str, str]) -> None:
    kinds, parents = read.concept("organisationType"), read.many("parentOrganisation")
    ended = read.one("ended")
    for cls in ("Organisation", "Network"):
        for iri in read.instances(cls):
            model.organisations[iri] = Organisation(
                iri,
                cls == "Network",
                kinds.get(iri),
                country.get(iri),
                region.get(iri),
                tuple(sorted({read.current(parent) for parent in parents.get(iri, ())})),
                ended.get(iri),
            )
    model.groups = Groups({actor.iri: actor.parents for actor in model.organisations.values()})


def _facilities(
    model: Model,
    read: RecordReader,
    country: dict[str, str],
    region: dict[str, str],
    stages: dict[str, tuple[str, ...]],
    facility_of: dict[str, str],
) -> None:
    operators, kind, status = read.many("operator"), read.concept("facilityKind"), read.concept("status")
    scale, access, capability = read.concept("scale"), read.concepts("accessMode"), read.concept("capability")
    low, high, area = read.one("trlMin"), read.one("trlMax"), read.one("floorArea")
    distributed = set(read.instances("DistributedInfrastructure"))
    ended = {actor.iri for actor in model.organisations.values() if actor.ended}
    for iri in read.instances("Facility"):
        named = {read.current(operator) for operator in operators.get(iri, ())}
        model.facilities[iri] = Facility(
            iri,
            tuple(sorted(named - ended)),
            kind.get(iri),
            country.get(iri),
            region.get(iri),
            status.get(iri),
            scale.get(iri),
            access.get(iri, ()),
            _number(low.get(iri)),
            _number(high.get(iri)),
            stages.get(iri, ()),
            iri in distributed,
            bool(named) and named <= ended,
            finite(area.get(iri, "")),
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


def _points(model: Model, read: RecordReader) -> None:
    latitude, longitude = read.one(f"{WGS84}lat"), read.one(f"{WGS84}long")
    municipality, city = read.one("municipality"), read.one(f"{SCHEMA}addressLocality")
    precision = read.one("geoPrecision")
    for iri in model.facilities:
        north, east = finite(latitude.get(iri, "")), finite(longitude.get(iri, ""))
        if north is not None and east is not None and abs(north) <= 90 and abs(east) <= 180:
            model.points[iri] = Point(
                iri, east, north, municipality.get(iri), city.get(iri), precision.get(iri)
            )


def _projects(model: Model, read: RecordReader, stages: dict[str, tuple[str, ...]]) -> None:
    start, end = read.one("start"), read.one("end")
    for iri in read.instances("Project"):
        model.projects[iri] = Project(
            iri, year_of(start.get(iri)), year_of(end.get(iri)), stages.get(iri, ())
        )
    project, organisation, role = read.one("project"), read.one("organisation"), read.concept("role")
    model.participations = [
        Participation(iri, read.current(project[iri]), read.current(organisation[iri]), role.get(iri, ""))
        for iri in read.instances("Participation")
        if iri in project and iri in organisation
    ]
    source, target, kind = read.one("from"), read.one("to"), read.concept("collaborationKind")
    since, until = read.one("since"), read.one("until")
    model.collaborations = [
        Collaboration(
            iri,
            read.current(source[iri]),
            read.current(target[iri]),
            kind[iri],
            year_of(since.get(iri)),
            year_of(until.get(iri)),
        )
        for iri in read.instances("Collaboration")
        if iri in source and iri in target and iri in kind
    ]


def _needs(
    model: Model, read: RecordReader, stages: dict[str, tuple[str, ...]], facility_of: dict[str, str]
) -> None:
    kind, capabilities = read.concept("gapKind"), read.concepts("capability")
    addressed, origin = read.many("addressedBy"), read.one("origin")
    responsible = read.many("responsible")
    for iri in read.instances("Gap"):
        model.gaps[iri] = Gap(
            iri,
            kind.get(iri),
            stages.get(iri, ()),
            capabilities.get(iri, ()),
            addressed.get(iri, ()),
            origin.get(iri),
            responsible.get(iri, ()),
        )
    gap, amount, status = read.one("gap"), read.one("amountEur"), read.concept("investmentStatus")
    measure, scale = read.concept("investmentMeasure"), read.concept("scale")
    as_of, newest = read.dates("asOf"), read.dates("sourceDate")
    year, covers = read.one("year"), read.one("covers")
    stated, currency = read.one("amount"), read.one("currency")
    model.investments = [
        Investment(
            iri,
            facility_of.get(iri),
            gap.get(iri),
            finite(amount[iri]) if iri in amount else None,
            status.get(iri),
            measure.get(iri),
            capabilities.get(iri, ()),
            scale.get(iri),
            as_of.get(iri) or newest.get(iri.replace("/id/", "/doc/", 1)),
            _number(year.get(iri)),
            covers.get(iri),
            (stated[iri], currency[iri]) if iri in stated and iri in currency else None,
        )
        for iri in read.instances("Investment")
    ]


def _lookups(model: Model, read: RecordReader, stages: dict[str, tuple[str, ...]]) -> None:
    capability, day, pages = read.concept("capability"), read.dates("lookedOn"), read.one("pagesRead")
    found = read.one("foundAny")
    model.lookups = [
        Lookup(
            iri,
            stages[iri][0],
            capability[iri],
            day.get(iri),
            _number(pages.get(iri)) or 0,
            found.get(iri) == "yes",
        )
        for iri in read.instances("Lookup")
        if iri in stages and iri in capability
    ]


def _frame(model: Model, read: RecordReader) -> None:
    schemes: Iterable[tuple[str, str]] = read.one(f"{SKOS}inScheme").items()
    order, expected, broader = (
        read.one("order"),
        read.concepts("expectedStage"),
        read.concepts(f"{SKOS}broader"),
    )
    regions = []
    root = model.names.concept("")
    for iri, scheme in sorted(schemes):
        if iri.startswith(f"{scheme}/") and scheme.startswith(root):
            model.schemes.setdefault(scheme.removeprefix(root), []).append(iri.removeprefix(f"{scheme}/"))
        match scheme.removeprefix(model.names.concept("")):
            case "value-chain-stage":
                model.stages[read.short(iri)] = _number(order.get(iri)) or 0
            case "capability":
                concept = read.short(iri)
                model.capabilities[concept] = Capability(
                    concept, tuple(expected.get(iri, ())), tuple(broader.get(iri, ()))
                )
            case "scale":
                model.scales[read.short(iri)] = _number(order.get(iri)) or 0
            case "region":
                regions.append(read.short(iri))
    model.regions = tuple(regions)
