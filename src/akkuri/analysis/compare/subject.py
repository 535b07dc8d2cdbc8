"""Comparisons: `akkuri compare`, `/api/compare`, `/compare`."""

from typing import Final

from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.views.subject import Subject

__all__ = ["COMPARE"]

COMPARE: Final = Subject("compare", "akkuri.analysis.compare.views", GapsAsked)
