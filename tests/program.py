"""`akkuri` as a person runs it: a program of its own; and within the process of the tests, for many cases."""

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner

from akkuri.cli import program
from akkuri.errors import AkkuriError

__all__ = ["akkuri", "inside"]


def akkuri(*words: object, **environment: str | Path) -> "subprocess.CompletedProcess[str]":
    """Run the program; returns its exit code and what it wrote."""
    env = os.environ | {name: str(value) for name, value in environment.items()}
    command = [sys.executable, "-m", "akkuri", *map(str, words)]
    seconds = 900 if "AKKURI_LONG" in os.environ else 240
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=seconds)


def inside(*words: object) -> tuple[int, str]:
    """Run a command without the start of a program; returns its exit code and what it says.

    For the further cases of what `akkuri` shows of one: it is the program that turns errors into sentences.
    """
    result = CliRunner().invoke(program, [str(word) for word in words], standalone_mode=False)
    error = result.exception
    if isinstance(error, AkkuriError):
        return error.exit_code, result.output + error.sentence("en")
    return result.exit_code or result.return_value or 0, result.output
