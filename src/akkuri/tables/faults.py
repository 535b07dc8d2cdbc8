"""A problem: why a file, a header or a row could not be read."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from akkuri.texts import Phrase

__all__ = ["Fault"]


@dataclass(frozen=True, slots=True)
class Fault:
    """Why a file or a row could not be read; `code` names the sentence that tells a person."""

    code: str
    file: str
    row: int | None = None
    column: str | None = None
    value: str = ""
    params: Mapping[str, str | Phrase] = field(default_factory=dict)
    advice: bool = False
    """Whether all could be read nevertheless."""
