"""A release opened for the commands that find: its search, its labels and its names."""

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Final

from akkuri import resources
from akkuri.errors import UsageError
from akkuri.naming.dates import is_date
from akkuri.release.opening import Release, locate_release
from akkuri.settings import Settings
from akkuri.store import EmbeddedStore
from akkuri.texts import text

if TYPE_CHECKING:
    from akkuri.ask.named.catalogue import Catalogue
    from akkuri.naming.labels import Labels
    from akkuri.naming.resolver import Resolver
    from akkuri.search.finder import Finder

__all__ = ["OpenedSearch", "opened"]

_kept: Final[list[EmbeddedStore]] = []
"""The store, until the process ends: to free every term of it takes longer than to answer."""
_DAY: Final = 10
"""Signs of a date to the day."""


@dataclass(frozen=True, slots=True)
class OpenedSearch:
    """What finds, and what words it."""

    finder: "Finder"
    labels: "Labels"
    known: "Resolver"
    settings: Settings
    store: Callable[[], EmbeddedStore]
    """Gives the graph."""
    catalogue: "Catalogue"
    questions: tuple[Path, Path]
    """The folders of the questions."""
    release: Release
    issued: date | None
    """The day of the release."""


class _Graph:
    """The graph of a release, loaded when it is first asked: a search in words asks it nothing."""

    def __init__(self, release: Release) -> None:
        self._release = release

    @cached_property
    def _loading(self) -> Future[EmbeddedStore]:
        # The engine loads without holding Python, which opens the search meanwhile.
        return ThreadPoolExecutor(1).submit(
            EmbeddedStore.of_release, self._release.graph_path, self._release.version
        )

    def begin(self) -> None:
        """Begin to load it, for it will be asked."""
        self._loading  # noqa: B018 - it goes on by itself

    def store(self) -> EmbeddedStore:
        """Return it loaded."""
        store = self._loading.result()
        _kept[:] = [store]
        return store

    def select(self, query: str) -> Sequence[Mapping[str, object]]:
        """Answer a SELECT."""
        return self.store().select(query)


def opened(settings: Settings, *, asked: bool) -> OpenedSearch:
    """Open the release of the settings, and load its graph meanwhile where it will be `asked`.

    Raises UsageError when there is none.
    """
    release = locate_release(settings.release)
    if release is None:
        raise UsageError(text(settings.lang, "analysis.no_release", folder=settings.release))
    graph = _Graph(release)
    if asked:
        graph.begin()
    from akkuri.ask.named.catalogue import Catalogue
    from akkuri.naming.kept_source import KeptSource
    from akkuri.naming.labels import Labels
    from akkuri.naming.resolver import Resolver
    from akkuri.naming.store_source import StoreSource
    from akkuri.search.finder import Finder
    from akkuri.search.kept import content_of

    release.verify()
    settings = release.settled(settings)
    names = settings.names
    questions = resources.questions(release.cluster)
    catalogue = Catalogue.load(questions, names, checked=True)
    source = KeptSource(release.folder, names, StoreSource(graph.select, names))
    known = Resolver(source, names, countries=source.countries)
    content = content_of(release.folder, graph.select, names, catalogue)
    day = str(release.manifest.get("issued", ""))[:10]
    return OpenedSearch(
        Finder(content, graph.select, known, questions, release.folder),
        Labels(graph.select, names, folder=release.folder),
        known,
        settings,
        graph.store,
        catalogue,
        questions,
        release,
        date.fromisoformat(day) if is_date(day) and len(day) == _DAY else None,
    )
