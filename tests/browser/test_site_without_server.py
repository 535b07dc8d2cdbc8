"""The site as plain files on a plain file server: questions, SPARQL and search are answered in the tab."""

import gzip
import html
import http.server
import json
import os
import re
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from flask import Flask

import akkuri.web
from akkuri.ask.named.parameters import Context
from akkuri.ask.service import Ask
from akkuri.release.opening import Release
from akkuri.resources import bundle
from akkuri.settings import Settings
from akkuri.store import EmbeddedStore
from akkuri.texts import LANGUAGES
from akkuri.web.app import create_app
from akkuri.web.editor.answer_map import answer_map
from akkuri.web.editor.answer_network import answer_network
from akkuri.web.page.answers import first_rows
from akkuri.web.page.rendering import view
from akkuri.web.page.site import Site, site
from akkuri.web.plain.graph_files import FOLDER, write_graph, write_tab
from akkuri.web.plain.places import OWN, PlainFile, place
from akkuri.web.plain.rounds import write_pages

if TYPE_CHECKING:
    from playwright.sync_api import Browser, ConsoleMessage, Page

pytestmark = pytest.mark.browser

ASKED = [
    ("directory/near", {"municipality": "Vaasa", "km": "100"}),
    ("directory/near", {"municipality": "905", "km": "50,5 km"}),
    ("directory/near", {"municipality": "Helsinki", "km": "30", "capability": "cell-assembly"}),
    ("directory/cyclers", {"current": "100"}),
    ("directory/temperatures", {"celsius": "\u221240"}),
    ("directory/offerings", {"capability": "abuse-and-safety-testing"}),
    ("directory/offerings", {"capability": "Abuse and safety testing"}),
    ("directory/facilities", {"country": "FI"}),
    ("directory/facilities", {"country": "Suomi"}),
    ("directory/open-to-others", {"capability": "abuse-and-safety-testing", "country": "FI"}),
    ("gaps/cells", {"region": "FI1C1"}),
    ("gaps/single-operator", {"stage": "recycling"}),
    ("gaps/stated-needs", {"stage": "recycling"}),
    ("network/shared-projects", {"min": "3"}),
    ("network/partners", {"organisation": "vtt"}),
    ("network/partners", {"organisation": "org-aalto"}),
    ("network/central", {"country": "SE"}),
    ("quality/stale", {"before": "2020"}),
    ("directory/find", {"text": "kokkola"}),
    ("gaps/planned-investments", {"stage": "cell-manufacturing"}),
]

DUTY = """async (duties) => {
  window.asked ??= new Worker("static/plain/worker.js", { type: "module" });
  const answers = [];
  for (const [id, duty] of duties.entries())
    answers.push(await new Promise((resolve) => {
      window.asked.onmessage = ({ data }) => resolve(data);
      window.asked.postMessage({ id, lang: "en", ...duty });
    }));
  return answers;
}"""


@dataclass(frozen=True)
class PlainSite:
    """The files on a file server, and what the endpoint would answer."""

    address: str
    served: Site
    ask: Ask
    app: Flask
    folder: Path


class Quiet(http.server.SimpleHTTPRequestHandler):
    """Python's own file server, which knows nothing of this site."""

    def log_message(self, format: str, *args: Any) -> None:
        """Write nothing."""


@pytest.fixture(scope="module")
def plain(national: Release, tmp_path_factory: pytest.TempPathFactory) -> Iterator[PlainSite]:
    if bundle("oxigraph.js") is None:
        if os.environ.get("CI") or os.environ.get("AKKURI_BUNDLE") == "required":
            pytest.fail("python src/npm/bundle.py has not been run")
        pytest.skip("needs python src/npm/bundle.py")
    out = tmp_path_factory.mktemp("plain")
    settings = national.settled(Settings())
    store = EmbeddedStore.of_release(national.graph_path, national.version)
    ask = Ask.over(store, settings)
    app = create_app(settings, ask, national)
    (out / FOLDER).mkdir(parents=True)
    with app.test_request_context("/"):
        served = site()
        write_tab(served.catalogue, served.names, out / FOLDER, "FI")
        sizes = write_graph(national.edition, served.catalogue, out / FOLDER)
    assert sizes["first.trig.gz"] + sizes["graph.trig.gz"] <= 900_000
    addresses = ["/gaps", "/query", "/search", "/check", "/queries/directory/near", "/queries/gaps/cells"]
    starts = [place(path, lang, settings.base).place for path in addresses for lang in ("en", "fi")]
    looks = [
        f"static/{file.name}"
        for file in (Path(akkuri.web.__file__).parent / "static").iterdir()
        if file.is_file()
    ]
    starts += [place("/api/terms", lang, settings.base).place for lang in ("en", "fi")]
    starts += [PlainFile(file, f"/{file}") for file in (*OWN, "static/npm/editor.js", *looks)]
    (written,) = write_pages(app, [each for each in starts if each], out, settings.base)
    assert written.failed == {}
    handler = partial(Quiet, directory=str(out))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        yield PlainSite(f"http://127.0.0.1:{server.server_port}", served, ask, app, out / FOLDER)
        server.shutdown()
        thread.join()


