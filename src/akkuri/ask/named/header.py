"""Reading the header of a query file: a YAML block in lines that begin with `#+`."""

from collections.abc import Mapping
from typing import Any, Final

import yaml

from akkuri.errors import UsageError
from akkuri.texts import LANGUAGES

__all__ = ["MARK", "check_texts", "read_header", "read_yaml"]

MARK: Final = "#+"

_LOADER: Final = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's parser, ten times as fast as the one in Python, wherever PyYAML was built with it."""


def read_yaml(text: str) -> Any:
    """Return what a YAML text says, in plain Python values; raises yaml.YAMLError."""
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 - both loaders are safe ones


def read_header(text: str, where: str) -> dict[str, Any]:
    """Return the header of a query; empty when the text has none.

    `where` names the file in errors. Raises UsageError when the block is no YAML mapping.
    """
    lines = [line[len(MARK) :].removeprefix(" ") for line in text.splitlines() if line.startswith(MARK)]
    try:
        header = read_yaml("\n".join(lines)) if lines else {}
    except yaml.YAMLError as error:
        reason = " ".join(str(error).split())
        raise UsageError(f"{where}: the header is not YAML ({reason}).") from error
    if not isinstance(header, dict):
        raise UsageError(f"{where}: the header is not a mapping of names to values.")
    return header


def check_texts(value: object, where: str, what: str) -> dict[str, str]:
    """Return a text in every language, e.g. a title.

    Raises UsageError naming the language that is lacking or unknown.
    """
    if not isinstance(value, Mapping):
        raise UsageError(f"{where}: {what} must be given in each language: {{en: …, fi: …, sv: …}}.")
    texts = {str(lang): str(text).strip() for lang, text in value.items()}
    for lang in LANGUAGES:
        if not texts.get(lang):
            raise UsageError(f"{where}: {what} is lacking in the language {lang!r}.")
    unknown = sorted(texts.keys() - set(LANGUAGES))
    if unknown:
        raise UsageError(f"{where}: {what} has the unknown language {unknown[0]!r}.")
    return texts
