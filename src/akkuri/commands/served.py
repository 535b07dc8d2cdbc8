"""What `akkuri serve` serves: a release, RDF files, a store on disk, or a remote store."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from pyoxigraph import Store as Engine

from akkuri.commands.bounded import Reading
from akkuri.commands.elsewhere import Elsewhere
from akkuri.errors import OutsideError
from akkuri.release.layout import DISK
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.store import EmbeddedStore, Store
from akkuri.store.address import bare
from akkuri.store.loading import load
from akkuri.system import THREAD_STACK, address_space_limit
from akkuri.texts import text

__all__ = ["Served"]

MIB: Final = 1024 * 1024
PROGRAM: Final = 700 * MIB
"""Bytes of address space for the program and what it reads of the graph, beside the following."""
GRAPH: Final = 8
"""Bytes of address space for each byte of a graph that is served from memory."""
THREADS: Final = 16
"""Threads of the web process beside those for a full pool and a full queue."""


@dataclass(frozen=True, slots=True)
class Served:
    """One of the four; or a release whose triples are in a remote store."""

    release: Release | None = None
    files: tuple[Path, ...] = ()
    address: str | None = None

    @property
    def disk(self) -> Path | None:
        """The folder of a store on disk; a release may bring one for graphs larger than memory."""
        if self.remote:
            return None
        if self.release is not None and (self.release.folder / DISK).is_dir():
            return self.release.folder / DISK
        return Path(self.address) if self.address else None

    @property
    def remote(self) -> bool:
        """Whether the store is asked over HTTP."""
        return bool(self.address and self.address.startswith(("http://", "https://")))

    def open(self, settings: Settings) -> Store:
        """Open the store. A store on disk has threads of its own, so each query process opens it anew."""
        if self.remote and self.address:
            if self.release is not None:
                return Elsewhere(self.address).store(self.release, settings)
            from akkuri.store.outside import StoreOutside

            return StoreOutside(self.address, settings.query_seconds)
        version = self.release.version if self.release else None
        if self.disk:
            size = int(self.release.manifest["triples"]) if self.release else None
            union = self.release is not None
            return EmbeddedStore.on_disk(self.disk, union=union, version=version, size=size)
        if self.release is not None:
            return EmbeddedStore.of_release(self.release.graph_path, self.release.version)
        return EmbeddedStore.in_memory(self.files)

    def try_files(self, reading: Reading) -> None:
        """Load the files into a store that is thrown away; `reading` is told each. Raises as `open`."""

        def each() -> Iterator[Path]:
            for file in self.files:
                reading(file)
                yield file

        load(Engine(), each())

    def words(self, store: Store | None, lang: str) -> str:
        """Say what is served."""
        if self.release is not None:
            quads = len(store) if store is not None else self.release.manifest.get("triples", "?")
            key = "what-release-elsewhere" if self.remote else "what-release"
            told = {"version": self.release.version, "quads": quads, "address": bare(self.address or "")}
            return text(lang, f"endpoint.{key}", **told)
        if store is None or self.address is not None:
            return text(lang, "endpoint.what-store", address=bare(self.address or ""))
        return text(lang, "endpoint.what-rdf", quads=len(store), count=len(self.files))

    def check_address_space(self, settings: Settings) -> None:
        """Raise OutsideError where the address space is limited (`ulimit -v`) to less than serving takes."""
        limit = address_space_limit()
        graphs = [self.release.graph_path] if self.release is not None else list(self.files)
        size = (
            0 if self.disk or self.remote else sum(file.stat().st_size for file in graphs if file.is_file())
        )
        needed = PROGRAM + (settings.workers + settings.queue + THREADS) * THREAD_STACK + GRAPH * size
        if limit is not None and limit < needed:
            raise OutsideError.worded("system.address-space", limit=limit // MIB, needed=-(-needed // MIB))
