"""Downloads, the catalogue, VoID, the JSON-LD context, the sitemap and robots.txt over HTTP."""

import base64
import csv
import gzip
import hashlib
import io
import json
import zipfile
from pathlib import Path
from xml.etree import ElementTree

import pytest
import rdflib
import zstandard
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse
from werkzeug.test import TestResponse

from akkuri import resources
from akkuri.errors import UsageError
from akkuri.namespaces import Names
from akkuri.publish.about.sitemap import PAGE, entries, sitemap, sitemap_index
from akkuri.publish.downloads import downloads, find_download
from akkuri.publish.edition import Edition
from akkuri.release.opening import Release

MAPS = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9"}


def fetch(client: FlaskClient, path: str, **headers: str) -> TestResponse:
    """Return an answer that has been read and whose file is closed."""
    answer = client.get(path, headers={name.replace("_", "-"): value for name, value in headers.items()})
    assert answer.data is not None
    answer.close()
    return answer


def test_a_download_is_as_old_as_its_release(national: FlaskClient) -> None:
    made = {
        fetch(national, f"/download/graph-links.{form}").headers["Last-Modified"] for form in ("ttl", "nt")
    }
    assert made == {fetch(national, "/download/graph.nq").headers["Last-Modified"]}


def test_the_dump_is_the_graph_and_its_digest_is_told(national: FlaskClient) -> None:
    plain = fetch(national, "/download/graph.nq")
    assert plain.status_code == 200
    assert plain.mimetype == "application/n-quads"
    digest = hashlib.sha256(plain.data)
    assert plain.headers["Repr-Digest"] == f"sha-256=:{base64.b64encode(digest.digest()).decode()}:"
    assert fetch(national, "/download/graph.nq.sha256").text == f"{digest.hexdigest()}  graph.nq\n"
    assert gzip.decompress(fetch(national, "/download/graph.nq.gz").data) == plain.data
    packed = fetch(national, "/download/graph.nq.zst")
    assert packed.mimetype == "application/zstd"
    assert zstandard.ZstdDecompressor().stream_reader(packed.data).read() == plain.data


def test_a_download_can_be_continued_and_is_not_sent_twice(national: FlaskClient) -> None:
    whole = fetch(national, "/download/graph-derived.nq")
    rest = fetch(national, "/download/graph-derived.nq", Range="bytes=100-")
    assert (rest.status_code, rest.data) == (206, whole.data[100:])
    again = fetch(national, "/download/graph-derived.nq", If_None_Match=whole.headers["ETag"])
    assert (again.status_code, again.data) == (304, b"")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ({"Range": "bytes=0-1,5-6"}, 200),
        ({"Range": "bytes=5-1"}, 200),
        ({"Range": "lines=1-2"}, 200),
        ({"Range": "bytes=a-b"}, 200),
        ({"Range": "bytes=0-9", "If_Range": '"another"'}, 200),
        ({"Range": "bytes=0-9", "If_Range": "weak"}, 200),
        ({"Range": "bytes=0-9", "If_Range": "same"}, 206),
        ({"Range": f"bytes={10**30}-"}, 416),
        ({"If_Unmodified_Since": "Mon, 01 Jan 2001 00:00:00 GMT"}, 412),
        ({"If_Unmodified_Since": "Mon, 01 Jan 2001 00:00:00 GMT", "If_Match": "*"}, 200),
        ({"If_Unmodified_Since": "Tue, 01 Jan 2999 00:00:00 GMT"}, 200),
    ],
)
def test_parts_and_conditions_of_a_download(
    national: FlaskClient, headers: dict[str, str], status: int
) -> None:
    whole = fetch(national, "/download/graph-derived.nq")
    tag = whole.headers["ETag"]
    if "If_Range" in headers:
        headers = headers | {
            "If_Range": {"weak": f"W/{tag}", "same": tag}.get(headers["If_Range"], headers["If_Range"])
        }
    answer = fetch(national, "/download/graph-derived.nq", **headers)
    assert answer.status_code == status
    if status == 416:
        assert answer.headers["Content-Range"] == f"bytes */{len(whole.data)}"
    elif status == 200:
        assert answer.data == whole.data


def test_a_head_heeds_no_range(national: FlaskClient) -> None:
    """RFC 9110, 14.2: a Range is for GET alone."""
    answer = national.head("/download/graph-derived.nq", headers={"Range": "bytes=0-9"})
    answer.close()
    assert (answer.status_code, answer.headers.get("Content-Range")) == (200, None)
    assert answer.content_length == len(fetch(national, "/download/graph-derived.nq").data)


def test_a_package_is_an_archive(national: FlaskClient) -> None:
    with zipfile.ZipFile(io.BytesIO(fetch(national, "/download/csv.zip").data)) as archive:
        assert "organisations.csv" in archive.namelist()
        assert "csv-metadata.json" in archive.namelist()


