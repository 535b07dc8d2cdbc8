"""How long others wait while hundreds of clients hold connections and do not go on.

Run as `PYTHONPATH=tests python -m benchmarks.bench_attack [seconds]` on a quiet machine. Serves the
national release, anew for each row, and prints a Markdown table: how long `/health/live` takes, asked every
20 ms on a new connection, and how long new tiny questions of one other client take, while nobody, 200 clients
of a kind, or all 800 do harm. These have an address of their own, so that they share the part of one client.
Harm begins with the row: that they come, and the work that they ask for, is in the figures.

Beside how many looks at the health took above 100 ms stands how many were asked that late because the process
that asks was not woken in time: then the machine was busy. `held` are the connections that stood in the end.
"""

import asyncio
import json
import os
import random
import select
import socket
import sys
import tempfile
import time
from collections.abc import Callable, Coroutine
from concurrent.futures import ProcessPoolExecutor
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import date
from functools import partial
from http.client import HTTPException
from itertools import cycle, islice
from pathlib import Path
from urllib.parse import quote, urlsplit

from akkuri.release.build import build_release
from akkuri.settings import Settings
from serving import Server

EACH = 200
"""Clients of a kind."""
EVERY = 0.02
"""Seconds from one look at the health to the next."""
LATE = 0.1
HARMFUL = "127.0.0.2"
"""The address of those that do harm; others have 127.0.0.1."""
PAGES = 40
FACILITIES = f"SELECT DISTINCT ?f {{ ?f a ?kind FILTER CONTAINS(STR(?f), '/id/facility/') }} LIMIT {PAGES}"
ROWS = "SELECT * {{ ?s ?p ?o }} OFFSET {} LIMIT 20000"
"""A question of some MiB of CSV, each time another."""
TINY = "ASK {{ ?s ?p {} }}"
HEAD = b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n"
BODY = HEAD + b"Content-Length: 1000\r\n\r\n"
HARMS = {
    "nobody": slice(0),
    "slow bodies": slice(0, 1),
    "stopped downloads": slice(1, 2),
    f"stopped pages ({PAGES} different ones, not made before)": slice(2, 3),
    "stopped CSV answers": slice(3, 4),
    "all at once": slice(4),
}
HEADS = (
    *(
        "harm",
        "held",
        "looks at the health",
        "median",
        "99 %",
        "longest",
        "above 100",
        "asked late",
        "failed",
    ),
    *("tiny questions", "median", "longest", "failed"),
)
Client = Callable[[tuple[str, int], list[socket.socket]], Coroutine[None, None, None]]


@dataclass
class Waits:
    """How long answers took in milliseconds, and what went wrong."""

    times: list[float] = field(default_factory=list)
    failures: int = 0
    unwoken: int = 0
    """Looks that began late because the asking process was not woken."""

    def late(self) -> int:
        return sum(taken > LATE * 1000 for taken in self.times)

    def share(self, part: float) -> float:
        return sorted(self.times)[int(part * (len(self.times) - 1))]


def request(path: str, accept: str) -> bytes:
    return f"GET {path} HTTP/1.1\r\nHost: x\r\nAccept: {accept}\r\n\r\n".encode()


async def connected(to: tuple[str, int]) -> socket.socket:
    """Return a connection with little room for what comes."""
    line = socket.socket()
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.setblocking(False)
    line.bind((HARMFUL, 0))
    await asyncio.get_running_loop().sock_connect(line, to)
    return line


async def slow_body(to: tuple[str, int], held: list[socket.socket]) -> None:
    """Send a byte every two seconds; come again when that is given up."""
    while True:
        line = await connected(to)
        held.append(line)
        with suppress(OSError):
            await asyncio.get_running_loop().sock_sendall(line, BODY)
            while True:
                await asyncio.get_running_loop().sock_sendall(line, b"S")
                await asyncio.sleep(2)
        held.remove(line)
        line.close()


async def stopped(asked: bytes, to: tuple[str, int], held: list[socket.socket]) -> None:
    """Ask, read the beginning of an answer and no more; come again after a second when that is refused."""
    while True:
        line = await connected(to)
        with suppress(OSError):
            await asyncio.get_running_loop().sock_sendall(line, asked)
            if await asyncio.get_running_loop().sock_recv(line, 12) == b"HTTP/1.1 200":
                held.append(line)
                return
        line.close()
        await asyncio.sleep(1)


