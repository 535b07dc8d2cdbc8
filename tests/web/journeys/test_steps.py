"""The answer is near: every question that people bring is walked from home by links and forms."""

from pathlib import Path
from typing import Any, Final

import pytest
import yaml
from flask.testing import FlaskClient

from web.journeys.reader import LostReaderError, SiteReader

STEPS: Final[dict[int, Any]] = yaml.safe_load(
    (Path(__file__).parent / "steps.yaml").read_text(encoding="utf-8")
)
FEW: Final = 3
MOST: Final = 40


@pytest.mark.parametrize("question", STEPS)
def test_the_steps_lead_to_the_answer(national: FlaskClient, question: int) -> None:
    for way in STEPS[question]["ways"]:
        reader = SiteReader(national, way.get("lang", "en"))
        for step in way["steps"]:
            ((done, what),) = step.items()
            getattr(reader, done)(what)
        lacking = [words for words in way["shows"] if words not in reader.text]
        assert not lacking, f"{reader.address}: {reader.text[:600]}"


def test_most_answers_are_few_steps_away() -> None:
    assert sorted(STEPS) == list(range(1, 46))
    near = [n for n, each in STEPS.items() if all(len(way["steps"]) <= FEW for way in each["ways"])]
    assert len(near) >= MOST


def test_a_link_that_is_gone_is_noticed(national: FlaskClient) -> None:
    with pytest.raises(LostReaderError, match="no link"):
        SiteReader(national).follow("What never stood here")
