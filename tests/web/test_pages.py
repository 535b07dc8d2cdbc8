"""Pages for people: nothing injected, the right language, nothing left out, everything reachable by links."""

import json
import os
import re
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from akkuri import resources
from akkuri.kinds import shared_kinds
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.tables.rows import read_folder
from akkuri.tables.schema import schema_of_folder

BROWSER = {"Accept": "text/html"}
LONG = "AKKURI_LONG" in os.environ
HREF = re.compile(r'<a [^>]*href="([^"]*)"')
FORMATS = ("text/html", "text/turtle", "application/ld+json", "application/n-triples", "application/rdf+xml")


def links(page: str, base: str) -> set[str]:
    """The local paths a page links to, without fragments."""
    found = set()
    for href in HREF.findall(page):
        parts = urlsplit(urljoin(base, href.replace("&amp;", "&")))
        if not parts.netloc:
            found.add(parts.path + (f"?{parts.query}" if parts.query else ""))
    return found


def cells(page: str, section: str) -> str:
    """The part of a page from one heading to the next section."""
    return page.partition(f'id="{section}"')[2].partition("</section>")[0]


def test_texts_of_curators_are_escaped(small: FlaskClient) -> None:
    page = small.get("/doc/facility/alpha").text
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;" in page
    assert "<i>laboratory</i>" not in page
    assert "<b>noted</b>" not in page
    assert "<b>try</b>" not in small.get("/ontology").text


@pytest.mark.parametrize(
    "path", ["/search?q=%3Cscript%3Ealert(1)", "/query?query=%3Cscript%3Ealert(1)", "/%3Cscript%3Ealert(1)"]
)
def test_what_a_visitor_writes_is_escaped(small: FlaskClient, path: str) -> None:
    assert "<script>alert" not in small.get(path, headers=BROWSER).text


def test_only_web_addresses_become_links(small: FlaskClient) -> None:
    page = small.get("/doc/facility/alpha").text
    assert not [href for href in HREF.findall(page) if href.startswith("javascript:")]
    assert "javascript:alert(1)" in page


@pytest.mark.parametrize("path", ["/", "/doc/facility/alpha", "/ontology", "/search?q=a", "/nowhere"])
def test_pages_carry_protecting_headers(small: FlaskClient, path: str) -> None:
    headers = small.get(path, headers=BROWSER).headers
    assert "default-src 'none'" in headers["Content-Security-Policy"]
    assert "unsafe" not in headers["Content-Security-Policy"]
    assert headers["X-Content-Type-Options"] == "nosniff"


@pytest.mark.parametrize(
    ("query", "accept", "expected"),
    [
        ("", None, "en"),
        ("", "fi", "fi"),
        ("", "sv-FI,sv;q=0.9,en;q=0.5", "sv"),
        ("", "de,fi;q=0.3,en;q=0.1", "fi"),
        ("?lang=sv", "fi", "sv"),
        ("?lang=xx", "fi", "fi"),
        ("", "de", "en"),
    ],
)
def test_the_language_comes_from_the_address_then_from_the_browser(
    small: FlaskClient, query: str, accept: str | None, expected: str
) -> None:
    answer = small.get(f"/{query}", headers={"Accept-Language": accept} if accept else {})
    assert answer.headers["Content-Language"] == expected
    assert f'<html lang="{expected}">' in answer.text
    assert "Accept-Language" in answer.headers["Vary"]


def test_the_data_come_in_the_language_of_the_page_else_marked(small: FlaskClient) -> None:
    finnish = small.get("/doc/facility/alpha?lang=fi").text
    assert "<h1>Älpha-laboratorio</h1>" in finnish
    assert "Toiminnassa" in finnish
    assert ">Tila</dt>" in finnish or "Status" not in finnish
    swedish = small.get("/doc/facility/alpha?lang=sv").text
    assert '<h1 lang="en">Alpha' in swedish
    assert '<a href="/doc/organisation/omega?lang=sv" lang="fi">Omega Oy</a>' in swedish


def test_switching_the_language_keeps_the_place(small: FlaskClient) -> None:
    page = small.get("/search?q=alpha&kind=facility").text
    assert 'href="/search?q=alpha&amp;kind=facility&amp;lang=fi"' in page


