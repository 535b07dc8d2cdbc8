"""Defaults that differ from cluster to cluster: said in its folder, or found among its records."""

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from akkuri import resources
from akkuri.ask.named.catalogue import Catalogue
from akkuri.ask.named.examples import EXAMPLES, add_examples, check_examples, found_examples
from akkuri.ask.named.parameters import Parameter
from akkuri.errors import UsageError
from akkuri.namespaces import PREFIXES, Names

NAMES = Names()
LABELS = {"en": "a", "fi": "b", "sv": "c"}
FIRM, OTHER = NAMES.id("organisation", "firm"), NAMES.id("organisation", "other")
STAGE = NAMES.concept("value-chain-stage", "use")


def example(name: str, kind: str, value: str | None = None, **more: object) -> Parameter:
    return Parameter(name, kind, LABELS, value, example=True, **more)  # type: ignore[arg-type]


@pytest.fixture
def store() -> Store:
    """Two organisations and a facility that one of them runs, at one stage."""
    found = Store()
    topic, label = PREFIXES["foaf"] + "primaryTopic", PREFIXES["skos"] + "prefLabel"
    statements: list[tuple[str, str, str | Literal]] = [
        (OTHER, label, Literal("Another one", language="en")),
        (FIRM, label, Literal("Ensimmäinen yhtiö", language="fi")),
        (FIRM, label, Literal("First company", language="en")),
        (NAMES.id("facility", "lab"), NAMES.ak + "operator", FIRM),
        (NAMES.id("facility", "lab"), NAMES.ak + "stage", STAGE),
    ]
    for record, code in ((FIRM, "FI"), (OTHER, "SE"), (NAMES.id("facility", "lab"), "SE")):
        statements.append((record, NAMES.ak + "countryCode", Literal(code)))
    for record in (FIRM, OTHER, NAMES.id("facility", "lab")):
        statements.append((record.replace("/id/", "/doc/"), topic, record))
    for subject, predicate, value in statements:
        graph = subject.replace("/id/", "/doc/")
        thing = value if isinstance(value, Literal) else NamedNode(value)
        found.add(Quad(NamedNode(subject), NamedNode(predicate), thing, NamedNode(graph)))
    return found


def test_the_example_is_what_the_records_mention_most(store: Store) -> None:
    parameters = [
        example("organisation", "record", kinds=("organisation", "network")),
        example("network", "record", kinds=("network",)),
        example("stage", "concept", scheme="value-chain-stage"),
        example("text", "text", kinds=("organisation",)),
        example("given", "record", "org-other", kinds=("organisation",)),
        example("country", "country"),
        Parameter("elsewhere", "country", LABELS),
    ]
    found = found_examples(parameters, store, NAMES)
    assert found == {"organisation": "org-firm", "stage": "use", "text": "first", "country": "SE"}


def test_every_example_of_the_national_cluster_is_used_and_known(national) -> None:
    store = Store()
    store.bulk_load(path=str(national.graph_path))
    folders = resources.questions()
    parameters = Catalogue.load(folders, NAMES).parameters
    check_examples(folders[-1], parameters, store, NAMES)
    assert found_examples(parameters, store, NAMES) == {}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("# one\nplace: x\n", ":2: no question takes an example place; known are organisation"),
        ("organisation: org-nobody\n", ":1: organisation is “org-nobody”, which is not in the tables"),
        ("organisation: [\n", ":2: is not YAML"),
        ("- x\n", ":1: is no mapping"),
    ],
)
def test_a_wrong_example_is_one_sentence_with_file_and_line(
    text: str, said: str, store: Store, tmp_path: Path
) -> None:
    (tmp_path / EXAMPLES).write_text(text, encoding="utf-8")
    parameters = [example("organisation", "record", "org-nobody", kinds=("organisation",))]
    with pytest.raises(UsageError) as caught:
        check_examples(tmp_path, parameters, store, NAMES)
    assert str(caught.value).startswith(f"{tmp_path / EXAMPLES}{said}")


def test_what_was_found_stands_behind_what_was_given(tmp_path: Path) -> None:
    folder = tmp_path / "queries"
    add_examples(folder, {})
    assert not folder.exists()
    add_examples(folder, {"stage": "use"})
    add_examples(folder, {"municipality": "049"})
    assert (folder / EXAMPLES).read_text(encoding="utf-8") == 'stage: "use"\nmunicipality: "049"\n'


def test_a_query_outside_the_groups_is_refused(tmp_path: Path) -> None:
    (tmp_path / "own.rq").write_text("SELECT * {}")
    with pytest.raises(UsageError, match=r"own\.rq: stands in none of the groups of questions; expected dir"):
        Catalogue.load([tmp_path])
