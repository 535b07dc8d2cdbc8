"""A full disk, a limit on files, no memory: one sentence, exit 3, and nothing half-written."""

import os
import resource
import shlex
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from akkuri import cli
from akkuri.release.opening import Release

HYDROGEN = Path(__file__).parents[1] / "fixtures" / "hydrogen"
MIB = 1024 * 1024


def run(
    *args: str | Path, out: str | None = None, limit: tuple[int, int] | None = None
) -> subprocess.CompletedProcess[str]:
    """Run the program with its output to a file and with a limit on a resource, in bytes."""

    def limited() -> None:
        if limit is not None:
            resource.setrlimit(limit[0], (limit[1], limit[1]))

    # Python itself keeps what it could write of a compiled module, which nobody could import again.
    command = [sys.executable, "-B", "-m", "akkuri", *map(str, args)]
    with open(out or os.devnull, "w") as target:
        return subprocess.run(
            command, stdout=target, stderr=subprocess.PIPE, text=True, timeout=240, preexec_fn=limited
        )


def failed(done: subprocess.CompletedProcess[str], *words: str) -> None:
    assert done.returncode == 3, done.stderr
    assert done.stderr.startswith("akkuri: ")
    assert done.stderr.count("\n") == 1
    for word in words:
        assert word in done.stderr


@pytest.mark.parametrize(
    "command",
    [
        ("query", "open-to-others"),
        ("query",),
        ("gaps",),
        ("network",),
        ("export",),
        ("export", "turtle"),
        ("export", "nquads", "--compress", "zstd"),
    ],
    ids=" ".join,
)
def test_a_full_standard_output(national: Release, command: tuple[str, ...]) -> None:
    failed(run(*command, "--release", national.folder, out="/dev/full"), "standard output", "full")


@pytest.mark.parametrize("errors", ["2> /dev/full", "2>&-"])
def test_where_nothing_can_be_said_the_exit_code_holds(errors: str) -> None:
    for command in ("query --nosuch", "load . http://127.0.0.1:1/"):
        line = f"{shlex.quote(sys.executable)} -m akkuri {command} {errors}"
        assert subprocess.run(line, shell=True).returncode == 2, command


def test_where_nobody_reads_on_nothing_is_said() -> None:
    reader, writer = os.pipe()
    os.close(reader)
    command = [sys.executable, "-m", "akkuri", "query"]
    done = subprocess.run(command, stdout=writer, stderr=subprocess.PIPE, text=True)
    os.close(writer)
    assert (done.returncode, done.stderr) == (0, "")


def test_a_full_device_as_target(national: Release) -> None:
    failed(run("export", "nquads", "--release", national.folder, "--out", "/dev/full"), "/dev/full", "full")


@pytest.mark.parametrize("form", ["nquads", "parquet", "csvw", "graphml", "all", "site"])
def test_a_file_that_would_become_too_long(national: Release, tmp_path: Path, form: str) -> None:
    target = tmp_path / "target"
    limit = (resource.RLIMIT_FSIZE, 20_000)
    failed(run("export", form, "--release", national.folder, "--out", target, limit=limit), "ulimit -f")
    left = [file for file in tmp_path.rglob("*") if file.is_file()]
    assert all(file.stat().st_size < 20_000 and not file.name.startswith(".") for file in left)


def test_a_build_that_finds_no_room(tmp_path: Path) -> None:
    root = tmp_path / "releases"
    built = run("build", "--data", HYDROGEN, "--out", root)
    assert built.returncode == 0, built.stderr
    before = {file: file.stat().st_mtime_ns for file in root.rglob("*")}
    changed = shutil.copytree(HYDROGEN, tmp_path / "changed")
    table = changed / "organisations.csv"
    table.write_text(table.read_text(encoding="utf-8").replace("University", "Academy"), encoding="utf-8")
    limit = (resource.RLIMIT_FSIZE, 1_000_000)
    failed(run("build", "--data", changed, "--out", root, limit=limit), str(root), "ulimit -f")
    assert {file: file.stat().st_mtime_ns for file in root.rglob("*") if file.name != ".lock"} == {
        file: time for file, time in before.items() if file.name != ".lock"
    }


@pytest.mark.parametrize("mebibytes", [150, 220, 280])
@pytest.mark.parametrize("command", ["build", "query", "export"])
def test_too_little_memory(national: Release, tmp_path: Path, command: str, mebibytes: int) -> None:
    """Work, or say in one sentence that memory is lacking; where it fails depends on how little there is."""
    commands: dict[str, tuple[str | Path, ...]] = {
        "build": ("build", "--out", tmp_path / "out"),
        "query": ("query", "open-to-others", "--release", national.folder),
        "export": ("export", "all", "--release", national.folder, "--out", tmp_path / "out"),
    }
    done = run(*commands[command], limit=(resource.RLIMIT_AS, mebibytes * MIB))
    if done.returncode:
        failed(done, "memory", f"{mebibytes} MiB")
        assert not [file for file in tmp_path.rglob("*") if file.name.startswith((".building", ".out"))]
    else:
        assert mebibytes > 150


def test_too_little_memory_in_other_commands(national: Release) -> None:
    """All of them are watched alike, so one amount is tried of a few."""
    release = ("--release", national.folder)
    for args in (("search", "pilot", *release), ("mcp", *release), ("check", HYDROGEN)):
        failed(run(*args, limit=(resource.RLIMIT_AS, 80 * MIB)), "80 MiB")


