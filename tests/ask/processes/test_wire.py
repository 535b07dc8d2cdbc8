"""The wire gives whole frames back however they arrive."""

import socket
from collections.abc import Iterator

import pytest

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


def test_an_answer_ends_with_its_end(pair: tuple[socket.socket, socket.socket]) -> None:
    sink = FrameSink(pair[0])
    sink.write(b"a" * 70_000)
    sink.write(b"rest")
    sink.finish(END, b"whole")
    found = frames(FrameReader(pair[1]), END)
    assert [kind for kind, _ in found] == [DATA, DATA, END]
    assert b"".join(body for kind, body in found if kind == DATA) == b"a" * 70_000 + b"rest"


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
