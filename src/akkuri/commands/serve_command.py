"""`akkuri serve`: build a release if there is none, then answer over HTTP."""

import os
import select
import shutil
import socket
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

from akkuri import resources
from akkuri.ask.gate.explainer import explain_process
from akkuri.ask.named.catalogue import Catalogue
from akkuri.ask.processes.ending import Ending
from akkuri.ask.processes.generations import Generations, report_ready
from akkuri.ask.processes.keeper import Keeper, Role
from akkuri.ask.processes.worker import query_process
from akkuri.errors import AkkuriError, OutsideError, UsageError
from akkuri.release.integrity import Stamp, stamp
from akkuri.release.layout import DISK
from akkuri.release.opening import Release, find_release, locate_release
from akkuri.release.places import check_empty
from akkuri.settings import Settings
from akkuri.store import EmbeddedStore, Store
from akkuri.texts import text

__all__ = ["command"]

SPARE: Final = 1
"""Query processes beyond the workers, so that a killed one is replaced before anybody waits for it."""
START_SECONDS: Final = 60.0


@dataclass(frozen=True, slots=True)
class Served:
    """What is served: a release, RDF files, a store on disk, or a remote store."""

    release: Release | None = None
    files: tuple[Path, ...] = ()
    address: str | None = None

    @property
    def disk(self) -> Path | None:
        """The folder of a store on disk; a release may bring one for graphs larger than memory."""
        if self.release is not None and (self.release.folder / DISK).is_dir():
            return self.release.folder / DISK
        return Path(self.address) if self.address and not self.remote else None

    @property
    def remote(self) -> bool:
        """Whether the store is asked over HTTP."""
        return bool(self.address and self.address.startswith(("http://", "https://")))

    def open(self, settings: Settings) -> Store:
        """Open the store. A store on disk has threads of its own, so each query process opens it anew."""
        if self.remote and self.address:
            from akkuri.store.remote import RemoteStore

            return RemoteStore(self.address, timeout=settings.query_seconds)
        version = self.release.version if self.release else None
        if self.disk:
            return EmbeddedStore.on_disk(self.disk, union=self.release is not None, version=version)
        if self.release is not None:
            return EmbeddedStore.of_release(self.release.graph_path, self.release.version)
        return EmbeddedStore.in_memory(self.files)

    def words(self, store: Store | None, lang: str) -> str:
        """Say what is served."""
        if self.release is not None:
            quads = len(store) if store is not None else self.release.manifest.get("triples", "?")
            return text(lang, "endpoint.what-release", version=self.release.version, quads=quads)
        if store is None or self.address is not None:
            return text(lang, "endpoint.what-store", address=self.address)
        return text(lang, "endpoint.what-rdf", quads=len(store), count=len(self.files))


@dataclass(frozen=True, slots=True)
class Ears:
    """What all generations share: the listening socket, and the file whose lock is the turn to use it."""

    listener: socket.socket
    turn: int


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
    endpoint, with --store FOLDER a store on disk.
    """
    settings = Settings.from_env(host=host, port=port, release=release, workers=workers)
    if rdf != bool(files) or (rdf and address) or (release and (rdf or address)):
        raise UsageError("Give one of --release DIR, --store URL or --rdf FILE…")
    with _listen(settings) as listener, tempfile.TemporaryFile() as turn:
        ears = Ears(listener, turn.fileno())
        source = Served(files=files, address=address)
        if source.disk and not (source.disk / "CURRENT").is_file():
            raise UsageError(f"{source.disk}: is neither an http(s) address nor the folder of a store.")
        if rdf or address:
            return _serve(ears, source, settings, "endpoint.listening")
        first = _release(settings)
        # A mistake in a named query stops us here and not at a request.
        Catalogue.load(resources.questions(first.cluster), first.settled(settings).names)
        return _serve_releases(ears, first, settings)


def _listen(settings: Settings) -> socket.socket:
    """Bind the port before anything slow happens; OutsideError when that fails."""
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    listener = socket.socket(family, socket.SOCK_STREAM)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((settings.host, settings.port))
        listener.listen(256)
    except OSError as error:
        listener.close()
        place = {"host": settings.host, "port": settings.port}
        if error.errno == 98:
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
    _apart(lambda: _build(settings))
    found = find_release(settings.release)
    if found is None:
        raise UsageError(f"{settings.release}: the build left no release there.")
    return found


def _build(settings: Settings) -> None:
    from akkuri.release.build import build_release

    build_release(settings)


def _apart(work: Callable[[], None]) -> None:
    """Run work in a forked process, because it may leave threads behind and this process is going to fork."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            work()
            code = 0
        except AkkuriError as error:
            click.echo(f"akkuri: {error}", err=True)
            code = error.exit_code
        finally:
            os._exit(code)
    code = os.waitstatus_to_exitcode(os.waitpid(pid, 0)[1])
    if code:
        raise SystemExit(code)


def _serve_releases(ears: Ears, first: Release, settings: Settings) -> int:
    """Serve the release in use, and the next one as soon as it is in use."""

    def run(release: Release, parent: int) -> int:
        said = "endpoint.listening" if release is first else "endpoint.switched"
        try:
            if release is not first:
                release.verify()
            return _serve(ears, Served(release=release), release.settled(settings), said, parent)
        except AkkuriError as error:
            click.echo(f"akkuri: {error}", err=True)
            return error.exit_code

    def failed(release: Release) -> None:
        click.echo(text(settings.lang, "endpoint.not-switched", folder=release.folder), err=True)

    def newest() -> Release | None:
        return locate_release(settings.release)

    def changes(release: Release) -> Stamp:
        return stamp(release.folder)

    return Generations(run, newest, failed, changes).serve(first)


def _serve(ears: Ears, source: Served, settings: Settings, said: str, parent: int | None = None) -> int:
    """Fork the web process, open the store, fork the query processes, and mind them all.

    When they answer, the text `said` goes to stdout and the process `parent` is told.
    """
    ending = Ending()
    with _folder() as folder, Keeper(settings.stream_seconds, ending=ending) as keeper:
        questions, rejected = _unix(folder / "query"), _unix(folder / "explain")
        ready, web_ready = os.pipe()

        def web() -> None:
            from akkuri.web.service.server import Post, serve

            os.close(ready)
            serve(Post(ears.listener, folder, web_ready, ears.turn, ending), settings, source.release)

        keeper.start(Role("web", web, essential=True))
        os.close(web_ready)
        store = None if source.disk else source.open(settings)
        address = _address(ears.listener)
        ears.listener.close()
        fenced = store is not None and not source.remote and not settings.service_hosts

        keeper.start(
            Role(
                "query",
                lambda: query_process(
                    questions, source.open(settings) if store is None else store, settings, fenced=fenced
                ),
                count=settings.workers + SPARE,
            )
        )
        keeper.start(Role("explain", lambda: explain_process(rejected)))
        if not select.select([ready], [], [], START_SECONDS)[0] or not os.read(ready, 1):
            raise OutsideError("The web process did not start.")
        what = source.words(store, settings.lang)
        click.echo(text(settings.lang, said, address=address, what=what))
        if parent is not None:
            report_ready(parent)
        return keeper.run()
    return 0


@contextmanager
def _folder() -> Iterator[Path]:
    """Make a folder that only this user can enter, for the sockets between the processes."""
    folder = Path(tempfile.mkdtemp(prefix="akkuri-"))
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _unix(path: Path) -> socket.socket:
    listener = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
    listener.bind(str(path))
    listener.listen(128)
    return listener
