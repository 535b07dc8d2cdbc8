"""What pointing and dragging in the picture of a network shows."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

SEEN = """() => [...document.querySelectorAll("figure.network .at-desk .names text")]
  .filter((one) => Number(getComputedStyle(one).opacity) === 1).map((one) => one.textContent)"""
PARTNERS = """(number) => { const picture = document.querySelector("figure.network .at-desk");
  const lines = [...picture.querySelectorAll("line")].map((one) => one.dataset);
  return lines.filter(({a, b}) => a === number || b === number).map(({a, b}) => a === number ? b : a)
    .map((one) => picture.querySelector(`a[data-n="${one}"] title`).textContent); }"""


def middle(page: "Page", spot: str) -> tuple[float, float]:
    box = page.locator(f"{spot} circle").bounding_box()
    assert box
    return box["x"] + box["width"] / 2, box["y"] + box["height"] / 2


def test_who_is_pointed_at_has_its_whole_name_and_so_have_its_partners(page: "Page") -> None:
    page.goto("/network/picture?lang=en")
    whole = page.evaluate(SEEN)
    spot = '.at-desk a[data-n]:has(title:text-matches("^VTT Technical"))'
    page.locator("figure.network").scroll_into_view_if_needed()
    number = page.locator(spot).get_attribute("data-n")
    page.mouse.move(*middle(page, spot))
    partners = page.evaluate(PARTNERS, number)
    assert partners
    seen = page.evaluate(SEEN)
    assert "VTT Technical Research Centre of Finland" in seen
    begins = [name.removesuffix("…") for name in seen if not name.startswith("VTT Technical")]
    assert begins
    assert [name for name in begins if not any(told.startswith(name) for told in partners)] == []
    assert [name for name in begins if name not in {one.removesuffix("…") for one in whole}]
    page.mouse.move(5, 5)
    assert page.evaluate(SEEN) == whole


def test_what_is_dragged_takes_its_lines_and_name_along(page: "Page") -> None:
    page.goto("/network/picture?lang=en")
    page.locator("figure.network").scroll_into_view_if_needed()
    spot = '.at-desk a[data-n]:has(title:text-matches("^Metso \\\\("))'
    number = page.locator(spot).get_attribute("data-n")
    x, y = middle(page, spot)
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move(x + 60, y - 40, steps=4)
    page.mouse.up()
    after = middle(page, spot)
    assert after == pytest.approx((x + 60, y - 40), abs=3)
    assert "/network/picture" in page.url
    circle = page.locator(f"{spot} circle")
    ends = page.evaluate(
        """(number) => [...document.querySelectorAll(".at-desk line")].flatMap((line) => {
          const read = (...names) => names.map((name) => line.getAttribute(name));
          return [read("data-a", "x1", "y1"), read("data-b", "x2", "y2")].filter(([one]) => one === number);
        }).map(([, x, y]) => [x, y])""",
        number,
    )
    assert ends
    assert {tuple(end) for end in ends} == {(circle.get_attribute("cx"), circle.get_attribute("cy"))}
    assert "Metso" in page.evaluate(SEEN)
