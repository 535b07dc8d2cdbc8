"""What the server relies on in gunicorn, by name: an upgrade that takes it away is seen here first."""

import asyncio
import inspect
import socket
import time
import tomllib
from importlib.metadata import version
from pathlib import Path

import pytest
from gunicorn.config import KNOWN_SETTINGS
from gunicorn.util import load_class

from akkuri.web.service import server
from akkuri.web.service.bare import BareConnection
from akkuri.web.service.connection import Connection, current_connection
from akkuri.web.service.connections import Connections
from loops import in_its_own_loop

ROOT = Path(__file__).parents[3]
SOURCE = Path(inspect.getfile(server)).read_text(encoding="utf-8")


@pytest.mark.parametrize(
    "name",
    [
        "bind",
        "worker_class",
        "asgi_loop",
        "http_parser",
        "workers",
        "keepalive",
        "timeout",
        "graceful_timeout",
        "limit_request_line",
        "loglevel",
        "post_worker_init",
        "control_socket_disable",
        "proc_name",
    ],
)
def test_the_settings_are_public(name: str) -> None:
    assert name in {setting.name for setting in KNOWN_SETTINGS}
    assert f'"{name}"' in SOURCE


def test_the_worker_is_public_and_listens_through_its_loop() -> None:
    worker = load_class("asgi", section="gunicorn.workers")
    source = inspect.getsource(worker)
    assert "self.loop = " in source
    assert "self.loop.create_server(" in source


def test_nothing_private_is_imported() -> None:
    for file in Path(inspect.getfile(server)).parent.glob("*.py"):
        lines = file.read_text(encoding="utf-8").splitlines()
        assert {line for line in lines if line.startswith(("from gunicorn", "import gunicorn"))} <= {
            "from gunicorn.app.base import BaseApplication"
        }


def test_the_version_is_bounded_on_both_sides() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    (wanted,) = (need for need in project["dependencies"] if need.startswith("gunicorn"))
    least, most = wanted.removeprefix("gunicorn>=").split(",<")
    assert tuple(map(int, least.split("."))) >= (27, 0, 1)
    assert int(most) == int(version("gunicorn").split(".")[0]) + 1


class _Transport:
    """Remembers what is written."""

    def __init__(self) -> None:
        self.written = b""
        self.closed = False

    def write(self, data: bytes) -> None:
        self.written += data

    def write_eof(self) -> None:
        self.closed = True

    def close(self) -> None:
        self.closed = True

    def resume_reading(self) -> None:
        pass

    def is_closing(self) -> bool:
        return self.closed

    def abort(self) -> None:
        self.closed = True


class _Inner(asyncio.Protocol):
    """Keeps the transport that it is given, as gunicorn's protocol does."""

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = transport

    def data_received(self, data: bytes) -> None:
        self.came = data


def test_its_own_errors_are_worded_by_us_and_nothing_follows_them() -> None:
    async def run() -> tuple[bytes, bytes]:
        transport, inner = _Transport(), _Inner()
        all_ = Connections(lambda status, _visitor: b"<%d>" % status, lambda *_: None, 10)
        connection = Connection(lambda: inner, all_)
        connection.connection_made(transport)  # type: ignore[arg-type]
        connection.data_received(b"GET / HTTP/1.1\r\n\r\n")
        wire = inner.transport
        assert isinstance(wire, object)
        wire.write(b"HTTP/1.1 100 Continue\r\n\r\n")  # type: ignore[attr-defined]
        connection.answering = connection.begins = True
        wire.write(b"HTTP/1.1 406 Unknown\r\n\r\n")  # type: ignore[attr-defined]
        wire.write(b"HTTP/1.1 406 Unknown\r\n is a body")  # type: ignore[attr-defined]
        connection.answering = False
        before, transport.written = transport.written, b""
        wire.write(b"HTTP/1.1 431 Request Header Fields Too Large\r\n\r\n")  # type: ignore[attr-defined]
        wire.write(b"with a body")  # type: ignore[attr-defined]
        connection.connection_lost(None)
        return before, transport.written

    before, after = in_its_own_loop(run())
    assert before == (
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 406 Not Acceptable\r\n\r\nHTTP/1.1 406 Unknown\r\n is a body"
    )
    assert after == b"<431>"


def test_a_request_that_begins_when_its_client_has_left_is_not_counted_for_ever() -> None:
    """gunicorn begins with a request later than it hears of it; who ends waits for all that count."""

    async def run() -> tuple[int, int]:
        transport = _Transport()
        all_ = Connections(lambda status, _visitor: b"<%d>" % status, lambda *_: None, 10)
        connection = Connection(_Inner, all_)
        connection.connection_made(transport)  # type: ignore[arg-type]
        connection.data_received(b"GET / HTTP/1.1\r\n\r\n")
        transport.closed = True
        connection.connection_lost(None)
        with connection.request("GET /"):
            during = len(all_)
        return during, len(all_)

    assert in_its_own_loop(run()) == (1, 0)


def test_an_idle_connection_has_its_time_from_when_the_end_began() -> None:
    """A client that was silent for long before may ask as late as one that was not."""

    async def run() -> list[bool]:
        now, told = time.monotonic(), []
        for begun in (now, now - 10):
            transport = _Transport()
            all_ = Connections(lambda status, _visitor: b"<%d>" % status, lambda *_: None, 10)
            connection = Connection(_Inner, all_)
            connection.connection_made(transport)  # type: ignore[arg-type]
            all_.rest(connection)
            connection.since = now - 60
            all_.close_idle(5, begun)
            told.append(transport.closed)
        return told

    assert in_its_own_loop(run()) == [False, True]


def test_the_time_of_a_request_runs_from_when_it_came_not_from_when_it_was_handed_over() -> None:
    tried, began = list[float](), list[float]()

    class Inner(_Inner):
        def connection_made(self, transport: asyncio.BaseTransport) -> None:
            self.connection = current_connection()

        def data_received(self, data: bytes) -> None:
            began.append(self.connection.began_at())

    async def run() -> None:
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        with theirs:
            theirs.sendall(b"GET / HTTP/1.1\r\nHost: x\r\n\r\n")
            all_ = Connections(
                lambda status, _visitor: b"<%d>" % status, lambda *_: tried.append(time.monotonic()), 10
            )
            BareConnection(Inner, all_, ours, ("127.0.0.1", 1))
            while not began:
                await asyncio.sleep(0)
            all_.cut()

    in_its_own_loop(run())
    assert began[0] <= tried[0]
