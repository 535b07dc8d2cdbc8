"""What crosses to a query process comes back as it was, whatever people write."""

import pytest

from akkuri.ask.processes.messages import Closing, Failure, Greeting, Parsed, Question
from akkuri.store import Dataset

TEXTS = ["", "ASK { ?s ?p 'å \u2028 \U0001f50b' }", "\ud800", 'line\nand "quote" \\ \x00']


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize(
    ("dataset", "must_have"),
    [(Dataset(), ()), (Dataset(("urn:a", "urn:b"), ("urn:c",)), ()), (Dataset(), ("urn:d", "urn:e"))],
)
def test_questions(text: str, dataset: Dataset, must_have: tuple[str, ...]) -> None:
    question = Question(text, "json", "https://example.org/sparql", dataset, must_have)
    assert Question.decode(question.encode()) == question


@pytest.mark.parametrize(
    "closing",
    [
        Closing(last=False),
        Closing(last=True),
        Closing(False, Failure("engine", {"detail": TEXTS[1]})),
        Closing(True, Failure("memory-limit")),
    ],
)
def test_closings(closing: Closing) -> None:
    assert Closing.decode(closing.encode()) == closing


@pytest.mark.parametrize("greeting", [Greeting(), Greeting(12, "2026-11-24-0", 135_432, 1 << 40)])
def test_greetings(greeting: Greeting) -> None:
    assert Greeting.decode(greeting.encode()) == greeting


@pytest.mark.parametrize(
    "parsed",
    [Parsed(), Parsed((3, 14)), Parsed(services=()), Parsed(services=("https://example.org/", None))],
)
def test_what_another_parser_says(parsed: Parsed) -> None:
    assert Parsed.decode(parsed.encode()) == parsed


def test_a_failure_is_the_refusal_that_the_asker_gets() -> None:
    refusal = Failure("unknown-graph", {"graph": "urn:x"}).refusal()
    assert (refusal.code, refusal.params) == ("unknown-graph", {"graph": "urn:x"})
    assert "urn:x" in refusal.sentence("en")
