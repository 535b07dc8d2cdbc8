"""Every term or concept of others that we name exists where its owner publishes it."""

import csv
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from rdflib import (
    DCTERMS,
    FOAF,
    OWL,
    QB,
    RDF,
    RDFS,
    SDO,
    SKOS,
    SOSA,
    SSN,
    VANN,
    XSD,
    Graph,
    Namespace,
    URIRef,
)
from rdflib.namespace import GEO

AK = Namespace("https://w3id.org/akkuri/ontology#")
OURS = "https://w3id.org/akkuri/"
MAPPINGS = (SKOS.exactMatch, SKOS.closeMatch, SKOS.broadMatch, SKOS.narrowMatch, SKOS.relatedMatch)
IN_RDFLIB = (DCTERMS, FOAF, GEO, OWL, QB, RDF, RDFS, SDO, SKOS, SOSA, SSN, VANN, XSD)
PUBLISHED = {
    "http://data.europa.eu/s66#": "EURIO.ttl",
    "http://purl.org/cerif/frapo/": "frapo.ttl",
    "http://vivoweb.org/ontology/core#": "vivo.owl",
    "http://www.w3.org/ns/dcat#": "dcat3.ttl",
    "http://www.w3.org/ns/org#": "org.ttl",
    "http://www.w3.org/ns/prov#": "prov-o.ttl",
    "http://www.w3.org/ns/regorg#": "regorg.ttl",
}
NOT_TERMS = ("https://creativecommons.org/",)
KNOWN = {
    "http://www.w3.org/2003/01/geo/wgs84_pos#": {"lat", "long"},
    "http://purl.org/ontology/bibo/": {"status"},
    "http://purl.org/ontology/bibo/status/": {"published"},
    "https://w3id.org/sssom/": {"MappingSet", "object_source_version"},
}
"""Terms of vocabularies of which no copy is at hand, looked up by hand."""
QUDT = "http://qudt.org/vocab/unit/"
NUTS = "http://data.europa.eu/nuts/code/"


def foreign(*graphs: Graph) -> set[str]:
    iris = {
        str(x)
        for graph in graphs
        for s, p, o in graph
        for x in ((s, p) if p in (OWL.imports, SKOS.example) else (s, p, o))
        if isinstance(x, URIRef)
    }
    return {iri for iri in iris if not iri.startswith((OURS, *NOT_TERMS))}


def column(file: Path, name: str) -> set[str]:
    with file.open(encoding="utf-8", newline="") as handle:
        return {row[name] for row in csv.DictReader(handle, delimiter="\t", quoting=csv.QUOTE_NONE)}


def test_terms_of_others_exist(terms: Graph, alignments: Graph, shared: Path) -> None:
    read: dict[str, Graph] = {}
    missing = []
    for iri in sorted(foreign(terms, alignments)):
        namespace, name = re.fullmatch(r"(.*[/#])([^/#]*)", iri).groups()
        if namespace in PUBLISHED:
            file = shared / "ontologies" / PUBLISHED[namespace]
            if namespace not in read:
                read[namespace] = Graph().parse(file, format="xml" if file.suffix == ".owl" else "turtle")
            known = (URIRef(iri), None, None) in read[namespace]
        elif namespace in KNOWN:
            known = name in KNOWN[namespace]
        else:
            known = any(str(ns) == namespace and URIRef(iri) in ns for ns in IN_RDFLIB)
        if not known:
            missing.append(iri)
    assert missing == []


def test_the_alignments_import_what_they_align(terms: Graph, alignments: Graph) -> None:
    imported = {str(x) for x in alignments.objects(None, OWL.imports)}
    assert f"{OURS}ontology" in imported
    basic = tuple(str(ns) for ns in (OWL, RDF, RDFS, SKOS, XSD, DCTERMS))
    aligned = {iri for iri in foreign(alignments) if not iri.startswith(basic)}
    assert aligned
    stems = tuple(iri.rstrip("#/").removesuffix("-o") for iri in imported)
    assert {iri for iri in aligned if not iri.startswith(stems)} == set()


