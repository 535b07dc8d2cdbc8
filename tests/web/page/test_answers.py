"""The first rows of an answer: how far it is read for a page, and for the next reader."""

from collections.abc import Callable, Iterator
from typing import cast

import pytest

from akkuri.ask.service import Answer, Ask
from akkuri.store import Format
from akkuri.web.page.answers import first_rows


class Given:
    """Answers with so many rows, one after the other."""

    def __init__(self, rows: int) -> None:
        self.rows = rows
        self.ended = False

    def answer(self, _query: str, choose: Callable[[str], Format]) -> Answer:
        return Answer(choose("select"), self._pieces(), None)

    def _pieces(self) -> Iterator[bytes]:
        yield b"?x\n"
        for number in range(self.rows):
            yield b"%d\n" % number
        self.ended = True


@pytest.mark.parametrize(("rows", "more", "ended"), [(5, False, True), (9, True, True), (40, True, False)])
def test_an_answer_that_soon_ends_is_read_to_its_end(rows: int, more: bool, ended: bool) -> None:
    """Only what was read to its end is kept for the next reader."""
    given = Given(rows)
    result = first_rows(cast(Ask, given), "SELECT …", 5, ahead=5)
    assert [len(result.rows), result.more, given.ended] == [5, more, ended]
