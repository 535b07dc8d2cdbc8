"""`akkuri compare`: two countries, regions or releases side by side."""

from pathlib import Path
from typing import Any

import click

from akkuri.analysis.compare.filters import AGAINST, ONE, OTHER
from akkuri.analysis.compare.subject import COMPARE
from akkuri.commands.view_commands import asked_of, print_table, view_options
from akkuri.errors import UsageError
from akkuri.release.opening import locate_release
from akkuri.settings import Settings
from akkuri.texts import text

__all__ = ["command"]


@click.command(name="compare")
@click.argument("a")
@click.argument("b")
@view_options(COMPARE)
def command(
    a: str,
    b: str,
    show: str | None,
    form: str | None,
    lang: str | None,
    release: Path | None,
    url: str | None,
    **given: Any,
) -> None:
    """Compare A and B by stage and capability: two countries or regions, or the folders of two releases."""
    settings = Settings.from_env(release=release, lang=lang)
    folders = [_release(name) for name in (a, b)]
    if all(folders):
        if folders[0] == folders[1]:
            raise UsageError(text(settings.lang, "analysis.compare_itself", name=a))
        settings = Settings.from_env(release=Path(a), lang=lang)
        given[AGAINST.keyword] = Path(b)
    elif any(folders):
        raise UsageError(text(settings.lang, "analysis.compare_mixed", one=a, other=b))
    else:
        given |= {ONE.keyword: a, OTHER.keyword: b}
    basis, request = asked_of(COMPARE, settings, url, show, given)
    print_table(COMPARE.table(basis, request), form, settings.lang)


def _release(name: str) -> Path | None:
    """Return the folder of the release that a name means; None when it is the name of a place."""
    found = locate_release(Path(name)) if Path(name).is_dir() else None
    return found.folder.resolve() if found is not None else None
