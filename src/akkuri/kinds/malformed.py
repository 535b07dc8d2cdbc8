"""What is wrong with a part of a declaration."""

from typing import Any, Self

from akkuri.texts import Wording

__all__ = ["MalformedError", "said"]


class MalformedError(Exception):
    """A part of a declaration is not as it should be; `path` leads to it through keys and places."""

    def __init__(self, told: Wording, *path: str | int) -> None:
        super().__init__(told.words("en"))
        self.told = told
        self.path = path

    @classmethod
    def worded(cls, key: str, /, *path: str | int, **params: Any) -> Self:
        """Return the error that says a text about declarations."""
        return cls(said(key, **params), *path)

    def under(self, key: str) -> "MalformedError":
        """Return the same error about what stands under a key."""
        return MalformedError(said("under", key=key, reason=self.told), key, *self.path)


def said(key: str, /, **params: Any) -> Wording:
    """Return a text about declarations, whose language is not known yet."""
    return Wording(f"declared.{key}", params)
