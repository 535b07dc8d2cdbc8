"""What became of a sentence: the question it asks, why, and the next best; or why it is refused."""

from collections.abc import Mapping
from dataclasses import dataclass, field

__all__ = ["OwnWordsAnswer", "SentenceReading"]


@dataclass(frozen=True, slots=True)
class SentenceReading:
    """One way to understand a sentence."""

    question: str
    """`group/name`, `gaps:show`, `network:show`, `record` or `search`."""
    parameters: Mapping[str, str]
    title: str
    score: float = 0.0
    why: tuple[str, ...] = ()
    """The words and names of the sentence that led here."""
    unused: tuple[str, ...] = ()
    """What the sentence names and this answer does not take into account."""


@dataclass(frozen=True, slots=True)
class OwnWordsAnswer:
    """The best reading and others, or the key of the sentence that says why there is none."""

    sentence: str
    lang: str
    best: SentenceReading | None = None
    alternatives: tuple[SentenceReading, ...] = ()
    refused: str | None = None
    told: Mapping[str, str] = field(default_factory=dict)
    """What the reason of a refusal names."""
    read_as: str | None = None
    """The sentence without its slips, where only that was understood."""
