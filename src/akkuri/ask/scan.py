"""One pass over the text of a query that knows strings, comments and IRIs but no grammar.

It runs in microseconds and never recurses, so it may look at anything before a parser does. Where its reading and
the engine's could differ it sees too much rather than too little.
"""

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urljoin

__all__ = ["FORMS", "UPDATES", "Scan", "Token", "place", "scan"]

FORMS: Final = frozenset({"select", "ask", "construct", "describe"})
UPDATES: Final = frozenset(
    {"insert", "delete", "load", "clear", "create", "drop", "add", "move", "copy", "with"}
)
_VOLATILE: Final = frozenset({"now", "rand", "uuid", "struuid"})
_CLOSES: Final = {"}": "{", ")": "(", "]": "["}

_TOKEN: Final = re.compile(
    r"""(?P<space>[ \t\r\n]++)
    |(?P<comment>\#[^\r\n]*+)
    |(?P<iri><(?:[^<>"{}|^`\\\x00-\x20]|\\u[0-9A-Fa-f]{4}|\\U[0-9A-Fa-f]{8})*+>)
    |(?P<string>\"\"\"(?:\"{0,2}(?:[^"\\]|\\.))*+\"\"\"|'''(?:'{0,2}(?:[^'\\]|\\.))*+'''
        |"(?:[^"\\\r\n]|\\.)*+"|'(?:[^'\\\r\n]|\\.)*+')
    |(?P<quote>["'])
    |(?P<open>[{(\[])
    |(?P<close>[})\]])
    |(?P<variable>[?$]\w++|@[A-Za-z]++(?:-[A-Za-z0-9-]++)?|_:[\w.\-]++)
    |(?P<word>[^\W\d_][\w.\-]*+)(?P<name>:(?:[\w:%.\-]|\\.)*+)?
    |(?P<local>:(?:[\w:%.\-]|\\.)*+)
    |(?P<other>[0-9.]++|.)""",
    re.VERBOSE | re.DOTALL,
)
"""Possessive throughout: the time is linear in the text, whatever the text."""


@dataclass(frozen=True, slots=True)
class Token:
    """A piece of the query that a later step wants to point at."""

    text: str
    offset: int


@dataclass(slots=True)
class Scan:
    """What one pass found out."""

    form: str | None = None
    """First word after the prologue, in lower case: a query form, an update, or a mistake."""
    first: Token | None = None
    normal: str = ""
    """The text without comments and with single spaces: the same question has the same normal form."""
    depth: int = 0
    prefixes: dict[str, str] = field(default_factory=dict)
    names: list[Token] = field(default_factory=list)
    services: list[Token] = field(default_factory=list)
    default_graphs: list[str] = field(default_factory=list)
    named_graphs: list[str] = field(default_factory=list)
    volatile: bool = False
    unclosed_string: int | None = None
    unclosed: Token | None = None
    stray: Token | None = None


def scan(text: str, max_depth: int = 100) -> Scan:
    """Read a query once; stops where brackets stand deeper than `max_depth` or a string is not closed."""
    found = Scan()
    parts: list[str] = []
    opened: list[Token] = []
    dataset: list[tuple[bool, str, str]] = []
    base = ""
    before, last = "", ""  # the two tokens before this one, in lower case when they are words
    for match in _TOKEN.finditer(text):
        kind = match.lastgroup
        piece = match.group()
        if kind in ("space", "comment"):
            if parts and parts[-1] != " ":
                parts.append(" ")
            continue
        parts.append(piece)
        seen = piece
        if kind == "word":
            seen = piece.lower()
            if found.first is None and seen not in ("prefix", "base", "version"):
                found.first = Token(piece, match.start())
                found.form = seen
            if "service" in seen:
                found.services.append(Token(piece, match.start()))
            found.volatile = found.volatile or seen in _VOLATILE
        elif kind == "iri":
            # `<` may be "less than", so brackets in an IRI count as if it were.
            found.depth = max(found.depth, len(opened) + piece.count("(") + piece.count("["))
            if last == "base":
                base = urljoin(base, piece[1:-1])
            elif before == "prefix" and last.endswith(":"):
                found.prefixes[last[:-1]] = urljoin(base, piece[1:-1])
        elif kind in ("name", "local"):
            if last != "prefix":
                found.names.append(Token(piece, match.start()))
            if piece.partition(":")[0].lower() == "service":
                found.services.append(Token(piece, match.start()))
        elif kind == "open":
            opened.append(Token(piece, match.start()))
            found.depth = max(found.depth, len(opened))
            if found.depth > max_depth:
                break
        elif kind == "close":
            if opened and opened[-1].text == _CLOSES[piece]:
                opened.pop()
            elif found.stray is None:
                found.stray = Token(piece, match.start())
        elif kind == "quote":
            found.unclosed_string = match.start()
            break
        if kind in ("iri", "name", "local") and "from" in (last, before if last == "named" else ""):
            dataset.append((last == "named", kind, piece))
        before, last = last, seen
    found.unclosed = opened[-1] if opened else None
    found.normal = "".join(parts).strip()
    for named, kind, piece in dataset:
        iri = urljoin(base, piece[1:-1]) if kind == "iri" else _expand(piece, found.prefixes)
        (found.named_graphs if named else found.default_graphs).append(iri)
    return found


def _expand(name: str, prefixes: dict[str, str]) -> str:
    prefix, _, local = name.partition(":")
    return prefixes.get(prefix, f"{prefix}:") + re.sub(r"\\(.)", r"\1", local)


def place(text: str, offset: int) -> tuple[int, int]:
    """Return the line and the column of an offset, both counted from one."""
    head = text[:offset]
    return head.count("\n") + 1, offset - (head.rfind("\n") + 1) + 1
