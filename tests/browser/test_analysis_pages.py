"""What an analyst does on the gap and network pages, on a large and a small screen."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_from_the_navigation_to_the_facilities_of_a_cell_in_a_region(page: "Page") -> None:
    page.goto("/?lang=fi")
    page.click("nav.main >> text=Puutteet")
    page.wait_for_url("**/gaps?lang=fi")
    assert page.is_visible("table.matrix")
    assert not page.is_visible(".narrow")
    page.select_option("#f-region", label="Satakunta")
    page.click("form.params button")
    page.wait_for_url("**region=FI196**")
    assert page.input_value("#f-region") == "FI196"
    assert page.inner_text("#counts").startswith("Satakunta:")
    page.click('table.matrix a[href^="/gaps/recycling/hydrometallurgy"]')
    page.wait_for_url("**/gaps/recycling/hydrometallurgy?region=FI196&lang=fi")
    assert page.input_value("#f-region") == "FI196"
    regions = page.locator("#facilities + .scroll td[data-label='Maakunta']").all_inner_texts()
    assert regions
    assert set(regions) == {"Satakunta"}


def test_a_phone_shows_the_list_by_stage(page: "Page") -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/gaps")
    assert not page.is_visible("table.matrix")
    page.click(".narrow a >> nth=0")
    page.wait_for_selector("#severity")


def test_a_long_table_is_folded_on_a_phone_until_the_rest_is_asked_for(page: "Page") -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/gaps/comparables?lang=fi")
    rows, shown = page.locator("tbody tr"), page.locator("tbody tr:visible")
    assert 0 < shown.count() < rows.count()
    page.click("details.rest summary")
    assert shown.count() == rows.count()
    page.set_viewport_size({"width": 1440, "height": 900})
    page.goto("/gaps/comparables?lang=fi")
    assert shown.count() == rows.count()
    assert page.locator("td details.folded summary").first.is_visible()


def test_a_chain_is_asked_for_by_name(page: "Page") -> None:
    page.goto("/network")
    page.fill("#path-from", "University of Oulu")
    page.fill("#path-to", "Northvolt")
    page.click("text=Find the path")
    page.wait_for_url("**/network/path?**")
    assert page.input_value("#f-from") == "University of Oulu"
    assert page.locator("tbody tr").count() >= 1


@pytest.mark.parametrize(
    ("path", "added"), [("/map", ".zoom button"), ("/concept/region/FI1B1?lang=fi", "button.take")]
)
def test_what_a_script_adds_moves_nothing(page: "Page", path: str, added: str) -> None:
    page.add_init_script(
        "window.moved = []; new PerformanceObserver((list) => window.moved.push(...list.getEntries().map("
        "(entry) => entry.value))).observe({type: 'layout-shift', buffered: true});"
    )
    page.goto(path)
    page.wait_for_selector(added)
    page.evaluate("() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))")
    assert page.evaluate("window.moved") == []


@pytest.mark.parametrize(
    ("path", "width", "beside"),
    [
        ("/queries", 1440, True),
        ("/changes", 1440, True),
        ("/gaps/seen", 1440, True),
        ("/gaps/coverage", 1440, True),
        ("/gaps/coverage", 1100, False),
        ("/gaps/comparables", 1440, False),
        ("/queries/directory/near?municipality=272", 1440, False),
    ],
)
def test_a_button_stands_beside_the_fields_or_close_below_them(
    page: "Page", path: str, width: int, beside: bool
) -> None:
    page.set_viewport_size({"width": width, "height": 900})
    page.goto(path)
    field = page.locator("form.params .field").last.bounding_box()
    button = page.locator("form.params p > button").bounding_box()
    assert field
    assert button
    assert (button["x"] > field["x"] + field["width"]) is beside
    if not beside:
        assert field["y"] + field["height"] <= button["y"] <= field["y"] + field["height"] + 20


def test_what_a_cell_folds_away_leaves_no_empty_band(page: "Page") -> None:
    page.goto("/gaps/filled-records")
    row = page.locator("tr:has(details.folded)").first
    listed, more = row.locator("td > ul").bounding_box(), row.locator("details").bounding_box()
    assert listed
    assert more
    assert more["y"] - (listed["y"] + listed["height"]) < 6
