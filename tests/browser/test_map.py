"""What zooming the map shows: places come apart and are named; fingers move it; its list points at it."""

from itertools import combinations
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

BOXES = """(names) => [...document.querySelectorAll(names)].filter((one) => one.checkVisibility())
  .map((one) => one.getBoundingClientRect()).map(({x, y, right, bottom}) => [x, y, right, bottom])"""
SEEN = """() => { const frame = document.querySelector("figure.map svg").getBoundingClientRect();
  return [...document.querySelectorAll("figure.map .ring")].filter((one) => {
    const box = one.getBoundingClientRect(), x = box.x + box.width / 2, y = box.y + box.height / 2;
    return x > frame.x && x < frame.right && y > frame.y && y < frame.bottom;
  }).length; }"""
PAIR = ", ".join(f'a[data-name="{name}"] .ring' for name in ("Espoo", "Helsinki"))


def apart(one: list[float], other: list[float]) -> bool:
    """Whether two boxes do not lie upon each other, but for what rounding makes of them."""
    return one[2] < other[0] + 1 or other[2] < one[0] + 1 or one[3] < other[1] + 1 or other[3] < one[1] + 1


def test_places_that_lie_upon_each_other_come_apart_and_are_named(page: "Page") -> None:
    page.goto("/map")
    page.evaluate("scrollTo(0, 400)")
    before = page.evaluate(BOXES, PAIR)
    assert not apart(*before)
    page.mouse.move((before[0][0] + before[0][2]) / 2, (before[0][1] + before[0][3]) / 2)
    page.keyboard.down("Control")
    for _ in range(8):
        page.mouse.wheel(0, -100)
    page.keyboard.up("Control")
    for name in ("Espoo", "Helsinki"):
        page.locator(".names.near text", has_text=name).wait_for()
    after = page.evaluate(BOXES, PAIR)
    assert apart(*after)
    for one, other in zip(before, after, strict=True):
        assert other[2] - other[0] == pytest.approx(one[2] - one[0], rel=0.05)
    for one, other in combinations(page.evaluate(BOXES, ".names.near text"), 2):
        assert apart(one, other)
    assert not page.locator(".names.at-desk").is_visible()
    page.click(".zoom button >> nth=2")
    assert page.locator(".names.at-desk").is_visible()
    assert page.locator(".names.near").count() == 0
    assert page.evaluate(BOXES, PAIR) == before


def test_a_button_never_zooms_on_nothing(page: "Page") -> None:
    for path in ("/map", "/map?region=FI1D7", "/map?area=europe", "/map?kind=laboratory&lang=fi"):
        page.goto(path)
        for _ in range(8):
            page.click(".zoom button >> nth=0")
            assert page.evaluate(SEEN), path


def test_the_list_points_at_the_bubble_of_its_place(page: "Page") -> None:
    page.goto("/map")
    page.locator("ol.places li a").first.focus()
    first = page.locator("ol.places > li").first.get_attribute("id")
    assert page.locator(f'figure.map a[href="#{first}"].on').count() == 1
    page.locator("ol.places > li >> nth=1").locator("a").first.focus()
    assert page.locator("figure.map a.on").count() == 1


def test_one_finger_moves_what_two_have_enlarged_and_scrolls_the_page_otherwise(
    browser: "Browser", address: str
) -> None:
    context = browser.new_context(
        base_url=address, viewport={"width": 360, "height": 760}, has_touch=True, is_mobile=True
    )
    page = context.new_page()
    page.goto("/map")
    picture = page.locator("figure.map svg").first
    picture.scroll_into_view_if_needed()
    hand = context.new_cdp_session(page)

    def touch(*moves: list[tuple[int, int]]) -> list[float]:
        for number, points in enumerate([*moves, []]):
            kind = "touchStart" if number == 0 else "touchMove" if points else "touchEnd"
            fingers = [{"x": x, "y": y, "id": each} for each, (x, y) in enumerate(points)]
            hand.send("Input.dispatchTouchEvent", {"type": kind, "touchPoints": fingers})
        return [float(value) for value in str(picture.get_attribute("viewBox")).split()]

    whole = touch([(180, 400)])
    near = touch(*([(150 - 10 * step, 400), (210 + 10 * step, 400)] for step in range(8)))
    assert near[2] < whole[2] / 2
    scrolled = page.evaluate("scrollY")
    moved = touch(*([(180, 400 + 10 * step)] for step in range(8)))
    assert moved[1] < near[1]
    assert moved[2] == pytest.approx(near[2])
    assert page.evaluate("scrollY") == scrolled
    context.close()
