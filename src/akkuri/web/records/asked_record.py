"""Which record an identifier names; what there is not is refused with what is near."""

import re
from typing import Final

from akkuri.web.page.meant import unknown_kind, unknown_record
from akkuri.web.page.site import site

__all__ = ["check_record", "is_slug"]

_SLUG: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*", re.ASCII)


def is_slug(written: str) -> bool:
    """Say whether a text can be the end of the identifier of a record."""
    return _SLUG.fullmatch(written) is not None


def check_record(kind: str, slug: str) -> None:
    """Refuse a kind there is not and a slug that cannot be one: identifiers are permanent, and no names."""
    if kind not in site().kinds:
        raise unknown_kind(kind)
    if not is_slug(slug):
        raise unknown_record(kind, slug)
