"""The `akkuri` program: finds the module of a command and turns errors into one sentence and an exit code."""

import importlib
import os
import sys
import traceback
from collections.abc import Callable
from itertools import pairwise
from typing import Final, TextIO, TypeVar

import click

from akkuri.commands.allocator import with_mimalloc
from akkuri.commands.apart import apart
from akkuri.errors import AkkuriError, OutsideError
from akkuri.system import system_failure

__all__ = ["main"]

_NO_MEMORY: Final = "akkuri: There is not enough memory for this."
_Code = TypeVar("_Code", int, int | None)

COMMANDS: Final[dict[str, str]] = {
    "serve": "Serve a release, building it first if there is none.",
    "build": "Build a release from the tables.",
    "check": "Check tables, a workbook or RDF.",
    "query": "Run a named query or a query file.",
    "ask": "Answer a question in your own words.",
    "search": "Find records, concepts and questions by words and values.",
    "gaps": "Show the gap analysis.",
    "chain": "Show who does one step after another for an outsider.",
    "compare": "Compare two places or two releases.",
    "network": "Show the network analysis.",
    "link": "Find identifiers in a registry.",
    "export": "Write a published format.",
    "mcp": "Serve named questions, search and records to assistants.",
    "load": "Fill a SPARQL store elsewhere with a release.",
    "sources": "Keep cited pages, and list those that changed or died.",
    "stale": "List what to look at next.",
    "diff": "Show what changed between two releases or folders of tables, by record.",
    "proposals": "List what readers propose, and take it in.",
    "import": "Take additions and corrections into the tables.",
    "harvest": "Read an operator's own table and propose what changes.",
    "twins": "Find records that may be one and the same, and merge two.",
    "trials": "Hide publishers and count the cells that only look empty.",
    "template": "Write a workbook to fill in.",
    "verify": "Prove an answer by building its release again.",
    "init": "Write a new cluster into a folder.",
}
"""Name → one line of help, so that `--help` imports no command."""


class _Lazy(click.Group):
    """Imports `akkuri.commands.NAME` only when the command is called: `--help` stays fast."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"akkuri.commands.{cmd_name}_command")
        command: click.Command = module.command
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=_Lazy, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="akkuri")
def program() -> None:
    """Akkuri, a knowledge graph of actors and research infrastructures."""


def main() -> None:
    """Run the program; exit codes are told in CONTRIBUTING.md (Exit codes and messages)."""
    _open_closed()
    if sys.argv[1:2] != ["serve"] and sys.argv[1:2] and sys.argv[1] in COMMANDS:  # the server minds its own
        sys.exit(_told(lambda: apart(_finished)))
    if sys.argv[1:2] == ["serve"]:
        with_mimalloc()
    sys.exit(_told(_run))


def _open_closed() -> None:
    """Let streams that the program was started without lead nowhere, so that no file takes their place."""
    for name, number in (("stdin", 0), ("stdout", 1), ("stderr", 2)):
        if getattr(sys, name) is None:
            nowhere = os.open(os.devnull, os.O_RDWR)
            if nowhere != number:
                os.dup2(nowhere, number)
                os.close(nowhere)
            setattr(sys, name, os.fdopen(number, "r" if number == 0 else "w", closefd=False))


def _finished() -> int:
    """Do the work of a process that ends with it at once, without taking itself apart."""
    try:
        return _told(_run)
    except MemoryError:  # there is none for the words of it either
        _said(lambda: click.echo(_NO_MEMORY, err=True))
        return OutsideError.exit_code
    except BaseException:  # its process ends without unwinding, so what is not written here is never seen
        traceback.print_exc()
        return 1


def _run() -> int:
    out = sys.stdout
    try:
        code = program.main(standalone_mode=False)
    except click.ClickException as error:
        _said(error.show)
        return 2
    except click.Abort:
        return 130
    except SystemExit as ended:
        if sys.stdout is not out:  # so click ends where nobody reads on: it puts another in its place
            raise BrokenPipeError from ended
        raise
    sys.stdout.flush()
    return code if isinstance(code, int) else 0


def _told(work: Callable[[], _Code]) -> _Code | int:
    """Do some work; what stops it is one sentence on stderr, and the exit code."""
    try:
        return work()
    except AkkuriError as error:
        failure = error
    except BrokenPipeError:
        _leave(sys.stdout)
        return 0
    except Exception as error:
        found = system_failure(error)
        if found is None:
            raise
        failure = found
    sentence = f"akkuri: {failure.sentence(_language())}"
    _said(lambda: click.echo(sentence, err=True))
    try:
        sys.stdout.flush()
    except OSError:
        _leave(sys.stdout)
    return failure.exit_code


def _said(say: Callable[[], None]) -> None:
    """Say something on stderr; where that takes nothing the exit code is all that tells."""
    try:
        say()
        sys.stderr.flush()
    except OSError:
        _leave(sys.stderr)


def _language() -> str:
    """Return the language that was asked for, also where what failed came before the command read it."""
    words = sys.argv[1:]
    asked = [after for word, after in pairwise(words) if word == "--lang"]
    asked += [word.removeprefix("--lang=") for word in words if word.startswith("--lang=")]
    return asked[-1] if asked else os.environ.get("AKKURI_LANG", "en")


def _leave(stream: TextIO) -> None:
    """Let what could not be written be written nowhere when the interpreter ends."""
    nowhere = os.open(os.devnull, os.O_WRONLY)
    os.dup2(nowhere, stream.fileno())
    os.close(nowhere)
