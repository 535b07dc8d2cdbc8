"""How long the very first page of a server takes, and the same page later, for every kind of page.

Run as `PYTHONPATH=tests python -m benchmarks.bench_first_visits [address…]` on a quiet machine; `--release`
names a folder of releases, else the national release is built, and `--lang` asks in another language. For
each address a server is started anew. When it computes nothing any more (`SETTLED`), the address is asked
once, then `LATER` times again past the answers that are kept ready. Prints a Markdown table of milliseconds:
by the clock, and what the processor did for it in the web process and in the others, which busy neighbours
change less.
"""

import argparse
import os
import statistics
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

from akkuri.release.build import build_release
from akkuri.settings import Settings
from browser.places import places
from serving import Server, children

SETTLED = 0.5
"""Seconds without computing after which a server has got ready what it gets ready at its start."""
STILL = 15
"""Milliseconds of computing in that time that are none: gunicorn looks around 20 times a second."""
LONGEST = 60.0
LATER = 9
_PROCESS = 2
"""How Linux calls the clock of what a process has computed, beside its number."""
HEADS = ("address", "first", "web", "others", "later", "web", "others", "kB")
PAST_KEPT = {"Authorization": "Basic eDp5"}
"""What is asked so is never answered from what is kept ready."""


@dataclass(frozen=True)
class Visit:
    """One answer: milliseconds by the clock, of the web process, and of the processes beside it."""

    clock: float
    web: float
    others: float
    size: int


def computed(pids: Iterable[int]) -> float:
    """Return the milliseconds that processes have computed, in threads that have ended too."""
    total = 0
    for pid in pids:
        with suppress(OSError):  # it has ended
            total += time.clock_gettime_ns(~pid << 3 | _PROCESS)
    return total / 1e6


def settle(server: Server) -> None:
    """Wait until the processes of a server compute nothing any more."""
    until = time.monotonic() + LONGEST
    before, now = -1.0, computed(children(server.process.pid))
    while now - before > STILL and time.monotonic() < until:
        time.sleep(SETTLED)
        before, now = now, computed(children(server.process.pid))


def visit(server: Server, web: int, address: str, headers: dict[str, str]) -> Visit:
    """Ask for an address once."""
    others = children(server.process.pid) - {web}
    before = computed({web}), computed(others)
    began = time.perf_counter()
    reply = server.request("GET", address, headers=headers)
    clock = (time.perf_counter() - began) * 1000
    after = computed({web}), computed(others)
    if reply.status >= 500:
        raise RuntimeError(f"{address}: {reply.status}\n{reply.text[:500]}")
    return Visit(clock, after[0] - before[0], after[1] - before[1], len(reply.body))


@contextmanager
def served(release: Path) -> Iterator[tuple[Server, int]]:
    """Serve a release; gives the server and the web process, the one that has the most threads."""
    with Server("--release", release) as server:
        settle(server)
        found = children(server.process.pid)
        yield server, max(found, key=lambda pid: len(list(Path(f"/proc/{pid}/task").iterdir())))


def measured(release: Path, address: str, lang: str) -> tuple[Visit, Visit]:
    """Return the first visit of a new server and the median of later ones."""
    headers = {"Accept": "text/html", "Accept-Language": lang, "Accept-Encoding": "gzip"}
    with served(release) as (server, web):
        first = visit(server, web, address, headers)
        settle(server)
        later = [visit(server, web, address, headers | PAST_KEPT) for _ in range(LATER)]
        middle = Visit(
            *(
                statistics.median(getattr(each, name) for each in later)
                for name in ("clock", "web", "others", "size")
            )
        )
        return first, middle


def main(addresses: Sequence[str], release: Path | None, lang: str) -> None:
    """Measure each address and print the table."""
    print(f"load {os.getloadavg()[0]:.1f}\n")
    print(f"| {' | '.join(HEADS)} |\n|{'---|' * len(HEADS)}", flush=True)
    with tempfile.TemporaryDirectory() as folder:
        if release is None:
            release = build_release(Settings(), out=Path(folder)).folder
        for address in addresses:
            first, later = measured(release, quote(address.replace(" ", "+"), safe="/?=&+%"), lang)
            cells = [f"{each:.0f}" for v in (first, later) for each in (v.clock, v.web, v.others)]
            print(f"| {address} | {' | '.join(cells)} | {first.size / 1000:.0f} |", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("addresses", nargs="*")
    parser.add_argument("--release", type=Path)
    parser.add_argument("--lang", default="en")
    given = parser.parse_args()
    main(given.addresses or places(), given.release, given.lang)
