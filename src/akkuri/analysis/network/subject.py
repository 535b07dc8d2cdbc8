"""The network analysis: `akkuri network`, `/api/network`, `/network`."""

from typing import Final

from akkuri.analysis.network.asked import NetworkAsked
from akkuri.analysis.views.subject import Subject

__all__ = ["NETWORK"]

NETWORK: Final = Subject("network", "akkuri.analysis.network.views", NetworkAsked)
