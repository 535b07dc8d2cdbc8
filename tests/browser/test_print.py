"""On paper: the matrix on one landscape page with its colours, briefs on at most two pages."""

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

_PORTRAIT, _LANDSCAPE = "595", "841"
"""Widths of A4 in points."""


def printed(page: "Page", path: str) -> list[str]:
    """Print a page to PDF; return the widths of its sheets in points."""
    answer = page.goto(path)
    assert answer is not None
    assert answer.status == 200
    found = re.findall(rb"/MediaBox \[0 0 (\d+)", page.pdf(prefer_css_page_size=True, format="A4"))
    return [width.decode() for width in found]


def test_the_matrix_is_one_landscape_sheet_and_keeps_its_colours(page: "Page") -> None:
    sheets = printed(page, "/gaps?lang=fi")
    assert sheets.count(_LANDSCAPE) == 1
    assert 0 < sheets.count(_PORTRAIT) <= 3
    page.emulate_media(media="print", color_scheme="dark")
    mark = page.locator(".matrix td.mark").first
    assert mark.evaluate("cell => getComputedStyle(cell).printColorAdjust") == "exact"
    assert not page.is_visible("nav.main")


@pytest.mark.parametrize("lang", ["en", "fi", "sv"])
def test_a_brief_has_at_most_two_sheets(page: "Page", lang: str) -> None:
    page.goto("/gaps")
    regions = page.locator("#f-region option").evaluate_all("all => all.map(one => one.value)")
    regions = [code for code in regions if code]
    page.goto("/browse/facility")
    facilities = page.locator("td:first-child a").evaluate_all("all => all.map(one => one.pathname)")
    paths = [f"/brief/region/{code}" for code in regions[:4]]
    paths += [path.replace("/doc/", "/brief/") for path in facilities[::12][:8]]
    paths += ["/brief/cell/cell-manufacturing/dry-room", "/brief/cell/active-materials/materials-synthesis"]
    paths += ["/brief/facility/vtt-battery-laboratory", "/brief/organisation/vtt"]
    counted = {path: len(printed(page, f"{path}?lang={lang}")) for path in paths}
    assert {path: count for path, count in counted.items() if count > 2} == {}


def test_a_sheet_has_no_form_and_a_map_no_strip_beside_it(page: "Page") -> None:
    """What is asked is in the title; a list that stood beside the map took 25 sheets."""
    assert len(printed(page, "/map?lang=fi")) <= 8
    page.emulate_media(media="print")
    for path in ("/map", "/gaps", "/compare", "/queries/gaps/coverage"):
        page.goto(path)
        assert page.locator("form >> visible=true").count() == 0, path


def test_a_sheet_begins_with_the_answer_and_has_no_links_to_files(page: "Page") -> None:
    """A chart that is higher than what is left of the first sheet left that sheet empty."""
    page.set_viewport_size({"width": 703, "height": 971})
    page.emulate_media(media="print")
    for path in (
        "/queries/gaps/by-origin",
        "/queries/network/participants",
        "/gaps/resilience",
        "/network/bridges",
    ):
        page.goto(f"{path}?lang=fi")
        chart = page.locator("main figure").first.bounding_box()
        assert chart, path
        assert chart["y"] + chart["height"] < 971, path
    page.goto("/network/picture")
    assert page.locator("figcaption a[href*='.xlsx'] >> visible=true").count() == 0
    assert page.locator("figcaption a[href*='.csv'] >> visible=true").count() == 0
