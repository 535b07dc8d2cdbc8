"""What a declaration says is shown of a record: a path of properties, or a function of such paths."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from akkuri.kinds.malformed import MalformedError

__all__ = ["FUNCTIONS", "Functions", "Path", "Shown", "Step", "path_of", "shown_of"]

Functions = Mapping[str, tuple[int, int]]

FUNCTIONS: Final[Functions] = {
    "area": (1, 1),
    "end": (1, 1),
    "evidence": (0, 0),
    "kind": (0, 0),
    "language": (1, 1),
    "maker": (0, 0),
    "money": (1, 1),
    "open": (0, 0),
    "other_end": (1, 1),
    "other_names": (0, 0),
    "period": (2, 2),
    "place": (0, 1),
    "plain": (1, 1),
    "point": (0, 0),
    "quotes": (0, 0),
    "record": (0, 0),
    "specification": (0, 0),
    "specifications": (0, 0),
    "trl": (0, 0),
}
"""Functions and how many paths each takes, at least and at most."""

_STEP: Final = re.compile(
    r"(\^?)([a-z0-9]+:[A-Za-z][A-Za-z0-9]*|<https?://[^\s<>]+>)(?:\[([a-z0-9]+:[A-Za-z][A-Za-z0-9]*)\])?"
)
_FUNCTION: Final = re.compile(r"([a-z_]+)\((.*)\)")


@dataclass(frozen=True, slots=True)
class Step:
    """One property of a path, followed from its object when `inverse`."""

    property: str
    inverse: bool = False
    cls: str | None = None
    """Only things of this class are gone on from: `^ak:facility[ak:Offering]`."""


@dataclass(frozen=True, slots=True)
class Path:
    """Alternatives, each a sequence of steps."""

    alternatives: tuple[tuple[Step, ...], ...]

    @property
    def properties(self) -> list[str]:
        """Every property in it."""
        return [step.property for steps in self.alternatives for step in steps]

    @property
    def classes(self) -> list[str]:
        """Every class that it asks for."""
        return [step.cls for steps in self.alternatives for step in steps if step.cls]

    @property
    def own(self) -> list[str]:
        """The properties of the record itself that it begins with."""
        return [steps[0].property for steps in self.alternatives if not steps[0].inverse]


@dataclass(frozen=True, slots=True)
class Shown:
    """What is shown: the ends of a path, or what a function makes of the record and its paths."""

    text: str
    function: str | None
    paths: tuple[Path, ...]


def shown_of(text: str, functions: Functions = FUNCTIONS) -> Shown:
    """Read `ak:status`, `ak:project/ak:programme`, `ak:from|ak:to`, `^ak:project/ak:organisation`, `place()`.

    Raises MalformedError saying what was found and what was expected.
    """
    call = _FUNCTION.fullmatch(text)
    if call is None:
        return Shown(text, None, (path_of(text),))
    name, inside = call[1], call[2].strip()
    given = [part.strip() for part in inside.split(",")] if inside else []
    if name not in functions:
        known = ", ".join(f"{each}()" for each in functions)
        raise MalformedError.worded("no-function", value=f"{name}()", known=known)
    least, most = functions[name]
    if not least <= len(given) <= most:
        expected = str(least) if least == most else f"{least}–{most}"
        raise MalformedError.worded("arguments", value=text, number=len(given), expected=expected)
    return Shown(text, name, tuple(path_of(part) for part in given))


def path_of(text: str) -> Path:
    """Read a path; raises MalformedError."""
    found = []
    for alternative in text.split("|"):
        steps = []
        for part in _split(alternative.strip()):
            match = _STEP.fullmatch(part)
            if match is None:
                raise MalformedError.worded("no-property", value=text)
            steps.append(Step(match[2].strip("<>"), bool(match[1]), match[3]))
        found.append(tuple(steps))
    return Path(tuple(found))


def _split(text: str) -> list[str]:
    """Split at the slashes that stand in no IRI."""
    return re.findall(r"\^?<[^>]*>|[^/]+", text) or [text]