def test_dates_and_numbers_are_written_as_the_language_does(small: FlaskClient) -> None:
    english = small.get("/doc/facility/alpha").text
    assert "1 Sept 2012" in english or "1 Sep 2012" in english
    assert "1,250.5 m²" in english
    assert "-40 … 85 °C" in english
    finnish = small.get("/doc/facility/alpha?lang=fi").text
    assert "1.9.2012" in finnish
    assert "1\u00a0250,5 m²" in finnish
    assert "Espoo, Suomi" in finnish


def test_no_statement_about_the_record_is_left_out(small: FlaskClient) -> None:
    page = small.get("/doc/facility/alpha").text
    for text in (
        "3–6",
        "Espoo, Finland",
        "60.18",
        "kept all the same",
        "November 2026",
        "Seen &amp; &lt;b&gt;",
    ):
        assert text in page


def test_statements_point_to_their_sources_by_number(small: FlaskClient) -> None:
    page = small.get("/doc/facility/alpha").text
    assert re.search(r'<tr id="source-1">\s*<td data-label="Title"><a href="/doc/source/s2"[^>]*>', page)
    assert '<a href="#source-1">[1]</a>' in cells(page, "offerings")


def test_a_collaboration_says_which_way_it_goes(small: FlaskClient) -> None:
    row = cells(small.get("/doc/facility/alpha").text, "collaborations")
    text = re.sub(r"<[^>]+>|\s+", " ", row.partition("<tbody>")[2])
    assert text.index("Omega Oy") < text.index("this one")
    own = small.get("/doc/collaboration/omega-uses-alpha").text
    assert re.search(r"<h1[^>]*>Omega Oy – Alpha", own)


def test_a_long_table_is_paged_and_no_row_is_lost(small: FlaskClient) -> None:
    found: list[str] = []
    path: str | None = "/doc/facility/alpha"
    pages = 0
    while path:
        section = cells(small.get(path).text, "equipment")
        found += re.findall(r'href="/doc/equipment/(e\d+)"', section)
        following = re.search(r'rel="next" href="([^"#]+)#equipment"', section)
        path = following[1].replace("&amp;", "&") if following else None
        pages += 1
        assert "230" in section
    assert pages == 3
    assert found == [f"e{number:03}" for number in range(230)]


@pytest.mark.parametrize("number", ["0", "-1", "abc", "1.5", "9999999999", "²"])
@pytest.mark.parametrize(
    "path", ["/doc/facility/alpha?equipment=", "/browse/facility?page=", "/search?q=a&page="]
)
def test_a_wrong_page_number_is_400(small: FlaskClient, path: str, number: str) -> None:
    assert small.get(path + number, headers=BROWSER).status_code == 400


def test_a_page_after_the_last_is_not_an_error_page_of_the_server(small: FlaskClient) -> None:
    assert small.get("/browse/facility?page=99", headers=BROWSER).status_code == 404
    late = small.get("/doc/facility/alpha?equipment=99")
    assert late.status_code == 200
    assert "230" in cells(late.text, "equipment")


def test_schema_org_describes_the_record(small: FlaskClient) -> None:
    page = small.get("/doc/facility/alpha").text
    block = page.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
    entry = json.loads(block)
    assert entry["@id"] == "https://w3id.org/akkuri/id/facility/alpha"
    assert entry["@type"] == "ResearchOrganization"
    assert {"@value": "Älpha-laboratorio", "@language": "fi"} in entry["name"]
    assert entry["location"]["geo"] == {"@type": "GeoCoordinates", "latitude": "60.18", "longitude": "24.83"}
    assert entry["parentOrganization"]["name"] == "Omega Oy"
    assert "url" not in entry
    assert entry["makesOffer"]["itemOffered"]["serviceType"]["name"] == "Testing"


