"""Mapping sets: written whole, read strictly, decisions kept when new findings come."""

import os
from datetime import date
from pathlib import Path

import pytest
from curies import NamableReference
from sssom_pydantic import SemanticMapping

from akkuri.errors import OutsideError, UsageError
from akkuri.link.decisions.findings import empty_set
from akkuri.link.decisions.mapping_sets import (
    BY_HAND,
    LEXICAL,
    NONE_FOUND,
    accepted,
    decided,
    merge,
    pending,
    read,
    write,
)
from akkuri.link.registries import profile
from akkuri.namespaces import DEFAULT_BASE

SHEET = empty_set(profile("ror"), DEFAULT_BASE)
A, B = "ror:020hwjq30", "ror:04b181w54"


def mapping(target: str = A, subject: str = "akid:organisation/aalto", **more: object) -> SemanticMapping:
    values: dict[str, object] = {
        "justification": LEXICAL,
        "confidence": 0.5,
        "mapping_date": date(2026, 11, 24),
    }
    return SemanticMapping(
        subject=NamableReference.from_curie(subject, name="Aalto"),
        predicate=NamableReference.from_curie("skos:exactMatch"),
        object=NamableReference.from_curie(target),
        **(values | more),
    )


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "ror.sssom.tsv"


def test_what_is_written_is_read_again_and_written_the_same(path: Path) -> None:
    rows = [
        mapping(B, justification=BY_HAND, predicate_modifier="Not", comment="another, with\tno tab"),
        mapping(A, confidence=0.97, similarity_score=0.97),
        mapping("sssom:NoTermFound", "akid:network/x", cardinality="1:0"),
    ]
    rows[0] = rows[0].model_copy(update={"comment": "another one"})
    write(path, SHEET.with_mappings(rows))
    again = read(path)
    assert set(again.mappings) == set(rows)
    assert [item.subject.curie for item in again.mappings] == sorted(item.subject.curie for item in rows)
    first = path.read_bytes()
    write(path, again)
    write(path, read(path))
    assert path.read_bytes() == first
    assert b"\r" not in first


def test_states() -> None:
    assert accepted(mapping(confidence=0.95))
    assert not accepted(mapping(confidence=0.949))
    assert pending(mapping(confidence=0.949))
    assert accepted(mapping(confidence=0.2, justification=BY_HAND))
    refused = mapping(confidence=0.99, predicate_modifier="Not", justification=BY_HAND)
    assert decided(refused)
    assert not accepted(refused)
    assert not pending(refused)
    nothing = mapping("sssom:NoTermFound", confidence=0.99)
    assert not accepted(nothing)
    assert not pending(nothing)
    assert not decided(nothing)


def test_a_decision_is_never_changed_and_a_refused_pair_never_comes_back() -> None:
    refused = mapping(A, justification=BY_HAND, predicate_modifier="Not", confidence=1.0)
    found = [mapping(A, confidence=0.99), mapping(B, confidence=0.4)]
    assert merge([refused], found) == [refused, found[1]]


def test_a_record_with_a_decided_link_gets_no_further_candidates() -> None:
    taken = mapping(A, justification=BY_HAND, confidence=0.8)
    other = mapping(B, "akid:organisation/vtt")
    assert merge([taken], [mapping(B), mapping(NONE_FOUND.curie), other]) == [taken, other]


def test_findings_of_the_machine_give_way_to_new_ones() -> None:
    old = [mapping(A, confidence=0.99), mapping(NONE_FOUND.curie, "akid:organisation/vtt")]
    new = [mapping(B, confidence=0.98), mapping(B, "akid:organisation/vtt", confidence=0.6)]
    assert merge(old, new) == new


def test_none_found_stands_only_where_nothing_is_offered() -> None:
    refused = mapping(A, justification=BY_HAND, predicate_modifier="Not")
    nothing = mapping(NONE_FOUND.curie)
    assert merge([refused], [nothing]) == [refused, nothing]
    assert merge([], [nothing, mapping(B)]) == [mapping(B)]


HEAD = """\
#curie_map:
#  akid: https://w3id.org/akkuri/id/
#  ror: https://ror.org/
#mapping_set_id: https://w3id.org/akkuri/graph/links/ror
subject_id\tpredicate_id\tobject_id\tmapping_justification\tconfidence
"""
GOOD = "akid:organisation/aalto\tskos:exactMatch\tror:020hwjq30\tsemapv:LexicalMatching\t0.5\n"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "mapping_set_id"),
        ("<html></html>", "expected SSSOM TSV"),
        (HEAD.replace("mapping_set_id", "set"), "expected SSSOM TSV"),
        (HEAD + GOOD.replace("0.5", "1.5"), "line 6: .*confidence.*; expected SSSOM TSV"),
        (HEAD + GOOD.replace("ror:", "grid:"), "line 6: .*grid"),
        (HEAD + GOOD[:60], "line 6: "),
        (
            HEAD + GOOD.replace("skos:exactMatch", "skos:related"),
            "the predicate is skos:related; expected one of",
        ),
        (HEAD + GOOD + GOOD.replace("0.5", "0.9"), "is there twice; expected one decision"),
        (HEAD.replace("#curie_map:", "#curie_map: ["), "line 3: the lines with # at the top cannot be read"),
    ],
    ids=[
        "empty",
        "web page",
        "no id",
        "confidence",
        "prefix",
        "cut off",
        "predicate",
        "twice",
        "broken header",
    ],
)
def test_a_bad_file_is_one_sentence(text: str, sentence: str, path: Path) -> None:
    path.write_text(text)
    with pytest.raises(UsageError, match=sentence) as caught:
        read(path)
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


def test_a_good_file_of_other_making_is_read(path: Path) -> None:
    path.write_text(HEAD + GOOD)
    (only,) = read(path).mappings
    assert (only.object.curie, only.confidence) == ("ror:020hwjq30", 0.5)


def test_a_failed_write_leaves_what_was_there(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write(path, SHEET.with_mappings([mapping()]))
    before = path.read_bytes()

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutsideError, match=r"ror\.sssom\.tsv: the disk is full"):
        write(path, SHEET.with_mappings([mapping(B)]))
    assert path.read_bytes() == before
    assert [item.name for item in path.parent.iterdir()] == [path.name]


def test_an_unwritable_folder_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="expected a writable folder"):
        write(tmp_path / "nowhere" / "x.sssom.tsv", SHEET)


def test_the_committed_sets_are_valid_and_all_decided() -> None:
    """The project's own links: nothing waits, and every identifier has the form of its registry."""
    from akkuri import resources
    from akkuri.link.registries import registry

    files = sorted((resources.data() / "links").glob("*.sssom.tsv"))
    assert len(files) >= 8
    for file in files:
        sheet = read(file)
        adapter = registry(file.name.removesuffix(".sssom.tsv"))
        assert not [item for item in sheet.mappings if pending(item)], file
        for item in filter(accepted, sheet.mappings):
            iri = sheet.converter.expand(item.object.curie, strict=True)
            assert adapter.check_identifier(iri) == iri
        exact = [item.subject.curie for item in sheet.mappings if accepted(item)]
        if file.name != "cordis.sssom.tsv":
            assert len(exact) == len(set(exact)), f"{file}: two counterparts for one record"
