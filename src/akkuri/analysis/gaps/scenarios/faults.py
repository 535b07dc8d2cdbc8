"""What is wrong with a scenario, and where it stands."""

from akkuri.errors import UsageError
from akkuri.texts import Wording

__all__ = ["place", "wrong"]


def place(kind: str, number: int) -> Wording:
    """Return where something stands: a `row` of a table or a `step` of JSON."""
    return Wording(f"analysis.place_{kind}", {"number": number})


def wrong(key: str, **params: object) -> UsageError:
    """Return the refusal whose text is `analysis.scenario_<key>`."""
    return UsageError.worded(f"analysis.scenario_{key}", **params)