def test_a_path_there_is_not_is_a_page_or_a_problem(small: FlaskClient) -> None:
    page = small.get("/nowhere", headers=BROWSER)
    assert page.status_code == 404
    assert "/nowhere" in page.text
    problem = small.get("/nowhere", headers={"Accept": "application/json", "Accept-Language": "fi"})
    assert problem.mimetype == "application/problem+json"
    assert problem.json is not None
    assert problem.json["status"] == 404
    assert problem.json["detail"] == "Osoitteessa /nowhere ei ole mitään."


def records(*marks: str) -> set[str]:
    """The pages of all records, or of those alone that are marked in one of some columns, from the tables."""
    folder = resources.data()
    tables = read_folder(folder, schema_of_folder(folder))
    found = set()
    for table in tables:
        if table.schema.is_record:
            for row in table.rows:
                if marks and not any(mark in table.schema.header and row[mark] for mark in marks):
                    continue
                prefix, _, slug = row["id"].partition("-")
                found.add(f"/doc/{shared_kinds().by_prefix[prefix].name}/{slug}")
    return found


def test_every_record_is_reached_from_the_front_page_by_links_only(national: FlaskClient) -> None:
    """As a crawler does it: links to lists that are narrowed are marked, for there is no end of them.

    No list has what another record took over or what was withdrawn. A list holds the same in each language.
    """
    wanted = records() - records("replaced_by", "withdrawn")
    assert len(wanted) > 2500
    seen: set[str] = set()
    waiting = ["/"]
    while waiting:
        path = waiting.pop()
        answer = national.get(path, headers=BROWSER)
        assert answer.status_code == 200, path
        for link in links(re.sub(r'<a [^>]*rel="nofollow"[^>]*>', "", answer.text), path) - seen:
            seen.add(link)
            if link.startswith("/browse") and ".xlsx" not in link and "lang=" not in link:
                waiting.append(link)
    assert wanted <= seen


@pytest.mark.slow
def test_every_record_has_its_page_and_no_link_on_it_is_dead(national: FlaskClient) -> None:
    """An eighth of each kind, and all that were withdrawn or taken over; every record by `.ci/run long`."""
    wanted, withdrawn = records(), records("withdrawn")
    visited = records("replaced_by", "withdrawn")
    for kind in shared_kinds().names:
        visited |= set(
            sorted(path for path in wanted if path.startswith(f"/doc/{kind}/"))[:: 1 if LONG else 8]
        )
    assert not LONG or visited == wanted
    linked: set[str] = set()
    for path in sorted(visited):
        answer = national.get(path, headers=BROWSER)
        assert answer.status_code == (410 if path in withdrawn else 200), path
        linked |= {link for link in links(answer.text, path) if link.startswith(("/doc/", "/concept/"))}
    plain = {link.partition("?")[0] for link in linked}
    plain = {link for link in plain if not re.search(r"\.(ttl|nt|nq|trig|rdf|jsonld|xlsx|csv)$", link)}
    assert {link for link in plain if link.startswith("/doc/")} <= wanted
    for path in sorted(link for link in plain if link.startswith("/concept/")):
        assert national.get(path, headers=BROWSER).status_code == 200, path


def test_each_identifier_leads_to_each_format(national: FlaskClient) -> None:
    every = sorted(records())
    sample = [path for kind in shared_kinds().names for path in [p for p in every if f"/{kind}/" in p][::29]]
    assert len(sample) > 80
    for path in sample:
        for media_type in FORMATS:
            answer = national.get(
                path.replace("/doc/", "/id/", 1), headers={"Accept": media_type}, follow_redirects=True
            )
            assert answer.status_code == 200, (path, media_type)
            assert answer.mimetype == media_type


def test_what_rules_derived_stands_apart_and_leads_on(national: FlaskClient) -> None:
    page = national.get("/doc/organisation/vtt", headers=BROWSER).text
    stated, computed = page.partition('id="sources"')[0], page.partition('id="computed"')[2]
    assert "Betweenness" in computed
    assert "Betweenness" not in stated
    assert 'href="/derived/community/' in computed
    partners = cells(page, "partners")
    numbers = [int(n) for n in re.findall(r'data-label="Projects in common"><span>(\d+)</span>', partners)]
    assert len(numbers) == 20
    assert numbers == sorted(numbers, reverse=True)
    assert numbers[0] > 3


