"""The words by which people ask a question: declared beside the questions in `asked.yaml`."""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

import yaml

from akkuri.errors import UsageError
from akkuri.naming.spelling import fold
from akkuri.search.request import idle_words
from akkuri.search.words import words
from akkuri.texts import LANGUAGES
from akkuri.yaml import read_yaml

__all__ = [
    "ANY",
    "ASKED",
    "NONE",
    "RECORD",
    "SUBJECT",
    "Cue",
    "CueWording",
    "Cues",
    "MetCue",
    "cue_words",
    "read_wordings",
]

ASKED: Final = "asked.yaml"
NONE: Final = "none"
"""The entry of topics that no graph of actors and infrastructures knows."""
ANY: Final = "any"
"""The entry of words that mean the value of a parameter in any question that has it."""
RECORD: Final = "record"
"""The entry of words that ask for a record itself, whatever it is: what happened to it."""
SUBJECT: Final = "subject"
"""The entry of words for what a whole cluster is about: beside a question they narrow nothing."""
_BEGINNING: Final = 4
"""A word of so many letters is the beginning of one."""
_WHOLE: Final = "!"
"""Ends a word that is whole."""
_WITHIN: Final = 6
"""A word of so many letters may stand inside of a compound too."""
_SHARED: Final = 0.35
_MORE: Final = 0.35
_KEYS: Final = frozenset({*LANGUAGES, "first", "for", "set", "weight"})

Cue = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class CueWording:
    """How one question is asked."""

    cues: tuple[tuple[str, Cue], ...] = ()
    """Language and words."""
    things: tuple[str, ...] = ()
    """What sort of thing makes it the first question to think of (`for`)."""
    weight: float = 1.0
    """How much its words count: less where they say what is listed more than what is asked."""
    values: Mapping[str, Mapping[str, tuple[Cue, ...]]] = field(default_factory=dict)
    """Parameter → value → words that mean it (`set`)."""
    first: Mapping[str, tuple[Cue, ...]] = field(default_factory=dict)
    """Parameter → words that give it what another one could be given too (`first`)."""


@dataclass(frozen=True, slots=True)
class MetCue:
    """How well the words of a question are met, and at which places of the sentence."""

    score: float
    places: frozenset[int]


class Cues:
    """All declared words."""

    def __init__(self, wordings: Mapping[str, CueWording]) -> None:
        """Take how each question is asked."""
        self.wordings = wordings
        counted = (cue for each in wordings.values() for cue in {cue for _, cue in each.cues})
        self._shared = Counter(counted)

    def words(self) -> Iterator[str]:
        """Give the words by which anything is asked."""
        for wording in self.wordings.values():
            yield from (word.rstrip(_WHOLE) for _, cue in wording.cues for word in cue)

    def met(self, name: str, tokens: Sequence[str], langs: Collection[str] = LANGUAGES) -> MetCue:
        """Tell how well the words of a question are met, of its words in some languages."""
        wording = self.wordings.get(name, CueWording())
        found: dict[Cue, frozenset[int]] = {}
        said = " ".join(tokens)  # most cues begin with a word that is in none, which is seen at once
        near = (cue for lang, cue in wording.cues if cue[0].rstrip(_WHOLE) in said and lang in langs)
        for cue in dict.fromkeys(near):
            if (places := places_of(cue, tokens, name != NONE)) is not None:
                found[cue] = places
        if not found:
            return MetCue(0.0, frozenset())
        ordered = sorted(found, key=lambda cue: (-self._weight(cue), cue))
        score, places = 0.0, frozenset[int]()
        for number, cue in enumerate(ordered):
            if not found[cue] <= places:
                score += self._weight(cue) * (1.0 if number == 0 else _MORE)
                places |= found[cue]
        return MetCue(wording.weight * score, places)

    def value(self, name: str, parameter: str, tokens: Sequence[str]) -> tuple[str, frozenset[int]] | None:
        """Return the value of a parameter that the words mean, and where they stand; None for none."""
        for asked in (name, ANY):
            for value, cues in self.wordings.get(asked, CueWording()).values.get(parameter, {}).items():
                for cue in cues:
                    if (places := places_of(cue, tokens)) is not None:
                        return value, places
        return None

    def first(self, name: str, tokens: Sequence[str]) -> str | None:
        """Return the parameter that words give what is named to, before others that could take it."""
        for parameter, cues in self.wordings.get(name, CueWording()).first.items():
            if any(places_of(cue, tokens) is not None for cue in cues):
                return parameter
        return None

    def _weight(self, cue: Cue) -> float:
        """More words that say something, and words that fewer questions have, weigh more."""
        idle = sum(word.rstrip(_WHOLE) in idle_words() for word in cue)
        telling = max(len(cue) - idle, 0.6)
        return (1.0 + 0.8 * (telling - 1) + 0.15 * idle) / (1 + _SHARED * (self._shared[cue] - 1))


