"""Files of any spreadsheet program are read in their encoding, or not at all: never with other letters."""

import pytest

from akkuri.tables.decoding import decoded

TEXT = "nimi;kaupunki\nÄänekosken sähkölaboratorio;Jyväskylä\nŽilinan ’s piha – Štok;Åbo\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_what_spreadsheet_programs_write_today_is_read(encoding: str) -> None:
    assert decoded(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("encoding", ["cp437", "cp850", "mac-roman", "utf-32"])
def test_older_encodings_are_not_taken_for_another(encoding: str) -> None:
    assert decoded(TEXT.encode(encoding, "replace")) is None
