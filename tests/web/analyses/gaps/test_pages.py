"""/gaps: states in words, values that agree with the graph and with the definitions, errors as sentences."""

import csv
import html
import io
import re
from collections import Counter
from collections.abc import Iterator
from xml.etree import ElementTree

import pytest
from flask.testing import FlaskClient
from pyoxigraph import NamedNode, QuerySolutions, RdfFormat, Store

from akkuri.analysis.subjects import GAPS
from akkuri.release.opening import Release

SHOWS = [view.name for view, _ in GAPS.pages]
BROWSER = {"Accept": "text/html"}
MARK = re.compile(r'<td class="mark s-([a-z-]+)"><a href="([^"]+)"')
STATES = (
    "stated-missing",
    "none-recorded",
    "planned-only",
    "in-house-only",
    "single-operator",
    "no-pilot-scale",
    "trl-hole",
    "covered",
)
AK = "https://w3id.org/akkuri/ontology#"
CONCEPT = "https://w3id.org/akkuri/concept/"


def plain(page: str) -> str:
    """What a reader sees, without tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.partition("<main")[2])).split())


def section(page: str, name: str) -> str:
    return page.partition(f'id="{name}"')[2].partition("</section>")[0]


@pytest.fixture(scope="session")
def graph(national_release: Release) -> Store:
    """The national graph in an engine of its own."""
    store = Store()
    store.bulk_load(path=str(national_release.graph_path), format=RdfFormat.N_QUADS)
    return store


def asked(graph: Store, query: str) -> Iterator[dict[str, str]]:
    """The rows of a query over the whole graph: the last parts of IRIs, empty where unbound."""
    rows = graph.query(query, use_default_graph_as_union=True)
    assert isinstance(rows, QuerySolutions)
    names = [variable.value for variable in rows.variables]
    for row in rows:
        terms = {name: row[name] for name in names}
        yield {
            name: term.value.rpartition("/")[2] if isinstance(term, NamedNode) else ""
            for name, term in terms.items()
        }


def test_the_matrix_has_a_cell_for_every_expected_pair(national: FlaskClient, graph: Store) -> None:
    rows = asked(graph, f"SELECT DISTINCT ?c ?s {{ ?c <{AK}expectedStage> ?s }}")
    expected = {f"/gaps/{row['s']}/{row['c']}" for row in rows}
    page = national.get("/gaps").text
    marks = MARK.findall(page)
    assert {href for _, href in marks} == expected
    assert len(marks) == len(expected)
    listed = page.partition('class="narrow"')[2]
    assert set(re.findall(r'href="(/gaps/[^"/]+/[^"]+)"', listed.partition("</section>")[0])) == expected


def test_the_counts_are_those_of_the_matrix(national: FlaskClient) -> None:
    page = national.get("/gaps").text
    marks = [state for state, _ in MARK.findall(page)]
    counted = dict(
        re.findall(r'<li class="mark s-([a-z-]+)"><a href="/gaps/cells[^>]*><strong>(\d+)</strong>', page)
    )
    assert list(counted) == list(STATES)
    assert {state: int(count) for state, count in counted.items()} == {s: marks.count(s) for s in STATES}
    for state in STATES[:2]:
        listed = national.get(f"/gaps/cells?state={state}").text
        assert listed.partition("<tbody>")[2].count("<tr>") == int(counted[state])


def test_a_state_is_told_by_word_and_sign(national: FlaskClient) -> None:
    page = national.get("/gaps").text
    cells = re.findall(r'<td class="mark s-[^>]*>(.*?)</td>', page, re.DOTALL)
    for cell in cells:
        assert '<span aria-hidden="true">' in cell
        assert re.search(r"</span> [a-zA-Z -]{4,}", cell), cell
        assert len(re.findall('<span class="hidden">', cell)) >= 1


@pytest.mark.parametrize(
    ("stage", "capability"), [("recycling", "hydrometallurgy"), ("refining", "pyrometallurgy")]
)
def test_a_cell_lists_every_facility_that_the_graph_has_there(
    national: FlaskClient, graph: Store, stage: str, capability: str
) -> None:
    query = f"""SELECT DISTINCT ?f ?status {{
      ?use <{AK}facility> ?f ; <{AK}capability>/<http://www.w3.org/2004/02/skos/core#broader>*
        <{CONCEPT}capability/{capability}> ; <{AK}stage> <{CONCEPT}value-chain-stage/{stage}> .
      ?f <{AK}countryCode> "FI" . OPTIONAL {{ ?f <{AK}status> ?status }} }}"""
    found = {row["f"]: row["status"] for row in asked(graph, query)}
    present = {slug for slug, status in found.items() if status in ("operational", "")}
    assert len(present) > 1
    page = national.get(f"/gaps/{stage}/{capability}").text
    part = section(page, "facilities").partition("<h3>")[0]
    linked = set(re.findall(r'href="/doc/facility/([^"]+)"', part))
    assert linked == {slug for slug, status in found.items() if status not in ("closed", "cancelled")}
    assert re.search(rf"Facilities in use</dt><dd>{len(present)}\b", page)
    assert set(re.findall(r'href="/doc/organisation/([^"]+)"', part))
    assert 'class="foreign"' in part


def test_the_states_of_the_hydrogen_cluster_follow_from_its_tables(hydrogen: FlaskClient) -> None:
    page = hydrogen.get("/gaps").text
    assert {href: state for state, href in MARK.findall(page)} == {
        "/gaps/production/electrolysis": "covered",
        "/gaps/storage-and-transport/bulk-storage": "planned-only",
        "/gaps/storage-and-transport/pressure-testing": "in-house-only",
        "/gaps/use/fuel-cell-testing": "single-operator",
        "/gaps/use/refuelling-testing": "stated-missing",
        "/gaps/use/training": "single-operator",
    }


@pytest.mark.parametrize(
    ("path", "weights", "severity"),
    [
        ("/gaps/production/electrolysis", ["0"], "0"),
        ("/gaps/production/electrolysis?region=FI1B1", ["0.35", "+0.05"], "0.4"),
        ("/gaps/production/electrolysis?region=FI1D9", ["0.35", "+0.05", "+0.05"], "0.45"),
        ("/gaps/use/refuelling-testing", ["0.9", "+0.1"], "1"),
        ("/gaps/storage-and-transport/bulk-storage", ["0.55"], "0.55"),
        ("/gaps/use/fuel-cell-testing?region=FI1B1", ["0.7"], "0.7"),
    ],
)
def test_the_severity_is_explained_by_the_weights_that_applied(
    hydrogen: FlaskClient, path: str, weights: list[str], severity: str
) -> None:
    part = section(hydrogen.get(path).text, "severity")
    assert re.findall(r'<td class="num">([^<]+)</td>', part.partition("<tfoot>")[0]) == weights
    assert re.findall(r"<strong>([^<]+)</strong>", part) == [severity]


def test_a_cell_tells_operator_access_scale_status_needs_and_investments(hydrogen: FlaskClient) -> None:
    cell = plain(hydrogen.get("/gaps/production/electrolysis").text)
    assert "Electrolyser pilot Hiidenvesi Hydrogen Commercial service Pilot Operational" in cell
    assert "Nothing recorded in:" in cell
    planned = plain(hydrogen.get("/gaps/storage-and-transport/bulk-storage").text)
    assert "Storage demonstration 5,000,000 € Planned" in planned
    stated = hydrogen.get("/gaps/use/refuelling-testing").text
    assert 'href="/doc/gap/refuelling"' in section(stated, "needs")
    assert "There is nowhere to test refuelling." in plain(stated)


def test_none_recorded_is_not_said_to_be_missing(hydrogen: FlaskClient) -> None:
    page = plain(hydrogen.get("/gaps/use/fuel-cell-testing?region=FI1B1").text)
    assert "None recorded" in page
    assert "This is not the same as missing" in page
    assert "Stated missing" not in page.partition("The same elsewhere")[0]


def test_pages_of_another_cluster_do_not_speak_of_batteries(hydrogen: FlaskClient) -> None:
    paths = ["/gaps", "/gaps/production/electrolysis", *(f"/gaps/{show}" for show in SHOWS)]
    for lang, word in (("en", "batter"), ("fi", "akku"), ("sv", "batteri")):
        for path in paths:
            page = hydrogen.get(f"{path}?lang={lang}", headers=BROWSER)
            assert page.status_code == 200, path
            assert word not in re.sub("[Aa]kkuri", "", plain(page.text)).casefold(), (path, lang)


def test_a_budget_gives_the_best_set(hydrogen: FlaskClient) -> None:
    enough = plain(hydrogen.get("/gaps/investments?budget=5+000+000").text)
    assert re.search(r"Storage demonstration yes", enough)
    short = plain(hydrogen.get("/gaps/investments?budget=4999999").text)
    assert re.search(r"Storage demonstration no", short)


@pytest.mark.parametrize("show", SHOWS)
@pytest.mark.parametrize("lang", ["en", "fi", "sv"])
def test_every_table_has_a_page_whose_files_are_there(national: FlaskClient, show: str, lang: str) -> None:
    page = national.get(f"/gaps/{show}?lang={lang}", headers=BROWSER)
    assert page.status_code == 200
    assert f'<html lang="{lang}">' in page.text
    files = re.findall(r'href="(/api/gaps[^"]+)"', page.text)
    api = national.get(f"/api/gaps?show={show}").get_json()
    assert len(files) == (4 if api["rows"] else 0), "an answer without rows has nothing to take away"
    for path in files:
        assert national.get(html.unescape(path)).status_code == 200
    assert page.text.partition("<tbody>")[2].count("<tr>") == min(len(api["rows"]), 500)


def test_names_on_tables_lead_to_records_and_cells(national: FlaskClient) -> None:
    page = national.get("/gaps/resilience").text
    assert re.search(r'<a href="/doc/organisation/vtt"', page)
    assert re.search(r'<a href="/gaps/module-and-pack/environmental-testing">', page)
    ids = re.findall(r">([a-z]+-[a-z]+-?[a-z]*)</(?:span|a)>", page.partition("<tbody>")[2])
    assert ids == []


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        ("/gaps?region=Mordor", 400, "“Mordor” is not found"),
        ("/gaps/recycling/hydrometallurgy?region=Mordor", 400, "“Mordor” is not found"),
        ("/gaps/coverage?region=Mordor", 400, "“Mordor” is not found"),
        ("/gaps/cells?stage=reciclyng", 400, "reciclyng"),
        ("/gaps/investments?budget=0", 400, "0"),
        ("/gaps/investments?budget=-5", 400, "-5"),
        ("/gaps/investments?budget=much", 400, "Budget in euros is “much”; expected a sum in euros"),
        ("/gaps/nothing", 404, "There is no table “nothing”."),
        ("/gaps/reciclyng/hydrometallurgy", 404, "reciclyng"),
        ("/gaps/recycling/hydrometalurgy", 404, "hydrometalurgy"),
        ("/gaps/raw-materials/cell-assembly", 404, "does not expect Cell assembly at Raw materials."),
    ],
)
def test_what_cannot_be_shown_is_told_in_a_sentence(
    national: FlaskClient, path: str, status: int, words: str
) -> None:
    answer = national.get(path, headers=BROWSER)
    assert answer.status_code == status
    assert words in plain(answer.text)
    assert "Traceback" not in answer.text


def test_what_a_visitor_writes_is_escaped(national: FlaskClient) -> None:
    for path in ("/gaps?region=<script>x", "/gaps/investments?budget=<script>x", "/gaps/<script>x"):
        assert "<script>x" not in national.get(path, headers=BROWSER).text


@pytest.mark.parametrize("path", ["/gaps", "/gaps/coverage", "/gaps/recycling/hydrometallurgy"])
def test_a_page_is_kept_by_its_etag(national: FlaskClient, path: str) -> None:
    first = national.get(path)
    again = national.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")
    other = national.get(f"{path}?lang=fi", headers={"If-None-Match": first.headers["ETag"]})
    assert other.status_code == 200


def test_a_graph_without_a_frame_says_so(small: FlaskClient) -> None:
    answer = small.get("/gaps")
    assert answer.status_code == 200
    assert "nothing to compare with" in plain(answer.text)
    for show in SHOWS:
        assert small.get(f"/gaps/{show}", headers=BROWSER).status_code == 200, show


def test_the_front_page_and_the_sitemap_lead_here(national: FlaskClient) -> None:
    front = national.get("/?lang=sv").text
    main = front.partition("<main")[2]
    assert main.count('href="/gaps?lang=sv"') == 2, "a task, and the matrix in small"
    assert "<loc>http://localhost/gaps</loc>" in national.get("/sitemap.xml").text


def test_a_cell_says_what_its_number_rests_on(national: FlaskClient) -> None:
    """Of an empty cell the rate from trials with its date stands there, and no chance of this very cell."""
    rows = list(csv.DictReader(io.StringIO(national.get("/api/gaps?show=cells&format=csv").text)))
    empty = next(row for row in rows if row["facilities"] == "0")
    page = national.get(f"/gaps/{empty['stage']}/{empty['capability']}?lang=en", headers=BROWSER).text
    assert "Nobody has told us of one. That is not proof that there is none." in page
    assert re.search(
        r"In trials with half of the publishers hidden, \d+ in 100 cells .*; tables of \d+ \w+ 20\d\d\)", page
    )
    filled = next(row for row in rows if row["facilities"] == "1")
    page = national.get(f"/gaps/{filled['stage']}/{filled['capability']}?lang=fi", headers=BROWSER).text
    assert re.search(r"Kirjattuja 1, joista [01] tunnetaan vain yhden julkaisijan kautta\.", page)
    assert "sadasta" not in page


def test_the_inquiry_asks_about_empty_cells_among_controls(national: FlaskClient) -> None:
    rows = list(csv.DictReader(io.StringIO(national.get("/api/gaps?show=cells&format=csv").text)))
    few = [row for row in rows if int(row["facilities"]) < 2]
    page = national.get("/gaps/inquiry?lang=sv", headers=BROWSER).text
    asked = re.findall(r'<td class="num">(\d+)</td><td>[^<]+</td><td>[^<]+</td><td>☐ ', page)
    assert asked == [str(number) for number in range(1, len(few) + 1)]
    controls = sum(1 for row in few if row["facilities"] == "1")
    assert f"Kontroller är {controls} av de {len(few)} frågorna:" in page
    assert ">0,87<" in page
    assert (
        'href="/gaps/inquiry?lang=sv"'
        in national.get(
            "/gaps/{stage}/{capability}?lang=sv".format(
                **next(row for row in few if row["facilities"] == "0")
            ),
            headers=BROWSER,
        ).text
    )


@pytest.mark.parametrize("lang", ["en", "fi", "sv"])
@pytest.mark.parametrize("asked", ["", "&region=FI1B1"])
def test_the_matrix_can_be_taken_away_and_says_what_the_page_says(
    national: FlaskClient, lang: str, asked: str
) -> None:
    page = national.get(f"/gaps?lang={lang}{asked}").text
    link = html.unescape(re.search(r'class="take" href="(/gaps\.svg[^"]*)"', page)[1])  # type: ignore[index]
    answer = national.get(link)
    assert answer.mimetype == "image/svg+xml"
    root = ElementTree.fromstring(answer.text)
    drawn = [title.text for title in root.iter("{http://www.w3.org/2000/svg}title")][1:]
    table = page.partition('<table class="matrix">')[2].partition("</table>")[0]
    assert len(drawn) == table.count('<td class="mark')
    said = " ".join(root.itertext())
    assert "CC BY 4.0" in said
    assert html.unescape(re.search(r'<h2 id="matrix">(.*?)</h2>', page)[1]) in said  # type: ignore[index]


def test_no_matrix_for_a_region_that_is_none(national: FlaskClient) -> None:
    assert national.get("/gaps.svg?region=X").status_code == 400


@pytest.mark.parametrize("lang", ["en", "fi", "sv"])
def test_weights_are_named_in_words(national: FlaskClient, lang: str) -> None:
    rows = national.get(f"/api/gaps?show=sensitivity&lang={lang}").json["rows"]
    page = html.unescape(national.get(f"/gaps/sensitivity?lang={lang}").text)
    assert {row["weight"].partition(":")[0] for row in rows} == {"state", "add"}
    for row in rows:
        assert row["weight_name"] in page
        assert row["weight"] not in page


def test_of_many_sources_a_cell_shows_the_first_and_folds_the_rest(national: FlaskClient) -> None:
    page = national.get("/gaps/comparables?lang=en").text
    folded = re.findall(r'<details class="folded"><summary>\+(\d+)</summary>(.*?)</details>', page, re.DOTALL)
    assert folded
    assert all(rest.count("<li>") == int(count) for count, rest in folded)
    assert "narrowed" not in national.get("/search?q=60+GWh&lang=en").text  # no facets, so no column for them


def test_two_numbers_of_one_state_are_told_apart(national: FlaskClient) -> None:
    """“12 none recorded … applies in 17 cells” needs the word that each cell is counted once above."""
    assert "Jokainen solu on laskettu kerran" in national.get("/gaps?lang=fi").text


@pytest.mark.parametrize(("lang", "is_open"), [("en", "open"), ("fi", "avoin"), ("sv", "öppet")])
def test_needs_are_counted_by_outcome_and_narrowed_to_one(
    national: FlaskClient, lang: str, is_open: str
) -> None:
    rows = national.get(f"/api/gaps?show=needs&lang={lang}").get_json()["rows"]
    counted = Counter(row["outcome_name"] for row in rows)
    told = re.search(r'<p class="told">(.*?)</p>', national.get(f"/gaps/needs?lang={lang}").text)
    assert told
    assert str(len(rows)) in told[1]
    assert [f"{name} {count}" for name, count in counted.items() if f"{name} {count}" not in told[1]] == []
    for given in ("open", is_open):
        asked = {"show": "needs", "lang": lang, "outcome": given}
        narrowed = national.get("/api/gaps", query_string=asked).get_json()["rows"]
        assert narrowed == [row for row in rows if row["outcome"] == "open"]
    wrong = national.get(f"/gaps/needs?outcome=nonsense&lang={lang}")
    assert wrong.status_code == 400
    assert "nonsense" in wrong.text


@pytest.mark.parametrize("path", ["/gaps", "/gaps/recycling/hydrometallurgy"])
def test_a_region_that_there_is_not_is_marked_in_the_form(national: FlaskClient, path: str) -> None:
    answer = national.get(f"{path}?region=Mordor&lang=fi")
    assert answer.status_code == 400
    assert 'role="alert">Maakunta: ”Mordor” on tuntematon' in answer.text
    assert re.findall(r'<select id="f-(\w+)"[^>]*aria-invalid="true"', answer.text) == ["region"]
    assert '<option value="Mordor" selected>' in answer.text
    assert '<option value="FI196">Satakunta</option>' in answer.text
    assert f'<form action="{path}"' in answer.text
    assert national.get(f"{path}?region=FI196&region=FI1B1").status_code == 400
