"""Answers that readers of the format get whole: no blank line for a value, no XML that no parser reads."""

import csv
import io
from collections.abc import Iterator

import pytest

from akkuri.ask.exactness import exact
from akkuri.ask.service import Ask
from akkuri.errors import Refusal
from akkuri.store import by_name
from akkuri.store.embedded import EmbeddedStore


@pytest.fixture(scope="module")
def ask() -> Ask:
    return Ask.over(EmbeddedStore.in_memory())


def test_one_column_has_no_blank_lines(ask: Ask) -> None:
    found = ask.read('SELECT ?o { VALUES ?o { 1 UNDEF "" "a\\n\\nb" "q\\"\\n" } }', "csv")
    assert found == b'o\r\n1\r\n""\r\n""\r\n"a\n\nb"\r\n"q""\n"\r\n'
    assert list(csv.reader(io.StringIO(found.decode(), newline="")))[1:] == [
        ["1"],
        [""],
        [""],
        ["a\n\nb"],
        ['q"\n'],
    ]


def test_several_columns_stay_as_they_are(ask: Ask) -> None:
    assert ask.read("SELECT ?a ?b { VALUES (?a ?b) { (UNDEF UNDEF) } }", "csv") == b"a,b\r\n,\r\n"


@pytest.mark.parametrize("size", [1, 2, 5, 1000])
def test_pieces_may_be_cut_anywhere(size: int) -> None:
    text = b'o\r\n\r\n"x\r\n\r\ny"\r\n\r\nz\r\n'
    pieces = [text[at : at + size] for at in range(0, len(text), size)]
    whole = b"".join(exact(iter(pieces), by_name("csv")))
    assert whole == b'o\r\n""\r\n"x\r\n\r\ny"\r\n""\r\nz\r\n'


@pytest.mark.parametrize("form", ["csv", "xml", "json"])
def test_that_nothing_has_come_is_passed_on_at_once(form: str) -> None:
    taken: list[bytes] = []

    def coming() -> Iterator[bytes]:
        for piece in (b"", b"<o>", b"", b"\n", b"", b"\n</o>", b""):
            taken.append(piece)
            yield piece

    answer = exact(coming(), by_name(form))
    silences = 0
    for piece in answer:
        silences += not piece
        assert piece or not taken[-1], "nothing came where something had"
    assert silences == taken.count(b"")


@pytest.mark.parametrize(
    ("query", "form"),
    [
        ('CONSTRUCT { <http://s> <http://a/123> "x" } {}', "rdfxml"),
        ('CONSTRUCT { <http://s> <http://a/> "x" } {}', "rdfxml"),
        ('SELECT ("a\\u0001b" AS ?x) {}', "xml"),
    ],
)
def test_what_cannot_be_xml_is_refused(ask: Ask, query: str, form: str) -> None:
    with pytest.raises(Refusal) as caught:
        ask.read(query, form)
    assert caught.value.code == "no-xml"


def test_triple_terms_are_refused_where_the_format_has_none(ask: Ask) -> None:
    triple = "CONSTRUCT { <x:a> <x:b> <<( <x:c> <x:d> <x:e> )>> } {}"
    with pytest.raises(Refusal) as caught:
        ask.read(triple, "jsonld")
    assert caught.value.code == "no-triple-terms"
    assert b"<<(" in ask.read(triple, "ntriples")


def test_what_can_be_xml_is_sent(ask: Ask) -> None:
    assert b"<binding" in ask.read('SELECT ("a & b <c>" AS ?x) {}', "xml")
    assert b"a&#13;b" in ask.read('SELECT ("a\\rb" AS ?x) {}', "xml")
    assert b"oxprefix" not in ask.read("CONSTRUCT { <http://s> a <http://o> } {}", "rdfxml")
