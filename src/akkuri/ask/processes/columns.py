"""The columns of `SELECT *` in the order in which the query names them, not in that of the alphabet."""

from typing import Final

from pyoxigraph import QuerySolutions, Store

from akkuri.ask.gate.scan import pieces

__all__ = ["in_order"]

_MODIFIERS: Final = ("distinct", "reduced")


def in_order(text: str, base: str) -> str:
    """Return a query whose `*` is written out as its variables; other queries, and wrong ones, as they are.

    Which variables are visible the engine says, asked over nothing.
    """
    if "*" not in text or "service" in text.lower():
        return text
    found, _ = pieces(text)
    words = [piece.text.lower() for piece in found]
    if "select" not in words:
        return text
    place = words.index("select") + 1
    if place < len(words) and words[place] in _MODIFIERS:
        place += 1
    if place >= len(words) or words[place] != "*" or "{" in words[:place]:
        return text
    try:
        results = Store().query(text, base_iri=base)
    except (SyntaxError, ValueError, RuntimeError):
        return text  # said when it is answered
    if not isinstance(results, QuerySolutions):
        return text
    visible = {variable.value for variable in results.variables}
    named = dict.fromkeys(piece.text[1:] for piece in found[place:] if piece.text[0] in "?$")
    columns = [name for name in named if name in visible]
    if len(columns) < len(visible) or not columns:
        return text
    star = found[place].offset
    return f"{text[:star]} {' '.join(f'?{name}' for name in columns)} {text[star + 1 :]}"
