"""The named queries as statements in the store."""

from collections import Counter

from pyoxigraph import Literal, NamedNode, Store

from akkuri import resources
from akkuri.ask.named.catalogue import Catalogue
from akkuri.ask.named.executables import executables
from akkuri.namespaces import Names

SH = "http://www.w3.org/ns/shacl#"


def test_every_query_is_described_with_a_text_that_runs(catalogue):
    quads = executables(catalogue, Names())
    assert {quad.graph_name.value for quad in quads} == {"https://w3id.org/akkuri/graph/queries"}
    texts = [quad.object.value for quad in quads if quad.predicate.value == f"{SH}select"]
    assert len(texts) == len(catalogue)
    for text in texts:
        Store().query(text)
    labels = Counter(quad.subject.value for quad in quads if quad.predicate.value.endswith("#label"))
    assert set(labels.values()) == {3}
    comments = [quad.object.language for quad in quads if quad.predicate.value.endswith("#comment")]
    assert comments == ["en"] * len(catalogue)
    assert len({(q.subject, q.predicate, q.object) for q in quads}) == len(quads)


def test_another_base_moves_everything():
    names = Names("https://example.org/hydrogen/")
    quads = executables(Catalogue.load(resources.questions(), names), names)
    for quad in quads:
        for term in (quad.subject, quad.object, quad.graph_name):
            assert not isinstance(term, NamedNode | Literal) or "w3id.org/akkuri" not in term.value
