"""How values are written: signs, decimal commas, parts of one, ranges, sums; and what may be their unit."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Final

from akkuri.naming.numbers import readings

__all__ = [
    "AROUND_RANGE",
    "COLD",
    "ENDS",
    "MENTION",
    "SHARE",
    "SUM",
    "TIMES",
    "counts_in_time",
    "likelier",
    "many_of",
    "number_of",
    "without_endings",
]

_SIGN: Final = r"[+\-\u2212\u2010-\u2013]"
_NUMBER: Final = (
    rf"(?:(?<![\w°%])(?:{_SIGN}(?!\s)|(?<![\w°%]\s){_SIGN}\s?)|mi(?:in|n)us\s)?\s?(?:"
    r"[0-9](?:[0-9'\u00a0\u2009\u202f]|[.,](?=[0-9])|[ ](?=[0-9]{3}(?![0-9])))*[½¼¾]?|[½¼¾]"
    r"|(?:half(?:\s+an?)?|puolen|puoli|(?:en\s+)?halv|(?:ett\s+)?halvt)(?=\s+(?:mega|giga|MW|GW)))"
)
_BETWEEN: Final = r"\s*(?:\.\.\.?|…|[-–—\u2212]|to|till|/(?=\+)|\s)\s*"
_BETWEEN_BOTH: Final = (
    rf"(?<!\w)(?:between|mellan)\s+(?P<lower>{_NUMBER})\s+(?:and|och)\s+(?P<upper>{_NUMBER})"
    rf"|(?P<lower_fi>{_NUMBER})\s+ja\s+(?P<upper_fi>{_NUMBER})(?=[^0-9]{{1,24}}\bvälil(?:lä|tä|le)\b)"
)
_PARTS_OF_ONE: Final = {"½": Decimal("0.5"), "¼": Decimal("0.25"), "¾": Decimal("0.75")}
MENTION: Final = re.compile(
    rf"(?:{_BETWEEN_BOTH}|(?<![\w.,/])(?P<low>{_NUMBER})"
    rf"(?:\s?[/\u2044]\s?(?P<parts>[1-9][0-9]?)(?![0-9.,])|{_BETWEEN}(?P<high>{_NUMBER}))?)"
    r"(?:(?<=[0-9])-|\s*)(?=[^\s\d.,-])",
    re.IGNORECASE,
)
"""A number, a share as 1/3, or a range, before what may be its unit: 300 kW, 800-volt."""
SHARE: Final = re.compile(r"(?<![\w.,/-])(?P<unit>[^\W\d_]{1,3})/(?P<parts>[1-9][0-9]?)(?![\w/-]|[.,][0-9])")
"""How shares are written of a unit that is a rate: C/3."""
_MINUS_WORD: Final = re.compile(r"mi(?:in|n)us\s+", re.IGNORECASE)
_BILLIONS: Final = r"miljard\w{0,5}|mrd\.?|billions?"
_MILLIONS: Final = r"milj(?:oon\w{0,5}|on(?:er(?:s|na)?)?|\.?)|millions?|mill\.?|mn"
_MANY: Final = re.compile(
    rf"(?:(?P<thousand>tuhatta?|tuhannen|thousand|tusen)|(?P<billion>{_BILLIONS})|(?P<million>{_MILLIONS}))"
    r"(?!\w)(?:\s+|$|(?=[,;?!)]))",
    re.IGNORECASE,
)
"""Words for many of a unit: 5 miljoonaa euroa."""
_IN_TIME: Final = re.compile(
    r"\S+\s+(?:per|annually|yearly|vuodessa|tunnissa|päivässä|om|årligen)\b|\S+/", re.IGNORECASE
)
_EUROS: Final = re.compile(r"(euro)[a-zåäö]{1,5}$", re.IGNORECASE)
"""Euros in a case: eurolla."""
TIMES: Final = {"thousand": Decimal("1e3"), "million": Decimal("1e6"), "billion": Decimal("1e9")}
SUM: Final = re.compile(
    r"(?<![\w€])(?:€|EUR)\s?(?P<number>[0-9](?:[0-9]|[.,](?=[0-9])|[ ](?=[0-9]{3}(?![0-9])))*)"
    rf"(?:\s?(?:(?P<thousand>k)|(?P<million>m|meur|{_MILLIONS})|(?P<billion>bn|{_BILLIONS})))?(?![\w])",
    re.IGNORECASE,
)
ENDS: Final = (("low", "high"), ("lower", "upper"), ("lower_fi", "upper_fi"))
"""The groups of a mention that are the two ends of a range."""
_ENDING: Final = re.compile(
    r"(?:(?<=[\w²³%]):[a-zåäö]{1,5}(?:-.*)?|\+|[)\]\x22\u201d\u2019]+)$", re.IGNORECASE
)
_HANGING: Final = re.compile(r"(?<=[^\s])(?:-|/(?=[+\-\u2212]?[0-9]))")
COLD: Final = re.compile(r"(?:minus|miinus|pakkas)[ -]?(?=[^\W\d])", re.IGNORECASE)
"""How the names of degrees begin that are below zero: minusgrader, pakkasastetta."""
AROUND_RANGE: Final = re.compile(r"[^0-9]{0,6}\bvälil(?:lä|tä|le)\b", re.IGNORECASE)


def number_of(written: str) -> Decimal | None:
    """Read one number, perhaps with a part of one: 2½."""
    written = _MINUS_WORD.sub("-", written).strip(" .,")
    if written[:1].isalpha():
        return _PARTS_OF_ONE["½"]
    part = _PARTS_OF_ONE.get(written[-1:], Decimal(0))
    whole = written.rstrip("½¼¾").strip()
    found = readings(whole) if whole.strip("+-\u2212") else ["0"]
    if not found:
        return None
    number = Decimal(likelier(found))
    return number - part if written[0] in "-\u2212" else number + part


def without_endings(name: str) -> Iterator[str]:
    """Give what may be a unit: as written, without an ending (kW:n), without what hangs on it (kW-test)."""
    yield name
    shorter = _ENDING.sub("", name)
    if shorter != name:
        yield shorter
    if match := _EUROS.match(shorter):
        yield match[1]
    if match := _HANGING.search(name):
        yield name[: match.start()]


def counts_in_time(written: str) -> bool:
    """Tell whether what stands behind a number is so many things in a time, and no money."""
    return bool(_IN_TIME.match(written))


def many_of(written: str) -> tuple[Decimal, str]:
    """Return how many times a unit is meant, and the unit: a million and "euroa" for "miljoonaa euroa"."""
    match = _MANY.match(written)
    return (
        (TIMES[match.lastgroup], written[match.end() :])
        if match and match.lastgroup
        else (Decimal(1), written)
    )


def likelier(numbers: Sequence[str]) -> str:
    """Choose between 1.000 and 1000 for "1,000": nobody writes a decimal zero in the third place."""
    return numbers[-1] if numbers[0].endswith("0") else numbers[0]
