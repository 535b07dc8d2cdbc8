"""Sentences about a query that cannot be read: what is wrong, where, and what was probably meant."""

import re
from typing import Final

from akkuri.ask.gate.scan import FORMS, Scan, Token, place
from akkuri.errors import Refusal
from akkuri.namespaces import PREFIXES
from akkuri.naming.did_you_mean import nearest

__all__ = ["misspelt", "stray_bracket", "unclosed_bracket", "word_syntax_error"]

EXCERPT: Final = 40
_ENGINE_ERROR: Final = re.compile(r"error at (\d+):(\d+): expected (.*)", re.DOTALL)
_HINT: Final = re.compile(r"\b(?:The|IRI) [\w ?]+")
"""What the engine's message has of words for people."""


def misspelt(text: str, found: Scan) -> Refusal:
    """Word a query that begins with none of the four query forms."""
    first = found.first
    for name in found.names:
        if name.text.startswith(("http:", "https:")):
            line, column = place(text, name.offset)
            return Refusal("bad-iri", line=line, column=column)
    if first is None:
        line, column = place(text, len(text.rstrip()))
        return Refusal("no-form", line=line, column=column)
    line, column = place(text, first.offset)
    close = nearest(first.text, sorted(FORMS), 1)
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
        if prefix in ("http", "https"):
            return Refusal("bad-iri", line=line, column=column)
        if prefix in known:
            declaration = f"PREFIX {prefix}: <{known[prefix]}>"
            return Refusal("unknown-prefix-known", line=line, column=column, prefix=prefix, add=declaration)
        close = nearest(prefix, sorted({*found.prefixes, *known}), 1)
        if close:
            return Refusal("unknown-prefix-near", line=line, column=column, prefix=prefix, meant=close[0])
        return Refusal("unknown-prefix", line=line, column=column, prefix=prefix)
    return None


def word_syntax_error(text: str, found: Scan, engine: str, parser: tuple[int, int] | None) -> Refusal:
    """Word what the engine rejected.

    `engine` is the engine's message, `parser` the place where rdflib stopped (None when it did not).
    Both places lie at the mistake or before it, so the further one is the better.
    """
    prefix = unknown_prefix(text, found)
    if prefix is not None:
        return prefix
    match = _ENGINE_ERROR.match(engine)
    hints = _HINT.findall(match[3]) if match else [engine.partition("\n")[0]]
    places = [_offset(text, *parser)] if parser else []
    if match:
        places.append(_offset(text, int(match[1]), int(match[2])) - _lookahead(match[3]))
    if not places:
        return Refusal("syntax-plain", detail=hints[0])
    offset = _token_start(text, max(0, min(max(places), len(text))))
    line, column = place(text, offset)
    excerpt = " ".join(text[offset : offset + EXCERPT].split())
    if not excerpt and parser is None and not found.unclosed:
        return Refusal("syntax-rule")
    if not excerpt:
        return Refusal("syntax-end", line=line, column=column)
    if hints:
        return Refusal("syntax-hint", line=line, column=column, excerpt=excerpt, detail=hints[0])
    return Refusal("syntax", line=line, column=column, excerpt=excerpt)


def _lookahead(expected: str) -> int:
    """Return how many characters the engine read beyond the place: it reads a keyword before comparing it.

    `expected` is its list, such as `one of "{", OPTIONAL, [_]`; quoted signs are compared where they stand.
    """
    if '"' in expected or "'" in expected:
        return 0
    words = re.findall(r"\b[A-Za-z_]{2,}[0-9]*\b", expected.removeprefix("one of "))
    return min((len(word) for word in words), default=0)


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
