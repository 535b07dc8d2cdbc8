"""What comparable facilities cost, said in sentences of three languages; never more than may be said."""

from decimal import ROUND_HALF_UP, Decimal
from typing import Any, Final

from akkuri.analysis.gaps.area_costs import FOR_AREA, AreaCosts
from akkuri.analysis.gaps.comparables import Comparables
from akkuri.texts import text
from akkuri.texts.numbers import decimal, with_places

__all__ = ["millions", "said", "said_by_area", "scale_name"]

_DIGITS: Final = 2
"""So many significant digits of a sum are shown."""


def scale_name(scale: str, lang: str) -> str:
    """Return what a scale class is called within a sentence."""
    return text(lang, f"analysis.scale_class_{scale}")


def millions(euros: float, lang: str) -> str:
    """Write a sum as a number of millions with two significant digits."""
    number = _rounded(Decimal(str(euros)) / 10**6)
    places = max(0, _DIGITS - 1 - number.adjusted()) if number else 0
    return with_places(lang, number, places)


def said(found: Comparables, lang: str) -> list[str]:
    """Return the sentences about one capability in one scale class.

    Below three totals no number of euros is told; from three on lowest and highest, from five on the median.
    """
    n, low, high = len(found.counted), found.low, found.high
    words: dict[str, Any] = {"n": n, "count": n, "scale": scale_name(found.scale, lang)}
    if low is None or high is None or found.inside is None:
        sentences = [text(lang, "analysis.comparables_few", **words)]
    else:
        words |= {"low": millions(low, lang), "high": millions(high, lang), "years": _years(found, lang)}
        words["p"] = int(Decimal(10 * found.inside.numerator / found.inside.denominator).quantize(Decimal(1)))
        key = "comparables_range"
        if found.median is not None:
            key, words = "comparables_median", words | {"median": millions(found.median, lang)}
        sentences = [text(lang, f"analysis.{key}", **words)]
    if found.unconverted:
        sentences.append(text(lang, "analysis.comparables_unconverted", count=len(found.unconverted)))
    if found.planned:
        sentences.append(text(lang, "analysis.comparables_planned", count=len(found.planned)))
    return sentences


def said_by_area(found: AreaCosts, area: float, lang: str) -> str:
    """Return the sentence on euros per square metre, and what they make for an area in square metres."""
    if found.low is None or found.high is None:
        return text(lang, "analysis.comparables_area_few", count=found.n, n=found.n, least=FOR_AREA)
    low, high = (decimal(lang, int(_rounded(Decimal(str(each))))) for each in (found.low, found.high))
    sums = {
        "low_sum": millions(found.low * area, lang),
        "high_sum": millions(found.high * area, lang),
        "area": decimal(lang, f"{area:.12g}"),
    }
    return text(lang, "analysis.comparables_area", n=found.n, low=low, high=high, **sums)


def _rounded(number: Decimal) -> Decimal:
    """Round to the significant digits that are shown."""
    if not number:
        return number
    step = Decimal(1).scaleb(number.adjusted() - _DIGITS + 1)
    return (number / step).quantize(Decimal(1), ROUND_HALF_UP) * step


def _years(found: Comparables, lang: str) -> str:
    """Say of which years the sums are, and of how many the year is not told."""
    told = found.years
    if not told:
        return text(lang, "analysis.comparables_years_none")
    span = str(told[0]) if told[0] == told[-1] else f"{told[0]}–{told[-1]}"
    untold = len(found.counted) - len(told)
    return text(lang, f"analysis.comparables_years{'_some' if untold else ''}", span=span, count=untold)