def harm(to: tuple[str, int], clients: list[Client], seconds: float) -> int:
    """Let clients do harm for some seconds; return how many connections stand then."""

    async def all_of_them() -> int:
        held: list[socket.socket] = []
        work = [asyncio.ensure_future(client(to, held)) for client in clients]
        await asyncio.sleep(seconds)
        for each in work:
            each.cancel()
        look = select.poll()
        for line in held:
            look.register(line, select.POLLHUP)
        broken = sum(bool(event & (select.POLLHUP | select.POLLERR)) for _, event in look.poll(0))
        return len(held) - broken

    return asyncio.run(all_of_them())


def answered(to: tuple[str, int], path: str) -> bool:
    """Ask on a new connection; return whether the answer came and was right."""
    with suppress(OSError, HTTPException), socket.create_connection(to, 30) as line:
        line.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\n\r\n".encode())
        answer = bytearray()
        while some := line.recv(65536):
            answer += some
        return answer.startswith(b"HTTP/1.1 200")
    return False


def watch(to: tuple[str, int], seconds: float) -> Waits:
    """Look at the health again and again."""
    waits, until, due = Waits(), time.monotonic() + seconds, time.monotonic()
    while due < until:
        time.sleep(max(0.0, due - time.monotonic()))
        began = time.monotonic()
        waits.unwoken += began > due + LATE
        waits.failures += not answered(to, "/health/live")
        waits.times.append((time.monotonic() - began) * 1000)
        due = max(due + EVERY, time.monotonic())
    return waits


def ask(to: tuple[str, int], seconds: float) -> Waits:
    """Ask one new tiny question after another, with a little rest."""
    waits, until = Waits(), time.monotonic() + seconds
    while (began := time.monotonic()) < until:
        question = TINY.format(random.randrange(1 << 50))
        waits.failures += not answered(to, f"/sparql?query={quote(question)}")
        waits.times.append((time.monotonic() - began) * 1000)
        time.sleep(EVERY)
    return waits


def clients_of(server: Server) -> list[list[Client]]:
    """Return the clients of each kind, with what they ask."""
    found = json.loads(server.query(FACILITIES).body)["results"]["bindings"]
    records = [urlsplit(each["f"]["value"]).path.rpartition("/id/")[2] for each in found]
    asked = (
        [request("/download/graph.nq", "*/*")],
        [request(f"/doc/{record}", "text/html") for record in records],
        [request(f"/sparql?query={quote(ROWS.format(number))}", "text/csv") for number in range(EACH)],
    )
    stopping: list[list[Client]] = [
        [partial(stopped, each) for each in islice(cycle(requests), EACH)] for requests in asked
    ]
    return [[slow_body] * EACH, *stopping]


def measured(release: Path, name: str, kinds: slice, seconds: float) -> str:
    """Serve a release, let clients of some kinds do harm, and return the row of the table."""
    with Server("--release", release) as server, ProcessPoolExecutor(3) as others:
        to = (server.host or "", server.port or 0)
        clients = [client for turn in zip(*clients_of(server), strict=True) for client in turn[kinds]]
        held = others.submit(harm, to, clients, seconds)
        health, asked = (others.submit(each, to, seconds) for each in (watch, ask))
        looks, questions = health.result(), asked.result()
        cells = [
            f"{held.result()} of {len(clients)}",
            f"{len(looks.times):,}",
            *(f"{looks.share(part):.1f}" for part in (0.5, 0.99, 1)),
            str(looks.late()),
            str(looks.unwoken),
            str(looks.failures),
            f"{len(questions.times):,}",
            *(f"{questions.share(part):.1f}" for part in (0.5, 1)),
            str(questions.failures),
        ]
        return f"| {name} | {' | '.join(cells)} |"


def main(seconds: float) -> None:
    """Measure each kind and print the table."""
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        release = build_release(Settings(), out=Path(folder))
        rows = [measured(release.folder, name, kinds, seconds) for name, kinds in HARMS.items()]
    after = os.getloadavg()[0]
    loads = f"load {load:.1f} before, {after:.1f} with it"
    print(f"{date.today()}, {os.cpu_count()} cores, {seconds:g} s each, {loads}; milliseconds\n")
    print(f"| {' | '.join(HEADS)} |\n|---{'|--:' * (len(HEADS) - 1)}|")
    print("\n".join(rows))


if __name__ == "__main__":
    main(float(sys.argv[1]) if len(sys.argv) > 1 else 10)