def test_the_mapping_of_a_registry_can_be_read(national: FlaskClient) -> None:
    answer = national.get("/download/mapping-research.fi.csv")
    assert answer.mimetype == "text/csv"
    assert answer.text.startswith("entity,field,demand,source,losses,ask,write\n")
    assert national.get("/download/mapping-turtle.csv").status_code == 404


@pytest.mark.parametrize("lang", ["en", "fi", "sv"])
def test_the_page_lists_every_file(national: FlaskClient, lang: str) -> None:
    page = national.get(f"/download?lang={lang}", headers={"Accept": "text/html"})
    assert page.status_code == 200
    empty = find_download("eosc.zip")
    for download in downloads():
        assert (f'href="/download/{download.name}"' in page.text) is (download != empty)


@pytest.mark.parametrize("path", ["/download/graph.docx", "/download/..%2Fmanifest.json", "/sitemap-9.xml"])
def test_what_is_not_there_is_404(national: FlaskClient, path: str) -> None:
    answer = national.get(path, headers={"Accept": "application/json"})
    assert answer.status_code == 404
    assert answer.mimetype == "application/problem+json"


@pytest.mark.parametrize(
    ("accept", "media", "form"),
    [
        ("text/turtle", "text/turtle", RdfFormat.TURTLE),
        ("application/rdf+xml", "application/rdf+xml", RdfFormat.RDF_XML),
        ("application/ld+json", "application/ld+json", RdfFormat.JSON_LD),
        ("application/n-triples", "application/n-triples", RdfFormat.N_TRIPLES),
    ],
)
def test_the_descriptions_are_negotiated(
    national: FlaskClient, accept: str, media: str, form: RdfFormat
) -> None:
    for path in ("/catalog", "/.well-known/void"):
        turtle = {
            str(item)
            for item in parse(
                national.get(f"{path}", headers={"Accept": "text/turtle"}).data, RdfFormat.TURTLE
            )
        }
        answer = national.get(path, headers={"Accept": accept})
        assert answer.mimetype == media
        assert {str(item) for item in parse(answer.data, form)} == turtle
        same = national.get(path, headers={"Accept": accept, "If-None-Match": answer.headers["ETag"]})
        assert same.status_code == 304


def test_people_are_led_from_the_catalogue_to_the_list_of_files(national: FlaskClient) -> None:
    answer = national.get("/catalog", headers={"Accept": "text/html"})
    assert (answer.status_code, answer.headers["Location"]) == (303, "/download")
    assert "Accept" in answer.headers["Vary"].split(", ")


def test_every_address_of_the_catalogue_answers(national: FlaskClient) -> None:
    graph = rdflib.Graph().parse(data=national.get("/catalog.ttl").data, format="turtle")
    addresses = set(graph.objects(None, rdflib.URIRef("http://www.w3.org/ns/dcat#downloadURL")))
    assert len(addresses) == 18
    for address in addresses:
        path = "/" + str(address).removeprefix("https://w3id.org/akkuri/")
        answer = national.head(path)
        answer.close()
        assert answer.status_code == 200, path


def test_no_file_is_offered_that_no_record_can_fill(national: FlaskClient) -> None:
    """No laboratory states the EOSC node that every profile there demands."""
    offered = national.get("/download").text
    assert "uniquip.zip" in offered
    assert "eosc.zip" not in offered
    answer = national.get("/download/eosc.zip", headers={"Accept-Language": "en"})
    assert answer.status_code == 404
    assert "no record of this release has everything that is demanded" in answer.text


def test_the_context_is_that_of_the_dump(national: FlaskClient) -> None:
    answer = national.get("/context.jsonld")
    assert answer.mimetype == "application/ld+json"
    context = json.loads(answer.data)["@context"]
    dump = json.loads(fetch(national, "/download/graph.jsonld").data)
    assert dump["@context"] == context
    assert context["operator"] == {"@id": "ak:operator", "@type": "@id"}
    assert context["ak"] == "https://w3id.org/akkuri/ontology#"


def test_the_sitemap_has_every_record_with_its_date(national: FlaskClient) -> None:
    root = ElementTree.fromstring(national.get("/sitemap.xml").data)
    dates = {
        url.findtext("s:loc", namespaces=MAPS): url.findtext("s:lastmod", namespaces=MAPS)
        for url in root.findall("s:url", MAPS)
    }
    with (resources.data() / "facilities.csv").open(encoding="utf-8", newline="") as handle:
        modified = {row["id"].removeprefix("fac-"): row["modified"] for row in csv.DictReader(handle)}
    told = {slug: dates[f"http://localhost/doc/facility/{slug}"] for slug in modified if modified[slug]}
    assert told == {slug: date for slug, date in modified.items() if date}
    records = [path for path in dates if path and "/doc/" in path]
    assert len(records) > 2000
    for path in (records[0], records[-1], "http://localhost/", "http://localhost/download"):
        assert path in dates
        assert (
            national.get(path.removeprefix("http://localhost"), headers={"Accept": "text/html"}).status_code
            == 200
        )


