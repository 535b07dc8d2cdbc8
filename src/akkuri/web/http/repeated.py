"""Parameters that an address gives more than once, or that there are not: neither is guessed or left out."""

from collections.abc import Iterable, Mapping, Sequence

from flask import request

from akkuri.errors import UsageError, about
from akkuri.naming.did_you_mean import did_you_mean, nearest
from akkuri.texts import text

__all__ = ["refuse_others", "refuse_repeated"]


def refuse_others(known: Sequence[str], lang: str) -> None:
    """Raise UsageError for a parameter that is not known, or is given several values that differ."""
    for name in request.args:
        if name not in known:
            sentence = text(lang, "analysis.unknown_parameter", name=name[:50], known=", ".join(known))
            raise UsageError(sentence + did_you_mean(lang, nearest(name[:50], known)))
    refuse_repeated(known, lang)


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
