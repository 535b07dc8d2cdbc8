"""Every kind of page for everybody: axe in light and dark, phones, fingers; if long, all widths too."""

import os
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from browser.places import EXAMPLES, REFUSED, kinds, places, routes

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

AXE = Path(__file__).parents[1] / "clients" / "node" / "node_modules" / "axe-core" / "axe.min.js"
LONG = "AKKURI_LONG" in os.environ
WIDTHS = (320, 360, 768, 1440)
LANGUAGES = ("en", "fi", "sv")

SIDEWAYS = """() => {
  const width = document.documentElement.clientWidth;
  if (document.documentElement.scrollWidth <= width) return [];
  const wide = (each) => each.getBoundingClientRect().right > width + 1;
  return [...document.body.querySelectorAll('*')].filter(wide).map((each) => each.outerHTML.slice(0, 100));
}"""

LARGE = "() => { document.documentElement.style.fontSize = '200%'; }"
"""Letters of twice the size, as readers set them."""

OPEN = "() => document.querySelectorAll('details').forEach((each) => { each.open = true; })"

UNNAMED = """() => {
  const named = (each) => each.caption || each.ariaLabel || each.getAttribute('aria-labelledby');
  const tables = [...document.querySelectorAll('table')].filter((each) => !named(each));
  const heads = [...document.querySelectorAll('th:not([scope])')];
  const levels = [...document.querySelectorAll('h1, h2, h3, h4, h5, h6')].map((each) => +each.tagName[1]);
  const jumps = levels.filter((level, at) => at && level > levels[at - 1] + 1).map((level) => `h${level}`);
  return [...[...tables, ...heads].map((each) => each.outerHTML.slice(0, 100)), ...jumps];
}"""
"""Tables without a name, heads that do not say of what, and headings that skip a level."""

ALIKE = """(most) => {
  for (const whole of document.querySelectorAll('body *')) {
    const seen = {};
    for (const part of [...whole.children])
      if ((seen[part.tagName] = (seen[part.tagName] || 0) + 1) > most) part.remove();
  }
}"""
"""Leaves some of the rows, entries and shapes that are made alike: axe is slow on thousands."""
MOST = 12 if LONG else 5

CHECK = """async (rules) => {
  const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];
  const runOnly = rules.length ? {type: 'rule', values: rules} : {type: 'tag', values: tags};
  const found = await axe.run(document, {runOnly, resultTypes: ['violations']});
  const why = (node) => [...node.any, ...node.all, ...node.none].map((each) => each.message)[0];
  const told = (id) => (node) => `${id}: ${node.html.slice(0, 120)} (${why(node)})`;
  return found.violations.flatMap(({id, nodes}) => nodes.map(told(id)));
}"""


@cache
def axe() -> str:
    """The program, from npm by the lock file."""
    if not AXE.is_file():
        if os.environ.get("CI"):
            pytest.fail("npm ci --prefix tests/clients/node has not been run")
        pytest.skip("needs npm ci --prefix tests/clients/node")
    return AXE.read_text(encoding="utf-8")


def faults(page: "Page", *rules: str) -> Any:
    """What axe finds against some rules, or against all of WCAG 2.2 AA and good practice."""
    return page.evaluate(CHECK, list(rules))


def look(page: "Page", address: str, refused: bool = False) -> None:
    """Open a page narrow, unfold it, with large letters, then wide in light and dark."""
    page.emulate_media(color_scheme="light")
    page.set_viewport_size({"width": 320, "height": 700})
    answer = page.goto(address)
    assert answer
    assert answer.ok is not refused
    assert page.evaluate(SIDEWAYS) == []
    assert page.evaluate(UNNAMED) == []
    page.evaluate(OPEN)
    assert page.evaluate(SIDEWAYS) == [], "with all that can be unfolded"
    page.evaluate(LARGE)
    assert page.evaluate(SIDEWAYS) == [], "with large letters"
    page.evaluate("() => { document.documentElement.style.fontSize = ''; }")
    page.evaluate(ALIKE, MOST)
    page.evaluate(axe())
    assert faults(page, "target-size", "landmark-unique") == []
    page.set_viewport_size({"width": 1440, "height": 900})
    assert faults(page) == []
    page.emulate_media(color_scheme="dark")
    assert faults(page, "color-contrast") == []


@pytest.fixture
def strange(page: "Page") -> "Iterator[Page]":
    """A page whose address is refused: the browser's word about its status is no error of the page."""
    opened = page.context.new_page()
    yield opened
    opened.close()


def test_every_route_with_a_page_has_an_example() -> None:
    assert routes() - set(EXAMPLES) == set()


@pytest.mark.parametrize("place", places())
def test_every_kind_of_page_is_for_everybody(page: "Page", place: str) -> None:
    look(page, place)


@pytest.mark.parametrize("kind", kinds())
def test_every_kind_of_record_is_for_everybody(page: "Page", kind: str) -> None:
    page.goto(f"/browse/{kind}")
    first = page.locator(f'main a[href^="/doc/{kind}/"]').first.get_attribute("href")
    assert first
    look(page, first)


@pytest.mark.parametrize("place", REFUSED)
def test_pages_that_refuse_are_for_everybody(strange: "Page", place: str) -> None:
    look(strange, place, refused=True)
    assert strange.inner_text("h1")


@pytest.mark.skipif(not LONG, reason="the product of widths and languages is part of .ci/run long")
@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("width", WIDTHS)
def test_every_width_and_language(page: "Page", width: int, lang: str) -> None:
    found = {}
    page.set_viewport_size({"width": width, "height": 900})
    records = [f"/browse/{kind}" for kind in kinds()]
    for address in [*places(), *records]:
        page.emulate_media(color_scheme="light")
        page.goto(f"{address}{'&' if '?' in address else '?'}lang={lang}")
        here = page.evaluate(SIDEWAYS)
        page.evaluate(ALIKE, MOST)
        page.evaluate(axe())
        here += faults(page)
        page.emulate_media(color_scheme="dark")
        here += faults(page, "color-contrast")
        if here:
            found[address] = here
    assert found == {}
