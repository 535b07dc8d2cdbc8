"""What people write for numbers, dates and yes or no, in the one form that a query takes."""

import re
from typing import Final

__all__ = ["plain"]

_WORDS: Final = {
    **dict.fromkeys(("true", "yes", "kyllä", "ja"), "true"),
    **dict.fromkeys(("false", "no", "ei", "nej"), "false"),
}
_DAY_FIRST: Final = re.compile(r"([0-9]{1,2})\.([0-9]{1,2})\.([0-9]{4})")


def plain(kind: str, value: str) -> str:
    """Return −40,5 as -40.5, 20 000 as 20000, 24.11.2026 as 2026-11-24 and kyllä as true.

    What is written in none of these ways comes back as it is: whether it fits is checked elsewhere.
    """
    match kind:
        case "boolean":
            return _WORDS.get(value.lower(), value)
        case "date":
            day = _DAY_FIRST.fullmatch(value)
            return f"{day[3]}-{day[2]:0>2}-{day[1]:0>2}" if day else value
        case "number" | "integer":
            digits = re.sub(r"(?<=\d)[ \u00a0\u202f](?=\d{3}(?!\d))", "", value).replace("\u2212", "-")
            return digits.replace(",", ".") if "." not in digits else digits
    return value
