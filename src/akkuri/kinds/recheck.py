"""How long a record of a kind may stay unlooked at, by its status, as its declaration has it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from akkuri.kinds.entries import known_keys
from akkuri.kinds.malformed import MalformedError

__all__ = ["Recheck", "recheck_of"]

_KEYS: Final = frozenset({"months", "by", "when"})


@dataclass(frozen=True, slots=True)
class Recheck:
    """After how many months somebody should look at a record again."""

    months: int
    by: str | None
    """The property whose concept says how soon; None where all records are alike."""
    when: Mapping[str, int]
    """Concept → months, where they differ."""

    def after(self, concept: str) -> int:
        """Return the months for a concept; those of the kind where it says nothing else."""
        return self.when.get(concept, self.months)


def recheck_of(entries: Mapping[str, Any]) -> Recheck | None:
    """Read the entry `recheck` of a declaration; None where nobody needs to look again."""
    if "recheck" not in entries:
        return None
    try:
        found = known_keys(entries["recheck"], _KEYS)
    except MalformedError as error:
        raise error.under("recheck") from error
    by, when = found.get("by"), found.get("when", {})
    if (by is None) != (not when) or not isinstance(by, str | None) or not isinstance(when, Mapping):
        raise MalformedError.worded("recheck", "recheck")
    for name, months in (("months", found.get("months")), *when.items()):
        if not isinstance(months, int) or isinstance(months, bool) or months < 1:
            raise MalformedError.worded("months", "recheck", name=str(name), value=str(months))
    return Recheck(found["months"], by, {str(name): months for name, months in when.items()})
