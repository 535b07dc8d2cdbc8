"""`akkuri load`: fill a SPARQL 1.1 store with a release, so that servers elsewhere can ask it."""

from pathlib import Path

import click
from rich.console import Console

from akkuri.errors import UsageError
from akkuri.release.opening import find_release
from akkuri.settings import Settings
from akkuri.texts import text

__all__ = ["command"]


@click.command(name="load")
@click.argument("release", type=click.Path(path_type=Path))
@click.argument("url")
@click.option("--update", help="Address for updates (default: URL, with /update for a /query at its end).")
@click.option("--replace", is_flag=True, help="Remove what the store holds, also where it is no release.")
@click.option("--timeout", type=click.FloatRange(1), default=600.0, help="Seconds that one request may take.")
def command(release: Path, url: str, update: str | None, replace: bool, timeout: float) -> int:
    """Load RELEASE (a release, or a folder of releases) into the store at URL.

    The same command again goes on where an interrupted one has stopped. The store names the version when
    all is there; another release in it is replaced.
    """
    from akkuri.release.load_outside import load_outside
    from akkuri.store.remote import RemoteStore

    settings = Settings.from_env()
    for address in (url, update or url):
        if not address.startswith(("http://", "https://")):
            raise UsageError.worded("store.no-address", found=address)
    found = find_release(release)
    if found is None:
        raise UsageError.worded("store.no-release", folder=release)
    store = RemoteStore(url, update_url=update or _update_address(url), timeout=timeout)
    with Console(stderr=True).status("") as status:

        def progress(done: int, pieces: int) -> None:
            status.update(text(settings.lang, "store.loading", done=done, pieces=pieces))

        done = load_outside(found, store, replace=replace, progress=progress)
    what = {"version": found.version, "address": store.address, "quads": done.quads}
    key = "loaded" if done.pieces else "there-already"
    click.echo(text(settings.lang, f"store.{key}", count=done.pieces, resumed=done.resumed, **what))
    return 0


def _update_address(url: str) -> str:
    """Return where a store at an address usually takes updates."""
    return f"{url.removesuffix('/query')}/update" if url.endswith("/query") else url
