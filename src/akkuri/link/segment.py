"""Cut a free-text affiliation into segments and comparable words, keeping where each word stands."""

import re
from dataclasses import dataclass
from typing import Final

from akkuri.link.normalise import FUNCTION, KINDS, PARTS, canonical, fold, raw_words

__all__ = ["Parsed", "parse"]

MAX_WORDS: Final = 120
"""Words looked at in one string: longer ones are no affiliation but running text."""
_NOISE: Final = re.compile(r"#TAB#|\\[nt]|(?:e-?mail|tel|fax|phone)\s*[.:]\s*\S*", re.IGNORECASE)
_HOST: Final = re.compile(r"(?:https?://|www\.|@)([a-z0-9.-]+\.[a-z]{2,})", re.IGNORECASE)
_MAIL: Final = re.compile(r"\S+@\S+|https?://\S+|www\.\S+")
_CUT: Final = re.compile(r"[,;:()\[\]{}|/•·\n\t*†‡§¶<>\"“”]+|\s[-–—]+\s|(?<=\w{7})\.\s+(?=[A-Z])|\.\s*$")
_DOTTED: Final = re.compile(r"(\w{2,})\.")
_UPPER: Final = re.compile(r"\b(?=\w*[A-Z])[A-Z0-9&.\-]{2,12}\b")
_CODE: Final = re.compile(r"\w*\d\w*")


@dataclass(slots=True)
class Parsed:
    """A string as parallel lists over its content words, and what was seen on the way."""

    text: str
    words: list[str]
    segment: list[int]
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


def parse(text: str) -> Parsed:
    """Return the segments and words of a string; any text is accepted, an empty one has no words."""
    hosts = frozenset(host.lower().removeprefix("www.") for host in _HOST.findall(text))
    plain = _MAIL.sub(" ", _NOISE.sub(" , ", text))
    words: list[str] = []
    segment: list[int] = []
    linked: list[bool] = []
    raw: list[list[str]] = []
    part: list[bool] = []
    kind: list[bool] = []
    for piece in _CUT.split(plain):
        spoken = raw_words(piece)
        if not spoken or len(words) >= MAX_WORDS:
            continue
        before = False
        kept = []
        for word in spoken:
            if word in FUNCTION and (len(word) > 1 or len(spoken) > 1):
                before = True
                continue
            kept.append(canonical(word))
            linked.append(before)
            before = False
        if not kept:
            continue
        words += kept
        segment += [len(raw)] * len(kept)
        raw.append(spoken)
        head = [word for word in kept[:3] if not _CODE.fullmatch(word)]
        part.append(bool(head) and head[0] in PARTS)
        kind.append(any(word in KINDS for word in kept))
    return Parsed(
        text=text,
        words=words,
        segment=segment,
        linked=linked,
        raw=raw,
        dotted=frozenset(fold(word) for word in _DOTTED.findall(plain)),
        acronyms=_acronyms(plain),
        hosts=hosts,
        part=part,
        kind=kind,
    )


def _acronyms(text: str) -> frozenset[str]:
    """Find words written in capitals, unless everything is; a text of one word may be one."""
    found = frozenset(word.replace(".", "").replace("-", "").lower() for word in _UPPER.findall(text))
    if not any(letter.islower() for letter in text) and len(text.split()) > 3:
        return frozenset()
    return found
