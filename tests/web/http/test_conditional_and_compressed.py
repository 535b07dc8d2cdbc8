"""Conditional requests, compression and slashes: the same rule at every address."""

import gzip
import re
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from akkuri.web.editor import bundle_files
from akkuri.web.http.compression import encoding_for
from akkuri.zstandard import zstd

PAGE = {"Accept": "text/html"}


@pytest.mark.parametrize("path", ["/doc/facility/nobody", "/sparql?query=SELECT", "/concept/nothing"])
def test_a_star_never_makes_an_error_look_unchanged(small: FlaskClient, path: str) -> None:
    assert small.get(path, headers={"If-None-Match": "*"}).status_code in (400, 404)


def test_a_star_is_unchanged_where_something_is(small: FlaskClient) -> None:
    for path in ("/doc/facility/alpha", "/doc/facility/alpha.ttl", "/sparql?query=ASK{}"):
        answer = small.get(path, headers={"If-None-Match": "*"})
        assert (answer.status_code, answer.data) == (304, b"")


@pytest.mark.parametrize("path", ["/sitemap.xml", "/robots.txt", "/download"])
def test_documents_of_a_release_are_not_sent_to_who_has_them(small: FlaskClient, path: str) -> None:
    with small.get(path) as first:
        assert first.status_code == 200
        tag = first.headers["ETag"]
        assert first.headers["Cache-Control"] == "public, max-age=0, must-revalidate"
    for known in (tag, f'"other", {tag}', "*"):
        with small.get(path, headers={"If-None-Match": known}) as again:
            assert (again.status_code, again.data, again.headers["ETag"]) == (304, b"", tag)
    with small.get(path, headers={"If-None-Match": '"other"'}) as other:
        assert other.status_code == 200


def test_a_post_is_always_answered(small: FlaskClient) -> None:
    tag = small.get("/sparql?query=ASK{}").headers["ETag"]
    assert small.get("/sparql?query=ASK{}", headers={"If-None-Match": tag}).status_code == 304
    for wanted in ("*", tag):
        answer = small.post("/sparql", data={"query": "ASK{}"}, headers={"If-None-Match": wanted})
        assert answer.status_code == 200


def test_static_files_are_kept_for_good_under_the_address_that_pages_name(small: FlaskClient) -> None:
    named = set(re.findall(r'"(/static/[^"]+\?v=[^"]+)"', small.get("/").text))
    assert any(".css?" in path for path in named)
    for path in named:
        answer = small.get(path)
        assert answer.headers["Cache-Control"] == "public, max-age=31536000, immutable"
        answer.close()
    for path in ("/static/akkuri.css", "/static/akkuri.css?v=older", "/static/none.css?v=older"):
        answer = small.get(path)
        assert "immutable" not in answer.headers.get("Cache-Control", "")
        answer.close()


