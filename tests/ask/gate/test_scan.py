"""The scan that knows strings, comments and IRIs, and sees too much rather than too little."""

import time

import pytest

from akkuri.ask.gate.rules import Gate
from akkuri.ask.gate.scan import place, scan
from akkuri.errors import Refusal
from akkuri.settings import Settings


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("SELECT * {}", "select"),
        ("# ASK\nPREFIX ask: <http://x/> BASE <http://y/>\nconstruct { } { }", "construct"),
        ("PREFIX : <http://x/#a> DESCRIBE :b", "describe"),
        ("insert data {}", "insert"),
        ("", None),
        ("# only a comment", None),
    ],
)
def test_the_form_is_the_first_word_after_the_prologue(text: str, form: str | None) -> None:
    assert scan(text).form == form


@pytest.mark.parametrize(
    ("left", "right", "same"),
    [
        ("SELECT  *\n{ ?s ?p ?o }", "SELECT * { ?s ?p ?o } # end", True),
        ('ASK { ?s ?p "a  b" }', 'ASK { ?s ?p "a b" }', False),
        ("ASK { ?s ?p '#' }", "ASK { ?s ?p '", False),
        ("ASK { <http://x/#a> ?p ?o }", "ASK { <http://x/ ?p ?o }", False),
        ("ASK { ?s ?p ? o }", "ASK { ?s ?p ?o }", False),
        ("PREFIX e: <x:> ASK { e:a\\#b ?p ?o }", "PREFIX e: <x:> ASK { e:a\\ ?p ?o }", False),
    ],
)
def test_the_normal_form_drops_only_what_means_nothing(left: str, right: str, same: bool) -> None:
    assert (scan(left).normal == scan(right).normal) is same


def test_graphs_after_from_are_resolved() -> None:
    found = scan("BASE <http://b/x/> PREFIX e: <e/> SELECT * FROM <g> FROM NAMED e:h\\,1 FROM <http://c/> {}")
    assert found.default_graphs == ["http://b/x/g", "http://c/"]
    assert found.named_graphs == ["http://b/x/e/h,1"]


@pytest.mark.parametrize(
    ("text", "depth"),
    [
        ("ASK { { ( [ ] ) } }", 4),
        ('ASK { ?s ?p "{{{{{{" }', 1),
        ("ASK { ?s ?p ?o # {{{{\n }", 1),
        ("ASK { <http://x/(((> ?p ?o }", 4),
    ],
)
def test_depth_counts_brackets_outside_strings_and_comments(text: str, depth: int) -> None:
    assert scan(text).depth == depth


@pytest.mark.parametrize(
    "text", ["ASK { FILTER(NOW() > 1) }", "SELECT (rand() AS ?x) {}", "SELECT (STRUUID() AS ?x) {}"]
)
def test_answers_that_change_by_themselves_are_volatile(text: str) -> None:
    assert scan(text).volatile


def test_a_name_like_a_function_is_not_volatile() -> None:
    assert not scan('PREFIX rand: <x:> ASK { ?now rand:uuid "NOW()" }').volatile


@pytest.mark.parametrize(
    "unit",
    ["a-", '"\\', "<a", "{", '"""a', "'\\'", "<\\u", "ex:a ", "@a-", "?a", "a.", "_:a-", "1.", "#\n", "\\"],
)
def test_the_time_is_linear_in_the_text(unit: str) -> None:
    """Half a mebibyte takes well under two seconds of the processor; quadratic time would take minutes."""
    started = time.process_time()
    scan(unit * (512 * 1024 // len(unit)))
    assert time.process_time() - started < 2


def test_place_counts_from_one() -> None:
    assert place("ab\ncd", 0) == (1, 1)
    assert place("ab\ncd", 3) == (2, 1)
    assert place("ab\ncd", 4) == (2, 2)


def test_the_length_is_that_of_the_bytes_that_are_sent() -> None:
    text = f'ASK {{ ?s ?p "{"ä" * 30}" }} # say'
    size = len(text.encode())
    assert len(text) < size
    Gate(Settings(query_bytes=size)).check(text)
    with pytest.raises(Refusal) as refused:
        Gate(Settings(query_bytes=size - 1)).check(text)
    assert (refused.value.code, refused.value.params["size"]) == ("too-long", size)