@pytest.fixture
def tab(plain: PlainSite, browser: "Browser") -> "Iterator[Page]":
    """A page of the files; what is written to the console as an error fails the test."""
    context = browser.new_context(base_url=plain.address, locale="en-GB")
    opened = context.new_page()
    errors: list[str] = []

    def heard(message: "ConsoleMessage") -> None:
        # Chromium asks for the icon anew when an address changes, by itself and without a network too.
        if message.type == "error" and not message.location["url"].endswith("/static/akkuri.svg"):
            errors.append(message.text)

    opened.on("console", heard)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert errors == []


def rows(document: dict[str, Any]) -> list[list[tuple[str, str]]]:
    """Rows as sorted lists of cells; the parts that GROUP_CONCAT joined are sorted: no engine orders them."""
    return sorted(
        sorted((name, "; ".join(sorted(cell["value"].split("; ")))) for name, cell in row.items())
        for row in document["results"]["bindings"]
    )


def test_the_tab_answers_every_question_as_the_endpoint_does(plain: PlainSite, tab: "Page") -> None:
    every = [(path, {}) for path in plain.served.catalogue.queries]
    asked: list[tuple[str, dict[str, str]]] = [*every, *ASKED]
    assert len(ASKED) == 20
    tab.goto("/query.html")
    answers = tab.evaluate(DUTY, [{"duty": "named", "name": name, "given": given} for name, given in asked])
    different = []
    for (name, given), told in zip(asked, answers, strict=True):
        question = plain.served.catalogue.queries[name]
        values = given | ({"lang": "en"} if "lang" in question.params else {})
        text = question.bind(values, Context(plain.served.names, "en", plain.served.known))
        expected = json.loads(plain.ask.read(text, "json"))
        if "error" in told or rows(told["answer"]["found"]) != rows(expected):
            different.append((name, given, told.get("error")))
    assert different == []


def test_the_matrix_is_answered_from_the_first_part_of_the_graph_alone(
    plain: PlainSite, tmp_path: Path
) -> None:
    part = tmp_path / "first.trig"
    part.write_bytes(gzip.decompress((plain.folder / "first.trig.gz").read_bytes()))
    first = EmbeddedStore.in_memory([part], union=True)
    asked = json.loads(gzip.decompress((plain.folder / "questions.json.gz").read_bytes()))["questions"]
    soon = [name for name, question in asked.items() if question["soon"]]
    assert "gaps/cells" in soon
    for name in soon:
        question = plain.served.catalogue.queries[name]
        for lang in ("en", "sv"):
            text = question.bind({"lang": lang}, Context(plain.served.names, lang, plain.served.known))
            assert first.select(text) == plain.ask.select(text) != []


def test_a_form_is_answered_without_a_server_and_with_the_network_off(tab: "Page") -> None:
    tab.goto("/fi/queries/directory/near.html?municipality=905&km=100")
    tab.wait_for_selector("html[data-tab=answered]")
    near = tab.locator("section[aria-labelledby=answer] tbody tr").count()
    assert near > 0
    tab.context.set_offline(True)
    tab.fill("#p-km", "300")
    tab.evaluate("document.documentElement.dataset.tab = ''")
    tab.click("form.params button")
    tab.wait_for_selector("html[data-tab=answered]")
    assert tab.locator("section[aria-labelledby=answer] tbody tr").count() > near
    assert "km=300" in tab.url
    tab.fill("#p-km", "far")
    tab.click("form.params button")
    tab.wait_for_selector("html[data-tab=failed]")
    assert "far" in tab.locator("[role=status]").inner_text()


@pytest.mark.parametrize("written", ["1.500", "-1,250", "1.234", "2,000"])
def test_what_can_be_read_in_two_ways_is_told_as_the_server_tells_it(
    plain: PlainSite, tab: "Page", written: str
) -> None:
    asked = f"municipality=905&km={written}"
    for lang in LANGUAGES:
        page = plain.app.test_client().get(f"/queries/directory/near?{asked}&lang={lang}").text
        told = re.search(r'role="alert">([^<]+)', page)
        assert told
        tab.goto(f"{'' if lang == 'en' else f'/{lang}'}/queries/directory/near.html?{asked}")
        tab.wait_for_selector("html[data-tab=failed]")
        assert tab.locator("[role=status]").text_content() == html.unescape(told[1])


def write(tab: "Page", query: str) -> None:
    """Put a query in place of what stands in the editor."""
    tab.click(".cm-content")
    tab.keyboard.press("Control+a")
    tab.keyboard.insert_text(query)


