"""A release opened for the commands that find: its search, its labels and its names."""

from collections.abc import Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final

from akkuri import resources
from akkuri.ask.named.catalogue import Catalogue
from akkuri.errors import UsageError
from akkuri.naming.dates import is_date
from akkuri.naming.labels import Labels
from akkuri.release.opening import Release, locate_release
from akkuri.search.finder import Finder
from akkuri.search.kept import content_of
from akkuri.settings import Settings
from akkuri.store import EmbeddedStore
from akkuri.texts import text

__all__ = ["OpenedSearch", "opened"]

_DAY: Final = 10
"""Signs of a date to the day."""


@dataclass(frozen=True, slots=True)
class OpenedSearch:
    """What finds, and what words it."""

    finder: Finder
    labels: Labels
    settings: Settings
    store: EmbeddedStore
    catalogue: Catalogue
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

        release.verify()
        settings = release.settled(settings)
        catalogue = Catalogue.load(resources.questions(release.cluster), settings.names)
        finder = Finder(content_of(release.folder, select, settings.names, catalogue), select, settings.names)
        store = loading.result()
    day = str(release.manifest.get("issued", ""))[:10]
    return OpenedSearch(
        finder,
        Labels(store.select, settings.names),
        settings,
        store,
        catalogue,
        resources.questions(release.cluster),
        release,
        date.fromisoformat(day) if is_date(day) and len(day) == _DAY else None,
    )
