"""Identifiers with a check digit: the form is tested before anything points to them."""

import re
from typing import Final

__all__ = ["ROR_PREFIX", "is_ror", "ror_check_digits"]

ROR_PREFIX: Final = "https://ror.org/"
_ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"
"""Crockford's base 32: no i, l, o and u."""
_ROR: Final = re.compile(r"0[0-9a-hjkmnp-tv-z]{6}[0-9]{2}")


def ror_check_digits(body: str) -> str:
    """Return the two digits that follow the seven characters of a ROR id (ISO 7064 MOD 97-10)."""
    number = 0
    for letter in body:
        number = number * 32 + _ALPHABET.index(letter)
    return f"{98 - number * 100 % 97:02d}"


def is_ror(text: str) -> bool:
    """Tell whether a text is a full or bare ROR id whose check digits are right."""
    bare = text.strip().removeprefix(ROR_PREFIX)
    return bool(_ROR.fullmatch(bare)) and ror_check_digits(bare[:7]) == bare[7:]
