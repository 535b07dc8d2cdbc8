"""`akkuri` as a person runs it: a program of its own, never within the process of the tests."""

import os
import subprocess
import sys
from pathlib import Path

__all__ = ["akkuri"]


def akkuri(*words: object, **environment: str | Path) -> "subprocess.CompletedProcess[str]":
    """Run the program; returns its exit code and what it wrote."""
    env = os.environ | {name: str(value) for name, value in environment.items()}
    command = [sys.executable, "-m", "akkuri", *map(str, words)]
    seconds = 900 if "AKKURI_LONG" in os.environ else 240
    return subprocess.run(command, env=env, capture_output=True, text=True, check=False, timeout=seconds)
