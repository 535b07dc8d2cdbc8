"""An answer without rows offers nothing to take, on every kind of page that has tables."""

import pytest
from flask.testing import FlaskClient

FULL = [
    "/queries/directory/near?km=50",
    "/gaps/needs",
    "/browse/facility",
    "/map",
]
EMPTY = [
    "/queries/directory/near?km=1&municipality=Utsjoki",
    "/gaps/cells?state=covered&region=FI200",
    "/browse/facility?country=SE&region=FI196",
    "/map?region=FI200&status=closed",
]


@pytest.mark.parametrize("path", FULL)
def test_what_has_rows_is_offered_as_a_file(national: FlaskClient, path: str) -> None:
    assert "XLSX" in _main(national, path)


@pytest.mark.parametrize("path", EMPTY)
def test_what_has_none_is_not(national: FlaskClient, path: str) -> None:
    main = _main(national, path)
    assert "XLSX" not in main
    assert "CSV (Excel)" not in main


def _main(national: FlaskClient, path: str) -> str:
    answer = national.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 200
    return answer.text.partition("<main ")[2].partition("</main>")[0]
