"""Suggestions while typing lead to a page by keys alone; pictures are taken away as PNG."""

from typing import TYPE_CHECKING
from xml.etree import ElementTree

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_a_name_is_suggested_and_chosen_with_the_keyboard(page: "Page") -> None:
    page.goto("/?lang=fi")
    page.locator("#find").press_sequentially("kuivah")
    page.wait_for_selector("#find[aria-expanded=true]", timeout=60_000)
    page.keyboard.press("ArrowDown")
    first = page.locator("ul.suggested:not([hidden]) li[aria-selected=true]")
    assert "Kuivahuone" in first.inner_text()
    target = first.get_attribute("data-href")
    page.keyboard.press("Enter")
    page.wait_for_url(f"**{target}?lang=fi")
    assert page.locator("h1").inner_text() == "Kuivahuone"


def test_a_chart_is_taken_away_as_png(page: "Page") -> None:
    page.goto("/queries/directory/by-region?lang=fi")
    with page.expect_download() as taken:
        page.click("button.take")
    assert taken.value.suggested_filename == "by-region.png"
    assert taken.value.path().read_bytes().startswith(b"\x89PNG")


def test_small_pictures_are_taken_away_as_files_that_say_what_they_are(page: "Page") -> None:
    page.goto("/doc/facility/vtt-battery-laboratory?lang=sv")
    figures = page.locator(".small-pictures figure")
    assert figures.count() == 2
    for place, kind in enumerate(("map", "network")):
        with page.expect_download() as taken:
            figures.nth(place).locator("a.take").click()
        assert taken.value.suggested_filename == f"vtt-battery-laboratory-{kind}.svg"
        root = ElementTree.parse(taken.value.path()).getroot()
        said = " ".join(root.itertext())
        assert page.url.partition("/doc/")[2] in said
        assert figures.nth(place).locator("[data-note]").inner_text() in said
        assert root.find("{http://www.w3.org/2000/svg}svg") is not None
        with page.expect_download() as drawn:
            figures.nth(place).locator("button.take").click()
        assert drawn.value.suggested_filename == f"vtt-battery-laboratory-{kind}.png"
        assert drawn.value.path().read_bytes().startswith(b"\x89PNG")
