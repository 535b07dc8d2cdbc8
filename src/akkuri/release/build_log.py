"""What a build did and how long each step took."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

__all__ = ["BuildLog", "Progress"]

Progress = Callable[[str], None]


@dataclass(slots=True)
class BuildLog:
    """What the build did and how many seconds each step took."""

    seconds: dict[str, float] = field(default_factory=dict)
    progress: Progress | None = None

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Time one step."""
        if self.progress:
            self.progress(name)
        started = time.perf_counter()
        yield
        self.seconds[name] = round(time.perf_counter() - started, 3)
