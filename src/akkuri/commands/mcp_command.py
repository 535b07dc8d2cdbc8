"""`akkuri mcp`: a server for assistants over a local release or over the address of an Akkuri."""

import logging
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import click

from akkuri.errors import OutsideError, UsageError
from akkuri.extras import require
from akkuri.release.opening import locate_release
from akkuri.settings import Settings
from akkuri.texts import text

__all__ = ["command"]

_ADDRESS: Final = re.compile(r"http://[\w.:\[\]]+")


@click.command(name="mcp")
@click.option("--http", is_flag=True, help="Serve over HTTP at /mcp instead of stdin and stdout.")
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on, with --http.")
@click.option("--port", type=click.IntRange(1, 65535), default=7980, show_default=True, help="With --http.")
@click.option(
    "--release",
    type=click.Path(path_type=Path),
    help="Folder of the releases, or one release; assistants mostly do not pass AKKURI_RELEASE on.",
)
@click.option("--address", help="Address of an Akkuri to answer from, instead of a release here.")
def command(http: bool, host: str, port: int, release: Path | None, address: str | None) -> None:
    """Serve named questions, search, records, gaps and SPARQL to assistants (Model Context Protocol)."""
    settings = Settings.from_env(release=release)
    require("mcp", settings.lang)
    from akkuri.assistants.server import assistant_server
    from akkuri.assistants.site_client import SiteClient

    logging.disable(logging.INFO)
    with _site(address, settings) as found:
        site = SiteClient(found, settings.lang, timeout=settings.query_seconds + 30, passing=not address)
        site.check(settings.lang)
        server = assistant_server(site)
        if not http:
            try:
                server.run("stdio")
            except (
                BaseExceptionGroup
            ) as failed:  # whoever listened has left, or standard output takes no more
                raise _only(failed) from None
            return
        click.echo(text(settings.lang, "assistants.listens", address=f"http://{host}:{port}/mcp"), err=True)
        server.run("streamable-http", host=host, port=port)


def _only(failed: BaseException) -> BaseException:
    """Return what failed where that is one thing, however deep in groups, else the group."""
    while isinstance(failed, BaseExceptionGroup) and len(failed.exceptions) == 1:
        failed = failed.exceptions[0]
    return failed


@contextmanager
def _site(address: str | None, settings: Settings) -> Iterator[str]:
    """Give the address to ask: the one given, else that of a server of one's own over the local release.

    Raises UsageError without a release: the folder is the assistant's choice, and no place to build in.
    """
    if address:
        yield address
        return
    if locate_release(settings.release) is None:
        folder = settings.release.absolute()
        raise UsageError(text(settings.lang, "assistants.no_release", folder=folder))
    words = [sys.executable, "-m", "akkuri", "serve", "--port", "0", "--workers", "2"]
    words += ["--release", str(settings.release)]
    process = subprocess.Popen(words, stdout=subprocess.PIPE, stdin=subprocess.DEVNULL, text=True)
    try:
        said = process.stdout.readline() if process.stdout else ""
        found = _ADDRESS.search(said)
        if found is None:
            raise OutsideError(text(settings.lang, "assistants.not_served", release=settings.release))
        yield found[0]
    finally:
        process.terminate()
        process.wait(timeout=30)
