"""Chains of service: `akkuri chain`, `/api/chain`, `/chain`."""

from typing import Final

from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.views.subject import Subject

__all__ = ["CHAIN"]

CHAIN: Final = Subject("chain", "akkuri.analysis.chain.views", GapsAsked)