@pytest.mark.parametrize("start", ["derived/community/", "derived/tie/", "derived/gap-cell/"])
def test_derived_things_have_a_page_and_data(national: FlaskClient, start: str) -> None:
    query = f'SELECT ?x {{ ?x ?p ?o FILTER(STRSTARTS(STR(?x), "https://w3id.org/akkuri/{start}")) }} LIMIT 3'
    answer = national.get("/sparql", query_string={"query": query}, headers={"Accept": "text/csv"})
    found = answer.text.split()[1:]
    assert found
    for iri in found:
        path = iri.removeprefix("https://w3id.org/akkuri")
        assert national.get(path, headers=BROWSER).status_code == 200
        assert iri in national.get(f"{path}.nt").text
    assert national.get(f"/{start}nothing-such", headers=BROWSER).status_code == 404


def test_a_named_graph_leads_to_its_content(small: FlaskClient) -> None:
    people = small.get("/graph/vocabulary", headers=BROWSER)
    assert people.status_code == 303
    assert people.headers["Location"].startswith("/query?")
    program = small.get("/graph/vocabulary", headers={"Accept": "text/turtle"}, follow_redirects=True)
    assert program.mimetype == "text/turtle"
    assert "Provning" in program.text
    assert small.get("/graph/nothing", headers=BROWSER).status_code == 404


def test_no_link_on_the_general_pages_is_dead(national: FlaskClient) -> None:
    starts = ("/", "/about", "/data", "/queries", "/query", "/browse", "/concept", "/search?q=vtt")
    found: dict[str, str] = {}
    for start in starts:
        found |= dict.fromkeys(links(national.get(start, headers=BROWSER).text, start), start)
    assert {"/download", "/sparql", "/sitemap.xml", "/catalog"} <= set(found)
    for path, start in sorted(found.items()):
        answer = national.get(path, headers=BROWSER)
        assert answer.status_code < 400, f"{path} linked from {start}"


def test_another_cluster_is_served_without_a_word_of_the_first(
    serve_release: Callable[[Release, Settings], Flask], hydrogen_release: Release
) -> None:
    client = serve_release(hydrogen_release, Settings()).test_client()
    for lang, word in (("en", "batter"), ("fi", "akku"), ("sv", "batteri")):
        for path in ("/", "/about", "/data", "/browse", "/browse/facility"):
            page = client.get(f"{path}?lang={lang}", headers=BROWSER)
            assert page.status_code == 200
            own = page.text.partition("<main")[2].partition("</main>")[0]
            plain = re.sub(r"<[^>]+>|[Aa]kkuri", " ", own)
            assert len(plain.split()) > 20
            assert word not in plain.casefold(), (path, lang)
    found = set(re.findall(r'href="(/doc/facility/[^"]+)"', client.get("/browse/facility").text))
    assert len(found) == 9
    for path in found:
        assert client.get(path, headers=BROWSER).status_code == 200


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("/queries/directory/facilities?contry=FI&lang=en", "“contry”"),
        ("/gaps/cells?stge=recycling&lang=fi", "”stge”"),
        ("/network/measures?foo=1&lang=sv", "”foo”"),
        ("/chain?bar=1&lang=en", "“bar”"),
        ("/compare?<b>=1&lang=en", "“&lt;b&gt;”"),
        ("/about?lang=de", "de"),
        ("/doc/organisation/omega?lang=%3Cscript%3E", "&lt;script&gt;"),
    ],
)
def test_what_a_page_does_not_know_is_said(small: FlaskClient, address: str, named: str) -> None:
    answer = small.get(address)
    notice = re.search(r'<p class="notice" role="status">(.*?)</p>', answer.text)
    assert answer.status_code == 200
    assert notice is not None
    assert named in notice[1]


@pytest.mark.parametrize(
    "address",
    ["/queries/directory/facilities?country=FI&lang=en", "/chain?step=training&lang=fi", "/about?x=1"],
)
def test_what_a_page_knows_or_cannot_misunderstand_is_not_told_of(small: FlaskClient, address: str) -> None:
    assert 'role="status"' not in small.get(address).text
