"""The small pictures of a page as files of their own: the address of the page, and which of them."""

import re
from dataclasses import dataclass, field
from typing import Any, Final

from flask import request

from akkuri.web.page.addresses import with_params

__all__ = ["TakenPicture", "taken_address", "taken_name", "without_picture"]

_WHICH: Final = "picture"
_OTHERS: Final = re.compile(r"[^A-Za-z0-9-]+")


@dataclass(frozen=True, slots=True)
class TakenPicture:
    """A picture with what it needs where nothing stands around it; `map` or `network` is what is drawn."""

    title: str
    box: str
    """The part that is shown, as the viewBox of an SVG."""
    notes: list[str]
    legend: list[tuple[str, str, int]] = field(default_factory=list)
    """Colour, what it stands for, and how often it does."""
    map: Any = None
    network: Any = None


def taken_address(which: str) -> str:
    """Return the address of a picture of the page that is being made."""
    return with_params(request.path, **{**request.args.to_dict(), _WHICH: which})


def without_picture(address: str) -> str:
    """Return the address of the page of a picture."""
    return re.sub(rf"\b{_WHICH}=[^&]*&?", "", address).rstrip("?&")


def taken_name() -> tuple[str, str] | None:
    """Return which picture of the page is asked for, and the name of its file; None where the page is."""
    which = request.args.get(_WHICH, "")
    if not which:
        return None
    page = _OTHERS.sub("-", request.path.rstrip("/").rpartition("/")[2]).strip("-") or "akkuri"
    return which, f"{page}-{_OTHERS.sub('-', which)}"
