"""Every term is named and defined in three languages and used as it is declared."""

import json
import re
from collections import Counter

import pytest
from pyoxigraph import RdfFormat, parse
from rdflib import DCTERMS, FOAF, OWL, RDF, RDFS, SKOS, BNode, Graph, URIRef

from akkuri import resources
from akkuri.namespaces import PREFIXES
from akkuri.release.opening import Release
from akkuri.tables.about import load_description

AK = "https://w3id.org/akkuri/ontology#"
ONTOLOGY = URIRef("https://w3id.org/akkuri/ontology")
KINDS = (OWL.Class, OWL.ObjectProperty, OWL.DatatypeProperty, OWL.AnnotationProperty)
LANGUAGES = {"en", "fi", "sv"}

DESIGN_CLASSES = (
    "Collaboration",
    "DistributedInfrastructure",
    "Equipment",
    "Facility",
    "Gap",
    "GapCell",
    "Investment",
    "Network",
    "Offering",
    "Organisation",
    "Participation",
    "ProductionCapability",
    "Project",
    "RecordDocument",
    "Source",
    "Specification",
    "Tie",
)


def own(graph: Graph) -> list[URIRef]:
    """All terms in our namespace that are declared."""
    return sorted({s for kind in KINDS for s in graph.subjects(RDF.type, kind) if str(s).startswith(AK)})


def in_languages(graph: Graph, subject: URIRef, predicate: URIRef) -> dict[str, str]:
    texts = list(graph.objects(subject, predicate))
    assert len(texts) == len({t.language for t in texts}), f"{subject}: two texts in one language"
    return {t.language: str(t) for t in texts}


def test_classes_of_the_design_are_there(terms: Graph) -> None:
    classes = set(terms.subjects(RDF.type, OWL.Class))
    assert [name for name in DESIGN_CLASSES if URIRef(AK + name) not in classes] == []


def test_every_property_of_a_record_has_a_name_in_every_language(terms: Graph) -> None:
    """Those of others too: people read them in answers and in what changed."""
    tables = load_description(resources.data())["tables"]
    used = {column.get("propertyUrl") for table in tables for column in table["tableSchema"]["columns"]}
    names = [PREFIXES[name.split(":")[0]] + name.split(":")[1] for name in used if name]
    nameless = [name for name in names if set(in_languages(terms, URIRef(name), RDFS.label)) != LANGUAGES]
    assert nameless == []


def test_every_term_has_labels_and_differing_definitions(terms: Graph) -> None:
    wrong = []
    for term in own(terms):
        labels = in_languages(terms, term, RDFS.label)
        definitions = in_languages(terms, term, SKOS.definition)
        if set(labels) != LANGUAGES or set(definitions) != LANGUAGES or len(set(definitions.values())) != 3:
            wrong.append(term)
    assert wrong == []


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_no_two_terms_have_the_same_definition(terms: Graph, language: str) -> None:
    texts = Counter(in_languages(terms, t, SKOS.definition).get(language) for t in own(terms))
    assert [text for text, times in texts.items() if times > 1] == []


@pytest.mark.parametrize("language", sorted(LANGUAGES))
def test_no_two_terms_are_called_the_same(terms: Graph, language: str) -> None:
    """A class and the property that leads to it must be told apart by people too."""
    names = Counter(in_languages(terms, t, RDFS.label).get(language, "").casefold() for t in own(terms))
    assert [name for name, times in names.items() if times > 1] == []


def test_every_term_has_an_example_or_says_what_belongs_to_it(terms: Graph) -> None:
    wrong = []
    for term in own(terms):
        said = [x for p in (SKOS.example, SKOS.scopeNote) for x in terms.objects(term, p)]
        in_words = [x for x in said if x.language]
        if not said or (in_words and {x.language for x in in_words} != LANGUAGES):
            wrong.append(term)
    assert wrong == []


def test_concepts_in_examples_exist(terms: Graph, concepts: Graph) -> None:
    shown = {str(x) for x in terms.objects(None, SKOS.example) if "/concept/" in str(x)}
    assert shown
    assert {iri for iri in shown if (URIRef(iri), RDF.type, SKOS.Concept) not in concepts} == set()


def test_an_inverse_name_says_how_to_ask(terms: Graph) -> None:
    pairs = list(terms.subject_objects(OWL.inverseOf))
    assert len(pairs) >= 8
    for inverse, stated in pairs:
        notes = in_languages(terms, inverse, SKOS.scopeNote)
        assert set(notes) == LANGUAGES
        assert all(f"^ak:{stated.removeprefix(AK)}" in note for note in notes.values()), inverse


def test_every_term_says_where_it_is_defined(terms: Graph) -> None:
    assert [t for t in own(terms) if set(terms.objects(t, RDFS.isDefinedBy)) != {ONTOLOGY}] == []


