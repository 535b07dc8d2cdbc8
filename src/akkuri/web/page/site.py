"""What the pages share: the reader, labels and settings; one object per application."""

import json
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Any, Final, cast

from flask import current_app
from pyoxigraph import Literal

from akkuri import resources
from akkuri.ask.named.catalogue import Catalogue
from akkuri.garbage import give_back
from akkuri.graph.jsonld_context import CONTEXT_FILE, build_context
from akkuri.kinds import Kinds
from akkuri.namespaces import Names
from akkuri.naming.dates import is_date
from akkuri.naming.kept_source import KeptSource
from akkuri.naming.labels import Labels
from akkuri.naming.resolver import Resolver
from akkuri.naming.store_source import StoreSource
from akkuri.publish.graphs.jsonld import Compactor
from akkuri.search.finder import Finder
from akkuri.search.kept import content_of
from akkuri.search.own_words.picking import OwnWords
from akkuri.settings import Settings
from akkuri.web.http.state import state
from akkuri.web.page.addresses import Addresses
from akkuri.web.page.per_version import PerVersion
from akkuri.web.page.reader import Reader

__all__ = ["Site", "site"]

_DAY: Final = 10
"""Signs of a date to the day."""
_KEY: Final = "akkuri_site"


@dataclass
class Site:
    """Everything a page needs besides the request."""

    reader: Reader
    settings: Settings = field(default_factory=Settings)
    folder: Path | None = None
    """The folder of the release."""

    @property
    def cluster(self) -> Path | None:
        """The folder with the questions and weights of the release's cluster; None without a release."""
        return self.folder / resources.CLUSTER if self.folder else None

    @property
    def names(self) -> Names:
        """The IRIs under the configured base."""
        return self.settings.names

    @property
    def kinds(self) -> Kinds:
        """The kinds of record, in the order people meet them."""
        return self.names.kinds

    @cached_property
    def addresses(self) -> Addresses:
        """IRIs as links."""
        return Addresses(self.names)

    @cached_property
    def labels(self) -> Labels:
        """The memory of labels."""
        return Labels(self.reader.select, self.names, lambda: self.reader.version, folder=self.folder)

    @cached_property
    def search(self) -> PerVersion[Finder]:
        """The search over records, concepts and questions."""
        return PerVersion(lambda: self.reader.version, self._finder)

    def _finder(self) -> Finder:
        content = content_of(self.folder, self.reader.select, self.names, self.catalogue)
        folders = resources.questions(self.cluster)
        finder = Finder(content, self.reader.select, self.known, folders, self.folder)
        del content
        give_back()  # 30 MB of what the words were read and indexed with
        return finder

    @cached_property
    def own_words(self) -> PerVersion[OwnWords]:
        """What understands sentences in people's own words."""
        return PerVersion(lambda: self.reader.version, self._own_words)

    def _own_words(self) -> OwnWords:
        folders = resources.questions(self.cluster)
        issued = str(self.reader.manifest.get("issued", ""))[:10]
        today = date.fromisoformat(issued) if is_date(issued) and len(issued) == _DAY else date.today()
        return OwnWords(self.search(), self.known, self.names, self.catalogue, folders, today, self.folder)

    @cached_property
    def countries(self) -> PerVersion[tuple[str, ...]]:
        """The codes of the countries in which something is recorded."""
        return PerVersion(lambda: self.reader.version, self._countries)

    def _countries(self) -> tuple[str, ...]:
        rows = self.reader.select(f"SELECT DISTINCT ?code {{ ?record <{self.names.ak}countryCode> ?code }}")
        return tuple(sorted(term.value for row in rows if isinstance(term := row.get("code"), Literal)))

    @cached_property
    def catalogue(self) -> Catalogue:
        """The named queries."""
        folders = resources.questions(self.cluster)
        return Catalogue.load(folders, self.names, checked=self.folder is not None)

    @cached_property
    def known(self) -> Resolver:
        """What the release knows, to recognise the names that people write."""
        graph = StoreSource(self.reader.select, self.names)
        if self.folder is None:
            return Resolver(graph, self.names, lambda: self.reader.version)
        kept = KeptSource(self.folder, self.names, graph)
        return Resolver(kept, self.names, lambda: self.reader.version, kept.countries)

    @cached_property
    def context(self) -> dict[str, Any]:
        """The JSON-LD context of the release; where it brings none, that of the reused terms."""
        file = self.folder / CONTEXT_FILE if self.folder else None
        if file is None or not file.is_file():
            return build_context((), self.names)
        found: dict[str, Any] = json.loads(file.read_text(encoding="utf-8"))["@context"]
        return found

    @cached_property
    def compactor(self) -> Compactor:
        """What writes JSON-LD with that context."""
        return Compactor(self.context)


def site() -> Site:
    """Return the site of the running application, made at first use."""
    found = current_app.extensions.get(_KEY)
    if found is None:
        here = state()
        manifest = here.release.manifest if here.release else None
        folder = here.release.folder if here.release else None
        made = Site(Reader(here.ask, manifest), here.settings, folder)
        found = current_app.extensions.setdefault(_KEY, made)
    return cast("Site", found)
