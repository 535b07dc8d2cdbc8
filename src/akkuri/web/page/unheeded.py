"""What an address asks that its page does not know: said on the page, which answers the rest."""

from collections.abc import Iterable, Mapping
from typing import Any, Final

from akkuri.texts import LANGUAGES, text
from akkuri.texts.quoting import quoted

__all__ = ["unheeded"]

_ON_EVERY_PAGE: Final = ("lang", "picture")
_LONGEST: Final = 50
_MOST: Final = 5
"""So many names are said; an address may have any number."""


def unheeded(
    given: Mapping[str, str], fields: Iterable[Any] | None, also: Iterable[str], lang: str
) -> list[str]:
    """Return a sentence for a language that is none, and one for names that are no field of the page's form.

    `also` are names that it takes though they are no field of it. A page without a form (`fields` is None)
    takes no names, so that it cannot be misunderstood; one with no field says that it takes none.
    """
    found = []
    asked = given.get("lang")
    if asked and asked not in LANGUAGES:
        found.append(text(lang, "web.bad_language", value=asked[:_LONGEST], known=", ".join(LANGUAGES)))
    if fields is not None:
        known = [field.name for field in fields]
        others = [name for name in given if name not in (*known, *also, *_ON_EVERY_PAGE)]
        if others:
            names = ", ".join(quoted(name[:_LONGEST], lang) for name in others[:_MOST])
            told = "web.unheeded" if known else "web.unheeded_all"
            found.append(text(lang, told, names=names, known=", ".join(known)))
    return found
