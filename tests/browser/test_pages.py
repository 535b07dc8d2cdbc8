"""What people do: search, read a record, change the language, ask; on a large and a small screen."""

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser


def test_from_the_front_page_to_a_facility_in_another_language(page: "Page") -> None:
    page.goto("/")
    page.fill("#bigfind", "vtt battery")
    page.press("#bigfind", "Enter")
    page.wait_for_url("**/search?**")
    page.click("text=VTT battery laboratory")
    page.wait_for_url("**/doc/facility/vtt-battery-laboratory*")
    assert page.inner_text("h1") == "VTT battery laboratory"
    assert page.locator("#equipment + .scroll tbody tr").count() >= 5
    page.click("nav.languages >> text=FI")
    page.wait_for_url("**lang=fi")
    assert page.url.split("?")[0].endswith("/doc/facility/vtt-battery-laboratory")
    assert page.get_attribute("html", "lang") == "fi"
    assert page.inner_text("h1") == "VTT:n akkulaboratorio"
    page.click("dl.facts a >> nth=0")
    assert "lang=fi" in page.url


def test_a_question_is_asked_with_the_form(page: "Page") -> None:
    page.goto("/queries/directory/facilities")
    before = page.locator("tbody tr").count()
    page.select_option("#p-country", label="Sweden")
    page.click("form.params button")
    page.wait_for_url("**country=SE**")
    assert 0 < page.locator("tbody tr").count() < before
    assert page.input_value("#p-country") == "SE"


def test_a_query_is_written_and_answered(page: "Page") -> None:
    page.goto("/query")
    page.click("form.editor button")
    page.wait_for_selector("#answer")
    assert page.locator("tbody tr").count() == 20
    assert "20 rows" in page.inner_text("p.count")


def test_the_keyboard_reaches_the_content_first(page: "Page") -> None:
    page.goto("/doc/organisation/vtt")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert re.search(r"#main$", page.url)


def test_the_widest_answers_fit_a_desk(page: "Page") -> None:
    for name in ("directory/offerings", "directory/way-in", "gaps/stated-needs"):
        page.goto(f"/queries/{name}?lang=fi")
        beyond = page.locator(".scroll").evaluate_all(
            "all => all.map(one => one.scrollWidth - one.clientWidth)"
        )
        assert max(beyond) <= 1, name


def test_the_gaps_are_counted_on_the_first_screen(page: "Page") -> None:
    page.goto("/gaps?lang=fi")
    first = page.locator(".states li").first.bounding_box()
    assert first
    assert first["y"] < 700


def test_on_a_phone_the_answer_comes_before_a_long_form_which_stands_open_on_a_desk(page: "Page") -> None:
    shown = {
        "/map": "figure.map",
        "/network/picture": "figure.network",
        "/queries/network/bridges": "#answer",
    }
    for path, answer in shown.items():
        page.set_viewport_size({"width": 360, "height": 740})
        page.goto(path)
        assert not page.locator("form.params button").first.is_visible(), path
        assert page.locator(answer).first.bounding_box()["y"] < 740, path
        page.click("details.fold > summary")
        assert page.locator("form.params button").first.is_visible(), path
        page.set_viewport_size({"width": 1440, "height": 900})
        page.goto(path)
        assert page.locator("form.params button").first.is_visible(), path
        assert not page.is_visible("details.fold > summary"), path


_SHIFTS = """() => new Promise((done) => { let sum = 0;
  new PerformanceObserver((list) => { for (const entry of list.getEntries()) sum += entry.value; })
    .observe({ type: "layout-shift", buffered: true });
  requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(() => done(sum)))); })"""


def test_nothing_moves_while_a_long_table_or_the_editor_comes(page: "Page") -> None:
    page.set_viewport_size({"width": 1440, "height": 900})
    for path in ("/query", "/queries/directory/organisations", "/queries/network/project-partners"):
        page.goto(f"{path}?lang=fi", wait_until="networkidle")
        assert page.evaluate(_SHIFTS) == 0, path


def test_what_is_painted_stays_where_it_is_while_the_rest_of_the_page_is_read(page: "Page") -> None:
    """A browser paints the beginning of a page that it has not read to its end."""
    path = "/network/picture?colour=community&lang=fi"
    page.goto(path)
    whole = page.content()
    fields = [f"#f-{name}" for name in ("around", "colour", "country", "type", "stage")]
    cuts = ['<nav class="languages"', *(f'<label for="{field.lstrip("#")}"' for field in fields[1:])]
    parts = [".brand", ".find", *fields]
    places = {part: page.locator(part).bounding_box() for part in parts}
    came = [whole]
    page.route(f"**{path}", lambda route: route.fulfill(body=came[-1], content_type="text/html"))
    for read, cut in enumerate(cuts, 2):
        came.append(whole[: whole.index(cut)])
        page.goto(path)
        painted = {part: page.locator(part).bounding_box() for part in parts[:read]}
        assert all(painted[part] == places[part] for part in painted), cut


def test_a_map_and_a_chart_of_one_answer_stand_beside_each_other_on_a_desk(page: "Page") -> None:
    tops = {}
    for wide in (1440, 360):
        page.set_viewport_size({"width": wide, "height": 900})
        page.goto("/queries/directory/dry-rooms?lang=fi")
        boxes = [page.locator(f"#answer ~ * figure.{kind}").bounding_box() for kind in ("map", "chart")]
        tops[wide] = [box["y"] for box in boxes if box]
        assert page.evaluate("document.documentElement.scrollWidth") <= wide
    assert tops[1440][0] == pytest.approx(tops[1440][1], abs=20)
    assert tops[360][1] > tops[360][0] + 200
