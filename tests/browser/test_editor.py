"""The editor of /query in a browser: completing, pointing out, running, sharing; and the text box without."""

from typing import TYPE_CHECKING

import pytest

from akkuri.resources import bundle

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.skipif(bundle("editor.js") is None, reason="needs python src/npm/bundle.py"),
]


def write(page: "Page", text: str) -> None:
    """Type in place of what stands in the editor."""
    page.click(".cm-content")
    page.keyboard.press("Control+a")
    page.keyboard.type(text)


def test_a_term_is_completed_with_its_prefix_and_the_query_runs_by_keys(page: "Page") -> None:
    with page.expect_response("**/api/terms?lang=fi"):
        page.goto("/query?lang=fi")
    write(page, "SELECT * { ?x a ak:Facil")
    offered = page.locator(".cm-tooltip-autocomplete li[aria-selected]")
    offered.wait_for()
    assert offered.locator(".cm-completionLabel").inner_text() == "ak:Facility"
    assert offered.locator(".cm-completionDetail").inner_text() == "infrastruktuuri"
    offered.click()
    written = page.input_value("#query")
    assert written.startswith("PREFIX ak: <https://w3id.org/akkuri/ontology#>\nSELECT * { ?x a ak:Facility")
    page.keyboard.press("Control+Enter")
    page.wait_for_url("**/query?query=PREFIX*")
    assert page.locator("tbody tr").count() > 20


def test_an_unknown_term_is_pointed_out_while_typing(page: "Page") -> None:
    page.goto("/query")
    write(page, "PREFIX ak: <https://w3id.org/akkuri/ontology#> SELECT * { ?x a ak:Facilty }")
    told = page.locator("ul.unknown li")
    told.wait_for()
    assert told.inner_text() == "ak:Facilty is not used in this graph. Did you mean ak:Facility?"
    assert page.locator(".cm-lintRange-warning").inner_text() == "ak:Facilty"


def test_an_error_is_marked_at_its_line(browser: "Browser", address: str) -> None:
    page = browser.new_page(base_url=address)
    page.goto("/query?query=SELECT+*%0AWHERE+%7B%3Fs+%3Fp+%3Fo%7D%0A%7D")
    mark = page.locator(".cm-gutter-lint .cm-lint-marker-error")
    mark.wait_for()
    lines = page.locator(".cm-lineNumbers .cm-gutterElement:visible").all()
    line = next(one for one in lines if one.inner_text() == "3").bounding_box()
    box = mark.bounding_box()
    assert line is not None
    assert box is not None
    assert line["y"] <= box["y"] + box["height"] / 2 <= line["y"] + line["height"]
    page.close()


def test_the_link_holds_the_query_as_it_stands(page: "Page") -> None:
    page.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page.goto("/query?lang=sv")
    write(page, "ASK {}")
    page.click("a.share")
    page.get_by_text("Länken är kopierad.").wait_for()
    page.goto(page.evaluate("navigator.clipboard.readText()"))
    assert page.inner_text(".truth") == "ja"
    assert page.get_attribute("html", "lang") == "sv"


def test_the_answer_is_shown_by_its_columns_as_picture_and_table(page: "Page") -> None:
    page.goto(
        "/query?query=PREFIX+ak:<https://w3id.org/akkuri/ontology%23>SELECT+*{?f+ak:operator+?o}LIMIT+30"
    )
    assert page.locator("nav.facets a").all_inner_texts() == ["Table", "Map", "Network"]
    page.click("nav.facets a >> text=Network")
    page.locator("figure.network circle").first.wait_for()
    page.click("nav.facets a >> text=Map")
    page.locator("figure.map svg circle").first.wait_for()
    assert page.locator("section tbody tr").count() == 30
    page.locator("button.take").wait_for()


def test_without_a_script_the_text_box_does_the_same(browser: "Browser", address: str) -> None:
    context = browser.new_context(base_url=address, java_script_enabled=False)
    page = context.new_page()
    page.goto("/query")
    assert page.locator("a.share:visible, [data-with-script]:visible").count() == 0
    page.fill("#query", "PREFIX ak: <https://w3id.org/akkuri/ontology#> SELECT * { ?x a ak:Facilty }")
    page.click("form.editor button")
    assert "Did you mean ak:Facility?" in page.inner_text("ul.unknown")
    context.close()
