"""Debian's Virtuoso as a store outside, with little memory: for the tests of `.ci/run long`."""

import contextlib
import shutil
import subprocess
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPException
from pathlib import Path
from typing import Final

import pytest

from oxigraph_server import free_port

__all__ = ["virtuoso"]

SETTINGS: Final = """[Database]
DatabaseFile = {folder}/virtuoso.db
ErrorLogFile = {folder}/virtuoso.log
LockFile = {folder}/virtuoso.lck
TransactionFile = {folder}/virtuoso.trx
xa_persistent_file = {folder}/virtuoso.pxa
FileExtend = 200
MaxCheckpointRemap = 2000
TempStorage = TempDatabase
[TempDatabase]
DatabaseFile = {folder}/temp.db
TransactionFile = {folder}/temp.trx
MaxCheckpointRemap = 2000
[Parameters]
ServerPort = 127.0.0.1:{sql}
DisableUnixSocket = 1
MaxClientConnections = 10
CheckpointInterval = 0
CaseMode = 2
DirsAllowed = {folder}
NumberOfBuffers = 20000
MaxDirtyBuffers = 15000
[HTTPServer]
ServerPort = 127.0.0.1:{web}
ServerRoot = {folder}
MaxClientConnections = 10
ServerThreads = 10
[SPARQL]
MaxQueryExecutionTime = 120
"""


@contextlib.contextmanager
def virtuoso(folder: Path) -> Iterator[str]:
    """Start an empty server that may be filled; gives the address for queries and updates."""
    program, client = shutil.which("virtuoso-t"), shutil.which("isql-vt")
    if program is None or client is None:
        pytest.fail("Virtuoso (apt-get install virtuoso-opensource) is not installed")
    sql, web = free_port(), free_port()
    settings = folder / "virtuoso.ini"
    settings.write_text(SETTINGS.format(folder=folder, sql=sql, web=web))
    command = [program, "+foreground", "+configfile", str(settings)]
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        end = time.monotonic() + 60
        while not _answers(web):
            assert process.poll() is None, "Virtuoso has ended"
            assert time.monotonic() < end, "Virtuoso did not start"
        grant = [client, f"127.0.0.1:{sql}", "dba", "dba", 'exec=grant SPARQL_UPDATE to "SPARQL"']
        subprocess.run(grant, check=True, stdout=subprocess.DEVNULL, timeout=60)
        yield f"http://127.0.0.1:{web}/sparql"
    finally:
        process.kill()
        process.wait()


def _answers(port: int) -> bool:
    connection = HTTPConnection("127.0.0.1", port, timeout=5)
    with contextlib.closing(connection), contextlib.suppress(OSError, HTTPException):
        connection.request("GET", "/sparql?query=ASK%20%7B%7D")
        return connection.getresponse().status == 200
    return False