def read_wordings(folders: Iterable[Path]) -> dict[str, CueWording]:
    """Read `asked.yaml` of each folder that has one; a cluster may add words to any question.

    Raises UsageError naming the file.
    """
    wordings: dict[str, CueWording] = {}
    for folder in folders:
        for name, entry in _read(folder / ASKED).items():
            own = _wording(entry, folder / ASKED, name)
            before = wordings.get(name)
            wordings[name] = _both(before, own) if before else own
    return wordings


def cue_words(wording: CueWording) -> Iterator[str]:
    """Give the words of a question in every language."""
    for _, cue in wording.cues:
        yield from (word.removesuffix(_WHOLE) for word in cue)


def _both(one: CueWording, other: CueWording) -> CueWording:
    """Return the words of both; what a cluster says of the values of a parameter comes in its place."""
    return replace(
        one,
        cues=one.cues + other.cues,
        values={**one.values, **other.values},
        first={**one.first, **other.first},
    )


def places_of(cue: Cue, tokens: Sequence[str], inside: bool = True) -> frozenset[int] | None:
    """Return where the words of a cue stand, `inside` of compounds too; None when one is lacking."""
    places: set[int] = set()
    for word in cue:
        free = (n for n in range(len(tokens)) if n not in places)
        place = next((n for n in free if _meets(word, tokens[n], inside)), None)
        if place is None:
            return None
        places.add(place)
    return frozenset(places)


def beginnings_of(token: str) -> Iterator[str]:
    """Give what the words of cues that a token meets are written as, but for those inside of it."""
    yield token
    yield token + _WHOLE
    yield from (token[:end] for end in range(_BEGINNING, len(token)))


def _meets(word: str, token: str, inside: bool) -> bool:
    if token == word.rstrip(_WHOLE):
        return True
    beginning = len(word) >= _BEGINNING and not word.endswith(_WHOLE)
    return beginning and (token.startswith(word) or (inside and len(word) >= _WITHIN and word in token))


def _read(file: Path) -> Mapping[str, Any]:
    if not file.is_file():
        return {}
    try:
        content = read_yaml(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, yaml.YAMLError) as error:
        raise UsageError.worded("cluster.asked-unreadable", file=file, reason=error) from error
    if not isinstance(content, Mapping) or not all(isinstance(each, Mapping) for each in content.values()):
        raise UsageError.worded("cluster.asked-form", file=file)
    return content


def _wording(entry: Mapping[str, Any], file: Path, name: str) -> CueWording:
    if unknown := sorted(set(map(str, entry)) - _KEYS):
        known = ", ".join(sorted(_KEYS))
        raise UsageError.worded("cluster.asked-key", file=file, name=name, key=unknown[0], known=known)
    values = {
        str(parameter): {str(value): tuple(cues_of(str(cues))) for value, cues in given.items()}
        for parameter, given in (entry.get("set") or {}).items()
    }
    first = {str(name): tuple(cues_of(str(cues))) for name, cues in (entry.get("first") or {}).items()}
    cues = tuple((lang, cue) for lang in LANGUAGES for cue in cues_of(str(entry.get(lang) or "")))
    things = tuple(map(str, entry.get("for") or ()))
    return CueWording(cues, things, float(entry.get("weight", 1)), values, first)


def cues_of(text: str) -> list[Cue]:
    """Read phrases that are parted by semicolons."""
    return [cue for phrase in text.split(";") if (cue := _read_words(phrase))]


def _read_words(phrase: str) -> Cue:
    folded = fold(phrase)
    if folded.replace(" ", "").isalnum():
        return tuple(folded.split())  # as most are, and reading them all takes longer than an answer
    return tuple(_parted(phrase))


def _parted(phrase: str) -> Iterator[str]:
    for part in phrase.split():
        *first, last = words(part) or ("",)
        yield from first
        if last:
            yield last + (_WHOLE if part.endswith(_WHOLE) else "")
