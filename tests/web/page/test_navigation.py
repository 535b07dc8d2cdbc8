"""A page is one file: its routes, its place in the navigation and in the sitemap are declared there."""

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

import akkuri.web.records
from akkuri.settings import Settings
from akkuri.texts import LANGUAGES, catalogue
from akkuri.web.page.navigation import navigation, site_pages

MODULE = """
from flask import Blueprint
from akkuri.web.page.navigation import SitePage
from akkuri.web.page.rendering import page

blueprint = Blueprint("tides", __name__)
SITE_PAGES = (SitePage("/tides", nav=25), SitePage("/tides/secret", crawled=False))

@blueprint.get("/tides")
def tides():
    return page("error.html", title="Tides", detail="High at noon.")
"""


@pytest.fixture
def module(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """One more module among those of the site."""
    (tmp_path / "tides.py").write_text(MODULE)
    room = akkuri.web.records
    monkeypatch.setattr(room, "__path__", [*room.__path__, str(tmp_path)])
    for lang in LANGUAGES:
        monkeypatch.setitem(catalogue(lang), "web.nav_tides", f"Tides ({lang})")
    site_pages.cache_clear()
    yield tmp_path / "tides.py"
    monkeypatch.undo()
    site_pages.cache_clear()
    for name in ("tides", "ebb"):
        sys.modules.pop(f"akkuri.web.records.{name}", None)


@pytest.mark.usefixtures("module")
def test_one_file_is_a_page_in_navigation_and_sitemap(make_small: Callable[[str], Flask]) -> None:
    client = make_small(Settings().base).test_client()
    page = client.get("/tides?lang=sv").text
    assert "High at noon." in page
    links = page.partition('class="wrap main"')[2].partition("</nav>")[0]
    assert '<a href="/tides?lang=sv" aria-current="page">Tides (sv)</a>' in links
    assert links.index("/gaps") < links.index("/tides") < links.index("/network")
    addresses = client.get("/sitemap.xml").text
    assert "/tides</loc>" in addresses
    assert "/tides/secret" not in addresses


def test_two_pages_at_one_address_are_refused(module: Path) -> None:
    module.with_name("ebb.py").write_text(MODULE)
    with pytest.raises(ValueError, match="Two modules declare the page /tides"):
        site_pages()


def test_every_page_of_the_navigation_is_called_something_and_opens(national: FlaskClient) -> None:
    places = [page.nav for page in navigation()]
    assert places == sorted(set(places))  # type: ignore[type-var]
    for page in site_pages():
        answer = national.get(page.path, headers={"Accept": "text/html"}, follow_redirects=True)
        assert answer.status_code == 200, page
        if page.nav is not None:
            assert all(catalogue(lang).get(page.title_key) for lang in LANGUAGES), page


@pytest.mark.parametrize(
    ("path", "way"),
    [
        ("/chain", "/gaps"),
        ("/compare", "/gaps"),
        ("/doc/organisation/vtt", "/browse"),
        ("/download", "/data"),
        ("/brief/region/FI1B1", "/gaps"),
        ("/brief/organisation/vtt", "/browse"),
        ("/template", "/check"),
    ],
)
def test_a_page_marks_the_way_that_leads_to_it(national: FlaskClient, path: str, way: str) -> None:
    page = national.get(f"{path}?lang=fi", headers={"Accept": "text/html"}).text
    assert f'href="{way}?lang=fi" aria-current="true"' in page
    assert 'aria-current="page"' not in page


def test_every_page_of_the_site_is_marked_where_its_frame_leads_to_it(national: FlaskClient) -> None:
    for page in site_pages():
        frame = national.get(page.path, headers={"Accept": "text/html"}, follow_redirects=True).text
        brand = frame.partition('<a class="brand"')[2].partition(">")[0]
        ways = frame.partition('<nav class="wrap main"')[2].partition("</nav>")[0]
        assert "aria-current=" in brand + ways + frame.partition("<footer")[2], page
