"""`akkuri` as a person runs it: a program of its own; and within the process of the tests, for many cases."""

import os
import subprocess
import sys
import tempfile
from contextlib import redirect_stderr, redirect_stdout
from pathlib import Path
from unittest.mock import patch

from click.testing import CliRunner

from akkuri import cli
from akkuri.cli import program
from akkuri.errors import AkkuriError

__all__ = ["akkuri", "inside", "near"]


def akkuri(*words: object, **environment: str | Path) -> "subprocess.CompletedProcess[str]":
    """Run the program; returns its exit code and what it wrote."""
    env = os.environ | {name: str(value) for name, value in environment.items()}
    command = [sys.executable, "-m", "akkuri", *map(str, words)]
    seconds = 900 if "AKKURI_LONG" in os.environ else 240
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=seconds)


def near(*words: object, **environment: str | Path) -> "subprocess.CompletedProcess[str]":
    """Do what `akkuri` does, sentences and exit codes included, but for the start of a process of its own.

    It takes half the time or less. Of each command that is run so, some test runs the program itself.
    """
    command = ["akkuri", *map(str, words)]
    env = {name: str(value) for name, value in environment.items()}
    with (
        tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as out,
        tempfile.TemporaryFile("w+", encoding="utf-8", newline="") as err,
    ):
        with (
            patch.object(sys, "argv", command),
            patch.dict(os.environ, env),
            redirect_stdout(out),
            redirect_stderr(err),
        ):
            code = cli._told(cli._run)
        for file in (out, err):
            file.flush()
            file.seek(0)
        return subprocess.CompletedProcess(command, code, out.read(), err.read())


def inside(*words: object) -> tuple[int, str]:
    """Run a command without the start of a program; returns its exit code and what it says.

    For the further cases of what `akkuri` shows of one: it is the program that turns errors into sentences.
    """
    result = CliRunner().invoke(program, [str(word) for word in words], standalone_mode=False)
    error = result.exception
    if isinstance(error, AkkuriError):
        return error.exit_code, result.output + error.sentence("en")
    return result.exit_code or result.return_value or 0, result.output
