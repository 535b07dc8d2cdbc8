"""The wire gives whole frames back however they arrive."""

import math
import socket
from collections.abc import Iterator

import pytest

from akkuri.ask.processes import wire
from akkuri.ask.processes.wire import DATA, END, ERROR, FrameReader, FrameSink, read_request, send_request


@pytest.fixture
def pair() -> Iterator[tuple[socket.socket, socket.socket]]:
    left, right = socket.socketpair()
    with left, right:
        yield left, right


def frames(reader: FrameReader, until: bytes) -> list[tuple[bytes, bytes]]:
    found: list[tuple[bytes, bytes]] = []
    while not found or found[-1][0] != until:
        frame = reader.ready()
        if frame is None:
            assert reader.receive()
        else:
            found.append(frame)
    return found


def test_requests_arrive_as_sent(pair: tuple[socket.socket, socket.socket]) -> None:
    for body in ("ASK { ?s ?p 'å' }".encode(), b""):
        send_request(pair[0], body)
        assert read_request(pair[1]) == body
    pair[0].close()
    assert read_request(pair[1]) is None


@pytest.mark.parametrize(("soon", "sizes"), [(math.inf, [300_000, 5]), (-math.inf, [70_000, 230_000, 5])])
def test_an_answer_comes_in_large_frames_and_the_sooner_the_slower_it_is_made(
    pair: tuple[socket.socket, socket.socket], monkeypatch: pytest.MonkeyPatch, soon: float, sizes: list[int]
) -> None:
    monkeypatch.setattr(wire, "_SOON", soon)
    pair[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
    sink = FrameSink(pair[0])
    for piece in (b"a" * 70_000, b"b" * 230_000, b"rest"):
        sink.write(piece)
    sink.finish(END, b"whole")
    reader = FrameReader(pair[1])
    found = frames(reader, END)
    assert [len(body) for _, body in found] == [*sizes[:-1], 4, sizes[-1]]
    assert [kind for kind, _ in found] == [DATA] * len(sizes) + [END]
    assert b"".join(body for kind, body in found if kind == DATA) == b"a" * 70_000 + b"b" * 230_000 + b"rest"
    assert len(reader) == 0


def test_frames_that_come_together_are_told_apart(pair: tuple[socket.socket, socket.socket]) -> None:
    """Also where one is too large to be read at once and the next begins right behind it."""
    pair[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 1 << 20)
    for size in (70_000, 65_530, 65_531, 65_536, 1):
        sink = FrameSink(pair[0])
        sink.write(b"x" * size)
        sink.finish(END, b"{}")
    reader = FrameReader(pair[1])
    assert [frames(reader, END) for _ in range(5)] == [
        [(DATA, b"x" * size), (END, b"{}")] for size in (70_000, 65_530, 65_531, 65_536, 1)
    ]


def test_an_error_takes_back_what_was_not_sent(pair: tuple[socket.socket, socket.socket]) -> None:
    sink = FrameSink(pair[0])
    sink.write(b"half an answer")
    sink.finish(ERROR, b"engine")
    assert frames(FrameReader(pair[1]), ERROR) == [(ERROR, b"engine")]


def test_frames_may_arrive_byte_by_byte(pair: tuple[socket.socket, socket.socket]) -> None:
    sink = FrameSink(pair[0])
    sink.write(b"answer")
    sink.finish(END, b"{}")
    sent = pair[1].recv(1000)
    left, right = socket.socketpair()
    with left, right:
        reader = FrameReader(right)
        found = []
        for number in sent:
            left.sendall(bytes([number]))
            assert reader.receive()
            frame = reader.ready()
            if frame is not None:
                found.append(frame)
    assert found == [(DATA, b"answer"), (END, b"{}")]
