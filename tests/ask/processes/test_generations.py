"""Minding generations of processes: one that ends by itself ends the minding, with its exit code."""

import signal
import subprocess
import sys

import pytest

PROGRAM = """
import os, sys
from akkuri.ask.processes.generations import Generations

def run(content, parent):
    {body}

sys.exit(Generations(run, lambda: None, print).serve("first"))
"""


def minded(body: str, stop: signal.Signals | None = None) -> int:
    """Mind one generation in a process of its own; returns the exit code, or fails after 20 seconds."""
    command = [sys.executable, "-c", PROGRAM.format(body=body)]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        if stop is not None:
            assert process.stdout is not None
            assert process.stdout.readline() == b"running\n"
            process.send_signal(stop)
        try:
            return process.wait(timeout=20)
        except subprocess.TimeoutExpired:
            process.kill()
            pytest.fail("the process that minds the generations did not end")


@pytest.mark.parametrize("code", [0, 3])
def test_a_generation_that_ends_ends_the_server_with_its_code(code: int) -> None:
    assert minded(f"return {code}") == code


def test_a_generation_that_is_killed_ends_the_server_with_a_failure() -> None:
    assert minded(f"os.kill(os.getpid(), {int(signal.SIGKILL)})") == 3


def test_a_signal_ends_the_generation_and_the_server() -> None:
    body = "os.write(1, b'running\\n'); import signal; signal.sigwait({signal.SIGTERM}); return 0"
    body = "import signal; signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM}); " + body
    assert minded(body, signal.SIGTERM) == 0


def test_a_generation_that_answers_and_dies_is_started_again_three_times_a_minute() -> None:
    body = "from akkuri.ask.processes.generations import report_ready; report_ready(parent)"
    count = "os.write(1, b'.')"
    command = [sys.executable, "-c", PROGRAM.format(body=f"{count}; {body}; return 5")]
    done = subprocess.run(command, capture_output=True, timeout=20, check=False)
    assert (done.stdout, done.returncode) == (b"....", 5)


MOVED = """
import os, signal, sys
from akkuri.ask.processes import generations

generations.LOOK = 0.01
looks = 0

def newest():
    global looks
    looks += 1
    if looks in told:
        os.write(1, told[looks])
    if looks == 40:
        os.kill(os.getpid(), signal.SIGHUP)
    if looks == 60:
        os.kill(os.getpid(), signal.SIGTERM)
    return "second"

def run(content, parent):
    if content == "second":
        return 3
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
    generations.report_ready(parent)
    signal.sigwait({signal.SIGTERM})
    return 0

def failed(content):
    os.write(1, b"failed;")

told = {20: b"changed;", 40: b"asked;"}
stamp = lambda content: (content, looks >= 20)
sys.exit(generations.Generations(run, newest, failed, stamp).serve("first"))
"""


def test_what_failed_is_tried_again_only_when_it_has_changed_or_when_asked() -> None:
    """Sixty looks at a content that fails: it changes at the twentieth, SIGHUP comes at the fortieth."""
    done = subprocess.run([sys.executable, "-c", MOVED], capture_output=True, timeout=60, check=False)
    assert (done.stdout, done.returncode) == (b"failed;changed;failed;asked;failed;", 0)
