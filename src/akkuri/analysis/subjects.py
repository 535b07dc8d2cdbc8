"""The analyses that have views: each is a command, a part of the API and a part of the site."""

from typing import Any, Final

from akkuri.analysis.gaps.subject import GAPS
from akkuri.analysis.network.subject import NETWORK
from akkuri.analysis.views.subject import Subject

__all__ = ["GAPS", "NETWORK", "SUBJECTS"]

SUBJECTS: Final[tuple[Subject[Any], ...]] = (GAPS, NETWORK)
