"""Parameters that an address gives more than once: one that takes one value is not guessed."""

from collections.abc import Iterable, Mapping

from flask import request

from akkuri.errors import UsageError, about
from akkuri.texts import text

__all__ = ["refuse_repeated"]


def refuse_repeated(names: Iterable[str], lang: str, labels: Mapping[str, str] | None = None) -> None:
    """Raise UsageError where the address gives one of these parameters several values that differ.

    `labels` has what a form calls them.
    """
    for name in names:
        values = list(dict.fromkeys(value.strip() for value in request.args.getlist(name)))
        if len(values) > 1:
            shown = ", ".join(value[:50] for value in values[:5])
            called = (labels or {}).get(name, name[:50])
            with about(name):
                raise UsageError(text(lang, "queries.several", name=called, values=shown))
