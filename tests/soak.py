"""An hour in small: many clients, some hostile, releases that change, and known answers on every round.

`PYTHONPATH=tests python -m soak [minutes]` serves the national release and a small one in turns and prints a
table; it ends with 1 where an answer was wrong, failed or hung, or where memory grew in half an hour or
more. The suite runs one minute of it.
"""

import os
import random
import signal
import socket
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass, field
from hashlib import sha256
from http.client import HTTPException
from pathlib import Path
from statistics import median
from urllib.parse import quote

from akkuri.release.build import build_release
from akkuri.release.opening import Release
from akkuri.settings import Settings
from serving import Server, children

CONNECTIONS = 64
HOSTILE = 3
"""Of the connections: five in a hundred."""
EVERY = 45.0
"""Seconds from release to release; a short run has at least one change."""
LONG = 30.0
"""Minutes from which on memory must not grow: the caches are full by then."""
GROWTH = 0.05
PATIENCE = 35.0
"""Seconds after which an answer counts as hung."""
COUNT = "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }"
SPARQL = f"/sparql?query={quote(COUNT)}"
PATHS = (
    "/?lang=fi",
    "/gaps?lang=en",
    "/browse/organisation?lang=sv",
    "/api/queries/quality/counts?lang=en",
    "/api/gaps?show=cells&lang=fi",
    "/api/search?q=test&lang=en",
    "/doc/organisation/vtt.ttl",
    "/void.ttl",
    SPARQL,
)
RUNAWAY = "SELECT (COUNT(*) AS ?n) WHERE { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }"
Known = dict[str, set[tuple[int, str]]]
"""Path → status and sum of the answers that are right, one for each release."""


@dataclass
class Tally:
    """What was met."""

    answers: int = 0
    refused: int = 0
    hostile: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    failed: list[str] = field(default_factory=list)
    hung: list[str] = field(default_factory=list)
    slowest: float = 0.0
    moves: int = 0
    memory: list[tuple[float, int, float]] = field(default_factory=list)
    """Seconds since the start, number of the release, and MiB of all processes, shared pages counted once."""

    @property
    def faults(self) -> list[str]:
        return self.wrong + self.failed + self.hung

    def quarters(self) -> dict[int, list[float]]:
        """By release the median memory of each quarter, in MiB.

        Releases differ in size, so a median over all of them would tell which one was served longer.
        """
        whole = self.memory[-1][0]
        parts: dict[int, list[list[float]]] = {}
        for at, number, size in self.memory:
            parts.setdefault(number, [[], [], [], []])[min(3, int(4 * at / whole))].append(size)
        return {number: [median(part) for part in of if part] for number, of in sorted(parts.items())}

    def growth(self) -> float:
        """By what part the last quarter took more than the first, of the release that grew most."""
        return max(sizes[-1] / sizes[0] for sizes in self.quarters().values()) - 1


def known_answers(server: Server, use: Callable[[int], None], releases: list[Release]) -> Known:
    """Ask each path once of each release while nothing else happens; counts are checked against the graph."""
    found: Known = {path: set() for path in PATHS}
    for number, release in enumerate(releases):
        use(number)
        wait_for(server, release.version)
        for path in PATHS:
            reply = server.request("GET", path)
            assert reply.status < 500, (path, reply.text[:300])
            found[path].add((reply.status, sha256(reply.body).hexdigest()))
        with release.graph_path.open(encoding="utf-8") as graph:
            triples = sum(1 for _ in graph)
        assert f'"{triples}"' in server.request("GET", SPARQL).text
    return found


def wait_for(server: Server, version: str) -> None:
    limit = time.monotonic() + 60
    while version not in server.request("GET", "/health/ready").text:
        assert time.monotonic() < limit, f"{version} does not answer"


def ask(server: Server, known: Known, tally: Tally, lock: threading.Lock, until: float, seed: int) -> None:
    """One client that keeps its connection and asks one path after another."""
    choose = random.Random(seed)
    connection = server.connect(PATIENCE)
    fresh = True
    while time.monotonic() < until:
        path = choose.choice(PATHS)
        began = time.monotonic()
        try:
            connection.request("GET", path)
            response = connection.getresponse()
            body = response.read()
        except TimeoutError:
            with lock:
                tally.hung.append(f"{path}: no answer in {PATIENCE:.0f} s")
            connection.close()
            fresh = True
            continue
        except (HTTPException, OSError) as error:
            connection.close()
            if fresh:  # a kept connection may be closed by a server that moves to a new release
                with lock:
                    tally.failed.append(f"{path}: {type(error).__name__} {error}")
            fresh = True
            continue
        fresh = False
        waited = response.getheader("Retry-After")
        with lock:
            tally.answers += 1
            tally.slowest = max(tally.slowest, time.monotonic() - began)
            if response.status in (429, 503) and waited:
                tally.refused += 1
            elif response.status >= 500:
                tally.failed.append(f"{path}: {response.status} {body[:200]!r}")
            elif (response.status, sha256(body).hexdigest()) not in known[path]:
                tally.wrong.append(f"{path}: {response.status}, {len(body)} bytes that no release answers")
        if response.getheader("Connection", "").lower() == "close":
            connection.close()
            fresh = True
    connection.close()


def harm(server: Server, tally: Tally, lock: threading.Lock, until: float, seed: int) -> None:
    """One hostile client: it does what the issue's clients did, one kind after another."""
    choose = random.Random(seed)
    while time.monotonic() < until:
        name, act = choose.choice(HARMS)
        with lock:
            tally.hostile[name] += 1
        with suppress(OSError), socket.create_connection((server.host, server.port), 10) as line:
            line.settimeout(5)
            act(line, until)


