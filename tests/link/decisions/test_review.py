"""The review: likeliest first, one answer at a time, saved at once, interruptible."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner
from curies import NamableReference
from sssom_pydantic import SemanticMapping

from akkuri.commands.link_command import _worded, command
from akkuri.link.decisions.findings import empty_set
from akkuri.link.decisions.mapping_sets import BY_HAND, LEXICAL, pending, read, write
from akkuri.link.decisions.review import Review, walk
from akkuri.link.registries import profile
from akkuri.link.tables.comparisons import LEVELS
from akkuri.namespaces import DEFAULT_BASE, Names

DAY = date(2026, 11, 25)
ROWS = [
    ("organisation/aalto", "020hwjq30", 0.6),
    ("organisation/aalto", "04b181w54", 0.2),
    ("organisation/vtt", "04b181w54", 0.4),
    ("organisation/abb", "05yeg2858", 0.99),
]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    file = tmp_path / "ror.sssom.tsv"
    rows = [
        SemanticMapping(
            subject=NamableReference.from_curie(f"akid:{subject}", name=subject),
            predicate=NamableReference.from_curie("skos:exactMatch"),
            object=NamableReference.from_curie(f"ror:{target}", name=target),
            justification=LEXICAL,
            confidence=chance,
            similarity_score=chance,
        )
        for subject, target, chance in ROWS
    ]
    write(file, empty_set(profile("ror"), DEFAULT_BASE).with_mappings(rows))
    return file


def review(path: Path) -> Review:
    return Review(path, Names(), DAY)


def state(path: Path) -> dict[tuple[str, str], tuple[str, str, bool]]:
    return {
        (item.subject.identifier, item.object.identifier): (
            item.predicate.curie, item.justification.curie, item.negated,
        )
        for item in read(path).mappings
    }  # fmt: skip


def test_what_the_program_found_is_worded_in_every_language() -> None:
    known = {f"{kind}: {level}" for kind, levels in LEVELS.items() for level in levels}
    for lang in ("fi", "sv"):
        worded = _worded("; ".join(sorted(known)), lang).split("; ")
        assert len(worded) == len(known)
        assert not set(worded) & known
    assert _worded("the university", "fi") == "the university"


def test_the_likeliest_candidate_comes_first_and_settles_its_record(path: Path) -> None:
    asked: list[str] = []
    decided = walk(review(path), lambda case: asked.append(case.mapping.object.identifier), lambda: "same")
    assert asked == ["020hwjq30", "04b181w54"], "the second candidate of aalto is not asked about"
    assert decided == 2
    hand = BY_HAND.curie
    assert state(path) == {
        ("organisation/aalto", "020hwjq30"): ("skos:exactMatch", hand, False),
        ("organisation/aalto", "04b181w54"): ("skos:exactMatch", hand, True),
        ("organisation/vtt", "04b181w54"): ("skos:exactMatch", hand, False),
        ("organisation/abb", "05yeg2858"): ("skos:exactMatch", LEXICAL.curie, False),
    }


def test_a_refused_candidate_leaves_the_others_to_ask(path: Path) -> None:
    asked: list[str] = []
    walk(review(path), lambda case: asked.append(case.mapping.object.identifier), lambda: "other")
    assert asked == ["020hwjq30", "04b181w54", "04b181w54"]
    refused = [item for item in read(path).mappings if item.negated]
    assert len(refused) == 3
    assert {item.mapping_date for item in refused} == {DAY}
    assert {item.similarity_score for item in refused} == {0.6, 0.2, 0.4}, (
        "the score stays beside the decision"
    )


def test_a_part_is_not_the_same(path: Path) -> None:
    walk(review(path), lambda _: None, lambda: "part")
    assert state(path)["organisation/aalto", "020hwjq30"] == ("skos:broadMatch", BY_HAND.curie, False)


def test_an_interrupted_review_keeps_its_decisions_and_goes_on(path: Path) -> None:
    answers = iter(["other"])

    def interrupted() -> str:
        try:
            return next(answers)
        except StopIteration:
            raise KeyboardInterrupt from None

    with pytest.raises(KeyboardInterrupt):
        walk(review(path), lambda _: None, interrupted)
    assert len([item for item in read(path).mappings if item.negated]) == 1
    assert review(path).waiting == 2
    asked: list[str] = []
    walk(review(path), lambda case: asked.append(case.mapping.subject.identifier), lambda: "skip")
    assert asked == ["organisation/aalto", "organisation/vtt"]


def test_quitting_changes_nothing(path: Path) -> None:
    before = path.read_bytes()
    assert walk(review(path), lambda _: None, lambda: "quit") == 0
    assert path.read_bytes() == before


@pytest.mark.parametrize(("lang", "left"), [("en", "2 still wait"), ("fi", "2 odottaa"), ("sv", "2 väntar")])
def test_in_the_terminal(path: Path, lang: str, left: str) -> None:
    result = CliRunner().invoke(command, ["review", str(path), "--lang", lang], input="x\nn\nq\n")
    assert result.exit_code == 0
    assert left in result.stderr
    assert "Aalto" in result.stderr, "our side is shown with its names"
    assert result.stdout == "", "results only on stdout, and a review has none"
    assert len([item for item in read(path).mappings if pending(item)]) == 2
