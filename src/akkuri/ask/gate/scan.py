"""One pass over the text of a query that knows strings, comments and IRIs but no grammar.

It runs in microseconds and never recurses, so it may look at anything before a parser does. Where its
reading and the engine's could differ it sees too much rather than too little.
"""

import re
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urljoin

__all__ = ["FORMS", "UPDATES", "Piece", "Scan", "Token", "expand", "pieces", "place", "scan"]

FORMS: Final = frozenset({"select", "ask", "construct", "describe"})
UPDATES: Final = frozenset(
    {"insert", "delete", "load", "clear", "create", "drop", "add", "move", "copy", "with"}
)
_VOLATILE: Final = frozenset({"now", "rand", "uuid", "struuid"})
_LONG: Final = 500
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
    parts: int = 0
    """Tokens that a parser may stack: all but those of VALUES and the further ones of a list."""
    prefixes: dict[str, str] = field(default_factory=dict)
    names: list[Token] = field(default_factory=list)
    services: list[Token] = field(default_factory=list)
    default_graphs: list[str] = field(default_factory=list)
    named_graphs: list[str] = field(default_factory=list)
    volatile: bool = False
    needed_graphs: tuple[str, ...] = ()
    needed_terms: tuple[str, ...] = ()
    """What the store must hold for the answer to be right (akkuri.ask.gate.deviations)."""
    unclosed_string: int | None = None
    unclosed: Token | None = None
    stray: Token | None = None


@dataclass(frozen=True, slots=True)
class Piece:
    """One piece of a query: its kind (a group of the pattern above), its text, where it begins."""

    kind: str
    text: str
    offset: int


def pieces(text: str) -> tuple[list[Piece], dict[str, str]]:
    """Return the pieces of a query without spaces and comments, and the prefixes it declares."""
    found = [
        Piece("name" if match.group("name") else match.lastgroup or "", match.group(), match.start())
        for match in _TOKEN.finditer(text)
        if match.lastgroup not in ("space", "comment")
    ]
    base, prefixes = "", {}
    for before, name, iri in zip(found, found[1:], found[2:], strict=False):
        if before.text.lower() == "prefix" and name.text.endswith(":") and iri.kind == "iri":
            prefixes[name.text[:-1]] = urljoin(base, iri.text[1:-1])
        elif before.text.lower() == "base" and name.kind == "iri":
            base = urljoin(base, name.text[1:-1])
    return found, prefixes


def expand(term: str, prefixes: dict[str, str]) -> str:
    """Return the IRI that a term of a query stands for."""
    return term[1:-1] if term.startswith("<") else _expand(term, prefixes)


def scan(text: str, max_depth: int = 100, max_parts: int = 20_000) -> Scan:
    """Read a query once; stops behind one of the bounds or where a string is not closed."""
    return _Scanner(max_depth, max_parts).run(text)


class _Scanner:
    """The state of one pass: what was found, the open brackets, and the last two tokens."""

    def __init__(self, max_depth: int, max_parts: int) -> None:
        self.found = Scan()
        self.max_depth = max_depth
        self.max_parts = max_parts
        self.table = 0  # brackets open around the `{` of a VALUES block, plus one; 0 outside of any
        self.table_next = False
        self.opened: list[Token] = []
        self.dataset: list[tuple[bool, str]] = []
        self.base = ""
        self.before = self.last = ""  # in lower case when they are words

    def run(self, text: str) -> Scan:
        parts: list[str] = []
        actions = {name: getattr(self, name) for name in ("word", "iri", "name", "open", "close", "quote")}
        actions["local"] = actions["name"]
        for match in _TOKEN.finditer(text):
            kind = match.lastgroup or ""
            piece = match.group()
            if kind in ("space", "comment"):
                if parts and parts[-1] != " ":
                    parts.append(" ")
                continue
            parts.append(piece)
            if self.many(piece):
                break
            action = actions.get(kind)
            if action is not None and action(piece, match.start()):
                break
            self.before, self.last = self.last, piece.lower() if kind == "word" else piece
        found = self.found
        found.unclosed = self.opened[-1] if self.opened else None
        found.normal = "".join(parts).strip()
        for named, name in self.dataset:
            iri = urljoin(self.base, name[1:-1]) if name.startswith("<") else _expand(name, found.prefixes)
            (found.named_graphs if named else found.default_graphs).append(iri)
        return found

    def many(self, piece: str) -> bool:
        """Count a token unless it is one more value of a flat list; says whether there are too many."""
        if self.table:
            return False
        inside = self.opened[-1].text if self.opened else ""
        if inside != "(" or "," not in (piece, self.last):
            self.found.parts += 1
        if len(piece) > _LONG and piece[0] not in "\"'":
            # The engine may see a chain in what looks like one IRI (`?a<!!!?b>`) or word (`true-1-1`).
            self.found.parts += len(piece)
        return self.found.parts > self.max_parts

    def word(self, piece: str, offset: int) -> None:
        seen = piece.lower()
        if self.found.first is None and seen not in ("prefix", "base", "version"):
            self.found.first = Token(piece, offset)
            self.found.form = seen
        if seen == "values":
            self.table_next = True
        if "service" in seen:
            self.found.services.append(Token(piece, offset))
        if seen in _VOLATILE:
            self.found.volatile = True

    def iri(self, piece: str, _offset: int) -> None:
        # `<` may be "less than", so brackets in an IRI count as if it were.
        self.found.depth = max(self.found.depth, len(self.opened) + piece.count("(") + piece.count("["))
        if self.last == "base":
            self.base = urljoin(self.base, piece[1:-1])
        elif self.before == "prefix" and self.last.endswith(":"):
            self.found.prefixes[self.last[:-1]] = urljoin(self.base, piece[1:-1])
        self._graph(piece)

    def name(self, piece: str, offset: int) -> None:
        if self.last != "prefix":
            self.found.names.append(Token(piece, offset))
        if piece.partition(":")[0].lower() == "service":
            self.found.services.append(Token(piece, offset))
        self._graph(piece)

    def _graph(self, piece: str) -> None:
        """Remember a graph after FROM or FROM NAMED."""
        if self.last == "from" or (self.last == "named" and self.before == "from"):
            self.dataset.append((self.last == "named", piece))

    def open(self, piece: str, offset: int) -> bool:
        self.opened.append(Token(piece, offset))
        if piece == "{" and self.table_next:
            self.table, self.table_next = len(self.opened), False
        self.found.depth = max(self.found.depth, len(self.opened))
        return self.found.depth > self.max_depth

    def close(self, piece: str, offset: int) -> None:
        if self.opened and self.opened[-1].text == _CLOSES[piece]:
            self.opened.pop()
            if len(self.opened) < self.table:
                self.table = 0
        elif self.found.stray is None:
            self.found.stray = Token(piece, offset)

    def quote(self, _piece: str, offset: int) -> bool:
        self.found.unclosed_string = offset
        return True


def _expand(name: str, prefixes: dict[str, str]) -> str:
    prefix, _, local = name.partition(":")
    return prefixes.get(prefix, f"{prefix}:") + re.sub(r"\\(.)", r"\1", local)


def place(text: str, offset: int) -> tuple[int, int]:
    """Return the line and the column of an offset, both counted from one."""
    head = text[:offset]
    return head.count("\n") + 1, offset - (head.rfind("\n") + 1) + 1
