"""Every shape passes the good world and reports its failing example, in both engines alike."""

import pytest
from pyoxigraph import NamedNode, Quad

from akkuri import resources
from akkuri.checks.run import union
from akkuri.checks.shacl.engines import validate
from akkuri.checks.shacl.shapes import RDF, SH, load_shapes
from akkuri.texts import LANGUAGES

from .examples import FAILING, world

SHAPES = load_shapes(resources.shapes())
CODES = sorted(info.code for info in SHAPES.infos.values())


def reported(quads: list[Quad], engine: str = "shacl-rust") -> set[tuple[str, str]]:
    """Return (shape, focus node) of every result that comes from a shape with a message."""
    results = validate(union(quads), SHAPES.ntriples, engine)
    return {
        (SHAPES.infos[result.shape].code, result.focus) for result in results if result.shape in SHAPES.infos
    }


def test_no_shape_is_without_an_example() -> None:
    assert sorted(FAILING) == CODES


def test_the_good_world_passes_every_shape() -> None:
    assert reported(world()) == set()


def test_the_reference_engine_agrees_about_the_good_world() -> None:
    assert reported(world(), "pyshacl") == set()


def test_the_good_world_has_something_for_each_shape_to_look_at() -> None:
    """A shape about a property passes because of a good value, not because there is none."""
    used = {quad.predicate.value for quad in world()}
    assert {info.path for info in SHAPES.infos.values() if info.path} <= used


@pytest.mark.parametrize("code", CODES)
def test_a_shape_reports_its_failing_example(code: str) -> None:
    assert code in {shape for shape, _ in reported(world(FAILING[code]))}


@pytest.mark.parametrize("code", CODES)
def test_a_shape_speaks_three_languages(code: str) -> None:
    shape = next(info for info in SHAPES.infos.values() if info.code == code)
    for words in (shape.names, shape.descriptions, shape.messages):
        assert set(words) == set(LANGUAGES)
        assert all(text.strip() for text in words.values())
    assert len(set(shape.messages.values())) == 3
    assert all(message.endswith((".", "?")) for message in shape.messages.values())


def test_all_severities_are_used() -> None:
    assert {info.severity.key for info in SHAPES.infos.values()} == {"violation", "warning", "info"}


def test_shapes_have_no_constraint_outside_a_named_shape() -> None:
    """What reports must have a name: the only blank nodes are lists and paths."""
    triples = [line.split(" ", 2) for line in SHAPES.ntriples.splitlines()]
    predicates = {predicate for subject, predicate, _ in triples if subject.startswith("_:")}
    assert predicates <= {f"<{RDF}first>", f"<{RDF}rest>", f"<{SH}inversePath>", f"<{SH}alternativePath>"}


def test_shapes_follow_the_base() -> None:
    moved = load_shapes(resources.shapes(), "https://example.org/other/")
    assert "w3id.org/akkuri" not in moved.ntriples
    assert NamedNode("https://example.org/other/shapes/Facility-operator").value in moved.infos


LINES = [line.split(" ", 2) for line in SHAPES.ntriples.splitlines()]
BLOCKS: dict[str, list[list[str]]] = {}
for line in LINES:
    BLOCKS.setdefault(line[0], []).append(line)
TARGETED = {subject for subject, predicate, _ in LINES if predicate == f"<{SH}targetClass>"}


def only(code: str) -> str:
    """Return the shapes that one needs, with no target but its own: what pySHACL can do in a moment."""
    iri = next(info.iri for info in SHAPES.infos.values() if info.code == code)
    owner = f"<{iri}>" if f"<{iri}>" in TARGETED else f"<{iri.partition('-')[0]}>"
    found, seen, ahead = [], {owner}, [owner]
    while ahead:
        for subject, predicate, value in BLOCKS[ahead.pop()]:
            if predicate == f"<{SH}targetClass>" and subject != owner:
                continue
            if predicate == f"<{SH}property>" and subject in TARGETED and value != f"<{iri}> .":
                continue
            found.append(f"{subject} {predicate} {value}\n")
            node = value.removesuffix(" .")
            if node in BLOCKS and node not in seen:
                seen.add(node)
                ahead.append(node)
    return "".join(found)


@pytest.mark.parametrize("code", CODES)
def test_fast_and_reference_engine_find_the_same(code: str) -> None:
    """On the failing example both engines report the shape at the same nodes, with the same values."""
    data, shapes = union(world(FAILING[code])), only(code)
    fast, reference = (
        {(result.shape, result.focus, result.path, result.value) for result in validate(data, shapes, engine)}
        for engine in ("shacl-rust", "pyshacl")
    )
    assert {SHAPES.infos[shape].code for shape, *_ in fast} == {code}
    assert fast == reference
