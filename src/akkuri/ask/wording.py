"""Sentences about a query that cannot be read: what, at which line and column, and what was probably meant."""

import re
from difflib import get_close_matches
from typing import Final

from akkuri.ask.refusals import Refusal
from akkuri.ask.scan import FORMS, Scan, Token, place
from akkuri.namespaces import PREFIXES

__all__ = ["misspelt", "stray_bracket", "unclosed_bracket", "word_syntax_error"]

EXCERPT: Final = 40


def misspelt(text: str, first: Token | None) -> Refusal:
    """Word a query that begins with none of the four query forms."""
    if first is None:
        line, column = place(text, len(text.rstrip()))
        return Refusal("no-form", line=line, column=column)
    line, column = place(text, first.offset)
    close = get_close_matches(first.text.lower(), sorted(FORMS), n=1, cutoff=0.6)
    if close:
        return Refusal("first-word", line=line, column=column, word=first.text, meant=close[0].upper())
    return Refusal("no-first-word", line=line, column=column, word=first.text)


def unclosed_bracket(text: str, bracket: Token) -> Refusal:
    """Word a bracket that is opened and never closed."""
    line, column = place(text, bracket.offset)
    return Refusal("unclosed-bracket", line=line, column=column, bracket=bracket.text)


def stray_bracket(text: str, bracket: Token) -> Refusal:
    """Word a closing bracket that closes nothing."""
    line, column = place(text, bracket.offset)
    return Refusal("stray-bracket", line=line, column=column, bracket=bracket.text)


def unknown_prefix(text: str, found: Scan, known: dict[str, str] = PREFIXES) -> Refusal | None:
    """Word the first name whose prefix the query does not declare; None when all are declared."""
    for name in found.names:
        prefix = name.text.partition(":")[0]
        if prefix in found.prefixes:
            continue
        line, column = place(text, name.offset)
        if prefix in known:
            declaration = f"PREFIX {prefix}: <{known[prefix]}>"
            return Refusal("unknown-prefix-known", line=line, column=column, prefix=prefix, add=declaration)
        close = get_close_matches(prefix, sorted({*found.prefixes, *known}), n=1, cutoff=0.5)
        if close:
            return Refusal("unknown-prefix-near", line=line, column=column, prefix=prefix, meant=close[0])
        return Refusal("unknown-prefix", line=line, column=column, prefix=prefix)
    return None


def word_syntax_error(text: str, found: Scan, engine: str, parser: tuple[int, int] | None) -> Refusal:
    """Word what the engine rejected.

    `engine` is the engine's message, `parser` the place where rdflib stopped (None when it did not).
    rdflib names the start of the clause it cannot read, the engine the furthest place it reached, which is the better
    one unless it is only where a keyword could still have gone on.
    """
    prefix = unknown_prefix(text, found)
    if prefix is not None:
        return prefix
    at = re.match(r"error at (\d+):(\d+): expected (.*)", engine, re.DOTALL)
    reached = (int(at[1]), int(at[2])) if at else None
    hints = re.findall(r"\b[A-Z][a-z]+(?: [\w?]+){2,}", at[3]) if at else [engine]
    vague = reached is None or "[_]" in (at[3] if at else "") or _offset(text, *reached) >= len(text.rstrip())
    spot = parser if parser is not None and vague else reached or parser
    if spot is None:
        return Refusal("syntax-plain", detail=hints[0] if hints else engine)
    offset = min(_token_start(text, _offset(text, *spot)), len(text))
    line, column = place(text, offset)
    excerpt = " ".join(text[offset : offset + EXCERPT].split())
    if hints:
        return Refusal("syntax-hint", line=line, column=column, excerpt=excerpt, detail=hints[0])
    if not excerpt:
        return Refusal("syntax-end", line=line, column=column)
    return Refusal("syntax", line=line, column=column, excerpt=excerpt)


def _offset(text: str, line: int, column: int) -> int:
    """Turn a line and column into an offset."""
    start = 0
    for _ in range(line - 1):
        start = text.find("\n", start) + 1
    return start + column - 1


def _token_start(text: str, offset: int) -> int:
    """Go back to the start of the word that an offset lies in or just behind."""
    while 0 < offset <= len(text) and re.match(r"[\w:?$.-]", text[offset - 1]):
        offset -= 1
    return offset