def test_nothing_of_ours_is_used_undeclared(terms: Graph, alignments: Graph, concepts: Graph) -> None:
    declared = set(own(terms))
    used = {x for graph in (terms, alignments, concepts) for triple in graph for x in triple}
    assert {x for x in used if isinstance(x, URIRef) and str(x).startswith(AK)} - declared == set()


def test_every_property_of_the_tables_is_declared(terms: Graph) -> None:
    text = json.dumps(load_description(resources.data()))
    names = set(re.findall(r'"propertyUrl": "ak:(\w+)"', text))
    assert names
    assert {name for name in names if URIRef(AK + name) not in own(terms)} == set()


def test_hierarchies_have_no_cycle(terms: Graph, alignments: Graph) -> None:
    both = terms + alignments
    for predicate in (RDFS.subClassOf, RDFS.subPropertyOf):
        for subject in set(both.subjects(predicate)):
            above = {
                x
                for parent in both.objects(subject, predicate)
                for x in both.transitive_objects(parent, predicate)
            }
            assert subject not in above


def test_header(terms: Graph) -> None:
    version = str(terms.value(ONTOLOGY, OWL.versionInfo))
    assert re.fullmatch(r"[0-9]+\.[0-9]+\.[0-9]+", version)
    assert str(terms.value(ONTOLOGY, OWL.versionIRI)) == f"{ONTOLOGY}/{version}"
    assert set(in_languages(terms, ONTOLOGY, DCTERMS.title)) == LANGUAGES
    assert set(in_languages(terms, ONTOLOGY, DCTERMS.description)) == LANGUAGES
    assert terms.value(ONTOLOGY, DCTERMS.license) == URIRef("https://creativecommons.org/licenses/by/4.0/")


def test_header_says_who_made_it_when_and_how_to_cite_it(terms: Graph, alignments: Graph) -> None:
    version = str(terms.value(ONTOLOGY, OWL.versionInfo))
    history = list(terms.objects(ONTOLOGY, SKOS.historyNote))
    assert {note.language for note in history if note.startswith(version)} == LANGUAGES
    shapes = Graph().parse(resources.ontology() / "shapes" / "shapes.ttl")
    for graph, document in (
        (terms, ONTOLOGY),
        (alignments, ONTOLOGY + "/alignments"),
        (shapes, URIRef("https://w3id.org/akkuri/shapes")),
    ):
        named = str(graph.value(document, OWL.versionInfo))
        assert named in str(graph.value(document, DCTERMS.bibliographicCitation))
        if graph is not alignments:  # which name no terms but those that they align
            assert graph.value(document, URIRef("http://purl.org/ontology/bibo/status")) is not None
        if graph is not shapes:
            prior = graph.value(document, OWL.priorVersion)
            assert prior not in (None, graph.value(document, OWL.versionIRI))
        for who in (DCTERMS.creator, DCTERMS.publisher):
            assert terms.value(graph.value(document, who), FOAF.name)
        days = [
            graph.value(document, p).toPython() for p in (DCTERMS.created, DCTERMS.issued, DCTERMS.modified)
        ]
        assert days == sorted(days)


def test_no_blank_nodes(terms: Graph, alignments: Graph, concepts: Graph) -> None:
    assert not [t for g in (terms, alignments, concepts) for t in g if any(isinstance(x, BNode) for x in t)]


def test_queries_and_shapes_use_declared_terms_only(terms: Graph) -> None:
    files = [
        *(file for folder in resources.questions() for file in folder.rglob("*.rq")),
        *(file for folder in resources.shapes() for file in folder.glob("*.ttl")),
    ]
    declared = {str(t).removeprefix(AK) for t in own(terms)}
    wrong = {
        f"{file.name}: {name}"
        for file in files
        for name in re.findall(r"(?<![\w:/-])ak:([A-Za-z]\w*)", file.read_text(encoding="utf-8"))
        if name not in declared
    }
    assert files
    assert wrong == set()


def test_what_a_release_states_is_declared(terms: Graph, national_release: Release) -> None:
    """Of its records, derivations and links; those about the release itself speak VoID, DCAT, SHACL."""
    declared = {str(s) for s in terms.subjects(RDF.type)} | {str(SKOS.Concept), str(SKOS.ConceptScheme)}
    basic = (str(RDF), str(RDFS), str(OWL))
    about = tuple(f"https://w3id.org/akkuri/graph/{name}" for name in ("release", "void", "queries"))
    used = set()
    for quad in parse(path=str(national_release.folder / "graph.nq"), format=RdfFormat.N_QUADS):
        if not quad.graph_name.value.startswith(about):
            used.add(quad.predicate.value)
            if quad.predicate.value == str(RDF.type):
                used.add(quad.object.value)
    assert {iri for iri in used if not iri.startswith(basic)} - declared == set()
