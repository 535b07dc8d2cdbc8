"""What stands around a value and says how it is meant: at least, at most, between, below zero."""

import re
from typing import Final

__all__ = ["LEAST", "MOST", "between", "bounded", "frost"]

LEAST: Final = "least"
MOST: Final = "most"
_MORE: Final = (
    r"at\s+least|no\s+less\s+than|min(?:imum|imi)?|(?:more|greater|larger|bigger|higher|hotter|warmer)\s+than"
    r"|over|above|exceeding|vähintään|väh|yli|ainakin|(?:enemmän|suurempi|isompi|korkeampi|kuumempi|lämpimämpi)\s+kuin"
    r"|minst|minimum|över|(?:mer|större|högre|varmare)\s+än|[>≥⩾]=?"
)
_LESS: Final = (
    r"at\s+most|no\s+more\s+than|max(?:imum)?|(?:less|smaller|lower|colder|cooler)\s+than|under|below"
    r"|enintään|korkeintaan|maks(?:imi|imissaan)?|alle|(?:vähemmän|pienempi|matalampi|kylmempi)\s+kuin"
    r"|högst|maximalt|som\s+mest|(?:mindre|lägre|kallare)\s+än|[<≤⩽]=?"
)
_PLAIN: Final = "|".join(
    (
        r"up\s+to|upto|about|approx(?:imately)?|around|circa|noin|jopa|aina",
        r"upp\s+till|ungefär|cirka|runt|ca|[~≈±=]",
    )
)
_BEFORE: Final = re.compile(
    rf"(?<![\w])(?:(?P<least>{_MORE})|(?P<most>{_LESS})|(?P<plain>{_PLAIN}))[.:]?\s*$", re.IGNORECASE
)
_OR: Final = r"\s*(?:,\s*)?(?:or|tai|eller|and|ja|och)\s+"
_AFTER: Final = re.compile(
    rf"(?P<least>\s*\+(?!\s*[0-9])|{_OR}(?:more|above|higher|over|enemmän|yli|suurempi|isompi|mer|mera|över|högre))(?!\w)"
    rf"|(?P<most>{_OR}(?:less|below|lower|under|vähemmän|alle|pienempi|mindre|lägre))(?!\w)"
    r"|(?P<plain>:[a-zåäö]{1,5}(?![\w:/])|\s*(?:±|\+/?-)\s*[0-9]+(?:[.,][0-9]+)?(?:\s*(?:%|°\s?C?|K|C)(?!\w))?|\s+(?:asti|saakka|max|min)(?!\w))",
    re.IGNORECASE,
)
_BETWEEN_BEFORE: Final = re.compile(r"(?<!\w)(?:between|from|mellan|från)\s+$", re.IGNORECASE)
_BETWEEN_AFTER: Final = re.compile(r"\s*välil(?:lä|tä|le)(?!\w)", re.IGNORECASE)
_JOINED: Final = re.compile(r"\s*(?:\.\.\.?|…|[-–—\u2212/]|to|till|and|ja|och)\s*\+?", re.IGNORECASE)
_SURELY: Final = re.compile(r"\s*(?:\.\.\.?|…|[-–—\u2212/]|to|till)\s*\+?", re.IGNORECASE)
_FROST_BEFORE: Final = re.compile(r"(?<!\w)pakka(?:sta|nen|sessa|sen)\s+$", re.IGNORECASE)
_FROST_AFTER: Final = re.compile(
    r"\s+(?:pakka(?:sta|sella|nen|sessa)|(?:celsius\s+)?below\s+(?:zero|freezing)|of\s+frost|under\s+(?:noll|nollan)"
    r"|minus|kallt)(?!\w)",
    re.IGNORECASE,
)


def bounded(text: str, start: int, end: int) -> tuple[str, int, int]:
    """Tell how the value between two places is bounded, and where it stands with the words for it.

    LEAST and MOST come for what is at least and at most so much, else nothing.
    """
    bound = ""
    if match := _BEFORE.search(text[max(0, start - 40) : start]):
        bound = _which(match)
        start -= len(match[0])
    if match := _AFTER.match(text, end):
        bound, end = bound or _which(match), match.end()
    return bound, start, end


def between(text: str, one: tuple[int, int], other: tuple[int, int]) -> tuple[int, int] | None:
    """Tell from where to where a range stands whose ends stand at two places; None where they make none."""
    gap = text[one[1] : other[0]]
    if not _JOINED.fullmatch(gap):
        return None
    before = _BETWEEN_BEFORE.search(text[max(0, one[0] - 20) : one[0]])
    after = _BETWEEN_AFTER.match(text, other[1])
    if not (_SURELY.fullmatch(gap) or before or after):
        return None
    start = one[0] - len(before[0]) if before else one[0]
    return start, after.end() if after else other[1]


def frost(text: str, start: int, end: int) -> tuple[int, int] | None:
    """Tell where a value stands with words that put it below zero; None where there are none."""
    if match := _FROST_BEFORE.search(text[max(0, start - 12) : start]):
        return start - len(match[0]), end
    if match := _FROST_AFTER.match(text, end):
        return start, match.end()
    return None


def _which(match: re.Match[str]) -> str:
    return "" if match.lastgroup in (None, "plain") else str(match.lastgroup)
