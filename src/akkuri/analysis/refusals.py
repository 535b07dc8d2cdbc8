"""What the analyses refuse, told in the language of whoever shows it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import TypeVar

from akkuri.errors import UsageError
from akkuri.texts import text

__all__ = ["AnalysisError", "Faults", "Place", "worded"]

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Place:
    """Where something stands in a scenario: its `kind`, row (of a CSV) or step (of JSON), and the number."""

    kind: str
    number: int

    def words(self, lang: str) -> str:
        """Return it as people write it, such as "row 3"."""
        return text(lang, f"analysis.place_{self.kind}", number=self.number)


class AnalysisError(UsageError):
    """A refusal with the key of its text; as a plain error it reads in English."""

    def __init__(self, key: str, **params: object) -> None:
        self._key = key
        self._params = params
        super().__init__(self.sentence("en"))

    def sentence(self, lang: str) -> str:
        """Return the refusal in a language."""
        words = {n: v.words(lang) if isinstance(v, Place) else v for n, v in self._params.items()}
        return text(lang, f"analysis.{self._key}", **words)


class _SeveralError(AnalysisError):
    """Several refusals, each a line."""

    def __init__(self, refusals: list[UsageError]) -> None:
        self._refusals = refusals
        UsageError.__init__(self, self.sentence("en"))

    def sentence(self, lang: str) -> str:
        """Return the refusals in a language, one a line."""
        return "\n".join(
            refusal.sentence(lang) if isinstance(refusal, AnalysisError) else str(refusal)
            for refusal in self._refusals
        )


class Faults:
    """Gathers what is wrong, so that all of it is told at once."""

    def __init__(self) -> None:
        self._found: list[UsageError] = []

    def __len__(self) -> int:
        return len(self._found)

    def take(self, read: Callable[..., _T], *given: object) -> _T | None:
        """Return what a function makes of its arguments; None where it refuses them, which is kept."""
        try:
            return read(*given)
        except UsageError as error:
            self._found.append(error)
            return None

    def check(self) -> None:
        """Raise what was gathered, if anything was."""
        if len(self._found) == 1:
            raise self._found[0]
        if self._found:
            raise _SeveralError(self._found)


@contextmanager
def worded(lang: str) -> Iterator[None]:
    """Tell a refusal of the block in a language. Raises UsageError."""
    try:
        yield
    except AnalysisError as error:
        raise UsageError(error.sentence(lang)) from error
