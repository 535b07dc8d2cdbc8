"""Five users from home to what they came for, in Chromium; what they see is kept as pictures.

A few of all ways are walked on every commit; with AKKURI_LONG all of them."""

import os
from collections.abc import Callable, Iterator
from itertools import product
from pathlib import Path
from typing import TYPE_CHECKING, Final

import pytest

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser

SCREENS: Final = Path(os.environ.get("AKKURI_SCREENS", Path(__file__).parents[2] / ".ci" / "out" / "screens"))
LONGEST: Final = 3000
"""Pixels of a picture; what a reader sees first is above."""
FAULTY: Final = "id,name_en,type,country,source_ids\norg-new,New Laboratory Ltd,company,FIN,src-none\n"
PATIENCE: Final = 120_000
"""Milliseconds for a page: a file is checked behind everybody else, and a machine may be busy."""
SIDEWAYS: Final = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


class Visit:
    """One visit; each thing done leaves a picture."""

    def __init__(self, page: "Page", name: str, lang: str) -> None:
        self.page = page
        self.lang = lang
        self._name = name
        self._number = 0

    def come(self, address: str = "/") -> None:
        """Open an address."""
        self.page.goto(address)
        self._keep()

    def press(self, selector: str) -> None:
        """Press the first that fits and wait for the next page."""
        with self.page.expect_navigation():
            self.page.locator(selector).first.click()
        self._keep()

    def search(self, words: str) -> None:
        """Send words by the search field of the page."""
        self.page.locator("main input[name=q], header input[name=q]").last.fill(words)
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")
        self._keep()

    def sees(self, *texts: str) -> None:
        """Say what must stand on the page, upper case or lower."""
        said = self.page.locator("main").inner_text().casefold()
        assert not [text for text in texts if text.casefold() not in said], f"{self.page.url}: {said[:500]}"

    def _keep(self) -> None:
        self._number += 1
        assert self.page.evaluate(SIDEWAYS) <= 0, f"{self.page.url} is wider than the screen"
        assert self.page.locator("html").get_attribute("lang") == self.lang
        assert self.page.locator("main h1").count() == 1
        shot = {"x": 0, "y": 0, "width": self.page.viewport_size["width"], "height": LONGEST}  # type: ignore[index]
        self.page.screenshot(path=SCREENS / f"{self._name}-{self._number}.png", full_page=True, clip=shot)  # type: ignore[arg-type]


def analyst(visit: Visit) -> None:
    """From a gap to its cell, what such places cost, and a brief that can be cited."""
    visit.come()
    visit.press("main a[href='/gaps/cells?state=single-operator']")
    visit.press("main table a[href^='/gaps/']")
    cell = visit.page.url
    visit.press("main a[href^='/brief/cell/']")
    visit.page.locator("details.cite summary").click()
    visit.sees("CC BY 4.0", "/release/")
    visit.come(cell)
    visit.press("main a[href^='/gaps/comparables']")
    assert visit.page.locator("main h1").inner_text()


def company(visit: Visit) -> None:
    """From a value to a facility that reaches it, and what is known of the way in."""
    visit.come()
    visit.search("300 kW")
    visit.sees("300" if visit.lang == "en" else "kW")
    visit.press("ol.hits a[href^='/doc/facility/']")
    visit.sees({"en": "Operator", "fi": "Ylläpitäjä", "sv": "Operatör"}[visit.lang])
    visit.search({"en": "test at −40 °C", "fi": "testata −40 °C", "sv": "testa vid −40 °C"}[visit.lang])
    visit.press("aside.notice a[href^='/queries/directory/temperatures']")
    visit.sees("°C")


def curator(visit: Visit) -> None:
    """From the template to the check of a file with faults, and a change that is suggested."""
    visit.come()
    visit.press("main a[href='/template']")
    assert visit.page.locator("main a[href='/template/organisation.xlsx']").count() == 1
    visit.come("/check")
    file = {"name": "organisations.csv", "mimeType": "text/csv", "buffer": FAULTY.encode()}
    visit.page.locator("input[type=file]").set_input_files(files=file)  # type: ignore[arg-type]
    visit.press("button[value=page]")
    visit.sees("src-none", "organisations.csv E2")
    visit.come("/doc/facility/vtt-battery-laboratory")
    visit.press("main a[href^='/suggest/facility/']")
    visit.page.locator("main form textarea").fill("120")
    visit.page.locator("main form input[name=source]").fill("https://example.org/page")
    visit.press("main form[method=post] button")
    visit.sees("120", "https://example.org/page")


def taker(visit: Visit) -> None:
    """From the editor to an answer, and the data with their description for programs."""
    visit.come()
    visit.press("main a[href='/query']")
    visit.press("form.editor p > button")
    assert visit.page.locator("main table tbody tr").count() > 1
    visit.come("/data")
    assert visit.page.locator("main a[href^='/download']").count() > 0
    visit.press("footer a[href='/api']")
    described = visit.page.locator("main a[href^='/api/openapi.json']").first.get_attribute("href")
    assert visit.page.request.get(described or "").json()["openapi"].startswith("3.1")


def registry(visit: Visit) -> None:
    """From an identifier to the record, what it is elsewhere, and the same for programs."""
    visit.come()
    visit.search("https://ror.org/04b181w54")
    visit.press("main .notice a[href='/doc/organisation/vtt']")
    visit.sees("ror.org/04b181w54", "Q1791348")
    turtle = visit.page.locator("a[href='/doc/organisation/vtt.ttl']").first.get_attribute("href")
    assert "ak:rorId <https://ror.org/04b181w54>" in visit.page.request.get(turtle or "").text()


USERS: Final[dict[str, Callable[[Visit], None]]] = {
    "analyst": analyst,
    "company": company,
    "curator": curator,
    "taker": taker,
    "registry": registry,
}
SOME: Final = [
    ("analyst", "fi", True, "light", 1440),
    ("company", "sv", False, "dark", 360),
    ("curator", "fi", True, "light", 360),
    ("taker", "en", False, "dark", 1440),
    ("registry", "sv", True, "light", 360),
]
ALL: Final = list(product(USERS, ("en", "fi", "sv"), (True, False), ("light", "dark"), (1440, 360)))


@pytest.fixture
def walked(browser: "Browser", address: str, way: tuple[str, str, bool, str, int]) -> "Iterator[Visit]":
    """A visit as one user would make it."""
    user, lang, script, scheme, width = way
    SCREENS.mkdir(parents=True, exist_ok=True)
    context = browser.new_context(
        base_url=address,
        viewport={"width": width, "height": 900},
        locale=lang,
        color_scheme=scheme,  # type: ignore[arg-type]
        java_script_enabled=script,
    )
    page = context.new_page()
    page.set_default_timeout(PATIENCE)
    errors: list[str] = []
    page.on("pageerror", lambda error: errors.append(str(error)))
    name = f"{user}-{lang}-{'script' if script else 'plain'}-{scheme}-{width}"
    yield Visit(page, name, lang)
    context.close()
    assert errors == []


@pytest.mark.parametrize(
    "way", ALL if "AKKURI_LONG" in os.environ else SOME, ids=lambda way: "-".join(map(str, way))
)
def test_a_user_gets_there(walked: Visit, way: tuple[str, str, bool, str, int]) -> None:
    USERS[way[0]](walked)