def slow_body(line: socket.socket, until: float) -> None:
    line.sendall(b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n")
    line.sendall(b"Content-Length: 1000\r\n\r\n")
    drip(line, until, b"S")


def slow_head(line: socket.socket, until: float) -> None:
    line.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Slow: ")
    drip(line, until, b"x")


def drip(line: socket.socket, until: float, sign: bytes) -> None:
    over = threading.Event()
    for _ in range(20):
        if time.monotonic() > until or over.wait(1):
            return
        line.sendall(sign)


def stopped_reader(line: socket.socket, until: float) -> None:
    line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
    line.sendall(b"GET /download/graph.nq HTTP/1.1\r\nHost: x\r\n\r\n")
    line.recv(1000)
    threading.Event().wait(min(15.0, max(0.0, until - time.monotonic())))


def runaway(line: socket.socket, _until: float) -> None:
    query = quote(RUNAWAY).encode()
    line.sendall(b"GET /sparql?query=" + query + b" HTTP/1.1\r\nHost: x\r\n\r\n")
    line.recv(1000)


def gone(line: socket.socket, _until: float) -> None:
    line.sendall(b"GET /browse/organisation HTTP/1.1\r\nHost: x\r\n\r\n")


def garbage(line: socket.socket, _until: float) -> None:
    line.sendall(os.urandom(2000) + b"\r\n\r\n")
    line.recv(1000)


def too_large(line: socket.socket, _until: float) -> None:
    line.sendall(b"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/sparql-query\r\n")
    line.sendall(b"Content-Length: 99999999999\r\n\r\nSELECT")
    line.recv(1000)


def long_line(line: socket.socket, _until: float) -> None:
    line.sendall(b"GET /" + b"a" * 100_000 + b" HTTP/1.1\r\nHost: x\r\n\r\n")
    line.recv(1000)


def deep(line: socket.socket, _until: float) -> None:
    query = quote("SELECT * { " + "{ " * 5_000 + "} " * 5_000 + "}").encode()
    head = "POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: application/x-www-form-urlencoded\r\n"
    line.sendall(f"{head}Content-Length: {len(query) + 6}\r\n\r\n".encode() + b"query=" + query)
    line.recv(1000)


HARMS = [
    (act.__name__, act)
    for act in (slow_body, slow_head, stopped_reader, runaway, gone, garbage, too_large, long_line, deep)
]


def memory(server: Server) -> float:
    """MiB of the server and everything below it; pages that several have count once."""
    total = 0
    for pid in {server.process.pid, *children(server.process.pid)}:
        with suppress(OSError):
            for line in Path(f"/proc/{pid}/smaps_rollup").read_text().splitlines():
                if line.startswith("Pss:"):
                    total += int(line.split()[1])
    return total / 1024


def soak(root: Path, releases: list[Release], minutes: float) -> Tally:
    """Serve releases in turns from a folder for so many minutes; return what was met."""
    tally, lock = Tally(), threading.Lock()

    def use(number: int) -> None:
        (root / "next").symlink_to(releases[number % len(releases)].folder)
        os.replace(root / "next", root / "current")

    use(0)
    # Every connection here comes from one address, which a fair share would hold back.
    with Server("--release", root, "--workers", "2", query_seconds=5) as server:
        known = known_answers(server, use, releases)
        began = time.monotonic()
        until = began + 60 * minutes
        work = [
            threading.Thread(target=ask, args=(server, known, tally, lock, until, seed))
            for seed in range(CONNECTIONS - HOSTILE)
        ]
        work += [
            threading.Thread(target=harm, args=(server, tally, lock, until, seed)) for seed in range(HOSTILE)
        ]
        for thread in work:
            thread.start()
        over, every = threading.Event(), min(EVERY, 20 * minutes)
        moved = began
        while time.monotonic() < until:
            over.wait(2)
            tally.memory.append((time.monotonic() - began, tally.moves % len(releases), memory(server)))
            if time.monotonic() - moved > every:
                moved = time.monotonic()
                tally.moves += 1
                use(tally.moves)
                server.process.send_signal(signal.SIGHUP)
        for thread in work:
            thread.join(PATIENCE + 30)
        tally.hung += [f"{thread.name} has not ended" for thread in work if thread.is_alive()]
    return tally


def told(tally: Tally, minutes: float) -> str:
    rows = {
        "minutes": f"{minutes:g}",
        "answers": f"{tally.answers:,}",
        "refused with Retry-After": f"{tally.refused:,}",
        "hostile connections": f"{sum(tally.hostile.values()):,}",
        "changes of release": str(tally.moves),
        "wrong answers": str(len(tally.wrong)),
        "failed answers": str(len(tally.failed)),
        "hung": str(len(tally.hung)),
        "slowest answer": f"{tally.slowest:.1f} s",
    }
    for number, sizes in tally.quarters().items():
        rows[f"memory with release {number + 1}, by quarters"] = (
            ", ".join(f"{size:.0f}" for size in sizes) + f" MiB ({sizes[-1] / sizes[0] - 1:+.1%})"
        )
    return "\n".join(["| | |", "|---|--:|", *(f"| {name} | {value} |" for name, value in rows.items())])


def main() -> int:
    minutes = float(sys.argv[1]) if len(sys.argv) > 1 else 60.0
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        hydrogen = Path(__file__).parent / "fixtures" / "hydrogen"
        built = [
            build_release(Settings(), out=root / "national"),
            build_release(Settings(), data=hydrogen, out=root / "small"),
        ]
        (root / "served").mkdir()
        tally = soak(root / "served", built, minutes)
    print(told(tally, minutes))
    print(*tally.faults[:20], sep="\n")
    grown = minutes >= LONG and tally.growth() > GROWTH
    if grown:
        print("the last quarter took more memory than the first")
    return int(grown or bool(tally.faults))


if __name__ == "__main__":
    sys.exit(main())