def test_where_memory_lacks_for_the_words_too_that_is_said(
    monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """`akkuri mcp` ended with a traceback where there was a little more than its server needed."""

    def lacking(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(cli, "_run", lacking)
    monkeypatch.setattr(cli, "system_failure", lacking)
    assert cli._finished() == 3
    assert capfd.readouterr().err == "akkuri: There is not enough memory for this.\n"


@pytest.mark.parametrize("code", [1, 3])
@pytest.mark.parametrize(
    "said",
    ["", "an engine fails", "memory allocation of 8 bytes failed", "no end of lineakkuri: A sentence.\n"],
)
def test_a_child_that_fails_for_want_of_memory_is_always_told(said: str, code: int) -> None:
    """Whatever was lost of its own sentence; an engine may write before it without ending its line."""
    lines = (
        "import os, sys",
        "from akkuri.commands.apart import watched",
        "from akkuri.errors import OutsideError",
        "try:",
        "    ended = watched()",
        "    if ended is None:",
        f"        os.write(2, {said.encode()!r})",
        f"        os._exit({code})",
        "except OutsideError as error:",
        "    ended = print('akkuri:', error, file=sys.stderr) or error.exit_code",
        "sys.exit(ended)",
    )
    limit = (2048 * MIB, 2048 * MIB)
    done = subprocess.run(
        [sys.executable, "-c", "\n".join(lines)],
        stderr=subprocess.PIPE,
        text=True,
        timeout=60,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, limit),
    )
    if code == 3:
        failed(done, "A sentence." if "akkuri: " in said else "memory")
    else:  # 1 stands for findings, which are shown as they were written
        assert done.returncode in (1, 3)
        assert done.stderr == said if done.returncode == 1 else "memory" in done.stderr


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGABRT])
def test_work_that_the_system_ends_is_told(number: signal.Signals, tmp_path: Path) -> None:
    started = subprocess.Popen(
        [sys.executable, "-m", "akkuri", "build", "--out", str(tmp_path / "out")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
    )
    wait_for(lambda: list(tmp_path.glob("out/.building-*")))
    (child,) = Path(f"/proc/{started.pid}/task/{started.pid}/children").read_text().split()
    os.kill(int(child), number)
    _, errors = started.communicate(timeout=60)
    assert started.returncode == 3
    assert number.name in errors
    assert not list(tmp_path.glob("out/.building-*"))


@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT, signal.SIGKILL])
def test_work_ends_with_the_program(number: signal.Signals, tmp_path: Path) -> None:
    started = subprocess.Popen(
        [sys.executable, "-m", "akkuri", "build", "--out", str(tmp_path / "out")],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        start_new_session=True,
    )
    wait_for(lambda: list(tmp_path.glob("out/.building-*")))
    (child,) = map(int, Path(f"/proc/{started.pid}/task/{started.pid}/children").read_text().split())
    if number is signal.SIGINT:
        os.killpg(started.pid, number)  # as a terminal does
    else:
        started.send_signal(number)
    assert started.wait(timeout=60) not in (0, 3)
    wait_for(lambda: not Path(f"/proc/{child}").exists())


def wait_for(condition: Callable[[], object]) -> None:
    limit = signal.sigtimedwait  # waits without a sleep: nothing sends this signal
    for _ in range(600):
        if condition():
            return
        limit({signal.SIGRTMAX}, 0.1)
    raise AssertionError("it did not happen in time")


STANDING = (
    "import sys, threading",
    "from akkuri.commands.apart import watched",
    "from akkuri.errors import OutsideError",
    "try:",
    "    ended = watched()",
    "    if ended is None:",
    "        {work}",
    "        sys.exit(0)",
    "except OutsideError as error:",
    "    ended = print('akkuri:', error, file=sys.stderr) or error.exit_code",
    "sys.exit(ended)",
)


def test_a_child_that_waits_for_nothing_but_itself_is_ended_where_memory_is_limited() -> None:
    """As an engine does that could not start all of its threads; others wait for reasons of their own."""
    lock = "lock = threading.Lock(); lock.acquire(); lock.acquire()"
    stuck, unlimited = _standing(lock, limited=True), _standing(lock, limited=False)
    patient = _standing("assert sys.stdin.readline()", limited=True)
    try:
        said = stuck.communicate(timeout=60)[1]
        assert said.startswith("akkuri: There is not enough memory for this (ulimit -v: 2048 MiB)")
        assert said.count("\n") == 1
        assert stuck.returncode == 3
        with pytest.raises(subprocess.TimeoutExpired):
            unlimited.wait(timeout=3)
        assert patient.communicate("a line of a person\n", timeout=60)[1] == ""
        assert patient.returncode == 0
    finally:
        for program in (stuck, unlimited, patient):
            program.kill()
            program.communicate()


def _standing(work: str, limited: bool) -> subprocess.Popen[str]:
    """Start a program that does some work in a watched process."""
    limit = (2048 * MIB, 2048 * MIB) if limited else resource.getrlimit(resource.RLIMIT_AS)
    return subprocess.Popen(
        [sys.executable, "-c", "\n".join(STANDING).replace("{work}", work)],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_AS, limit),
    )
