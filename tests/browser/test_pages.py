"""What people do: search, read a record, change the language, ask; on a large and a small screen."""

import re
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

PLACES = [
    "/",
    "/browse",
    "/browse/facility",
    "/search?q=kokkola",
    "/doc/facility/vtt-battery-laboratory",
    "/doc/organisation/vtt",
    "/doc/source/0dfe5a4e",
    "/concept/capability",
    "/concept/unit/ampere",
    "/ontology",
    "/query",
    "/queries",
    "/queries/directory/facilities",
    "/data",
    "/download",
    "/about",
]

BASICS = """() => {
  const found = [];
  const named = (element) => (element.getAttribute('aria-label') || element.textContent || '').trim();
  if (document.querySelectorAll('h1').length !== 1) found.push('not one h1');
  if (!document.documentElement.lang) found.push('no language');
  if (!document.querySelector('main')) found.push('no main');
  for (const input of document.querySelectorAll('input:not([type=hidden]), select, textarea'))
    if (!input.labels.length && !input.getAttribute('aria-label')) found.push('no label: ' + input.name);
  for (const element of document.querySelectorAll('a, button'))
    if (!named(element)) found.push('no name: ' + element.outerHTML.slice(0, 80));
  for (const image of document.querySelectorAll('img')) if (!image.hasAttribute('alt')) found.push('no alt');
  const ids = [...document.querySelectorAll('[id]')].map((element) => element.id);
  for (const id of ids) if (ids.indexOf(id) !== ids.lastIndexOf(id)) found.push('id twice: ' + id);
  let level = 0;
  for (const heading of document.querySelectorAll('h1, h2, h3, h4')) {
    const next = Number(heading.tagName[1]);
    if (next > level + 1) found.push('heading skipped: ' + heading.textContent.trim());
    level = next;
  }
  return found;
}"""

CONTRAST = """() => {
  const light = ([r, g, b]) => {
    const part = (v) => { v /= 255; return v <= 0.03928 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4; };
    return 0.2126 * part(r) + 0.7152 * part(g) + 0.0722 * part(b);
  };
  const colour = (text) => text.match(/[\\d.]+/g).map(Number);
  const found = [];
  for (const element of document.querySelectorAll('p, a, dt, dd, td, th, h1, h2, span, label, button, li')) {
    if (![...element.childNodes].some((node) => node.nodeType === 3 && node.textContent.trim())) continue;
    const front = colour(getComputedStyle(element).color);
    let behind = element, back = [255, 255, 255];
    while (behind) {
      const found = colour(getComputedStyle(behind).backgroundColor);
      if (found.length < 4 || found[3] === 1) { back = found; break; }
      behind = behind.parentElement;
    }
    const [a, b] = [light(front), light(back)].sort((x, y) => y - x);
    const ratio = (a + 0.05) / (b + 0.05);
    if (ratio < 4.5) found.push(ratio.toFixed(2) + ' ' + element.textContent.trim().slice(0, 40));
  }
  return found;
}"""


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
    page.fill("#p-country", "SE")
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


@pytest.mark.parametrize("path", PLACES)
def test_small_screens_do_not_scroll_sideways(page: "Page", path: str) -> None:
    page.set_viewport_size({"width": 360, "height": 740})
    for lang in ("en", "fi", "sv"):
        page.goto(f"{path}{'&' if '?' in path else '?'}lang={lang}")
        assert page.evaluate("document.documentElement.scrollWidth") <= 360, lang


@pytest.mark.parametrize("path", PLACES)
def test_pages_have_the_basics_of_accessibility(page: "Page", path: str) -> None:
    page.goto(path)
    assert page.evaluate(BASICS) == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    "path", ["/", "/doc/facility/vtt-battery-laboratory", "/search?q=kokkola", "/queries"]
)
def test_text_stands_out_from_its_ground(page: "Page", path: str, scheme: str) -> None:
    page.emulate_media(color_scheme=scheme)  # type: ignore[arg-type]
    page.goto(path)
    assert page.evaluate(CONTRAST) == []


def test_the_keyboard_reaches_the_content_first(page: "Page") -> None:
    page.goto("/doc/organisation/vtt")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    page.keyboard.press("Enter")
    assert re.search(r"#main$", page.url)
