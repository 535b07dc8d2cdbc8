"""Cut a free-text affiliation into segments and comparable words, keeping where each word stands."""

import re
from dataclasses import dataclass
from html import unescape
from typing import Final

from akkuri.link.text.normalise import FUNCTION, KINDS, LEGAL, PARTS, canonical, fold, raw_words

__all__ = ["ParsedText", "parse"]

MAX_LETTERS: Final = 4000
"""Letters looked at in one string."""
MAX_WORDS: Final = 120
"""Words looked at in one string: longer ones are no affiliation but running text."""
_CODED: Final = re.compile(r"#N#|&nbsp;")
_NOISE: Final = re.compile(
    r"#TAB#|\\[nt]|\b[A-Z]{1,3}-\d{3,6}\b|\b\d{4,7}\b|\bP\.?\s?O\.?\s?B(?:ox|\.)?\s*\d*|(?:e-?mail|tel|fax|phone)\s*[.:]\s*\S*",
    re.IGNORECASE,
)
_HOST: Final = re.compile(r"(?:https?://|www\.|@)([a-z0-9.-]+\.[a-z]{2,})", re.IGNORECASE)
_MAIL: Final = re.compile(r"\S{1,64}@\S+|https?://\S+|www\.\S+")
_CUT: Final = re.compile(r"[,;:()\[\]{}|/•·\n\t*†‡§¶<>\"“”]+|\s[-–—]+\s|(?<=\w{7})\.\s+(?=[A-Z])|\.\s*$")
_DOTTED: Final = re.compile(r"(\w{2,})\.")
_UPPER: Final = re.compile(r"\b(?=\w*[A-Z])[A-Z0-9&.\-]{2,12}\b")
_COMPANY: Final = frozenset(
    ("inc", "limited", "ltd", "llc", "gmbh", "corporation", "corp", "plc", "oy", "oyj", "ab")
)
_CODE: Final = re.compile(r"\w*\d\w*")


@dataclass(slots=True)
class ParsedText:
    """A string as parallel lists over its content words, and what was seen on the way."""

    text: str
    words: list[str]
    spelled: list[str]
    """The words before abbreviations and languages were brought to one form."""
    segment: list[int]
    before: list[str]
    """The function words before the word, as written."""
    linked: list[bool]
    """Whether a function word (of, de, …) stands before the word in its segment."""
    raw: list[list[str]]
    """Folded words of every segment, function words included."""
    dotted: frozenset[str]
    """Folded words followed by a full stop: likely shortened."""
    acronyms: frozenset[str]
    hosts: frozenset[str]
    part: list[bool]
    """For every segment: opens like the name of a unit inside an institution."""
    kind: list[bool]
    """For every segment: has a word that names a kind of organisation."""
    company: bool
    """Whether a legal form (Oy, GmbH, Ltd, …) ended a segment; it is not among the words."""

    def spelling(self, first: int, last: int) -> str:
        """Return the folded spelling from one word to another, function words between them included."""
        rest = range(first + 1, last + 1)
        return self.spelled[first] + "".join(f" {self.before[at]}{self.spelled[at]}" for at in rest)

    def bounds(self) -> list[tuple[int, int]]:
        """Return the first word and the end of every segment."""
        bounds: list[tuple[int, int]] = []
        for at, segment in enumerate(self.segment):
            if segment == len(bounds):
                bounds.append((at, at + 1))
            else:
                bounds[segment] = (bounds[segment][0], at + 1)
        return bounds


def parse(text: str) -> ParsedText:
    """Return the segments and words of a string; any text is accepted, an empty one has no words."""
    text = unescape(text[:MAX_LETTERS])
    hosts = frozenset(host.lower().removeprefix("www.") for host in _HOST.findall(text))
    plain = _MAIL.sub(" ", _NOISE.sub(" , ", _CODED.sub(" ", text)))
    words: list[str] = []
    spelled: list[str] = []
    segment: list[int] = []
    leading: list[str] = []
    raw: list[list[str]] = []
    part: list[bool] = []
    kind: list[bool] = []
    company = False
    for piece in _CUT.split(plain):
        spoken = raw_words(piece) if len(words) < MAX_WORDS else []
        kept, written, before = _kept_words(spoken)
        if raw and len(kept) == 1 and kept[0] in _COMPANY:
            company = True
            continue
        end = len(kept)
        while end > 1 and kept[end - 1] in LEGAL:
            end -= 1
            company = True
        if not end:
            continue
        kept = kept[:end]
        words += kept
        spelled += written[:end]
        leading += before[:end]
        segment += [len(raw)] * end
        raw.append(spoken)
        head = [word for word in kept[:3] if not _CODE.fullmatch(word)]
        part.append(bool(head) and head[0] in PARTS)
        kind.append(any(word in KINDS for word in kept))
    return ParsedText(
        text=text,
        words=words,
        spelled=spelled,
        segment=segment,
        before=leading,
        linked=[bool(before) for before in leading],
        raw=raw,
        dotted=frozenset(fold(word) for word in _DOTTED.findall(plain)),
        acronyms=_acronyms(plain),
        hosts=hosts,
        part=part,
        kind=kind,
        company=company,
    )


def _kept_words(spoken: list[str]) -> tuple[list[str], list[str], list[str]]:
    """Return the words of a piece as they are compared and as written, and the function words before each."""
    kept: list[str] = []
    written: list[str] = []
    leading: list[str] = []
    before = ""
    for word in spoken:
        if word in FUNCTION and (len(word) > 1 or len(spoken) > 1):
            before += word + " "
            continue
        kept.append(canonical(word))
        written.append(word)
        leading.append(before)
        before = ""
    return kept, written, leading


def _acronyms(text: str) -> frozenset[str]:
    """Find words written in capitals, unless everything is; a text of one word may be one."""
    found = frozenset(word.replace(".", "").replace("-", "").lower() for word in _UPPER.findall(text))
    if not any(letter.islower() for letter in text) and len(text.split()) > 3:
        return frozenset()
    return found
