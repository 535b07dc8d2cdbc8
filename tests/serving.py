"""Starting a real `akkuri serve` on loopback and talking to it, for the tests that need a server."""

import contextlib
import os
import subprocess
import sys
from dataclasses import dataclass
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from urllib.parse import urlencode, urlsplit

JSON = "application/sparql-results+json"
QUERY = "application/sparql-query"
FORM = "application/x-www-form-urlencoded"


@dataclass(frozen=True)
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


class Server:
    """A server process; `limits` become AKKURI_ variables, `address_space` is `ulimit -v` in bytes."""

    def __init__(self, *args: str | Path, address_space: int | None = None, **limits: object) -> None:
        env = {key: value for key, value in os.environ.items() if not key.startswith("AKKURI_")}
        env |= {f"AKKURI_{name.upper()}": str(value) for name, value in limits.items()}
        command = [sys.executable, "-m", "akkuri", "serve", "--port", "0", *map(str, args)]
        if address_space is not None:
            command = ["prlimit", f"--as={address_space}", *command]
        self.process = subprocess.Popen(
            command, env=env, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
        )
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        if "http://" not in line:
            _, errors = self.process.communicate(timeout=10)
            raise RuntimeError(f"the server did not start: {line}{errors}")
        self.address = "http://" + line.split("http://")[1].split()[0]
        self.host, self.port = urlsplit(self.address).hostname, urlsplit(self.address).port

    def __enter__(self) -> "Server":
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    def stop(self) -> tuple[int, str]:
        """End the server; returns its exit code and what it wrote to stderr."""
        if self.process.poll() is None:
            self.process.terminate()
        _, errors = self.process.communicate(timeout=20)
        return self.process.returncode, errors

    def connect(self, timeout: float = 60) -> HTTPConnection:
        return HTTPConnection(self.host or "", self.port, timeout=timeout)

    def request(
        self, method: str, path: str, body: bytes | str | None = None, headers: dict[str, str] | None = None
    ) -> Reply:
        connection = self.connect()
        with contextlib.closing(connection):
            connection.request(method, path, body, headers or {})
            response: HTTPResponse = connection.getresponse()
            told = {k.lower(): v for k, v in response.getheaders()}
            if response.status in (429, 503):  # whatever is asked for, it is said when to ask again
                assert int(told["retry-after"]) >= 1, path
            return Reply(response.status, told, response.read())

    def query(
        self,
        text: str,
        accept: str = JSON,
        default: list[str] | None = None,
        named: list[str] | None = None,
    ) -> Reply:
        """POST a query directly."""
        params = urlencode({"default-graph-uri": default or [], "named-graph-uri": named or []}, doseq=True)
        headers = {"Content-Type": QUERY, "Accept": accept}
        return self.request("POST", f"/sparql?{params}", text.encode(), headers)


def children(pid: int) -> set[int]:
    """Every process below a process."""
    found: set[int] = set()
    for task in Path(f"/proc/{pid}/task").glob("*/children"):
        with contextlib.suppress(OSError):
            for child in map(int, task.read_text().split()):
                found |= {child, *children(child)}
    return found


def alive(pid: int) -> bool:
    """Whether a process runs (a zombie does not)."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except OSError:
        return False
