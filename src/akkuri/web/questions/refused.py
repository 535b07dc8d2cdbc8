"""The status of a page whose question got no answer."""

from typing import Final

from akkuri.errors import Refusal

__all__ = ["refusal_status"]

_STATUS: Final = {"too-long": 413, "service-refused": 403}
_BUSY: Final = frozenset(
    {"time-limit", "crowded-limit", "memory-limit", "broken", "busy", "share", "starting"}
)


def refusal_status(refusal: Refusal) -> int:
    """Return the status: 503 where the same question may be answered later, else 4xx."""
    return _STATUS.get(refusal.code, 503 if refusal.code in _BUSY else 400)
