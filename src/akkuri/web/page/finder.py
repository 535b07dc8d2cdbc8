"""The search of the release that is served, gathered when it is first asked and when the content changes."""

from collections.abc import Iterable
from threading import Lock

from akkuri.ask.named.question import NamedQuery
from akkuri.namespaces import Names
from akkuri.search.finder import Finder
from akkuri.web.page.reader import Reader

__all__ = ["FinderOfRelease"]


class FinderOfRelease:
    """Keeps one `Finder` for one version of the content."""

    def __init__(self, reader: Reader, names: Names, queries: Iterable[NamedQuery]) -> None:
        self._reader = reader
        self._names = names
        self._queries = queries
        self._finder: Finder | None = None
        self._version = ""
        self._lock = Lock()

    def __call__(self) -> Finder:
        """Return the search over what is served now."""
        with self._lock:
            if self._finder is None or self._version != self._reader.version:
                self._version = self._reader.version
                self._finder = Finder(self._reader.select, self._names, self._queries)
            return self._finder
