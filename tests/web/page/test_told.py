"""What pages say of themselves elsewhere: titles with what was asked, previews, how to cite."""

import re
from html import unescape

import pytest
from flask.testing import FlaskClient
from tests.browser.places import places


def title(page: str) -> str:
    found = re.search(r"<title>(.*?)</title>", page)
    assert found
    return unescape(found[1])


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("/queries/gaps/single-operator?region=FI1D7&lang=fi", "(Maakunta: Lappi)"),
        ("/gaps/cells?region=FI1D7&lang=en", "(Region: Lapland"),
        ("/search?q=kuivahuone&lang=fi", "kuivahuone"),
        ("/gaps/investments?budget=20000000&lang=en", ": 20,000,000)"),
        (
            "/queries/gaps/one-facility?facility=fac-vtt-bioruukki&lang=sv",
            ": VTT Bioruukki, pilotcenter",
        ),
        ("/network/path?from=org-vaasa-university&to=org-terrafame&lang=fi", "Vaasan yliopisto"),
        ("/queries/network/coordinators?country=FI&lang=sv", "Land: Finland"),
        ("/queries/directory/facilities?country=fac-&lang=en", "fac-"),
        (
            "/gaps/what-if?capability=dry-room&stages=recycling&stages=refining&lang=en",
            "Recycling + Refining",
        ),
    ],
)
def test_a_title_says_what_was_asked(national: FlaskClient, address: str, asked: str) -> None:
    assert asked in title(national.get(address).text)


@pytest.mark.parametrize("path", ["/check", "/template", "/compare", "/chain", "/api", "/query", "/concept"])
def test_the_title_is_the_heading(national: FlaskClient, path: str) -> None:
    page = national.get(path).text
    assert title(page) == f"{unescape(page.partition('<h1>')[2].partition('</h1>')[0])} · Akkuri"


@pytest.mark.parametrize("lang", ["en", "fi", "sv"])
@pytest.mark.parametrize("path", ["/", "/gaps", "/queries/gaps/coverage", "/doc/organisation/vtt", "/map"])
def test_a_page_says_how_to_cite_it_and_what_a_shared_link_shows(
    national: FlaskClient, path: str, lang: str
) -> None:
    page = national.get(f"{path}?lang={lang}").text
    release = national.get("/api/gaps").get_json()["release"]
    cited = page.partition('<details class="cite">')[2].partition("</details>")[0]
    assert release in cited
    assert f"{path}?lang={lang}" in cited
    preview = dict(re.findall(r'<meta property="og:(\w+)" content="([^"]*)">', page))
    assert {"title", "description", "url", "image", "locale"} <= preview.keys()
    assert all(preview.values())


def test_what_a_page_is_about_is_its_own(national: FlaskClient) -> None:
    """In search engines and previews: the sentence that people read first, or a record's key facts."""
    found: dict[str, list[str]] = {}
    for path in places():
        page = national.get(path, headers={"Accept": "text/html", "Accept-Language": "fi"}).text
        if "<head>" in page and not path.startswith(("/search", "/brief")):
            told = re.findall(r'<meta (?:name="|property="og:)description" content="([^"]+)">', page)
            assert len(told) == 2, path
            assert told[0] == told[1]
            found.setdefault(told[0], []).append(path.partition("?")[0])
    assert {
        told: paths for told, paths in found.items() if len(set(paths)) > 1 and set(paths) != {"/", "/about"}
    } == {}
    page = national.get("/doc/organisation/vtt?lang=fi").text
    assert (
        '<meta name="description" content="Organisaatiotyyppi: Tutkimuslaitos; Paikka: Espoo, Suomi">' in page
    )


def test_the_picture_of_a_shared_link_is_a_png_of_the_usual_size(national: FlaskClient) -> None:
    answer = national.get("/preview.png")
    assert answer.content_type == "image/png"
    assert answer.data.startswith(b"\x89PNG")
    size = [int.from_bytes(answer.data[start : start + 4], "big") for start in (16, 20)]
    assert size == [1200, 630]
    assert len(answer.data) < 100_000
    assert answer.data == national.get("/preview.png").data


def test_what_is_refused_is_not_cited(national: FlaskClient) -> None:
    page = national.get("/queries/directory/near?municipality=nowhere")
    assert page.status_code == 400
    assert 'class="cite"' not in page.text


def test_what_a_client_writes_is_escaped(national: FlaskClient) -> None:
    page = national.get("/queries/gaps/single-operator?region=%3Cb%3E%22x").text
    assert "<b>" not in page
    assert '"x' not in page.partition("</head>")[0].partition("og:title")[2][:200] or "&#34;x" in page


def test_the_front_page_names_the_whole_once_in_its_citation(national: FlaskClient) -> None:
    page = unescape(national.get("/").text)
    cited = page.partition('<details class="cite">')[2].partition("</details>")[0]
    whole = cited.partition("<p>")[2].partition(", release")[0]
    assert whole.startswith("Akkuri: ")
    assert whole.count("Akkuri") == 1
