"""The first rows of a query's answer for a page: read until the page is full, then the query is let go."""

from dataclasses import dataclass, field
from io import BytesIO
from typing import Final

from pyoxigraph import QuerySolutions, parse_query_results

from akkuri.ask.service import Ask
from akkuri.store import Format, Term, by_name

__all__ = ["AHEAD", "Result", "first_rows"]

AHEAD: Final = 4000
"""Rows of a named question that are read beyond those of a page: most have no more."""

_FORMS: Final = {"select": "tsv", "ask": "csv"}


@dataclass(slots=True)
class Result:
    """The start of an answer: rows of a SELECT, the truth of an ASK, or the text of a graph."""

    form: str = ""
    columns: list[str] = field(default_factory=list)
    rows: list[list[Term | None]] = field(default_factory=list)
    truth: bool | None = None
    text: str | None = None
    more: bool = False
    unbound: tuple[str, ...] = ()
    """Functions that nobody knows: they gave no value."""


def first_rows(ask: Ask, query: str, limit: int, *, ahead: int = 0) -> Result:
    """Return at most `limit` rows (of a graph: lines of Turtle) and whether there are more.

    So many rows are read `ahead` that an answer that ends with them is kept for the next reader; one that is
    cut off is computed anew each time, by a process that ends with it. Raises Refusal when the query is wrong
    or passes a limit.
    """
    result = Result()

    def choose(form: str) -> Format:
        result.form = form
        return by_name(_FORMS.get(form, "turtle"))

    answer = ask.answer(query, choose)
    result.unbound = answer.unbound
    try:
        body = b""
        lines = 0
        for piece in answer.body:
            body += piece
            lines += piece.count(b"\n")
            if lines > limit + ahead + 2:
                break
    finally:
        answer.close()
    if lines > limit + 2:
        result.more = True
        body = b"".join(body.splitlines(keepends=True)[: limit + 2])
    if result.form == "ask":
        result.truth = b"true" in body
    elif result.form == "select":
        _read(body, result, limit)
    else:
        result.text = "".join(body.decode("utf-8", "replace").splitlines(keepends=True)[:limit])
    return result


def _read(body: bytes, result: Result, limit: int) -> None:
    """Read the rows of a tab-separated answer, which has one line a row."""
    # That format is one of results, not of triples, which its type does not say.
    parsed = parse_query_results(BytesIO(body), format=by_name("tsv").engine)  # type: ignore[arg-type]
    if not isinstance(parsed, QuerySolutions):
        return
    result.columns = [variable.value for variable in parsed.variables]
    for solution in parsed:
        if len(result.rows) == limit:
            result.more = True
            break
        result.rows.append(list(solution))
