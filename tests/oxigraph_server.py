"""A real Oxigraph server in memory, as a store outside: for the tests that need one."""

import contextlib
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

__all__ = ["free_port", "oxigraph"]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return int(listener.getsockname()[1])


@contextlib.contextmanager
def oxigraph(data: str = "", *options: str) -> Iterator[str]:
    """Start a server, filled with N-Quads; gives its address."""
    program = shutil.which("oxigraph", path=str(Path(sys.executable).parent)) or shutil.which("oxigraph")
    if program is None:
        pytest.fail("the oxigraph server, which comes with the tests' dependencies, is not installed")
    port = free_port()
    command = [program, "serve", *options, "--bind", f"127.0.0.1:{port}"]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 20
        while True:
            connection = HTTPConnection("127.0.0.1", port, timeout=5)
            try:
                connection.request("POST", "/store", data, {"Content-Type": "application/n-quads"})
                response = connection.getresponse()
                assert response.status < 300, response.read()
                break
            except ConnectionRefusedError:
                assert time.monotonic() < end, "the oxigraph server did not start"
            finally:
                connection.close()
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait()