def test_a_bundle_is_kept_for_good_as_long_as_it_is_the_same(
    small: FlaskClient, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def installed(content: str) -> str:
        file = tmp_path / content / "editor.js"
        file.parent.mkdir()
        file.write_text(content)
        monkeypatch.setattr(bundle_files, "bundle", lambda _: file)
        (address,) = re.findall(r'"(/static/npm/[^"]+)"', small.get("/query", headers=PAGE).text)
        return str(address)

    before, after = installed("one"), installed("another")
    assert before != after
    for address, kept in ((after, True), (before, False), ("/static/npm/editor.js", False)):
        answer = small.get(address)
        assert answer.text == "another"
        assert ("immutable" in answer.headers["Cache-Control"]) is kept
        answer.close()


@pytest.mark.parametrize(
    "path", ["/doc/facility/alpha", "/browse/equipment", "/sparql?query=SELECT*{?s?p?o}"]
)
def test_answers_are_compressed_for_those_who_take_it(small: FlaskClient, path: str) -> None:
    plain = small.get(path)
    packed = small.get(path, headers={"Accept-Encoding": "gzip, br"})
    assert packed.headers["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed.vary
    assert "Accept-Encoding" in plain.vary
    assert gzip.decompress(packed.data) == plain.data
    assert len(packed.data) < len(plain.data)
    smaller = small.get(path, headers={"Accept-Encoding": "gzip, br, zstd"})
    assert smaller.headers["Content-Encoding"] == "zstd"
    assert zstd.decompress(smaller.data) == plain.data
    refused = small.get(path, headers={"Accept-Encoding": "gzip;q=0"})
    assert "Content-Encoding" not in refused.headers


@pytest.mark.parametrize("path", ["/sparql?query=ASK%7B%7D", "/static/akkuri.css", "/doc/facility/none"])
def test_who_takes_nothing_plain_gets_even_little_compressed(small: FlaskClient, path: str) -> None:
    hard = {"Accept-Encoding": "gzip, identity;q=0"}
    with small.get(path) as plain, small.get(path, headers=hard) as packed:
        assert packed.status_code == plain.status_code
        assert packed.headers["Content-Encoding"] == "gzip"
        assert gzip.decompress(packed.data) == plain.data


@pytest.mark.parametrize("header", ["identity;q=0", "*;q=0", "br, *;q=0"])
def test_who_takes_no_form_there_is_hears_of_it(small: FlaskClient, header: str) -> None:
    answer = small.get("/sparql?query=ASK%7B%7D", headers={"Accept-Encoding": header})
    assert answer.status_code == 406
    assert header in answer.text
    assert "gzip" in answer.text


@pytest.mark.parametrize(
    ("header", "encoding"),
    [
        ("", ""),
        ("gzip", "gzip"),
        ("*", "gzip"),
        ("gzip, deflate, br, zstd", "zstd"),
        ("gzip;q=1, zstd;q=0.5", "gzip"),
        ("zstd;q=0, gzip", "gzip"),
        ("gzip;q=0, *", ""),
        ("identity", ""),
    ],
)
def test_which_encoding(header: str, encoding: str) -> None:
    assert encoding_for(header) == encoding


@pytest.mark.parametrize(
    ("path", "target"),
    [
        ("/queries/", "/queries"),
        ("/concept/", "/concept"),
        ("/ontology/?lang=fi", "/ontology?lang=fi"),
        ("/id/facility/alpha/", "/id/facility/alpha"),
    ],
)
def test_a_slash_at_the_end_leads_to_the_address(small: FlaskClient, path: str, target: str) -> None:
    answer = small.get(path)
    assert answer.status_code == 308
    assert answer.headers["Location"].removeprefix("http://localhost") == target


def test_the_head_of_a_page_names_it_and_its_other_forms(small: FlaskClient) -> None:
    page = small.get("/doc/facility/alpha", headers={"Accept": "text/html"}).text
    assert re.search(r'<link rel="alternate" type="text/turtle" href="[^"]*/doc/facility/alpha\.ttl">', page)
    assert re.search(r'<meta property="og:title" content="[^"]+">', page)


def test_no_address_is_made_up(small: FlaskClient) -> None:
    assert small.get("/nothing/").status_code == 404


@pytest.mark.parametrize("path", ["/doc/facility/alpha", "/ontology", "/concept/capability/testing"])
@pytest.mark.parametrize(
    ("accept", "mimetype"),
    [
        ("text/turtle;charset=utf-8", "text/turtle"),
        ("text/n3, */*;q=0.1", "text/turtle"),
        ("application/vnd.unknown, application/ld+json;q=0.5", "application/ld+json"),
        ("text/html;q=0.2, application/n-triples", "application/n-triples"),
        ("application/xhtml+xml", "text/html"),
        ("*/*", "text/html"),
    ],
)
def test_one_negotiation(small: FlaskClient, path: str, accept: str, mimetype: str) -> None:
    assert small.get(path, headers={"Accept": accept}).mimetype == mimetype


def test_what_is_refused_is_not_sent(small: FlaskClient) -> None:
    answer = small.get("/doc/facility/alpha", headers={"Accept": "text/html;q=0, */*"})
    assert answer.status_code == 200
    assert answer.mimetype != "text/html"


LONG_AGO = "Mon, 01 Jan 2001 00:00:00 GMT"
PLACES = ("/doc/facility/alpha.ttl", "/sparql?query=ASK{}", "/queries", "/api/queries", "/static/akkuri.css")


@pytest.mark.parametrize("method", ["GET", "HEAD"])
@pytest.mark.parametrize("path", PLACES)
def test_if_match_holds_for_a_strong_tag_or_the_star_alone(
    small: FlaskClient, path: str, method: str
) -> None:
    with small.get(path) as found:
        tag, weak = found.get_etag()
    assert tag
    named = f'"{tag}"'
    holding = ("*", " * ") if weak else ("*", named, f'"other", {named}')
    failing = ('"other"', f"W/{named}", 'W/"other", "another"', *((named,) if weak else ()))
    for condition, status in [(each, 200) for each in holding] + [(each, 412) for each in failing]:
        answer = small.open(path, method=method, headers={"If-Match": condition})
        assert answer.status_code == status, condition
        if status == 412:
            assert answer.mimetype == "application/problem+json"
            assert answer.headers["Access-Control-Allow-Origin"] == "*"
        answer.close()


def test_the_date_of_a_file_is_looked_at_where_no_tag_is_named(small: FlaskClient) -> None:
    def asked(path: str, **headers: str) -> int:
        answer = small.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})
        answer.close()
        return answer.status_code

    file = "/static/akkuri.css"
    with small.get(file) as found:
        changed = found.headers["Last-Modified"]
    assert asked(file, If_Unmodified_Since=LONG_AGO) == 412
    assert asked(file, If_Unmodified_Since=LONG_AGO, If_Match="*") == 200
    assert asked(file, If_Unmodified_Since=changed) == 200
    assert asked(file, If_Unmodified_Since="yesterday") == 200
    assert asked("/queries", If_Unmodified_Since=LONG_AGO) == 200  # which says of no day that it was changed
    assert asked(file, If_Match='"other"', Range="bytes=0-9") == 412
    assert asked(file, If_Match='"other"', If_None_Match="*") == 412
    assert asked("/doc/facility/nobody", If_Match='"other"') == 404
    assert asked("/doc/facility/alpha", If_Match='"other"', Accept="image/png") == 406
