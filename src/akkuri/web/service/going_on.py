"""Counters that go on from one web process to the next: a new release is served by a new one."""

import json
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Final

from prometheus_client import Metric
from prometheus_client.registry import Collector
from prometheus_client.samples import Sample

__all__ = ["GoingOn"]

_MADE: Final = "_created"
"""How the names of samples end that say since when is counted."""
_Key = tuple[str, tuple[tuple[str, str], ...]]


class GoingOn(Collector):
    """Gives counters with what was counted before added to them."""

    def __init__(self, counters: Sequence[Collector]) -> None:
        self._counters = counters
        self._before: dict[_Key, float] = {}
        self._marked: dict[_Key, float] = {}

    def collect(self) -> Iterable[Metric]:
        """Give every counter."""
        for counter in self._counters:
            for metric in counter.collect():
                now = {_key(sample): sample for sample in metric.samples}
                samples = [self._since(key, sample) for key, sample in now.items()]
                for key, value in self._before.items():
                    of_this = key[0].startswith(f"{metric.name}_") and key not in now
                    samples += [Sample(key[0], dict(key[1]), value)] if of_this else []
                metric.samples = samples
                yield metric

    def _since(self, key: _Key, sample: Sample) -> Sample:
        before = self._before.get(key)
        if before is None:
            return sample
        value = min(before, sample.value) if sample.name.endswith(_MADE) else before + sample.value
        return Sample(sample.name, sample.labels, value)

    def totals(self) -> bytes:
        """Return everything, for `go_on` of another process."""
        return _written(self._now())

    def mark(self) -> None:
        """Remember what is counted now."""
        self._marked = self._now()

    def since_mark(self) -> bytes:
        """Return what has been counted since, for `add` of another process."""
        now = self._now()
        return _written(
            {
                key: value if key[0].endswith(_MADE) else value - self._marked.get(key, 0)
                for key, value in now.items()
            }
        )

    def go_on(self, totals: bytes = b"") -> None:
        """Count on from what another process has counted; from nothing where that cannot be read."""
        self._before = _read(totals)

    def add(self, counted: bytes) -> None:
        """Add what another process has counted beside; nothing where that cannot be read."""
        for key, value in _read(counted).items():
            had = self._before.get(key)
            if had is None:
                self._before[key] = value
            else:
                self._before[key] = min(had, value) if key[0].endswith(_MADE) else had + value

    def _now(self) -> dict[_Key, float]:
        return {_key(sample): sample.value for metric in self.collect() for sample in metric.samples}


def _written(counted: dict[_Key, float]) -> bytes:
    return json.dumps([(*key, value) for key, value in counted.items()]).encode()


def _read(counted: bytes) -> dict[_Key, float]:
    with suppress(ValueError, TypeError):
        return {
            (name, tuple((label, said) for label, said in labels)): float(value)
            for name, labels, value in json.loads(counted)
        }
    return {}


def _key(sample: Sample) -> _Key:
    return sample.name, tuple(sorted(sample.labels.items()))
