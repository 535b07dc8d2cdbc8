"""Files of any spreadsheet program are read in their encoding, or not at all: never with other letters."""

import pytest

from akkuri.tables.decoding import decoded

TEXT = "nimi;kaupunki\nÄänekosken sähkölaboratorio;Jyväskylä\nŽilinan ’s piha – Štok;Åbo\n"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_what_spreadsheet_programs_write_today_is_read(encoding: str) -> None:
    assert decoded(TEXT.encode(encoding)) == TEXT


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
def test_utf_16_without_its_mark_is_known_by_its_empty_bytes(encoding: str) -> None:
    assert decoded(TEXT.encode(encoding)) == TEXT
    assert decoded((TEXT * 100).replace("n", "\0").encode()) is None


@pytest.mark.parametrize("encoding", ["cp850", "mac-roman"])
def test_letters_that_stand_twice_tell_an_older_encoding_too(encoding: str) -> None:
    assert decoded("nimi\nTäällä äänestetään\n".encode(encoding)) is None


@pytest.mark.parametrize("encoding", ["cp437", "cp850", "mac-roman", "utf-32"])
def test_older_encodings_are_not_taken_for_another(encoding: str) -> None:
    assert decoded(TEXT.encode(encoding, "replace")) is None
