"""With the keys alone: everything is reached, what has the focus is seen, nothing holds it."""

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser

REACHABLE = """() => {
  const wanted = 'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex="0"]';
  const seen = (each) => each.getClientRects().length && each.checkVisibility({visibilityProperty: true});
  const found = [...document.querySelectorAll(wanted)].filter((each) => each.tabIndex >= 0 && seen(each));
  window.left = new Set(found.filter((each) => !each.disabled));
  return window.left.size;
}"""

FOCUSED = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return null;
  window.left.delete(here);
  const around = [here, here.shadowRoot && here.matches(':focus-within') ? here : null].filter(Boolean);
  const ringed = around.some((each) => parseFloat(getComputedStyle(each).outlineWidth) > 0
    && getComputedStyle(each).outlineStyle !== 'none');
  const {top, bottom} = here.getBoundingClientRect();
  const told = here.outerHTML.slice(0, 100);
  if (!ringed) return `no ring: ${told}`;
  return bottom < 0 || top > innerHeight ? `out of sight: ${told}` : '';
}"""

LEFT = "() => [...window.left].map((each) => each.outerHTML.slice(0, 100))"

PLACES = (
    "/gaps/what-if",
    "/search?q=akku&kind=facility",
    "/map",
    "/query?query=SELECT+*+WHERE+{?s+?p+?o}+LIMIT+5",
    "/queries/directory/near?municipality=272",
    "/doc/facility/vtt-battery-laboratory",
    "/check",
)


@pytest.mark.parametrize("place", PLACES)
def test_the_keys_reach_everything_and_the_focus_is_seen(page: "Page", place: str) -> None:
    page.set_viewport_size({"width": 1280, "height": 900})
    page.goto(place)
    page.wait_for_load_state("networkidle")
    wanted = page.evaluate(REACHABLE)
    faults = []
    for _ in range(wanted + 60):  # the parts of a date, and the picture of a map, are stops of their own
        page.keyboard.press("Tab")
        fault = page.evaluate(FOCUSED)
        if fault is None:
            break
        if fault:
            faults.append(fault)
    assert faults == []
    assert page.evaluate(LEFT) == []


def test_suggestions_close_with_escape_and_leave_what_is_written(page: "Page") -> None:
    page.goto("/")
    field = page.locator("main input[name=q]").first
    field.press_sequentially("akku")
    page.locator("[role=option]").first.wait_for()
    shown = page.locator("main [role=option]").count()
    assert page.locator("main form [role=status]").inner_text().startswith(f"Suggestions: {shown};")
    field.press("Escape")
    page.locator("[role=option]").first.wait_for(state="hidden")
    assert field.input_value() == "akku"
    assert field.evaluate("(each) => each === document.activeElement")
