"""The errors Akkuri shows to people: a sentence in the reader's language, and an exit code or status."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any, Protocol, Self, TypeVar

from akkuri.texts import Wording

__all__ = [
    "AkkuriError",
    "ClientGoneError",
    "DataError",
    "Faults",
    "Link",
    "OutsideError",
    "Refusal",
    "RequestError",
    "SeveralError",
    "UsageError",
    "about",
    "told_in",
]


_T = TypeVar("_T")


class AkkuriError(Exception):
    """One clear sentence: where, what was found, what was expected."""

    exit_code = 1

    def __init__(self, said: str | Wording) -> None:
        self._said = said
        super().__init__(said if isinstance(said, str) else said.words("en"))

    @classmethod
    def worded(cls, key: str, /, **params: Any) -> Self:
        """Return the error that says the text `key`; as a plain string it reads in English."""
        return cls(Wording(key, params))

    @property
    def said(self) -> str | Wording:
        """What it says: a sentence, or one whose language is not known yet."""
        return self._said

    def sentence(self, lang: str) -> str:
        """Return the sentence in a language; one that was worded already stays as it is."""
        return self._said if isinstance(self._said, str) else self._said.words(lang)


class DataError(AkkuriError):
    """The data has violations (exit code 1)."""

    exit_code = 1


class UsageError(AkkuriError):
    """Wrong usage or unreadable input (exit code 2)."""

    exit_code = 2
    fields: tuple[str, ...] = ()
    """The names of the parameters that it is about; none where it is about no certain one."""


class SeveralError(UsageError):
    """Several things are wrong, each a line."""

    def __init__(self, errors: Sequence[UsageError]) -> None:
        self.errors = tuple(errors)
        super().__init__(self.sentence("en"))

    def sentence(self, lang: str) -> str:
        """Return the sentences in a language, one a line."""
        return "\n".join(error.sentence(lang) for error in self.errors)


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
            raise SeveralError(self._found)


class OutsideError(AkkuriError):
    """Something outside Akkuri failed, such as a remote store (exit code 3)."""

    exit_code = 3


class Refusal(AkkuriError):  # noqa: N818 - it is an answer as much as an error
    """A question that gets no answer; `code` names a text `endpoint.<code>` in every language.

    Codes about the question: too-long, too-deep, too-many-parts, syntax, unknown-prefix, unclosed-string,
    unclosed-bracket, stray-bracket, first-word, update-refused, service-refused, unknown-graph,
    unknown-term, graph-variable, merged-graphs.
    Codes about the answering: no-xml, no-triple-terms, time-limit, crowded-limit, memory-limit, broken,
    busy, share, starting, remote, other-version, no-version, no-union, engine.
    """

    exit_code = 2

    def __init__(
        self, code: str, *, line: int | None = None, column: int | None = None, **params: Any
    ) -> None:
        self.code = code
        self.line = line
        self.column = column
        self.params = params
        reason = Wording(f"endpoint.{code}", params)
        at = {"line": line, "column": column, "reason": reason}
        super().__init__(reason if line is None else Wording("endpoint.at", at))

    @property
    def kind(self) -> str:
        """The code without the variant of its wording."""
        for kind in ("syntax", "unknown-prefix"):
            if self.code.startswith(kind):
                return kind
        return self.code


class ClientGoneError(ConnectionResetError):
    """The client closed its connection while its query was running."""


class Link(Protocol):
    """Where a reader may go instead."""

    @property
    def text(self) -> str:
        """What it is called."""

    @property
    def href(self) -> str | None:
        """Its address."""


class RequestError(AkkuriError):
    """A request over HTTP that gets no answer: a status, the key of its text, and links that may help.

    The text `<key>_title` is its title where there is one, else the title of the status is.
    """

    exit_code = 2

    def __init__(
        self,
        status: int,
        key: str,
        params: Mapping[str, Any] | None = None,
        choices: Sequence[Link] = (),
        headers: Mapping[str, str] | None = None,
    ) -> None:
        self.status = status
        self.key = key
        self.choices = choices
        self.headers = headers or {}
        super().__init__(Wording(key, params or {}))

    @property
    def code(self) -> str:
        """The kind of problem, as its IRI ends."""
        return self.key.partition(".")[2].replace("_", "-")


@contextmanager
def told_in(lang: str) -> Iterator[None]:
    """Let what the block refuses be in a language, also for those who only read it as a string."""
    try:
        yield
    except UsageError as error:
        sentence = error.sentence(lang)
        if sentence == str(error):
            raise
        raise _of_fields(UsageError(sentence), *error.fields) from error


@contextmanager
def about(*fields: str) -> Iterator[None]:
    """Let what the block refuses say which parameters it is about, where it does not say so itself."""
    try:
        yield
    except UsageError as error:
        raise _of_fields(error, *(error.fields or fields))  # noqa: B904 - the same error


def _of_fields(error: UsageError, *fields: str) -> UsageError:
    error.fields = fields
    return error
