"""What the analyses refuse, told in the language of whoever shows it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from akkuri.errors import UsageError
from akkuri.texts import text

__all__ = ["AnalysisError", "Place", "worded"]


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


@contextmanager
def worded(lang: str) -> Iterator[None]:
    """Tell a refusal of the block in a language. Raises UsageError."""
    try:
        yield
    except AnalysisError as error:
        raise UsageError(error.sentence(lang)) from error
