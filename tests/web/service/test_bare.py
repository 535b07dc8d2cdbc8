"""Connections that are no more than a socket: how they go over to gunicorn in turns, and how they end."""

import asyncio
import os
import socket
import time
from types import SimpleNamespace
from typing import Any

import pytest

from akkuri.ask.processes.attempt import Arrival
from akkuri.web.service.admission import AT_ONCE
from akkuri.web.service.bare import BareConnection
from akkuri.web.service.connections import Connections, Visitor
from akkuri.web.service.long_reply import LongReply, Means
from akkuri.web.service.whole_request import WholeRequest
from loops import in_its_own_loop


class Begun:
    """What was begun of a request: a query whose answer comes on a file, or on none."""

    def __init__(self, descriptor: int = -1) -> None:
        self.descriptor = descriptor
        self.over = False
        self.size = 0
        self.ended = 0

    def arrived(self, _most: int) -> Arrival:
        return Arrival.MUCH

    def end(self) -> None:
        self.ended += 1


class Place:
    """Connections that answer nothing themselves, and what gunicorn would hear of them."""

    def __init__(self) -> None:
        self.heard: list[bytes] = []
        self.begun: list[Begun] = []
        self.all = Connections(lambda *_: b"", self._answer, 1000)
        self._clients: list[socket.socket] = []

    def _answer(self, _request: WholeRequest, visitor: Visitor) -> None:
        begun: Any = Begun()
        self.begun.append(begun)
        visitor.attempt = begun

    def _inner(self) -> asyncio.Protocol:
        heard = self.heard

        class Inner(asyncio.Protocol):
            def data_received(self, data: bytes) -> None:
                heard.append(data.split(b" ")[1])

        return Inner()

    def connect(self, whose: str, path: str) -> tuple[BareConnection, socket.socket]:
        """Come with a request that has been sent already."""
        ours, theirs = socket.socketpair()
        ours.setblocking(False)
        theirs.setblocking(False)
        theirs.sendall(f"GET {path} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        self._clients.append(theirs)
        return BareConnection(self._inner, self.all, ours, (whose, 1)), theirs

    def crowd(self) -> None:
        """Let whoever comes next be let in at once, and then wait for a turn."""
        for _ in range(AT_ONCE - 1):
            self.all.admission.ask("others", lambda: None)

    async def until(self, count: int) -> None:
        """Wait until gunicorn has heard so many requests, or long enough that it does not."""
        end = time.monotonic() + 10
        while len(self.heard) < count and time.monotonic() < end:
            await asyncio.sleep(0)

    async def rounds(self) -> None:
        """Let the loop come round more often than anything here takes."""
        for _ in range(50):
            await asyncio.sleep(0)

    async def end(self) -> None:
        """Break everything off."""
        self.all.cut()
        for client in self._clients:
            client.close()
        await self.rounds()


def test_all_go_over_in_turns_with_what_each_has_sent() -> None:
    async def work() -> list[bytes]:
        place = Place()
        for number in range(10 * AT_ONCE):
            place.connect("many", f"/{number}")
        place.connect("one", "/one")
        await place.until(10 * AT_ONCE + 1)
        await place.end()
        return place.heard

    heard = in_its_own_loop(work())
    assert [path for path in heard if path != b"/one"] == [b"/%d" % n for n in range(10 * AT_ONCE)]
    assert heard.index(b"/one") < 4 * AT_ONCE, "who asks little stands behind who asks much"


def test_who_ends_while_waiting_to_go_over_is_heard_of_by_nobody() -> None:
    async def work() -> tuple[Place, bytes]:
        place = Place()
        place.crowd()
        _, theirs = place.connect("one", "/gone")
        place.all.cut()
        await place.rounds()
        try:
            said = theirs.recv(1)
        except ConnectionError:
            said = b""
        await place.end()
        return place, said

    place, said = in_its_own_loop(work())
    assert (place.heard, said, len(place.all)) == ([], b"", 0)
    assert [begun.ended for begun in place.begun] == [1]


def test_who_waits_to_go_over_is_not_idle() -> None:
    async def work() -> list[bytes]:
        place = Place()
        place.crowd()
        connection, _ = place.connect("one", "/kept")
        connection.look(time.monotonic() + 29)
        await place.until(1)
        await place.end()
        return place.heard

    assert in_its_own_loop(work()) == [b"/kept"]


def test_where_there_are_too_many_the_one_that_was_not_asked_for_longest_is_closed() -> None:
    closed: list[str] = []
    connections = Connections(lambda *_: b"", lambda _request, _visitor: None, 2)

    class Idle:
        def __init__(self, name: str) -> None:
            self._name = name

        def close(self) -> None:
            closed.append(self._name)

    visitors: list[Any] = [Idle(name) for name in ("one", "other", "third")]
    one, other, third = visitors
    for each in (one, other, one, third):  # the first was asked again, and answered at once
        connections.rest(each)
    assert closed == ["other"]


@pytest.mark.parametrize("leaves", [False, True])
def test_a_connection_ends_also_where_its_long_answer_cannot_be_told_of(leaves: bool) -> None:
    """Nothing of it is left: neither the socket, nor a place among those that are counted."""

    async def work() -> tuple[int, bytes]:
        place = Place()
        come, make = os.pipe()
        begun: Any = Begun(come)
        closed: list[str] = []

        def told(_size: int, _cut: Exception | None) -> None:
            raise RuntimeError("no log")

        def long() -> LongReply:
            answer: Any = SimpleNamespace(
                piece=pieces.pop, close=lambda: closed.append("closed"), encoding=""
            )
            nothing: Any = None
            return LongReply(b"HTTP/1.1 200 OK\r\n\r\n", answer, "", Means(9, 9, nothing, nothing), told)

        def answer(_request: WholeRequest, visitor: Visitor) -> None:
            visitor.attempt = begun
            visitor.waited = waited

        pieces: list[bytes | None] = [None] if not leaves else [b""] * 1000
        waited: Any = SimpleNamespace(long=long, left=lambda: None)
        place.all.answer = answer
        _, theirs = place.connect("one", "/long")
        os.write(make, b"x")
        end = time.monotonic() + 10
        said = b""
        while len(place.all) and time.monotonic() < end:
            await asyncio.sleep(0)
            try:
                said += theirs.recv(100)
            except (BlockingIOError, ConnectionError):
                continue
            if leaves and said:
                theirs.close()
                leaves_now.append(True)
                break
        while len(place.all) and time.monotonic() < end:
            await asyncio.sleep(0)
        left = len(place.all)
        await place.end()
        os.close(come)
        os.close(make)
        assert closed == ["closed"]
        return left, said

    leaves_now: list[bool] = []
    left, said = in_its_own_loop(work())
    assert left == 0
    assert said.startswith(b"HTTP/1.1 200 OK\r\n")
    assert bool(leaves_now) is leaves


def test_who_waits_too_long_for_a_turn_is_told_so_and_who_asked_nothing_is_not() -> None:
    async def run() -> tuple[bytes, bytes, int]:
        all_ = Connections(
            lambda status, visitor: b"<%d %b>" % (status, visitor.line), lambda *_: None, 9, seconds=7
        )
        for _ in range(AT_ONCE):
            all_.admission.ask("others", lambda: None)
        heard = []
        for sent in (b"GET /a HTTP/1.1\r\nHost: x\r\n\r\n", b""):
            ours, theirs = socket.socketpair()
            ours.setblocking(False)
            theirs.settimeout(10)
            theirs.sendall(sent)
            came = BareConnection(asyncio.Protocol, all_, ours, ("x", 1))
            came.look(time.monotonic() + 6)
            assert len(all_) == 1
            came.look(time.monotonic() + 7)
            heard.append(b"".join(iter(lambda theirs=theirs: theirs.recv(99), b"")))  # type: ignore[misc]
            theirs.close()
        return heard[0], heard[1], len(all_)

    assert in_its_own_loop(run()) == (b"<503 GET /a HTTP/1.1>", b"", 0)