def test_imported_ontologies_are_called_as_their_owners_do(alignments: Graph, shared: Path) -> None:
    known = {
        str(s)
        for name in PUBLISHED.values()
        for s in Graph()
        .parse(shared / "ontologies" / name, format="xml" if name.endswith(".owl") else "turtle")
        .subjects(RDF.type, OWL.Ontology)
    }
    others = {"http://xmlns.com/foaf/0.1/", "https://schema.org/", str(SOSA), str(SSN), f"{OURS}ontology"}
    assert {str(x) for x in alignments.objects(None, OWL.imports)} - others <= known


def test_elements_of_exchange_schemas_exist(alignments: Graph, shared: Path) -> None:
    folders = {"pidinst": "pidinst", "openaire-cerif": "openaire-cerif/schemas"}
    schemas = {
        name: "".join(f.read_text(encoding="utf-8") for f in (shared / "conformance" / folder).rglob("*.xsd"))
        for name, folder in folders.items()
    }
    for element in alignments.objects(None, AK.schemaElement):
        schema, _, name = str(element).partition(": ")
        assert f'name="{name}"' in schemas[schema], element


def mappings(concepts: Graph) -> Iterator[tuple[URIRef, URIRef, str]]:
    for predicate in MAPPINGS:
        for subject, target in concepts.subject_objects(predicate):
            yield subject, predicate, str(target)


def test_concepts_of_others_exist(concepts: Graph, shared: Path) -> None:
    ontologies = shared / "ontologies"
    known = (
        column(ontologies / "battery_concepts_by_scheme.tsv", "iri")
        | column(ontologies / "euroscivoc.tsv", "iri")
        | column(ontologies / "yso_battery_ri_terms.tsv", "uri")
        | {NUTS + code for code in column(shared / "geo" / "nuts_2021_2024.tsv", "nuts_code")}
    )
    targets = {target for _, _, target in mappings(concepts) if not target.startswith(QUDT)}
    assert len(targets) > 60
    assert targets - known == set()


def test_nuts_matches_have_the_code_of_the_region(concepts: Graph) -> None:
    for subject, _, target in mappings(concepts):
        if target.startswith(NUTS):
            assert target.removeprefix(NUTS) == str(subject).rpartition("/")[2]


def test_eosc_terms_exist(concepts: Graph, shared: Path) -> None:
    known = column(shared / "registries" / "eosc_vocabularies.tsv", "id")
    used = {str(x) for x in concepts.objects(None, AK.eoscTerm)}
    assert {f"trl-{n}" for n in range(1, 10)} <= used
    assert used - known == set()


def test_no_concept_is_mapped_to_the_same_thing_twice(concepts: Graph) -> None:
    pairs = [(subject, target) for subject, _, target in mappings(concepts)]
    assert len(pairs) == len(set(pairs))


def test_an_exact_match_is_not_shared_inside_a_scheme(concepts: Graph) -> None:
    seen: dict[tuple[str, str], URIRef] = {}
    for subject, predicate, target in mappings(concepts):
        if predicate == SKOS.exactMatch:
            key = (str(concepts.value(subject, SKOS.inScheme)), target)
            assert key not in seen, (subject, seen[key])
            seen[key] = subject


@pytest.mark.parametrize(
    ("concept", "predicate", "label"),
    [
        ("cell-format/pouch", SKOS.exactMatch, "PouchCell"),
        ("chemistry/lead-acid", SKOS.exactMatch, "LeadAcidBattery"),
        ("chemistry/lfp", SKOS.closeMatch, "LithiumIonIronPhosphateBattery"),
        ("equipment-type/battery-cycler", SKOS.exactMatch, "BatteryCycler"),
    ],
)
def test_a_mapping_leads_to_the_concept_meant(
    concepts: Graph, shared: Path, concept: str, predicate: URIRef, label: str
) -> None:
    with (shared / "ontologies" / "battery_concepts_by_scheme.tsv").open(encoding="utf-8") as handle:
        labels = {r["iri"]: r["label_en"] for r in csv.DictReader(handle, delimiter="\t", quoting=3)}
    targets = concepts.objects(URIRef(f"{OURS}concept/{concept}"), predicate)
    assert label in {labels.get(str(t)) for t in targets}
