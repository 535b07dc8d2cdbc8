"""`akkuri serve`: build a release if there is none, then answer over HTTP."""

import errno
import socket
import tempfile
from pathlib import Path
from typing import Any, Final

import click

from akkuri import resources
from akkuri.ask.named.catalogue import Catalogue
from akkuri.ask.processes.generations import Generations
from akkuri.commands.apart import apart
from akkuri.commands.bounded import bounded
from akkuri.commands.elsewhere import Elsewhere
from akkuri.commands.serve_generation import Ears, serve_generation
from akkuri.commands.served import Served
from akkuri.errors import AkkuriError, OutsideError, UsageError
from akkuri.release.integrity import Stamp, stamp
from akkuri.release.opening import Release, find_release, locate_release
from akkuri.release.places import check_empty
from akkuri.release.pruning import hold
from akkuri.settings import Settings
from akkuri.system import WAITING_CONNECTIONS, system_failure
from akkuri.temporary import clear_left
from akkuri.texts import text

__all__ = ["command"]

MARGIN: Final = 8.0
"""Seconds beyond those for answers that the processes have to end."""


@click.command(name="serve")
@click.option("--host", help="Address to listen on (default: AKKURI_HOST or 127.0.0.1).")
@click.option("--port", type=click.IntRange(0, 65535), help="Port (default: AKKURI_PORT or 7979; 0: any).")
@click.option("--release", type=click.Path(path_type=Path), help="Folder of the releases, or one release.")
@click.option("--store", "address", help="SPARQL 1.1 endpoint, or folder of a store on disk, to serve.")
@click.option("--rdf", is_flag=True, help="Serve the RDF files given as arguments, without a release.")
@click.option("--workers", type=click.IntRange(1), help="Query processes (default: AKKURI_WORKERS or 4).")
@click.argument("files", nargs=-1, type=click.Path(path_type=Path))
def command(
    host: str | None,
    port: int | None,
    release: Path | None,
    address: str | None,
    rdf: bool,
    workers: int | None,
    files: tuple[Path, ...],
) -> int:
    """Serve a release, building it first if there is none.

    With --rdf FILE… serve plain RDF files, with standard dataset semantics; with --store URL a remote
    endpoint, with --store FOLDER a store on disk. With --release and --store URL the release is served and
    its triples are asked of the store, into which akkuri load has put them.
    """
    settings = Settings.from_env(host=host, port=port, release=release, workers=workers)
    if rdf != bool(files) or (rdf and (release or address)):
        raise UsageError.worded("endpoint.serve-what")
    clear_left()
    with _listen(settings) as listener, tempfile.TemporaryFile() as turn:
        ears = Ears(listener, turn.fileno())
        source = Served(files=files, address=address)
        if source.disk and not (source.disk / "CURRENT").is_file():
            raise UsageError.worded("endpoint.serve-no-store", place=source.disk)
        if release and source.disk:
            raise UsageError.worded("endpoint.serve-folder")
        if rdf or (address and not release):
            return _serve_source(ears, source, settings)
        first = _release(settings)
        # A mistake in a named query stops us here and not at a request.
        Catalogue.load(resources.questions(first.cluster), first.settled(settings).names)
        return _serve_releases(ears, first, settings, address)


def _listen(settings: Settings) -> socket.socket:
    """Bind the port before anything slow happens; OutsideError when that fails."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(WAITING_CONNECTIONS)
    except OSError as error:
        listener.close()
        place = {"host": settings.host, "port": settings.port}
        if error.errno == errno.EADDRINUSE:
            raise OutsideError(text(settings.lang, "endpoint.port-busy", **place)) from error
        detail = error.strerror or error
        raise OutsideError(text(settings.lang, "endpoint.cannot-listen", detail=detail, **place)) from error
    return listener


def _release(settings: Settings) -> Release:
    """Return the release in use, building one in a process of its own if there is none."""
    found = find_release(settings.release)
    if found is not None:
        return found
    check_empty(settings.release)
    click.echo(text(settings.lang, "endpoint.building", folder=settings.release), err=True)
    code = apart(lambda: _build(settings))
    if code:
        raise SystemExit(code)
    found = find_release(settings.release)
    if found is None:
        raise UsageError.worded("endpoint.serve-nothing", folder=settings.release)
    return found


def _build(settings: Settings) -> int:
    """Build; in a process of its own, because it may leave threads behind and this one is going to fork."""
    from akkuri.release.build import build_release

    try:
        build_release(settings)
    except AkkuriError as error:
        return _say(error, settings)
    return 0


def _serve_source(ears: Ears, source: Served, settings: Settings) -> int:
    """Serve what does not change."""
    source.check_address_space(settings)
    if source.files:
        bounded(source.try_files)

    def run(same: Served, parent: int) -> int:
        return _generation(ears, same, settings, "endpoint.listening", parent)

    def failed(_same: Served) -> None:
        """Nothing else is ever tried."""

    return Generations(run, lambda: None, failed, **_minding(ears, settings)).serve(source)


def _serve_releases(ears: Ears, first: Release, settings: Settings, address: str | None) -> int:
    """Serve the release in use, and the next one as soon as it is in use, its triples perhaps elsewhere."""
    Served(release=first, address=address).check_address_space(settings)
    elsewhere = Elsewhere(address) if address else None

    def run(release: Release, parent: int) -> int:
        said = "endpoint.listening" if release == first else "endpoint.switched"
        try:
            hold(release.folder)
            if release is not first:
                release.verify()
            settled = release.settled(settings)
            if elsewhere is not None:
                _ask_first(elsewhere, release, settled)
        except AkkuriError as error:
            return _say(error, settings)
        return _generation(ears, Served(release=release, address=address), settled, said, parent)

    def failed(release: Release) -> None:
        click.echo(text(settings.lang, "endpoint.not-switched", folder=release.folder), err=True)

    def newest() -> Release | None:
        return locate_release(settings.release)

    def changes(release: Release) -> tuple[Stamp, str | None]:
        return stamp(release.folder), elsewhere.version(release, settings) if elsewhere else None

    return Generations(run, newest, failed, stamp=changes, **_minding(ears, settings)).serve(first)


def _ask_first(elsewhere: Elsewhere, release: Release, settings: Settings) -> None:
    """Raise Refusal when the store is not that of the release; while it is silent, the rest is served."""
    try:
        elsewhere.store(release, settings).check()
    except OutsideError as error:
        _say(error, settings)


def _minding(ears: Ears, settings: Settings) -> dict[str, Any]:
    """Return what minding generations has in common, whatever they serve."""

    def again(ended: str) -> None:
        click.echo(text(settings.lang, "endpoint.started-again", ended=ended), err=True)

    return {"again": again, "stopping": ears.listener.close, "patience": settings.ending_seconds + MARGIN}


def _generation(ears: Ears, source: Served, settings: Settings, said: str, parent: int) -> int:
    """Serve one generation; what stops it is one sentence."""
    try:
        return serve_generation(ears, source, settings, said, parent)
    except AkkuriError as error:
        return _say(error, settings)
    except Exception as error:
        failure = system_failure(error)
        if failure is None:
            raise
        return _say(failure, settings)


def _say(error: AkkuriError, settings: Settings) -> int:
    click.echo(f"akkuri: {error.sentence(settings.lang)}", err=True)
    return error.exit_code
