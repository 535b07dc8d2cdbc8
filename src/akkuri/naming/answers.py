"""What became of a name: the thing, the things it may be, or what is like it; and the sentence about it."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

from akkuri.errors import UsageError
from akkuri.naming.did_you_mean import did_you_mean
from akkuri.naming.things import Thing
from akkuri.texts import text

__all__ = ["Answer", "Candidates", "Found", "How", "Unknown", "UnresolvedError", "placed"]

QUOTED: Final = 100
"""Characters of a name that a sentence repeats."""


class How(IntEnum):
    """By what a thing was recognised, the surest first."""

    ID = 0
    NAME = 1
    OTHER = 2
    LOOSE = 3
    """A name but for diacritics, spaces and punctuation."""
    INFLECTED = 4
    """A name in another case or number."""
    HIDDEN = 5


@dataclass(frozen=True, slots=True)
class Found:
    """One thing is meant."""

    thing: Thing
    how: How


@dataclass(frozen=True, slots=True)
class Candidates:
    """Several things are called so: none is chosen for whoever wrote it."""

    things: tuple[Thing, ...]
    how: How


@dataclass(frozen=True, slots=True)
class Unknown:
    """Nothing is called so; `nearest` are spelt most like it, or all there are where they are few."""

    nearest: tuple[Thing, ...]
    all: bool = False


Answer = Found | Candidates | Unknown


class UnresolvedError(UsageError):
    """A name that does not mean one thing; `things` are those to choose from."""

    def __init__(
        self, written: str, answer: Candidates | Unknown, wanted: str, lang: str, where: str = ""
    ) -> None:
        self.things = answer.things if isinstance(answer, Candidates) else answer.nearest
        self.answer = answer
        super().__init__(_sentence(written, answer, wanted, lang, where))


def placed(error: UnresolvedError, where: str, lang: str) -> UsageError:
    """Return the same refusal where its sentence says what the name was given for, such as a field."""
    said = error.sentence(lang)
    return error if f"({where})" in said or said.startswith(f"{where}:") else UsageError(f"{where}: {said}")


def _sentence(written: str, answer: Candidates | Unknown, wanted: str, lang: str, where: str) -> str:
    """Say where something stands, what it is, what was expected, and what may be meant."""
    shown = [thing.offered(lang) for thing in _things(answer)]
    written = "".join(letter if letter.isprintable() else " " for letter in written[:QUOTED])
    place = f"{where}: " if where else ""
    if isinstance(answer, Candidates):
        return place + text(lang, "naming.several", value=written, wanted=wanted, things=", ".join(shown))
    sentence = place + text(lang, "naming.unknown", value=written, wanted=wanted)
    if answer.all:  # what an address may say, each with what it means
        every = ", ".join(thing.shown(lang) for thing in answer.nearest)
        return f"{sentence} {text(lang, 'naming.known', things=every)}"
    return sentence + did_you_mean(lang, shown)


def _things(answer: Candidates | Unknown) -> Sequence[Thing]:
    return answer.things if isinstance(answer, Candidates) else answer.nearest
