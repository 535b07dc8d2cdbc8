"""The gap analysis: `akkuri gaps`, `/api/gaps`, `/gaps`."""

from typing import Final

from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.views.subject import Subject

__all__ = ["GAPS"]

GAPS: Final = Subject("gaps", "akkuri.analysis.gaps.views", GapsAsked)
