"""What killed processes leave in the temporary folder goes at the next start, what somebody uses stays."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import pytest

from akkuri.temporary import QUIET, clear_left, own_folder

LEAVING = "from akkuri.temporary import held_folder; print(held_folder('sent')[0], flush=True); input()"


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setenv("TMPDIR", str(tmp_path))
    return tmp_path


def test_a_killed_process_leaves_nothing_for_long(here: Path) -> None:
    started = subprocess.Popen(
        [sys.executable, "-c", LEAVING], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert started.stdout is not None
    folder = Path(started.stdout.readline().strip())
    (folder / "deep").mkdir()
    clear_left()
    assert folder.parent == here
    assert folder.is_dir()
    started.send_signal(signal.SIGKILL)
    started.communicate()
    clear_left()
    assert not folder.exists()


def test_what_is_in_use_or_of_others_stays(here: Path) -> None:
    with own_folder() as mine:
        for name in ("akkuri-rel", "akkuri-downloads-new_one1", "other-abcdefgh"):
            (here / name).mkdir()
        (here / "akkuri-linklink").symlink_to(here / "other-abcdefgh")
        (here / "akkuri-listens1").mkdir()
        with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
            listener.bind(str(here / "akkuri-listens1" / "query"))
            listener.listen()
            old = time.time() - 2 * QUIET
            os.utime(here / "akkuri-listens1", (old, old))
            clear_left()
            assert mine.is_dir()
            assert {each.name for each in here.iterdir()} == {
                mine.name,
                "akkuri-rel",
                "akkuri-downloads-new_one1",
                "other-abcdefgh",
                "akkuri-linklink",
                "akkuri-listens1",
            }
    assert not mine.exists()


def test_the_folder_of_a_dead_server_of_an_older_version_goes(here: Path) -> None:
    folder = here / "akkuri-socket_1"
    folder.mkdir()
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as listener:
        listener.bind(str(folder / "query"))
    old = time.time() - 2 * QUIET
    os.utime(folder, (old, old))
    clear_left()
    assert not folder.exists()
