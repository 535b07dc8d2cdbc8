"""What a curator probably meant by a date or a number that is written otherwise."""

import re
from datetime import date
from typing import Final

__all__ = ["NUMBER", "is_date", "meant_date", "meant_number"]

NUMBER: Final = re.compile(r"[+-]?[0-9]+(\.[0-9]+)?")
_DATE: Final = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_DAY_FIRST: Final = re.compile(r"(?:(?P<d>[0-9]{1,2})[./])?(?P<m>[0-9]{1,2})[./](?P<y>[0-9]{4})")
_YEAR_FIRST: Final = re.compile(
    r"(?P<y>[0-9]{4})[-./](?P<m>[0-9]{1,2})(?:[-./](?P<d>[0-9]{1,2}))?(?:[T ][0-9:.]+)?"
)


def is_date(value: str) -> bool:
    """Tell whether YYYY, YYYY-MM or YYYY-MM-DD names a time that exists."""
    if not _DATE.fullmatch(value):
        return False
    parts = [int(part) for part in value.split("-")]
    try:
        date(*[*parts, 1, 1][:3])
    except ValueError:
        return False
    return True


def meant_date(value: str) -> str | None:
    """Read 24.11.2026, 11/2026 or 2026-11-24 12:30 as a date; None when it is none (day before month)."""
    match = _DAY_FIRST.fullmatch(value) or _YEAR_FIRST.fullmatch(value)
    if match is None:
        return None
    found = "-".join([match["y"], *(match[part].zfill(2) for part in "md" if match[part])])
    return found if is_date(found) else None


def meant_number(value: str) -> str | None:
    """Read 1 200,5 or 1.200,5 as a number; None when it is none, or could be two (1,200)."""
    plain = re.sub(r"[\s\u00a0\u202f']", "", value).replace("\u2212", "-")
    if "," in plain and "." in plain and plain.rindex(".") < plain.index(","):
        plain = plain.replace(".", "")
    elif re.fullmatch(r"[+-]?[0-9]{1,3},[0-9]{3}", plain):
        return None
    plain = plain.replace(",", ".")
    return plain if NUMBER.fullmatch(plain) else None
