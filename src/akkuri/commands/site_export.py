"""`akkuri export site OUT`: the site as plain files."""

from pathlib import Path
from typing import Final

import click

from akkuri.errors import OutsideError, UsageError
from akkuri.release.opening import find_release
from akkuri.settings import Settings
from akkuri.texts import text

__all__ = ["SITE", "write_site"]

SITE: Final = "site"


def write_site(settings: Settings, out: Path | None, choice: str | None) -> None:
    """Write the site of the release in use into a folder and say what was written, and what is lacking.

    Raises UsageError without a release or a folder or with a `choice` of a part or a compression,
    OutsideError where an address had no answer.
    """
    if choice is not None:
        raise UsageError.worded("plain.alone")
    if out is None:
        raise UsageError.worded("plain.out_needed")
    release = find_release(settings.release)
    if release is None:
        raise UsageError.worded("analysis.no_release", folder=settings.release)
    from akkuri.web.plain.export import export_site
    from akkuri.web.plain.graph_files import FIRST, GRAPH, REST

    done = export_site(release, settings, out)
    sizes = {"graph": (done.graph[FIRST] + done.graph[GRAPH]) // 1000, "rest": done.graph[REST] // 1000}
    click.echo(text(settings.lang, "plain.written", out=out, files=done.files, **sizes), err=True)
    if not done.engine:
        click.echo(text(settings.lang, "plain.no_bundle"), err=True)
    if not settings.public_address:
        click.echo(text(settings.lang, "plain.no_address"), err=True)
    if done.failed:
        raise OutsideError.worded("plain.no_answer", count=len(done.failed), address=min(done.failed))