def test_sparql_reads_the_whole_graph_and_refuses_in_a_sentence(plain: PlainSite, tab: "Page") -> None:
    tab.goto("/query.html")
    write(tab, "SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    tab.click("form.editor button")
    tab.wait_for_selector("html[data-tab=answered]")
    (row,) = plain.ask.select("SELECT (COUNT(*) AS ?n) WHERE { ?s ?p ?o }")
    cell = tab.locator("section[aria-labelledby=answer] td").inner_text()
    assert "".join(sign for sign in cell if sign.isdigit()) == getattr(row["n"], "value", None)
    write(tab, "SELECT ?x ?n WHERE { ?x a <https://w3id.org/akkuri/ontology#Facilty>\n")
    tab.locator("ul.unknown li").wait_for()
    tab.click("form.editor button")
    tab.wait_for_selector("html[data-tab=failed]")
    tab.locator(".cm-gutter-lint .cm-lint-marker-error").wait_for()


def test_an_answer_with_names_and_numbers_is_drawn_and_the_rest_is_said_to_need_a_server(tab: "Page") -> None:
    tab.goto("/query.html")
    write(tab, "SELECT ?kind (COUNT(*) AS ?n) WHERE { ?s a ?kind } GROUP BY ?kind ORDER BY DESC(?n) LIMIT 5")
    tab.click("form.editor button")
    tab.wait_for_selector("html[data-tab=answered]")
    answer = tab.locator("section[aria-labelledby=answer]")
    assert answer.locator("figure.chart svg rect").count() == 5
    take_away(tab, "chart")
    assert "server" in answer.inner_text()
    assert answer.locator("tbody tr").count() == 5


def test_the_editor_draws_records_on_a_map_and_pairs_as_a_network_as_the_server_does(
    plain: PlainSite, tab: "Page"
) -> None:
    tab.goto("/fi/query.html")
    write(
        tab,
        "PREFIX ak: <https://w3id.org/akkuri/ontology#> SELECT ?facility ?operator"
        ' { ?facility ak:operator ?operator ; ak:countryCode "FI" } ORDER BY ?facility ?operator',
    )
    tab.click("form.editor button")
    tab.wait_for_selector("html[data-tab=answered]")
    answer = tab.locator("section[aria-labelledby=answer]")
    with plain.app.test_request_context("/?lang=fi"):
        query = tab.locator("textarea[name=query]").input_value()
        result = first_rows(site().reader.ask, query, 100_000)
        drawn, ties = answer_map(result, view()), answer_network(result, view())
    assert drawn is not None
    assert ties is not None
    shown = answer.locator("figure.map circle").evaluate_all(
        "all => all.map(one => ['cx', 'cy', 'r'].map(name => Number(one.getAttribute(name))))"
    )
    expected = [[bubble.x, bubble.y, bubble.radius] for bubble in drawn.picture.bubbles]
    assert len(shown) == len(expected)
    for one, other in zip(sorted(shown), sorted(expected), strict=True):
        assert one == pytest.approx(other, abs=0.2)
    assert answer.locator("figure.network circle").count() == len(ties.actors)
    assert answer.locator("figure.network line").count() == len(ties.layout.lines)
    assert answer.locator("figure.network text").count() > 20
    for kind in ("map", "network"):
        take_away(tab, kind)


def take_away(tab: "Page", kind: str) -> None:
    """Take a picture of an answer to the editor away in both forms."""
    for number, form in enumerate(("svg", "png")):
        with tab.expect_download() as taken:
            tab.locator(f"figure.{kind} button.take").nth(number).click()
        assert taken.value.suggested_filename == f"query-{kind}.{form}"
        start = b"<svg" if form == "svg" else b"\x89PNG"
        assert taken.value.path().read_bytes().startswith(start)


def test_search_finds_by_name_and_by_other_name(tab: "Page") -> None:
    tab.goto("/search.html?q=nafion+VTT")
    tab.wait_for_selector("html[data-tab=answered]")
    tab.goto("/search.html?q=vtt+akku")
    tab.wait_for_selector("html[data-tab=answered]")
    assert tab.locator("ol.hits a[href*='doc/facility/vtt-battery-laboratory.html']").count() == 1


def test_pages_keep_the_strict_policy_and_say_what_needs_a_server(tab: "Page") -> None:
    tab.goto("/gaps.html")
    policy = tab.locator("meta[http-equiv=Content-Security-Policy]").get_attribute("content")
    assert policy is not None
    assert "script-src 'self';" in policy
    assert "wasm" not in policy
    assert tab.locator("table.matrix td.mark").count() > 50
    tab.goto("/check.html")
    assert tab.locator("main form[inert]").count() == 1
    assert "server" in tab.locator("main > p.notice").first.inner_text()
