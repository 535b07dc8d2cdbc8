"""Clients that send slowly or not at all hold nobody up."""

import json
import os
import signal
import socket
import time
from collections.abc import Iterator
from contextlib import ExitStack

import pytest

from serving import FORM, Server, children

MANY = 200
"""More than there are threads."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    file = tmp_path_factory.mktemp("slow") / "data.nt"
    file.write_text("<x:a> <x:p> <x:b> .\n")
    with Server("--rdf", file, "--workers", "1", queue=2, request_seconds=4) as running:
        yield running


@pytest.mark.parametrize("start", [b"", b"GET /sparql HTTP/1.1\r\nHost: x\r\nX-Half: ", b"G"])
def test_half_requests_hold_nobody_up(server: Server, start: bytes) -> None:
    with ExitStack() as stack:
        clients = [
            stack.enter_context(socket.create_connection((server.host, server.port))) for _ in range(MANY)
        ]
        for client in clients:
            client.sendall(start)
        connection = server.connect(timeout=4)
        connection.request("GET", "/sparql?query=ASK%20%7B%3Fs%20%3Fp%20%3Fo%7D")
        assert json.loads(connection.getresponse().read())["boolean"] is True
        connection.close()


def test_many_connections_at_once_wait_their_turn(server: Server) -> None:
    """One that finds no room among those that wait to be taken is tried again after a whole second."""
    processes = children(server.process.pid)
    with ExitStack() as stack:
        for process in processes:
            os.kill(process, signal.SIGSTOP)
            stack.callback(os.kill, process, signal.SIGCONT)
        for _ in range(2 * MANY):
            client = stack.enter_context(socket.socket())
            client.settimeout(0.9)
            client.connect((server.host, server.port))


def test_a_request_in_single_bytes_is_answered(server: Server) -> None:
    body = b"query=ASK%20%7B%7D"
    head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM}\r\nContent-Length: {len(body)}\r\n"
    with socket.create_connection((server.host, server.port), timeout=20) as client:
        client.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        for _ in range(2):  # the second on the connection kept open
            for byte in head.encode() + b"\r\n" + body:
                client.sendall(bytes([byte]))
            answer = b""
            while b"boolean" not in answer:
                piece = client.recv(4096)
                assert piece
                answer += piece
            assert answer.startswith(b"HTTP/1.1 200")


def test_two_requests_at_once_are_both_answered(server: Server) -> None:
    one = b"GET /health/live HTTP/1.1\r\nHost: x\r\n\r\n"
    with socket.create_connection((server.host, server.port), timeout=20) as client:
        client.sendall(one + one)
        answer = b""
        while answer.count(b'"alive"') < 2:
            piece = client.recv(4096)
            assert piece
            answer += piece


def test_a_head_that_is_cut_off_is_given_up(server: Server) -> None:
    with socket.create_connection((server.host, server.port), timeout=20) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Half: ")
        client.shutdown(socket.SHUT_WR)
        assert client.recv(100) == b""


def test_bodies_that_do_not_come_hold_nobody_up_and_are_given_up(server: Server) -> None:
    head = f"POST /sparql HTTP/1.1\r\nHost: x\r\nContent-Type: {FORM}\r\nContent-Length: 50\r\n\r\nquery="
    with ExitStack() as stack:
        clients = [
            stack.enter_context(socket.create_connection((server.host, server.port), timeout=20))
            for _ in range(MANY)
        ]
        for client in clients:
            client.sendall(head.encode())
        started = time.monotonic()
        assert server.request("GET", "/health/live").status == 200
        assert json.loads(server.query("ASK { ?s ?p ?o }").body)["boolean"] is True
        for client in clients:
            reply = b"".join(iter(lambda: client.recv(65_536), b""))  # noqa: B023 - read at once
            assert reply.startswith(b"HTTP/1.1 408 ")
            assert b"4 seconds" in reply
    assert time.monotonic() - started < MANY  # one after the other they would take four times as long


def test_a_head_that_does_not_come_is_408(server: Server) -> None:
    with socket.create_connection((server.host, server.port), timeout=20) as client:
        client.sendall(b"GET / HTTP/1.1\r\nHost: x\r\nX-Half: ")
        assert client.recv(100).startswith(b"HTTP/1.1 408 ")


def test_a_connection_on_which_nothing_comes_is_closed(server: Server) -> None:
    with socket.create_connection((server.host, server.port), timeout=20) as client:
        assert client.recv(100) == b""
