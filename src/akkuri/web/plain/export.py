"""Exporting the site: the pages and documents of a release, and what answers questions in the tab."""

import os
import shutil
import tempfile
from collections.abc import Iterable
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from flask import Flask

from akkuri.ask.service import Ask
from akkuri.errors import UsageError
from akkuri.publish.about.sitemap import entries, sitemap
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.store import EmbeddedStore
from akkuri.store.formats import GRAPHS
from akkuri.system import check_system
from akkuri.texts import LANGUAGES, Wording, text
from akkuri.unfinished import new_folder, note_unfinished
from akkuri.web.analyses.basis import served_basis
from akkuri.web.app import create_app
from akkuri.web.page.navigation import site_pages
from akkuri.web.page.rendering import page
from akkuri.web.page.site import site
from akkuri.web.plain.graph_files import FOLDER, write_graph, write_tab
from akkuri.web.plain.pages import plain_page, redirect_page
from akkuri.web.plain.places import NEEDS_SERVER, OWN, PlainFile, page_file, place, relative
from akkuri.web.plain.reading import OnceRunner, StoreReader
from akkuri.web.plain.rounds import write_all
from akkuri.web.plain.servers import write_server_files
from akkuri.web.release.downloads import shelf

__all__ = ["PlainSite", "export_site"]

_LABELS: Final = 1 << 16
"""Things made of labels that are remembered: most of a release, as most stand on several pages."""


@dataclass(frozen=True, slots=True)
class PlainSite:
    """What was exported."""

    files: int
    failed: dict[str, int]
    """Addresses that pages lead to and that had no answer, with their status."""
    graph: dict[str, int]
    """The bytes of each part of the graph."""
    engine: bool
    """Whether there is an engine to ask the graph with in the tab."""


def export_site(release: Release, settings: Settings, out: Path) -> PlainSite:
    """Write a release as a site of plain files into `out`, which is new or was written by this before.

    The folder appears when it is whole. Raises UsageError for a folder that holds anything else.
    """
    if out.exists() and not (out.is_dir() and (not any(out.iterdir()) or (out / FOLDER).is_dir())):
        raise UsageError.worded("plain.taken", folder=out)
    settings = release.settled(settings)
    store = EmbeddedStore.of_release(release.graph_path, release.version)
    app = create_app(settings, Ask(OnceRunner(store), settings), release)
    with ExitStack() as held:
        try:
            held.enter_context(new_folder(out.parent))
            part = Path(tempfile.mkdtemp(dir=out.parent, prefix=f".{out.name}.", suffix=".part"))
        except OSError as error:
            check_system(out, error)
            raise UsageError.worded(
                "files.unwritable", place=out, reason=error.strerror, expected=Wording("files.a-folder")
            ) from error
        note_unfinished(part)
        try:
            made = _write(app, store, release, settings, part)
            part.chmod(0o755)
            if out.exists():
                shutil.rmtree(out)
            part.rename(out)
        except OSError as error:
            check_system(out, error)
            raise
        finally:
            shutil.rmtree(part, ignore_errors=True)
    return made


def _write(app: Flask, store: EmbeddedStore, release: Release, settings: Settings, out: Path) -> PlainSite:
    (out / FOLDER).mkdir(parents=True)
    with app.test_request_context("/"):
        here = site()
        here.reader = StoreReader(here.reader, store)
        here.labels.whole()
        here.labels.remembered = _LABELS
        shelf().reading_once()
        home = served_basis().model.home
        documents = [path for path, _ in entries(release.edition)]
    graph: dict[str, int] = {}
    engine = False

    def meanwhile() -> None:
        nonlocal engine
        engine = write_tab(here.catalogue, here.names, out / FOLDER, home)
        graph.update(write_graph(release.edition, here.catalogue, out / FOLDER))
        _redirects(documents, settings.base, out)

    written = write_all(app, _starts(documents, settings.base), out, settings.base, meanwhile)
    _needs_server(app, out, settings.base)
    if settings.public_address:
        _sitemap(release, settings, out)
    write_server_files(out, settings.base, settings.public_address)
    return PlainSite(sum(len(files) for _, _, files in os.walk(out)), written.failed, graph, engine)


def _starts(documents: Iterable[str], base: str) -> Iterable[PlainFile]:
    for own in OWN:
        yield PlainFile(own, f"/{own}")
    for lang in LANGUAGES:
        for address in ["/search", *(each.path for each in site_pages())]:
            found = place(address, lang, base).place
            if found is not None:
                yield found
        for path in documents:
            yield PlainFile(page_file(path, lang), f"/{path}?lang={lang}")
    for path in documents:
        for form in GRAPHS:
            found = place(f"/{path}.{form.extension}", LANGUAGES[0], base).place
            if found is not None:
                yield found


def _redirects(documents: Iterable[str], base: str, out: Path) -> None:
    """Write a page at the identifier of each record that leads to the page about it."""
    for path in documents:
        identifier = path.replace("doc/", "id/", 1)
        file = f"{identifier}/index.html"
        (out / identifier).mkdir(parents=True)
        (out / file).write_bytes(redirect_page(relative(f"{path}.html", "", file), f"{base}{identifier}"))


def _needs_server(app: Flask, out: Path, base: str) -> None:
    """Write the page that tells which address needs a server."""
    for lang in LANGUAGES:
        with app.test_request_context(f"/{NEEDS_SERVER}?lang={lang}"):
            answer = page(
                "needs_server.html",
                title=text(lang, "plain.needs_title"),
                lead=text(lang, "plain.needs_lead"),
                asked=text(lang, "plain.needs_asked"),
                how=text(lang, "plain.needs_how"),
            )
        file = page_file(f"/{NEEDS_SERVER}", lang)
        made = plain_page(answer.get_data(as_text=True), "", file, f"/{NEEDS_SERVER}", lang, base)
        (out / file).write_bytes(made.body)


def _sitemap(release: Release, settings: Settings, out: Path) -> None:
    """Write the sitemap, whose addresses have to be absolute."""
    root = f"{settings.public_address.rstrip('/')}/"
    pages = [(page_file(path, LANGUAGES[0]), day) for path, day in entries(release.edition)]
    (out / "sitemap.xml").write_text("".join(sitemap(pages, root)), encoding="utf-8")
    (out / "robots.txt").write_text(
        f"User-agent: *\nAllow: /\nSitemap: {root}sitemap.xml\n", encoding="utf-8"
    )
