"""A seeded graph of the national graph's shape, of any size, as N-Quads.

Run as `PYTHONPATH=tests python -m benchmarks.generate 200k OUT.nq`.

The mix of classes, the columns filled and their share follow the national tables; who takes part in
what follows preferential attachment, so that the network has hubs. Names and numbers are invented.
"""

import random
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from akkuri import resources
from akkuri.graph.vocabularies import Vocabularies, load_vocabularies, read_turtle
from akkuri.namespaces import Names

SIZES: Final = {"20k": 20_000, "200k": 200_000, "2m": 2_000_000, "10m": 10_000_000}
TRIPLES_PER_ROUND: Final = 34_000
"""Triples of one round of national size, about."""

NAMES: Final = Names()
AK: Final = NAMES.ak
RDF_TYPE: Final = "<http://www.w3.org/1999/02/22-rdf-syntax-ns#type>"
LABEL: Final = "<http://www.w3.org/2004/02/skos/core#prefLabel>"
SOURCE: Final = "<http://purl.org/dc/terms/source>"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
WORDS: Final = (
    "north",
    "south",
    "lake",
    "river",
    "polar",
    "boreal",
    "granite",
    "birch",
    "amber",
    "cobalt",
    "nickel",
    "lithium",
    "graphite",
    "carbon",
    "delta",
    "sigma",
    "nova",
    "terra",
    "aqua",
    "volt",
    "ampere",
    "cell",
    "pack",
    "stack",
    "test",
    "pilot",
    "smart",
    "green",
    "blue",
    "open",
    "joint",
    "applied",
    "advanced",
    "central",
    "coastal",
    "harbour",
    "valley",
    "forge",
    "mill",
    "works",
    "systems",
    "materials",
    "energy",
    "power",
    "mobility",
)