def test_robots_txt_names_the_sitemap(national: FlaskClient) -> None:
    text = national.get("/robots.txt").text
    assert "Sitemap: http://localhost/sitemap.xml" in text
    assert "Disallow: /sparql" in text
    assert "Disallow: /doc" not in text


def test_withdrawn_records_are_not_to_be_visited(tmp_path: Path) -> None:
    b = "https://b.example/"
    lines = [
        f'<{b}doc/facility/a> <http://purl.org/dc/terms/modified> "2026-02" <{b}doc/facility/a> .\n',
        f'<{b}doc/facility/b> <http://purl.org/dc/terms/modified> "2026-03-04" <{b}doc/facility/b> .\n',
        f"<{b}doc/facility/c> <http://xmlns.com/foaf/0.1/topic> <{b}id/facility/c> <{b}doc/facility/c> .\n",
        f'<{b}id/facility/a> <{b}ontology#withdrawn> "2026" <{b}doc/facility/a> .\n',
    ]
    graph = tmp_path / "graph.nq"
    graph.write_text("".join(lines))
    edition = Edition(graph, tmp_path, Names(b), {"issued": "2026-11-24"})
    assert entries(edition) == [("doc/facility/b", "2026-03-04"), ("doc/facility/c", "2026-11-24")]


def test_a_large_site_has_several_sitemaps() -> None:
    index = ElementTree.fromstring(sitemap_index(3, "https://x.example/", "2026-11-24"))
    assert [item.text for item in index.iter(f"{{{MAPS['s']}}}loc")] == [
        f"https://x.example/sitemap-{number}.xml" for number in (1, 2, 3)
    ]
    assert PAGE < 50_000
    text = "".join(sitemap([("doc/facility/a&b", "")], "https://x.example/"))
    assert "<loc>https://x.example/doc/facility/a&amp;b</loc></url>" in text


@pytest.mark.parametrize(("lang", "named"), [("en", "research infrastructures"), ("fi", "akkuklusterin")])
def test_the_data_are_cited_by_their_title(national: FlaskClient, lang: str, named: str) -> None:
    text = national.get(f"/data?lang={lang}").text
    cited = text.partition("<pre")[2].partition(">")[2].partition("</pre>")[0]
    assert cited.startswith("Akkuri: ")
    assert named in cited


@pytest.mark.parametrize(("path", "lang"), [("/", "en"), ("/data", "fi"), ("/download", "sv")])
def test_search_engines_for_data_find_the_data_set(
    national: FlaskClient, national_release: Release, path: str, lang: str
) -> None:
    page = national.get(f"{path}?lang={lang}", headers={"Accept": "text/html"}).text
    head = page.partition("</head>")[0]
    assert head.count('<script type="application/ld+json">') == 1
    found = json.loads(head.partition('<script type="application/ld+json">')[2].partition("</script>")[0])
    said = json.loads((resources.data() / "about.json").read_text(encoding="utf-8"))

    def text(name: str) -> list[str]:
        return [entry["@value"] for entry in said[name] if entry["@language"] == lang]

    # What Google Dataset Search requires and recommends.
    assert found["@type"] == "Dataset"
    assert [found["name"], found["description"]] == [*text("dc:title"), *text("dc:description")]
    assert 50 <= len(found["description"]) <= 5000
    assert found["keywords"] == text("dcat:keyword")
    assert found["license"] == said["dc:license"]["@id"]
    assert found["creator"]["name"] == said["dc:publisher"]["foaf:name"]
    assert found["identifier"] == "https://w3id.org/akkuri/"
    assert (found["dateModified"], found["version"]) == (said["dc:issued"], national_release.version)
    assert found["includedInDataCatalog"]["@type"] == "DataCatalog"
    for file in found["distribution"]:
        assert find_download(file["contentUrl"].removeprefix("https://w3id.org/akkuri/download/"))
        assert file["encodingFormat"]
    assert len(found["distribution"]) > 10


def test_a_release_whose_folder_is_gone_is_told_without_its_place(
    national: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    def gone(_edition: Edition) -> None:
        raise UsageError("/srv/secret/graph.nq: cannot be read (No such file or directory).")

    monkeypatch.setattr("akkuri.web.release.downloads.held", gone)
    answer = fetch(national, "/download/graph.nq")
    assert answer.status_code == 503
    assert answer.headers["Retry-After"]
    assert "secret" not in answer.text
