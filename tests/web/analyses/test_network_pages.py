"""/network: counts and chains that agree with a network built apart, forms, errors as sentences, files."""

import csv
import html
import re
from collections import deque
from itertools import pairwise

import pytest
from flask import Flask
from flask.testing import FlaskClient

from akkuri.analysis.subjects import NETWORK

SHOWS = [view.name for view, _ in NETWORK.pages]
BROWSER = {"Accept": "text/html"}
GRAPHML = "{http://graphml.graphdrawing.org/xmlns}"


def plain(page: str) -> str:
    """What a reader sees, without tags."""
    return " ".join(html.unescape(re.sub(r"<[^>]+>", " ", page.partition("<main")[2])).split())


@pytest.fixture(scope="module")
def neighbours(national_app: Flask) -> dict[str, set[str]]:
    """Slug → slugs of those tied to it, read from the page's own GraphML download with a plain XML parser."""
    from xml.etree import ElementTree

    root = ElementTree.fromstring(national_app.test_client().get("/api/network?format=graphml").data)
    keys = {key.get("attr.name"): key.get("id") for key in root.iter(f"{GRAPHML}key")}
    iri = next((keys[name] for name in ("iri", "actor", "uri") if name in keys), None)
    slugs = {}
    for node in root.iter(f"{GRAPHML}node"):
        named = next((d.text for d in node.iter(f"{GRAPHML}data") if d.get("key") == iri), None)
        slugs[node.get("id")] = (named or node.get("id") or "").rpartition("/")[2]
    found: dict[str, set[str]] = {slug: set() for slug in slugs.values()}
    for edge in root.iter(f"{GRAPHML}edge"):
        one, other = slugs[edge.get("source")], slugs[edge.get("target")]
        found[one].add(other)
        found[other].add(one)
    return found


def distance(neighbours: dict[str, set[str]], start: str, end: str) -> int | None:
    return reached(neighbours, start).get(end)


def reached(neighbours: dict[str, set[str]], start: str, without: str = "") -> dict[str, int]:
    """Breadth first, as in any book: everything that can be reached, and over how many steps."""
    seen, waiting = {start: 0}, deque([start])
    while waiting:
        here = waiting.popleft()
        for there in neighbours[here] - seen.keys() - {without}:
            seen[there] = seen[here] + 1
            waiting.append(there)
    return seen


def test_the_counts_are_those_of_the_download(national: FlaskClient, neighbours: dict[str, set[str]]) -> None:
    page = plain(national.get("/network").text)
    edges = sum(len(found) for found in neighbours.values()) // 2
    assert f"{len(neighbours):,} organisations and networks with a tie" in page
    assert f"{edges:,} pairs that work together" in page
    share = 100 * edges / (len(neighbours) * (len(neighbours) - 1) / 2)
    assert f"{share:.1f} % of all possible pairs" in page


@pytest.mark.parametrize(
    ("start", "end"), [("VTT", "Northvolt"), ("Aalto University", "Metso"), ("Keliber", "University of Oulu")]
)
def test_a_chain_is_as_short_as_can_be_and_holds(
    national: FlaskClient, neighbours: dict[str, set[str]], start: str, end: str
) -> None:
    page = national.get("/network/path", query_string={"from": start, "to": end}).text
    rows = page.partition("<tbody>")[2].partition("</tbody>")[0].split("<tr>")[1:]
    steps = [re.findall(r'href="/doc/(?:organisation|network)/([^"]+)"', row)[:2] for row in rows]
    assert steps
    for (_, met), (next_one, _) in pairwise(steps):
        assert met == next_one
    for one, other in steps:
        assert other in neighbours[one]
    assert distance(neighbours, steps[0][0], steps[-1][1]) == len(steps)
    for row in rows:
        assert re.search(
            r'href="/doc/(project|collaboration|facility|organisation)/', row.rpartition("<td")[2]
        )


def test_those_cut_off_cannot_be_reached_without_the_one_that_leaves(
    national: FlaskClient, neighbours: dict[str, set[str]]
) -> None:
    page = national.get("/network/cut-off?without=vtt").text
    rows = page.partition("<tbody>")[2].partition("</tbody>")[0]
    listed = set(re.findall(r'href="/doc/(?:organisation|network)/([^"]+)"', rows))
    assert listed
    hub = max(neighbours, key=lambda slug: (slug != "vtt", len(neighbours[slug])))
    lost = reached(neighbours, hub).keys() - reached(neighbours, hub, without="vtt").keys() - {"vtt"}
    assert listed == lost
    assert f"{len(lost)} actors would be cut off." in plain(page)


def test_pairs_have_no_tie_and_a_reason(national: FlaskClient, neighbours: dict[str, set[str]]) -> None:
    page = national.get("/network/pairs").text
    rows = page.partition("<tbody>")[2].partition("</tbody>")[0].split("<tr>")[1:]
    assert len(rows) == min(200, national.get("/api/network?show=pairs").get_json()["rows_total"])
    for row in rows:
        one, other = re.findall(r'href="/doc/(?:organisation|network)/([^"]+)"', row)[:2]
        assert other not in neighbours.get(one, set())
        assert " offers " in plain("<main" + row)