class Generator:
    """Writes the quads of `rounds` national-sized graphs that share one network."""

    def __init__(self, size: int, seed: int = 2022) -> None:
        self.random = random.Random(seed)
        self.rounds = size / TRIPLES_PER_ROUND
        self.vocabularies: Vocabularies = load_vocabularies(resources.vocabularies(), NAMES)
        self.capabilities = [c for c in self._ids("capability") if not c.startswith("group-")]
        self.regions = self._ids("region")
        self.cities = [c.label("fi") for c in self.vocabularies.concepts("municipality").values()]

    def _ids(self, scheme: str) -> list[str]:
        return sorted(self.vocabularies.concepts(scheme))

    def count(self, national: int) -> int:
        """Scale a national number of records."""
        return max(2, round(national * self.rounds))

    def lines(self) -> Iterator[str]:
        """Yield every quad as one line of N-Quads."""
        ontology = read_turtle(resources.ontology() / "akkuri.ttl", NAMES.graph("ontology"), NAMES.base)
        yield from (f"{quad} .\n" for quad in [*self.vocabularies.quads, *ontology])
        sources = self.count(820)
        yield from self.sources(sources)
        organisations = self.count(584)
        yield from self.organisations(organisations, sources)
        facilities = self.count(191)
        yield from self.facilities(facilities, organisations, sources)
        yield from self.equipment(self.count(198), facilities, sources)
        yield from self.projects(self.count(161), organisations, sources)
        yield from self.collaborations(self.count(425), organisations, facilities, sources)
        yield from self.gaps(self.count(111), organisations, facilities, sources)

    def record(self, kind: str, slug: str, cls: str, sources: int) -> Iterator[str]:
        """Yield what every record has: type, document, sources and dates."""
        record, document = f"<{NAMES.id(kind, slug)}>", f"<{NAMES.doc(kind, slug)}>"
        yield f"{record} {RDF_TYPE} <{AK}{cls}> {document} .\n"
        yield f"{document} {RDF_TYPE} <{AK}RecordDocument> {document} .\n"
        yield f"{document} <http://xmlns.com/foaf/0.1/primaryTopic> {record} {document} .\n"
        if kind != "source":
            for slug in sorted({self.pick(sources) for _ in range(self.random.choice((1, 1, 2)))}):
                yield f"{document} {SOURCE} <{NAMES.id('source', slug)}> {document} .\n"
            yield f'{document} <{AK}verified> "2026-11-01"^^<{XSD}date> {document} .\n'
            yield f'{document} <{AK}verifiedPrecision> "YYYY-MM" {document} .\n'

    def statement(self, subject: str, predicate: str, value: str, document: str) -> str:
        """Return one line; the predicate is one of Akkuri's own."""
        return f"<{subject}> <{AK}{predicate}> {value} <{document}> .\n"

    def concept(self, scheme: str, choices: list[str]) -> str:
        """Return a random concept as a term."""
        return f"<{NAMES.concept(scheme, self.random.choice(choices))}>"

    def pick(self, count: int) -> str:
        """Return a random slug, low numbers far more often: the hubs."""
        return f"n{int(count * self.random.random() ** 2.5)}"

    def name(self) -> str:
        """Return three random words."""
        return " ".join(self.random.choices(WORDS, k=3)).title()

    def place(self, subject: str, document: str) -> Iterator[str]:
        """Yield the place of a record, seven in ten Finnish."""
        country = self.random.choices(["FI", "SE", "DE", "ES", "FR"], [70, 10, 10, 5, 5])[0]
        yield self.statement(subject, "countryCode", f'"{country}"', document)
        if country == "FI":
            city = self.random.choice(self.cities)
            yield f'<{subject}> <https://schema.org/addressLocality> "{city}" <{document}> .\n'
            yield self.statement(subject, "region", self.concept("region", self.regions), document)
        for axis, low, high in (("lat", 60, 68), ("long", 21, 30)):
            number = f'"{self.random.uniform(low, high):.4f}"^^<{XSD}decimal>'
            yield f"<{subject}> <http://www.w3.org/2003/01/geo/wgs84_pos#{axis}> {number} <{document}> .\n"

    def sources(self, count: int) -> Iterator[str]:
        """Yield sources with address, title, publisher and date."""
        for number in range(count):
            slug, document = f"n{number}", NAMES.doc("source", f"n{number}")
            iri = NAMES.id("source", slug)
            yield from self.record("source", slug, "Source", 0)
            yield f"<{iri}> <https://schema.org/url> <https://example.org/{number}> <{document}> .\n"
            yield f'<{iri}> <http://purl.org/dc/terms/title> "{self.name()}" <{document}> .\n'
            yield self.statement(iri, "publisherName", f'"{self.random.choice(WORDS)}"', document)
            yield self.statement(iri, "retrieved", f'"2026-11-01"^^<{XSD}date>', document)
            yield self.statement(iri, "retrievedPrecision", '"YYYY-MM"', document)

    def organisations(self, count: int, sources: int) -> Iterator[str]:
        """Yield organisations."""
        types = self._ids("organisation-type")
        for number in range(count):
            slug, document = f"n{number}", NAMES.doc("organisation", f"n{number}")
            iri = NAMES.id("organisation", slug)
            yield from self.record("organisation", slug, "Organisation", sources)
            yield f'<{iri}> {LABEL} "{self.name()} {number}"@en <{document}> .\n'
            yield self.statement(iri, "organisationType", self.concept("organisation-type", types), document)
            yield from self.place(iri, document)

    def facilities(self, count: int, organisations: int, sources: int) -> Iterator[str]:
        """Yield facilities, most with offerings, some with production capabilities only."""
        kinds, scales = self._ids("facility-kind"), self._ids("scale")
        access, statuses = self._ids("access-mode"), self._ids("status")
        for number in range(count):
            slug, document = f"n{number}", NAMES.doc("facility", f"n{number}")
            iri = NAMES.id("facility", slug)
            yield from self.record("facility", slug, "Facility", sources)
            yield f'<{iri}> {LABEL} "{self.name()} {number}"@en <{document}> .\n'
            operator = f"<{NAMES.id('organisation', self.pick(organisations))}>"
            yield self.statement(iri, "operator", operator, document)
            yield self.statement(iri, "facilityKind", self.concept("facility-kind", kinds), document)
            status = self.random.choices(statuses, [1 if s != "operational" else 6 for s in statuses])
            yield self.statement(iri, "status", self.concept("status", status), document)
            yield self.statement(iri, "scale", self.concept("scale", scales), document)
            yield self.statement(iri, "accessMode", self.concept("access-mode", access), document)
            yield from self.place(iri, document)
            cls = "ProductionCapability" if self.random.random() < 0.25 else "Offering"
            for capability in self.random.sample(self.capabilities, self.random.choice((1, 1, 2, 3))):
                yield from self.capability(iri, document, cls, capability, (scales, access), sources)

    def capability(
        self,
        facility: str,
        document: str,
        cls: str,
        capability: str,
        choices: tuple[list[str], list[str]],
        sources: int,
    ) -> Iterator[str]:
        """Yield one offering or production capability."""
        word = "offering" if cls == "Offering" else "production"
        iri = f"{facility}#{word}-{capability}"
        yield f"<{iri}> {RDF_TYPE} <{AK}{cls}> <{document}> .\n"
        yield self.statement(iri, "facility", f"<{facility}>", document)
        yield self.statement(iri, "capability", f"<{NAMES.concept('capability', capability)}>", document)
        for stage in self.random.sample(self._ids("value-chain-stage"), self.random.choice((1, 1, 2))):
            yield self.statement(iri, "stage", f"<{NAMES.concept('value-chain-stage', stage)}>", document)
        if cls == "Offering":
            yield self.statement(iri, "scale", self.concept("scale", choices[0]), document)
            yield self.statement(iri, "accessMode", self.concept("access-mode", choices[1]), document)
        yield f"<{iri}> {SOURCE} <{NAMES.id('source', self.pick(sources))}> <{document}> .\n"

    def equipment(self, count: int, facilities: int, sources: int) -> Iterator[str]:
        """Yield equipment with one or two specifications."""
        types = self._ids("equipment-type")
        for number in range(count):
            slug, document = f"n{number}", NAMES.doc("equipment", f"n{number}")
            iri = NAMES.id("equipment", slug)
            yield from self.record("equipment", slug, "Equipment", sources)
            yield f'<{iri}> {LABEL} "{self.name()} {number}"@en <{document}> .\n'
            yield self.statement(
                iri, "facility", f"<{NAMES.id('facility', self.pick(facilities))}>", document
            )
            yield self.statement(iri, "equipmentType", self.concept("equipment-type", types), document)
            for parameter, unit, high in self.random.sample(
                (("rated_power", "kW", 1000), ("voltage", "V", 1500)), 1
            ):
                spec = f"{iri}#spec-{parameter}"
                yield f"<{spec}> {RDF_TYPE} <{AK}Specification> <{document}> .\n"
                yield self.statement(spec, "specificationOf", f"<{iri}>", document)
                yield self.statement(
                    spec, "parameter", f"<{NAMES.concept('parameter', parameter)}>", document
                )
                yield self.statement(spec, "comparator", '"="', document)
                value = f'"{self.random.randrange(1, high)}"^^<{XSD}decimal>'
                yield self.statement(spec, "value", value, document)
                concept = self.vocabularies.by_notation("unit")[unit].id
                yield self.statement(spec, "unit", f"<{NAMES.concept('unit', concept)}>", document)

    def projects(self, count: int, organisations: int, sources: int) -> Iterator[str]:
        """Yield projects with their participations: two to ten partners each."""
        stages = self._ids("value-chain-stage")
        for number in range(count):
            slug, document = f"n{number}", NAMES.doc("project", f"n{number}")
            iri = NAMES.id("project", slug)
            yield from self.record("project", slug, "Project", sources)
            yield f'<{iri}> {LABEL} "{self.name()} {number}"@en <{document}> .\n'
            start = self.random.randrange(2012, 2026)
            yield self.statement(iri, "start", f'"{start}-01-01"^^<{XSD}date>', document)
            yield self.statement(iri, "startPrecision", '"YYYY"', document)
            yield self.statement(iri, "end", f'"{start + 3}-12-31"^^<{XSD}date>', document)
            yield self.statement(iri, "endPrecision", '"YYYY"', document)
            yield self.statement(iri, "programme", f'"Programme {self.random.randrange(12)}"', document)
            yield self.statement(iri, "stage", self.concept("value-chain-stage", stages), document)
            partners = dict.fromkeys(self.pick(organisations) for _ in range(self.random.randrange(2, 8)))
            for position, partner in enumerate(partners):
                role = "participant" if position else "coordinator"
                part = f"{iri}#participation-{partner}-{role}"
                yield f"<{part}> {RDF_TYPE} <{AK}Participation> <{document}> .\n"
                yield self.statement(part, "project", f"<{iri}>", document)
                yield self.statement(part, "organisation", f"<{NAMES.id('organisation', partner)}>", document)
                yield self.statement(part, "role", f"<{NAMES.concept('participation-role', role)}>", document)
                yield f"<{part}> {SOURCE} <{NAMES.id('source', self.pick(sources))}> <{document}> .\n"

    def collaborations(self, count: int, organisations: int, facilities: int, sources: int) -> Iterator[str]:
        """Yield collaborations between organisations, or of an organisation with a facility."""
        kinds = self._ids("collaboration-kind")
        for number in range(count):
            slug, document = f"n{number}", NAMES.doc("collaboration", f"n{number}")
            iri = NAMES.id("collaboration", slug)
            yield from self.record("collaboration", slug, "Collaboration", sources)
            start = f"<{NAMES.id('organisation', self.pick(organisations))}>"
            to_facility = self.random.random() < 0.3
            end = (
                NAMES.id("facility", self.pick(facilities))
                if to_facility
                else NAMES.id("organisation", self.pick(organisations))
            )
            yield self.statement(iri, "from", start, document)
            yield self.statement(iri, "to", f"<{end}>", document)
            yield self.statement(
                iri, "collaborationKind", self.concept("collaboration-kind", kinds), document
            )

    def gaps(self, count: int, organisations: int, facilities: int, sources: int) -> Iterator[str]:
        """Yield stated gaps."""
        stages, kinds = self._ids("value-chain-stage"), self._ids("gap-kind")
        for number in range(count):
            slug, document = f"n{number}", NAMES.doc("gap", f"n{number}")
            iri = NAMES.id("gap", slug)
            yield from self.record("gap", slug, "Gap", sources)
            text = f'"{self.name()} is lacking."@en'
            yield f"<{iri}> <http://purl.org/dc/terms/description> {text} <{document}> .\n"
            yield self.statement(iri, "gapKind", self.concept("gap-kind", kinds), document)
            yield self.statement(iri, "stage", self.concept("value-chain-stage", stages), document)
            yield self.statement(iri, "capability", self.concept("capability", self.capabilities), document)
            yield self.statement(iri, "origin", f'"{self.random.choice(WORDS)}"', document)
            if self.random.random() < 0.4:
                facility = f"<{NAMES.id('facility', self.pick(facilities))}>"
                yield self.statement(iri, "addressedBy", facility, document)


def write(size: str, file: Path) -> None:
    """Write a graph of about the named size."""
    with file.open("w", encoding="utf-8") as handle:
        handle.writelines(Generator(SIZES[size]).lines())


if __name__ == "__main__":
    write(sys.argv[1], Path(sys.argv[2]))
