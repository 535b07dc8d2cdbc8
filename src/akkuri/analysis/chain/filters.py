"""The filter of a chain of service."""

import re
from typing import Any, Final

from akkuri.analysis.chain.steps import ServiceStep, read_steps
from akkuri.analysis.views.asking import Asked
from akkuri.analysis.views.filter import Choice, Filter
from akkuri.errors import UsageError
from akkuri.texts import text

__all__ = ["CHAINS", "STEP"]

_MOST: Final = 100


def _choices(asked: Asked) -> list[Choice]:
    stages = sorted(asked.model.stages, key=lambda stage: asked.model.stages[stage])
    able = {use.capability for use in asked.model.uses}
    able |= {one.id for one in asked.model.capabilities.values() if one.expected}
    named = sorted(((one, asked.capability_name(one)) for one in able), key=lambda pair: pair[1].casefold())
    return [*((stage, asked.stage_name(stage)) for stage in stages), *named]


def _count(asked: Asked, given: str) -> int:
    found = int(given) if re.fullmatch("[0-9]{1,3}", given) else 0
    if not 1 <= found <= _MOST:
        raise UsageError(text(asked.lang, "analysis.bad_chains", value=given[:50], most=_MOST))
    return found


def _read(asked: Any, given: tuple[str, ...]) -> tuple[ServiceStep, ...]:
    return read_steps(asked, given)


STEP: Final[Filter[tuple[ServiceStep, ...]]] = Filter("step", _read, choices=_choices, default=(), many=True)
CHAINS: Final = Filter(
    "chains", _count, {"type": "integer", "minimum": 1, "maximum": _MOST}, default=5, field=False
)
