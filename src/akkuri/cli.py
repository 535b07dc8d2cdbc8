"""The `akkuri` program: finds the module of a command and turns errors into one sentence and an exit code."""

import importlib
import os
import sys
from typing import Final

import click

from akkuri.errors import AkkuriError

__all__ = ["main"]

COMMANDS: Final[dict[str, str]] = {
    "serve": "Serve a release, building it first if there is none.",
    "build": "Build a release from the tables.",
    "check": "Check tables, a workbook or RDF.",
    "query": "Run a named query or a query file.",
    "gaps": "Show the gap analysis.",
    "network": "Show the network analysis.",
    "link": "Find identifiers in a registry.",
    "export": "Write a published format.",
    "diff": "Show what changed between two releases, by record.",
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
    try:
        code = program.main(standalone_mode=False)
        sys.exit(code if isinstance(code, int) else 0)
    except AkkuriError as error:
        click.echo(f"akkuri: {error.sentence(os.environ.get('AKKURI_LANG', 'en'))}", err=True)
        sys.exit(error.exit_code)
    except click.ClickException as error:
        error.show()
        sys.exit(2)
    except click.Abort:
        sys.exit(130)
    except BrokenPipeError:
        sys.exit(0)
