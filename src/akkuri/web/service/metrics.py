"""Numbers for operators in Prometheus' text format: one web process, so one registry."""

import time
from collections.abc import Callable, Iterable
from threading import active_count
from typing import Final

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily
from prometheus_client.registry import Collector

from akkuri.ask.processes.fence import resident
from akkuri.ask.processes.runners import PoolRunner
from akkuri.ask.service import Ask
from akkuri.web.service.going_on import GoingOn

__all__ = ["CONTENT_TYPE", "Metrics"]

CONTENT_TYPE: Final = "text/plain; version=0.0.4; charset=utf-8"
_KINDS: Final = frozenset(
    {"api", "concept", "doc", "download", "health", "id", "metrics", "ontology", "sparql", "static"}
)
"""First parts of paths that are counted apart."""
UNREAD: Final = "-"
"""The path of a request whose head told none."""
_BUCKETS: Final = (0.001, 0.002, 0.005, 0.01, 0.05, 0.1, 0.5, 1, 5, 10, 30)


class Metrics:
    """Counters of queries, and gauges read when they are asked for."""

    def __init__(self, ask: Ask) -> None:
        self._registry = CollectorRegistry()
        self._queries = Counter("akkuri_queries", "Queries by how they ended", ["outcome"], registry=None)
        self._seconds = Histogram(
            "akkuri_query_seconds", "Seconds until the answer began", buckets=_BUCKETS, registry=None
        )
        self._kept = Counter(
            "akkuri_answers_kept", "Answers given without asking the application", registry=None
        )
        self._requests = Counter(
            "akkuri_requests", "Requests by kind and status", ["kind", "status"], registry=None
        )
        self.counted = GoingOn([self._queries, self._seconds, self._kept, self._requests, _Hits(ask)])
        self.read: Callable[[], None] = _nothing
        """What is called before somebody reads the numbers."""
        self._registry.register(self.counted)
        self._registry.register(_Gauges(ask))

    def count(self, outcome: str, seconds: float) -> None:
        """Count a query: `ok`, `unchanged`, `cut`, `gone` or the code of its refusal."""
        self._queries.labels(outcome).inc()
        self._seconds.observe(seconds)

    def ended(self, path: str, status: int) -> None:
        """Count a request of any kind; 499 is the status of one whose client left before an answer."""
        first = path.strip("/").partition("/")[0]
        kind = "unread" if first == UNREAD else first if first in _KINDS else "page"
        self._requests.labels(kind, str(status)).inc()

    def given(self, path: str, status: int) -> None:
        """Count an answer that stood ready below the application."""
        self._kept.inc()
        if path == "/sparql":
            self.count("unchanged" if status == 304 else "ok", 0)

    def text(self) -> bytes:
        """Return all numbers."""
        self.read()
        return generate_latest(self._registry)


def _nothing() -> None:
    """Do nothing: nobody wants to know."""


class _Hits(Collector):
    """Counts what the cache gave."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask

    def collect(self) -> Iterable[CounterMetricFamily]:
        """Give the counter."""
        yield CounterMetricFamily("akkuri_cache_hits", "Answers given from the cache", self._ask.cache.hits)


class _Gauges(Collector):
    """Reads the state of the pool and the cache."""

    def __init__(self, ask: Ask) -> None:
        self._ask = ask
        self._since = time.time()

    def collect(self) -> Iterable[GaugeMetricFamily]:
        """Give every gauge."""
        cache, runner = self._ask.cache, self._ask.runner
        yield GaugeMetricFamily("akkuri_cache_bytes", "Bytes of answers in the cache", cache.bytes)
        if isinstance(runner, PoolRunner):
            yield GaugeMetricFamily("akkuri_queries_running", "Query processes at work", runner.pool.busy)
            yield GaugeMetricFamily("akkuri_queries_waiting", "Queries in the queue", runner.pool.waiting)
        release = GaugeMetricFamily("akkuri_release_info", "The release that is served", labels=["version"])
        release.add_metric([runner.version or ""], 1)
        yield release
        yield GaugeMetricFamily(
            "akkuri_release_served_seconds", "Seconds since it is served", time.time() - self._since
        )
        yield GaugeMetricFamily("akkuri_web_memory_bytes", "Memory of the web process", resident())
        yield GaugeMetricFamily("akkuri_web_threads", "Threads of the web process", active_count())
        yield GaugeMetricFamily("akkuri_store_quads", "Quads in the store", runner.quads or 0)