def test_the_chart_and_its_table_tell_the_same(national: FlaskClient) -> None:
    page = national.get("/network/growth?lang=en").text
    told = dict(re.findall(r"<title>(\d{4}): Actors ([\d,]+)</title>", page))
    rows = page.partition("<tbody>")[2].partition("</tbody>")[0].split("<tr>")[1:]
    cells = [re.findall(r"<span>([^<]*)</span>", row) for row in rows]
    assert told == {row[0]: row[2] for row in cells}
    assert len(told) > 10


def test_a_chart_rounds_no_further_than_its_table(national: FlaskClient) -> None:
    """0.139 and 0.135 are two numbers, in the picture too."""
    page = national.get("/network/bridges?lang=en").text
    told = dict(re.findall(r"<title>([^<:]+): Betweenness ([\d.]+)</title>", page))
    rows = {row["name"]: row for row in national.get("/api/network?show=bridges&lang=en").get_json()["rows"]}
    assert {name: float(number) for name, number in told.items()} == {
        name: round(rows[name]["betweenness"], 3) for name in told
    }
    assert len(told) > 10


@pytest.mark.parametrize("lang", ["en", "fi", "sv"])
@pytest.mark.parametrize("show", [show for show in SHOWS if show != "path"])
def test_every_table_has_a_page_whose_files_are_there(national: FlaskClient, show: str, lang: str) -> None:
    path = f"/network/{show}?lang={lang}" + ("&facility=vtt-battery-laboratory" if show == "facility" else "")
    page = national.get(path, headers=BROWSER)
    assert page.status_code == 200
    files = [html.unescape(path) for path in re.findall(r'href="(/api/network[^"]+)"', page.text)]
    assert len(files) == 4
    answers = [national.get(path) for path in files]
    assert [answer.status_code for answer in answers] == [200] * 4
    every = len(answers[-1].get_json()["rows"])
    assert page.text.partition("<tbody>")[2].count("<tr>") == min(200, every)


def test_the_network_is_there_for_other_programs(national: FlaskClient) -> None:
    files = re.findall(r'href="(/api/network\?format=(?:graphml|gexf))"', national.get("/network").text)
    assert len(files) == 2
    for path in files:
        assert national.get(path).status_code == 200


def test_names_are_offered_and_nearest_ones_told(national: FlaskClient) -> None:
    page = national.get("/network").text
    assert '<option value="University of Oulu">' in page.partition('<datalist id="actors">')[2]
    assert page.count('list="actors"') == 3
    answer = national.get("/network/path?from=Univercity+of+Oulu&to=VTT", headers=BROWSER)
    assert answer.status_code == 400
    told = plain(answer.text)
    assert "“Univercity of Oulu” is not found (Organisations, Networks)." in told
    assert "Did you mean University of Oulu (org-oulu)" in told
    assert 'value="Univercity of Oulu"' in answer.text


@pytest.mark.parametrize(
    ("path", "status", "words"),
    [
        (
            "/network/path?from=VTT",
            400,
            "write the names of two organisations or networks (in an address: from= and to=).",
        ),
        ("/network/path?from=VTT&to=vtt", 400, "Research Centre of Finland to itself"),
        ("/network/bridges?since=2020&until=2010", 400, "The period begins in 2020 and ends in 2010"),
        (
            "/network/bridges?since=early",
            400,
            "From year is “early”; expected a year of four digits",
        ),
        ("/network/bridges?country=XX", 400, "“XX” is not found (Countries)"),
        ("/network/bridges?stage=nowhere", 400, "nowhere"),
        ("/network/cut-off?without=Nokla", 400, "“Nokla” is not found (Organisations, Networks)"),
        ("/network/facility?facility=xyzzy", 400, "“xyzzy” is not found (Facilities)"),
        ("/network/nothing", 404, "There is no table “nothing”."),
    ],
)
def test_what_cannot_be_shown_is_told_in_a_sentence(
    national: FlaskClient, path: str, status: int, words: str
) -> None:
    answer = national.get(path, headers=BROWSER)
    assert answer.status_code == status
    assert words in plain(answer.text)


def test_what_a_visitor_writes_is_escaped(national: FlaskClient) -> None:
    for path in (
        "/network/path?from=<script>x&to=VTT",
        "/network/bridges?since=<script>x",
        "/network/<script>x",
    ):
        assert "<script>x" not in national.get(path, headers=BROWSER).text


@pytest.mark.parametrize("path", ["/network", "/network/bridges", "/network/path?from=VTT&to=Metso"])
def test_a_page_is_kept_by_its_etag(national: FlaskClient, path: str) -> None:
    first = national.get(path)
    again = national.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert (first.status_code, again.status_code, again.data) == (200, 304, b"")


