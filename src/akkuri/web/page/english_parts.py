"""English in values that have no language of their own: names of programmes and publishers, streets, lists.

The tables hold such names once, in whatever language they have; what reads a page aloud is told where one
is English. A part counts as English by words that only English has; names of firms have no language.
"""

import re
from functools import lru_cache
from typing import Final

from markupsafe import escape

__all__ = ["english_in"]

_PARTED: Final = re.compile(r"(; | – |: | \(|\)| · |, julkaisija |, utgivare )")
"""What stands between two names, or between a name and what is said of it."""
_WHERE: Final = re.compile(r"(?:, [A-ZÅÄÖ][\w.-]*)+$")
"""Town and country behind a street, which are named in the language of the page."""
_LISTED: Final = re.compile(r"; | – | · |\(|, julkaisija |, utgivare ")
"""What parts names of which each may be in another language."""
_ENGLISH: Final = re.compile(
    r"\b(?:the|of|and|with|from|university|universities|institutes?|council|ministry|research|technology"
    r"|technologies|sciences?|energy|european|fund|programme|partnership|strategy|network|platform"
    r"|development|centre|laboratory|street|road|avenue|storage|agency|industry|society|foundation|school"
    r"|learning|hub|industrial|environments?|joint|equipment|services|vocational|college|cluster|consortium"
    r"|association|organization|authority|advanced|circular|raw|materials)\b",
    re.IGNORECASE,
)
_ANOTHER: Final = re.compile(
    r"(?i:\b(?:oyj?|ab|ry|gmbh|ja|ei|sekä|tai|och|av|för|från|till|vid|som|är|sida|und|der|des)\b)"
    r"|(?:^|[\s-])[a-zåäöõ]*[åäöõ]"
)
"""Words, and letters in a word that is no name, by which a text is of another language, or names a firm."""
_NAME: Final = ' lang="en" translate="no"'
"""A name stays as it is in any language: the style tells it from a text that nobody translated."""
_LONGEST: Final = 1500


@lru_cache(maxsize=1 << 13)
def english_in(text: str, element: str = "span") -> tuple[str, str] | None:
    """Return the attribute of an element with this text, and its HTML; None where no part is English.

    `element` is what a part stands in: in SVG it is `tspan`.
    """
    if len(text) > _LONGEST or not _ENGLISH.search(text):
        return None
    if _is_english(text) and not _LISTED.search(text):
        where = _WHERE.search(text)
        if where is None:
            return _NAME, str(escape(text))
        return "", f"<{element}{_NAME}>{escape(text[: where.start()])}</{element}>{escape(where[0])}"
    marked = [
        f"<{element}{_NAME}>{escape(part)}</{element}>" if _is_english(part) else str(escape(part))
        for part in _PARTED.split(text)
    ]
    return ("", "".join(marked)) if any(part.startswith(f"<{element} ") for part in marked) else None


def _is_english(text: str) -> bool:
    return bool(_ENGLISH.search(text)) and not _ANOTHER.search(text)
