"""Why a question is not answered: a code, its parameters, and the place in the query where there is one."""

from typing import Any

from akkuri.errors import AkkuriError
from akkuri.texts import text

__all__ = ["ClientGoneError", "Refusal"]


class Refusal(AkkuriError):  # noqa: N818 - it is an answer as much as an error
    """A question that gets no answer; `code` names a text `endpoint.<code>` in every language.

    Codes about the question: too-long, too-deep, too-many-parts, syntax, unknown-prefix, unclosed-string,
    unclosed-bracket, stray-bracket, first-word, update-refused, service-refused, unknown-graph.
    Codes about the answering: time-limit, memory-limit, broken, busy, starting, remote, engine.
    """

    exit_code = 2

    def __init__(
        self, code: str, *, line: int | None = None, column: int | None = None, **params: Any
    ) -> None:
        self.code = code
        self.line = line
        self.column = column
        self.params = params
        super().__init__(self.sentence("en"))

    @property
    def kind(self) -> str:
        """The code without the variant of its wording."""
        for kind in ("syntax", "unknown-prefix"):
            if self.code.startswith(kind):
                return kind
        return self.code

    def sentence(self, lang: str) -> str:
        """Word the reason in a language, beginning with the place when there is one."""
        reason = text(lang, f"endpoint.{self.code}", **self.params)
        if self.line is None:
            return reason
        return text(lang, "endpoint.at", line=self.line, column=self.column, reason=reason)


class ClientGoneError(ConnectionResetError):
    """The client closed its connection while its query was running."""