def test_another_cluster_has_its_network(hydrogen: FlaskClient) -> None:
    page = plain(hydrogen.get("/network").text)
    # Eight organisations in one project are 28 pairs; two of them are each a member of one network more:
    # ten actors, 30 pairs of 45.
    assert "10 organisations and networks with a tie" in page
    assert "30 pairs that work together" in page
    assert "66.7 % of all possible pairs" in page
    chain = hydrogen.get("/network/path?from=Northern+Energy+University&to=Hydrogen+Valley", headers=BROWSER)
    assert chain.status_code == 200, plain(chain.text)
    told = re.search(r"→ ([^→]+) → [^→]+: 2 steps (.*)", plain(chain.text))
    assert told, plain(chain.text)
    assert told[1] in told[2]
    for lang, word in (("en", "batter"), ("fi", "akku"), ("sv", "batteri")):
        for path in ("/network", *(f"/network/{show}" for show in SHOWS)):
            answer = hydrogen.get(f"{path}?lang={lang}", headers=BROWSER)
            assert answer.status_code == 200, path
            assert word not in re.sub("[Aa]kkuri", "", plain(answer.text)).casefold(), (path, lang)


def test_a_graph_without_ties_says_so(small: FlaskClient) -> None:
    answer = small.get("/network", headers=BROWSER)
    assert answer.status_code == 200
    for show in SHOWS:
        assert small.get(f"/network/{show}", headers=BROWSER).status_code == 200, show


def test_the_front_page_and_the_sitemap_lead_here(national: FlaskClient) -> None:
    assert national.get("/?lang=fi").text.count('href="/network?lang=fi"') == 2
    assert "<loc>http://localhost/network</loc>" in national.get("/sitemap.xml").text


@pytest.mark.parametrize("show", ["measures", "ties"])
def test_a_table_that_is_cut_says_so_and_its_file_has_every_row(national: FlaskClient, show: str) -> None:
    page = national.get(f"/network/{show}?lang=en", headers={"Accept": "text/html"}).text
    found = re.search(r"The first 200 of ([\d,]+) rows; the files have all\.", plain(page))
    assert found is not None
    link = re.search(r'href="(/api/network\?[^"]*format=csv)"', page)
    assert link is not None
    rows = list(csv.reader(national.get(link[1].replace("&amp;", "&")).text.splitlines()))
    assert len(rows) - 1 == int(found[1].replace(",", "")) > 200


def test_every_community_has_a_row(national: FlaskClient) -> None:
    page = national.get("/network?lang=en", headers={"Accept": "text/html"}).text
    counted = re.search(r"(\d+) communities", plain(page))
    assert counted is not None
    table = national.get("/network/communities?lang=en", headers={"Accept": "text/html"}).text
    assert f"{counted[1]} rows." in plain(table)


def test_the_file_of_ties_beside_the_network_holds_them_all(national: FlaskClient) -> None:
    page = html.unescape(national.get("/network").get_data(as_text=True))
    (address,) = set(re.findall(r'href="(/api/network\?[^"]*show=ties[^"]*format=csv)"', page))
    rows = list(csv.reader(national.get(address).get_data(as_text=True).splitlines()))[1:]
    whole = national.get("/api/network?show=ties&top=1000000").get_json()["rows"]
    assert len(rows) == len(whole) > 50


def test_a_file_with_the_first_rows_alone_says_how_many_there_are(national: FlaskClient) -> None:
    """pandas got 50 actors of more than a thousand, and nothing in the CSV or beside it said so."""
    total = national.get("/api/network?show=measures").get_json()["rows_total"]
    cut = national.get("/api/network?show=measures&format=csv")
    assert cut.headers["Warning"] == f'199 - "50 of {total} rows; top={total} gives all"'
    whole = national.get(f"/api/network?show=measures&format=csv&top={total}")
    assert "Warning" not in whole.headers
    assert len(list(csv.DictReader(whole.text.splitlines()))) == total


def test_measures_say_what_they_count(national: FlaskClient) -> None:
    for show in ("measures", "bridges"):
        assert "Asteluku on kumppanien määrä." in plain(national.get(f"/network/{show}?lang=fi").text)


def test_the_small_map_says_which_facilities_it_leaves_out(national: FlaskClient) -> None:
    """The front page's map has more facilities: two numbers for what seemed one thing."""
    assert "Only those whose operators have a tie are drawn." in plain(national.get("/network?lang=en").text)
    assert "have a tie are drawn" not in national.get("/?lang=en").text


@pytest.mark.parametrize("lang", ["en", "fi", "sv"])
def test_the_front_page_says_which_filter_it_has_not(national: FlaskClient, lang: str) -> None:
    def beginning(query: str) -> str:
        return plain(national.get(f"/network?{query}lang={lang}", headers=BROWSER).text).partition("1")[0]

    assert re.search("[“”]country”", beginning("country=SE&"))
    assert "country" not in beginning("")
