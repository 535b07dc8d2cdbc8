"""The measures of a part of the network are computed once, and are those of that part."""

import pytest

from akkuri.analysis.model.values import Model
from akkuri.analysis.network import asked
from akkuri.analysis.network.filters import COUNTRY, UNTIL
from akkuri.analysis.subjects import NETWORK
from akkuri.analysis.views.asking import Basis, ViewRequest
from akkuri.analysis.weights import Parameters


def test_a_part_is_measured_once_and_apart_from_others(
    national: Model, parameters: Parameters, monkeypatch: pytest.MonkeyPatch
) -> None:
    basis = Basis(national, parameters)
    home, abroad = (ViewRequest(None, {"country": code}) for code in ("FI", "SE"))
    one = NETWORK.asked(basis, home, (COUNTRY,)).measures()
    other = NETWORK.asked(basis, abroad, (COUNTRY,)).measures()
    assert {row.actor for row in one.rows}.isdisjoint(row.actor for row in other.rows)
    monkeypatch.setattr(asked, "measure", lambda *_: pytest.fail("is measured again"))
    assert NETWORK.asked(basis, home, (COUNTRY,)).measures() is one


def test_few_parts_are_remembered(
    national: Model, parameters: Parameters, monkeypatch: pytest.MonkeyPatch
) -> None:
    basis = Basis(national, parameters)
    monkeypatch.setattr(asked, "measure", lambda *_: object())
    for year in range(2040, 2090):
        NETWORK.asked(basis, ViewRequest(None, {"until": str(year)}), (UNTIL,)).measures()
    assert len(basis.lately) < 20
