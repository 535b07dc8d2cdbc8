"""Reading the header of a query file: a YAML block in lines that begin with `#+`."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Final

import yaml

from akkuri.errors import UsageError
from akkuri.texts import LANGUAGES, Wording
from akkuri.yaml import line_of, read_yaml

__all__ = ["MARK", "READ", "QueryFile", "check_texts"]

MARK: Final = "#+"
READ: Final = 256
"""Of so many texts what was read last is kept: of the questions of a cluster or two."""


@dataclass(frozen=True, slots=True)
class QueryFile:
    """The text of a query and the name of its file, which errors tell with the line."""

    name: str
    text: str

    @property
    def body(self) -> str:
        """The text without the header."""
        return "".join(line for line in self.text.splitlines(keepends=True) if not line.startswith(MARK))

    def header(self) -> dict[str, Any]:
        """Return the header; empty when the text has none. Raises UsageError when it is no YAML mapping."""
        block = self._block()
        try:
            header = _read(block) if block else {}
        except yaml.YAMLError as error:
            mark = getattr(error, "problem_mark", None)
            lines = self._lines()
            where = self.at_line(lines[min(mark.line, len(lines) - 1)] if mark else lines[0])
            reason = getattr(error, "problem", None) or Wording("declared.malformed")
            raise UsageError.worded("header.not-yaml", place=where, reason=reason) from error
        if not isinstance(header, dict):
            raise UsageError.worded("header.no-mapping", place=self.at())
        return header

    def at(self, *path: str | int) -> str:
        """Return `file:line` of a part of the header, or of what is around a lacking one."""
        lines = self._lines()
        return self.at_line(lines[line_of(self._block(), path) - 1] if lines else 1)

    def at_line(self, line: int) -> str:
        """Return `file:line`."""
        return f"{self.name}:{line}"

    def _lines(self) -> list[int]:
        """The lines of the file that make up the header."""
        return [number for number, line in enumerate(self.text.splitlines(), 1) if line.startswith(MARK)]

    def _block(self) -> str:
        lines = self.text.splitlines()
        return "\n".join(line[len(MARK) :].removeprefix(" ") for line in lines if line.startswith(MARK))


@lru_cache(READ)
def _read(block: str) -> Any:
    """Read a header, which nobody changes: a build reads those of all questions three times."""
    return read_yaml(block)


def check_texts(value: object, file: QueryFile, what: Wording, *path: str | int) -> dict[str, str]:
    """Return a text in every language, e.g. a title, which `path` leads to in the header of `file`.

    Raises UsageError naming the language that is lacking or unknown.
    """
    if not isinstance(value, Mapping):
        raise UsageError.worded("header.no-texts", place=file.at(*path), what=what)
    texts = {str(lang): str(text).strip() for lang, text in value.items()}
    for lang in LANGUAGES:
        if not texts.get(lang):
            raise UsageError.worded("header.no-text", place=file.at(*path), what=what, lang=lang)
    unknown = sorted(texts.keys() - set(LANGUAGES))
    if unknown:
        place = file.at(*path, unknown[0])
        raise UsageError.worded("header.language", place=place, what=what, lang=unknown[0])
    return texts
