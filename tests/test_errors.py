"""An error is one sentence, told in the language of whoever reads it."""

import pytest

from akkuri.errors import (
    AkkuriError,
    DataError,
    Faults,
    OutsideError,
    Refusal,
    RequestError,
    SeveralError,
    UsageError,
    told_in,
)
from akkuri.texts import Wording


def test_a_sentence_that_was_worded_already_stays_as_it_is() -> None:
    error = UsageError("x.csv: cannot be read; expected a table.")
    assert error.sentence("fi") == str(error) == "x.csv: cannot be read; expected a table."


def test_a_worded_error_is_told_in_each_language() -> None:
    error = UsageError.worded("analysis.no_budget", budget="-1")
    assert str(error) == error.sentence("en") == "The budget is -1; expected more than zero euros."
    assert error.sentence("fi") == "Budjetti on -1; anna enemmän kuin nolla euroa."
    assert isinstance(error, UsageError)


def test_a_wording_within_a_wording_is_told_in_the_same_language() -> None:
    refusal = Refusal("unknown-graph", line=2, column=7, graph="urn:x")
    places = {"en": "Line 2, column 7: ", "fi": "Rivi 2, sarake 7: ", "sv": "Rad 2, kolumn 7: "}
    for lang, place in places.items():
        assert refusal.sentence(lang).startswith(place)
        assert "urn:x" in refusal.sentence(lang)
    inner = Wording("analysis.place_row", {"number": 3})
    assert Wording("endpoint.http", {"detail": inner}).words("fi").endswith("rivi 3")


@pytest.mark.parametrize(
    ("error", "code"), [(AkkuriError, 1), (DataError, 1), (UsageError, 2), (OutsideError, 3), (Refusal, 2)]
)
def test_each_kind_has_its_exit_code(error: type[AkkuriError], code: int) -> None:
    assert error.exit_code == code


def test_a_block_may_be_told_in_a_language() -> None:
    with pytest.raises(UsageError, match="Budgeten är 0") as caught, told_in("sv"):
        raise UsageError.worded("analysis.no_budget", budget="0")
    assert caught.value.__cause__ is not None
    with pytest.raises(OutsideError, match="far away"), told_in("sv"):
        raise OutsideError("far away")


def test_several_errors_are_told_at_once_in_each_language() -> None:
    faults = Faults()
    assert faults.take(int, "7") == 7
    for budget in ("0", "-1"):
        error = UsageError.worded("analysis.no_budget", budget=budget)

        def refuse(error: UsageError = error) -> None:
            raise error

        assert faults.take(refuse) is None
    with pytest.raises(SeveralError) as caught:
        faults.check()
    assert caught.value.sentence("sv").splitlines() == [
        "Budgeten är 0; ange mer än noll euro.",
        "Budgeten är -1; ange mer än noll euro.",
    ]


def test_a_request_without_an_answer_has_the_code_of_its_text() -> None:
    error = RequestError(404, "web.no_path", {"path": "/x"})
    assert (error.status, error.code) == (404, "no-path")
    assert "/x" in error.sentence("en")
