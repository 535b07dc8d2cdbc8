"""What a plan has to weigh in one cell."""

from collections.abc import Callable
from dataclasses import dataclass

__all__ = ["Choice"]


@dataclass(frozen=True, slots=True)
class Choice:
    """One cell: the candidates that meet in it, and its severity under each subset of them."""

    members: tuple[int, ...]
    severity: Callable[[tuple[int, ...]], float]
