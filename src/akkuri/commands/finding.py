"""A release opened for the commands that find: its search, its labels and its names."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
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
    settings: Settings
    store: EmbeddedStore
    catalogue: "Catalogue"
    questions: tuple[Path, Path]
    """The folders of the questions."""
    release: Release
    issued: date | None
    """The day of the release."""


def opened(settings: Settings) -> OpenedSearch:
    """Open the release of the settings. Raises UsageError when there is none."""
    release = locate_release(settings.release)
    if release is None:
        raise UsageError(text(settings.lang, "analysis.no_release", folder=settings.release))
    with ThreadPoolExecutor(1) as pool:
        # The engine loads the graph without holding Python, which opens the search meanwhile.
        loading = pool.submit(EmbeddedStore.of_release, release.graph_path, release.version)

        def select(query: str) -> Sequence[Mapping[str, object]]:
            return loading.result().select(query)

        from akkuri.ask.named.catalogue import Catalogue
        from akkuri.naming.labels import Labels
        from akkuri.naming.resolver import Resolver
        from akkuri.search.finder import Finder
        from akkuri.search.kept import content_of

        release.verify()
        settings = release.settled(settings)
        questions = resources.questions(release.cluster)
        catalogue = Catalogue.load(questions, settings.names, checked=True)
        known = Resolver.over(select, settings.names)
        content = content_of(release.folder, select, settings.names, catalogue)
        finder = Finder(content, select, known, questions, release.folder)
        store = loading.result()
    _kept[:] = [store]
    day = str(release.manifest.get("issued", ""))[:10]
    return OpenedSearch(
        finder,
        Labels(store.select, settings.names, folder=release.folder),
        settings,
        store,
        catalogue,
        questions,
        release,
        date.fromisoformat(day) if is_date(day) and len(day) == _DAY else None,
    )
