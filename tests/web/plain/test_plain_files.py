"""The site as plain files: where addresses lead, what pages say, and what nginx makes of the files."""

import csv
import html
import json
import os
import re
import shutil
import socket
import subprocess
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote, unquote, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient

from akkuri.ask.processes.runners import LocalRunner
from akkuri.ask.service import Ask
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.store import EmbeddedStore
from akkuri.web.app import create_app
from akkuri.web.page.site import site
from akkuri.web.plain.asking import Asking
from akkuri.web.plain.linking import led
from akkuri.web.plain.pages import plain_page, redirect_page
from akkuri.web.plain.places import OWN, WORKER, PlainFile, page_file, place, relative
from akkuri.web.plain.reading import OnceRunner, StoreReader
from akkuri.web.plain.rounds import write_pages
from akkuri.web.plain.servers import write_server_files
from akkuri.web.plain.templates import template_at
from akkuri.web.plain.writing import PlainFiles
from akkuri.web.records.documents import document_at
from program import akkuri

BASE = "https://w3id.org/akkuri/"
QUESTION = "/queries/gaps/stated-needs"
RECORD = "/doc/facility/vtt-battery-laboratory"


@pytest.mark.parametrize(
    ("address", "file", "rest"),
    [
        ("/", "index.html", ""),
        ("/?lang=fi", "fi/index.html", ""),
        ("/gaps#matrix", "gaps.html", "#matrix"),
        ("/doc/facility/x?lang=sv", "sv/doc/facility/x.html", ""),
        ("/id/facility/x", "doc/facility/x.html", ""),
        ("/doc/facility/x.ttl", "doc/facility/x.ttl", ""),
        ("/browse/facility?page=2", "browse/facility~page-2.html", ""),
        ("/doc/organisation/x?partners=2#partners", "doc/organisation/x~partners-2.html", "#partners"),
        ("/gaps/cells?state=trl-hole&lang=fi", "fi/gaps/cells~state-trl-hole.html", ""),
        ("/queries/directory/near?km=50", "queries/directory/near.html", "?km=50"),
        ("/search?q=a+b", "search.html", "?q=a+b"),
        ("/gaps?region=FI1C1", "queries/gaps/cells.html", "?region=FI1C1"),
        ("/api/queries/gaps/cells?lang=sv&format=csv", "sv/api/queries/gaps/cells.csv", ""),
        ("/catalog", "catalog.ttl", ""),
        (
            "/concept/unit/volt.trig",
            "query.html",
            f"?query=DESCRIBE+%3C{quote(BASE, safe='')}concept%2Funit%2Fvolt%3E",
        ),
        ("/browse/facility.xlsx", "browse/facility.xlsx", ""),
        ("/browse/facility.xlsx?lang=sv", "sv/browse/facility.xlsx", ""),
        ("/map.svg?lang=fi", "fi/map.svg", ""),
        ("/static/akkuri.svg?lang=fi", "static/akkuri.svg", ""),
        ("/doc/facility/x.xlsx", "needs-server.html", "#/doc/facility/x.xlsx"),
        ("/browse/facility.zip", "needs-server.html", "#/browse/facility.zip"),
        ("/static/akkuri.css?v=1", "static/akkuri.css", ""),
        ("/gaps/investments?budget=5", "needs-server.html", "#/gaps/investments?budget=5"),
        ("/suggest/facility/x", "needs-server.html", "#/suggest/facility/x"),
        ("/gaps/../../etc/passwd", "needs-server.html", "#/gaps/../../etc/passwd"),
    ],
)
def test_every_address_leads_to_a_file(address: str, file: str, rest: str) -> None:
    found = place(address, "en", BASE)
    assert (found.file, found.rest) == (file, rest)


def test_only_attributes_that_link_are_rewritten() -> None:
    body = '<a class="x" href="/gaps">a</a> <input value="/gaps"> <i data-near-by="/gaps" title="/gaps"></i>'
    page = plain_page(body, "", "fi/map.html", "/map", "fi", BASE)
    told = '<a class="x" href="gaps.html">a</a> <input value="/gaps"> '
    assert page.body.decode() == f'{told}<i data-near-by="gaps.html" title="/gaps"></i>'
    assert set(page.leads_to) == {"fi/gaps.html"}


def test_the_frame_of_a_page_links_from_each_folder_and_into_the_page_itself() -> None:
    frame = '<form action="/search"><input type="hidden" name="lang" value="fi"></form>'
    body = (
        f'<body>\n<a href="/map"></a>{frame}<nav class="languages">\n<a href="/gaps?lang=sv"></a></nav>'
        '<nav class="wrap main"><a href="/suggest/facility/x"></a></nav><main id="main" class="wrap">'
        '<a href="/doc/facility/x"></a></main><footer><a href="/about"></a></footer>'
    )
    told = {}
    for file in ("fi/map.html", "fi/doc/facility/y.html", "fi/needs-server.html"):
        page = plain_page(body, "", file, "/x", "fi", BASE)
        assert set(page.leads_to) == {
            *("fi/map.html", "fi/search.html", "fi/doc/facility/x.html", "fi/about.html", "sv/gaps.html")
        }
        told[file] = re.findall(r'(?:href|action)="([^"]*)"|(hidden)', page.body.decode())
    links = {file: [link for link, _ in found] for file, found in told.items()}
    below = "../../"
    assert links["fi/map.html"] == [
        *("map.html", "search.html", "../sv/gaps.html", "needs-server.html#/suggest/facility/x"),
        *("doc/facility/x.html", "about.html"),
    ]
    assert links["fi/doc/facility/y.html"] == [
        *(f"{below}map.html", f"{below}search.html", "../../../sv/gaps.html"),
        *(f"{below}needs-server.html#/suggest/facility/x", "x.html", f"{below}about.html"),
    ]
    assert links["fi/needs-server.html"][3] == "#/suggest/facility/x"


@pytest.mark.parametrize("folder", ["", "doc/facility", "fi/doc/facility"])
@pytest.mark.parametrize("name", ["x", "any-record", "a.b", "ä", "a b"])
def test_addresses_of_any_record_lead_where_each_by_itself_does(folder: str, name: str) -> None:
    for first in ("doc", "id", "brief", "suggest", "linkset"):
        for end in ("", ".ttl", ".nq", ".xlsx", ".html", "?lang=fi", "?lang=xx", ".csv?lang=sv", "?page=2"):
            check_led(f"/{first}/facility/{name}{end}", folder)
    record = quote(f"{BASE}id/facility/{name}", safe="")
    for address in (
        f"/template/facility.xlsx?record={record}",
        f"/template/facility.xlsx?record={record}&lang=fi",
        f"/network/picture?around=fac-{quote(name)}&nodes=facility&lang=sv",
        f"/doc/facility/{name}?lang=fi&picture=map",
    ):
        check_led(address, folder)


def check_led(address: str, folder: str) -> None:
    target = place(address, "en", BASE)
    found = led(html.escape(address), f"{folder}/y.html".lstrip("/"), "en", BASE)
    href = html.escape(relative(target.file, target.rest, f"{folder}/page".lstrip("/")))
    assert found == (target.file, target.place, target.rest, href), address


def test_links_are_relative_wherever_the_files_stand() -> None:
    assert relative("doc/facility/x.html", "", "fi/doc/facility/y.html") == "../../../doc/facility/x.html"
    assert relative("gaps.html", "#matrix", "gaps.html") == "#matrix"
    assert b'href="../../../doc/facility/x.html"' in redirect_page(
        relative("doc/facility/x.html", "", "id/facility/x/index.html"), f"{BASE}id/facility/x"
    )


@pytest.fixture(scope="module")
def files(national_release: Release, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, PlainFiles]:
    """Some files of the national site, and what nginx needs to hand them out."""
    out = tmp_path_factory.mktemp("files")
    settings = national_release.settled(Settings())
    store = EmbeddedStore.of_release(national_release.graph_path, national_release.version)
    app = create_app(settings, Ask.over(store, settings), national_release)
    starts = [
        *(
            PlainFile(page_file(path, lang), f"{path}?lang={lang}")
            for path in (RECORD, "/gaps")
            for lang in ("en", "fi")
        ),
        *(PlainFile(f"{RECORD[1:]}.{ext}", f"{RECORD}.{ext}") for ext in ("ttl", "jsonld", "nt", "rdf")),
        *(PlainFile(name, f"/{name}") for name in OWN),
        PlainFile(page_file(QUESTION, "fi"), f"{QUESTION}?lang=fi"),
        PlainFile(page_file("/", "fi"), "/?lang=fi"),
    ]
    (written,) = write_pages(app, starts, out, settings.base)
    (out / "gaps").mkdir(exist_ok=True)  # as in a whole site
    write_server_files(out, settings.base, "")
    return out, written


def test_the_tables_of_an_answer_are_written_with_its_page(files: tuple[Path, PlainFiles]) -> None:
    out, written = files
    assert {f"fi/api{QUESTION}.{form}" for form in ("csv", "json")} <= written.files
    rows = json.loads((out / f"fi/api{QUESTION}.json").read_text(encoding="utf-8"))["rows"]
    table = (out / f"fi/api{QUESTION}.csv").read_text(encoding="utf-8")
    assert len(list(csv.reader(table.splitlines()))) == len(rows) + 1 > 1


def test_a_page_has_relative_links_its_policy_and_its_other_forms(files: tuple[Path, PlainFiles]) -> None:
    out, written = files
    assert written.failed == {}
    for lang, top in (("en", ""), ("fi", "../../../")):
        name = page_file(RECORD, lang)
        body = (out / name).read_text(encoding="utf-8")
        links = [html.unescape(link) for link in re.findall(r'\s(?:href|src|action)="([^"]*)"', body)]
        assert not [link for link in links if link.startswith("/")]
        local = {urlsplit(link).path for link in links if not re.match("[a-z]+:|#", link)}
        led = {
            (out / name).parent.joinpath(unquote(path)).resolve().relative_to(out) for path in local if path
        }
        known = written.files | set(written.leads_to) | {"needs-server.html", "fi/needs-server.html"}
        assert {path.as_posix() for path in led} <= known
        turtle = f"{RECORD[1:]}.ttl" if lang == "fi" else f"{Path(RECORD).name}.ttl"
        assert f'<link rel="alternate" type="text/turtle" href="{top}{turtle}">' in body
        assert 'http-equiv="Content-Security-Policy" content="default-src \'none\'' in body
        assert "frame-ancestors" not in body
        typed = re.findall(r'<link rel="(?:alternate|describedby)" type="[^"]*" href="([^"]*)"', body)
        assert not [link for link in typed if "query.html" in link]  # a page is no N-Quads


@pytest.fixture(scope="module")
def nginx(files: tuple[Path, PlainFiles], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an nginx that includes the two files."""
    program = shutil.which("nginx") or "/usr/sbin/nginx"
    if not Path(program).is_file():
        pytest.skip("no nginx: apt-get install nginx-light")
    out, work = files[0], tmp_path_factory.mktemp("nginx")
    out.parent.chmod(0o755)
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    (work / "nginx.conf").write_text(
        f"user root;\ndaemon off;\npid {work}/pid;\nerror_log {work}/error;\nevents {{}}\nhttp {{\n"
        f"access_log off;\ninclude {out}/server/nginx-http.conf;\n"
        f"server {{ listen 127.0.0.1:{port}; root {out};\ninclude {out}/server/nginx-server.conf; }}\n}}\n"
    )
    shutil.copy("/etc/nginx/mime.types", work)
    process = subprocess.Popen([program, "-p", str(work), "-c", str(work / "nginx.conf")])
    try:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


@pytest.fixture(scope="module")
def apache(files: tuple[Path, PlainFiles], tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of an Apache that lets .htaccess say what it may."""
    program, modules = shutil.which("apache2") or "/usr/sbin/apache2", Path("/usr/lib/apache2/modules")
    if not os.environ.get("AKKURI_LONG"):
        pytest.skip("with AKKURI_LONG=1, as in .ci/run long: needs Debian's apache2-bin")
    out, work = files[0], tmp_path_factory.mktemp("apache")
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    wanted = ("mpm_event", "authz_core", "mime", "dir", "rewrite", "headers", "negotiation")
    (work / "apache.conf").write_text(
        f"ServerRoot {work}\nPidFile {work}/pid\nErrorLog {work}/error\nListen 127.0.0.1:{port}\n"
        "ServerName localhost\nUser www-data\nGroup www-data\nTypesConfig /etc/mime.types\n"
        + "".join(f"LoadModule {name}_module {modules}/mod_{name}.so\n" for name in wanted)
        + f"DocumentRoot {out}\n<Directory {out}>\nAllowOverride All\nRequire all granted\n</Directory>\n"
    )
    for folder in (out, *out.parents):
        folder.chmod(folder.stat().st_mode | 0o055) if folder.owner() == "root" else None
    process = subprocess.Popen([program, "-D", "FOREGROUND", "-f", str(work / "apache.conf")])
    try:
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            with socket.socket() as probe:
                if probe.connect_ex(("127.0.0.1", port)) == 0:
                    break
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        process.wait(10)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Leaves redirects as they are."""

    def redirect_request(self, *_: object) -> None:
        return None


def ask(address: str, accept: str = "*/*") -> tuple[int, dict[str, str]]:
    opener = urllib.request.build_opener(NoRedirect)
    request = urllib.request.Request(address, headers={"Accept": accept})
    try:
        with opener.open(request, timeout=10) as answer:
            return answer.status, dict(answer.headers.items())
    except urllib.error.HTTPError as answer:
        with answer:
            return answer.code, dict(answer.headers.items())


def test_nginx_negotiates_types_and_keeps_the_policy(nginx: str) -> None:
    turtle, page = "text/turtle", "text/html,application/xhtml+xml"
    for accept, lang, wanted in (
        (turtle, "", f"{RECORD}.ttl"),
        ("application/ld+json", "", f"{RECORD}.jsonld"),
        (page, "", f"{RECORD}.html"),
        (page, "?lang=fi", f"/fi{RECORD}.html"),
    ):
        for path in (RECORD, RECORD.replace("/doc/", "/id/")):
            status, headers = ask(f"{nginx}{path}{lang}", accept)
            assert (status, urlsplit(headers["Location"]).path) == (303, wanted)
    types = {
        "ttl": turtle,
        "jsonld": "application/ld+json",
        "nt": "application/n-triples",
        "rdf": "application/rdf+xml",
    }
    for ext, kind in types.items():
        status, headers = ask(f"{nginx}{RECORD}.{ext}")
        assert (status, headers["Content-Type"].partition(";")[0]) == (200, kind)
    status, headers = ask(f"{nginx}/gaps")
    assert (status, headers["X-Content-Type-Options"]) == (200, "nosniff")
    assert "wasm-unsafe-eval" not in headers["Content-Security-Policy"]
    assert "script-src 'self' 'wasm-unsafe-eval';" in ask(f"{nginx}/{WORKER}")[1]["Content-Security-Policy"]
    assert ask(f"{nginx}/no-such-page")[0] == 404


@pytest.mark.parametrize("server", ["nginx", "apache"])
def test_addresses_of_pages_lead_to_files_and_to_the_folder_of_a_language(
    server: str, request: pytest.FixtureRequest
) -> None:
    """Also where a page is called as the folder of what is under it: /gaps and /gaps/…"""
    root, page = request.getfixturevalue(server), "text/html"
    assert ask(f"{root}/gaps", page)[0] == 200
    assert ask(f"{root}/fi/gaps", page)[0] == 200
    for address, status, wanted in (
        ("/gaps?lang=fi", 303, "/fi/gaps.html?lang=fi"),
        ("/query?query=ASK&lang=sv", 303, "/sv/query.html?query=ASK&lang=sv"),
        ("/?lang=sv", 303, "/sv/?lang=sv"),
        ("/fi", 301, "/fi/"),
        (f"{RECORD}?lang=fi", 303, f"/fi{RECORD}.html"),
    ):
        answered, headers = ask(f"{root}{address}", page)
        led = urlsplit(headers["Location"])
        assert (answered, led.path + (f"?{led.query}" if led.query else "")) == (status, wanted), address
    assert ask(f"{root}{RECORD}", "text/turtle")[1]["Location"].endswith(f"{RECORD}.ttl")
    assert ask(f"{root}/no-such-page", page)[0] == 404


def test_what_stops_a_process_is_told(
    national_release: Release, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    """Not as a traceback of the process: whoever waits for it says it in a sentence."""
    store = EmbeddedStore.of_release(national_release.graph_path, national_release.version)
    settings = national_release.settled(Settings())
    app = create_app(settings, Ask.over(store, settings), national_release)
    no_folder = tmp_path / "a file"
    no_folder.touch()
    places = [PlainFile(f"{number}.txt", f"/robots.txt?n={number}") for number in range(100)]
    with pytest.raises(FileExistsError):
        write_pages(app, places, no_folder, BASE)
    assert "Traceback" not in capfd.readouterr().err


def test_an_answer_that_is_run_once_is_what_the_server_answers(national_release: Release) -> None:
    settings = national_release.settled(Settings())
    store = EmbeddedStore.of_release(national_release.graph_path, national_release.version)
    once, served = (
        create_app(settings, Ask(runner(store), settings), national_release).test_client()
        for runner in (OnceRunner, LocalRunner)
    )
    for path in ("directory/open-to-others", "gaps/single-operator"):
        for address in (
            f"/api/queries/{path}?limit=7",
            f"/api/queries/{path}?format=csv",
            f"/api/queries/{path}?format=tsv",
            f"/queries/{path}?lang=fi",
        ):
            answer = once.get(address)
            assert (answer.status_code, answer.data) == (200, served.get(address).data), address
    with once.application.app_context():
        reader = StoreReader(site().reader, store)
    query = "SELECT ?s WHERE { ?s a <http://www.w3.org/2004/02/skos/core#Concept> } ORDER BY ?s"
    for section in ("LIMIT 3 OFFSET 2", "LIMIT 2 OFFSET 0", "LIMIT 5 OFFSET 9999999"):
        assert reader.select(f"{query} {section}") == store.select(f"{query} {section}"), section


def test_what_is_asked_in_a_request_that_is_kept_is_answered_as_by_the_server(
    national_release: Release,
) -> None:
    settings = national_release.settled(Settings())
    store = EmbeddedStore.of_release(national_release.graph_path, national_release.version)
    app = create_app(settings, Ask.over(store, settings), national_release)
    with Asking(app).kept() as asked:
        for address in (
            *(f"{RECORD}?lang=fi", f"{RECORD}?lang=sv&picture=map", "/api?lang=en", "/gaps?lang=sv"),
            *(
                "/doc/facility/none-such?lang=sv",
                "/gaps/",
                "/doc/caf%C3%A9/x",
                "/doc/facility/x.ttl",
                "/none",
            ),
        ):
            found, served = asked(address), app.test_client().get(address)
            assert (found.status_code, found.get_data()) == (served.status_code, served.data), address
            assert found.headers.get("Link") == served.headers.get("Link"), address


def test_records_read_for_an_export_have_the_pages_of_the_server(national_release: Release) -> None:
    settings = national_release.settled(Settings())
    store = EmbeddedStore.of_release(national_release.graph_path, national_release.version)
    read, served = (create_app(settings, Ask(LocalRunner(store), settings), national_release) for _ in "ab")
    with read.app_context():
        site().reader = StoreReader(site().reader, store)
        source = store.select(f"SELECT ?s {{ ?s a <{site().names.ak}Source> }} ORDER BY ?s LIMIT 1")[0]["s"]
    cited = "/doc/source/" + str(getattr(source, "value", "")).rpartition("/")[2]
    for path in (RECORD, "/doc/organisation/vtt?partners=2", cited):
        for lang in ("en", "fi"):
            address = f"{path}{'&' if '?' in path else '?'}lang={lang}"
            answer = read.test_client().get(address)
            assert (answer.status_code, answer.data) == (200, served.test_client().get(address).data), address


def test_documents_below_requests_are_those_that_the_server_answers(national_release: Release) -> None:
    settings = national_release.settled(Settings())
    store = EmbeddedStore.of_release(national_release.graph_path, national_release.version)
    app = create_app(settings, Ask(LocalRunner(store), settings), national_release)
    client = app.test_client()
    for thing in (RECORD, "/concept/unit/volt", "/concept/unit"):
        for extension in ("jsonld", "nt", "rdf", "trig", "ttl"):
            with app.app_context():
                written = document_at(f"{thing}.{extension}")
            assert written == client.get(f"{thing}.{extension}").data, (thing, extension)
    others = (f"{RECORD}.html", RECORD, "/doc/facility/none.ttl", "/doc/none/x.ttl", "/concept/unit/none.ttl")
    with app.app_context():
        assert [document_at(path) for path in (*others, "/catalog.ttl", "/doc/facility.ttl")] == [None] * 7


def test_templates_made_of_tables_read_once_are_those_of_the_server(
    hydrogen_app: Flask, hydrogen: FlaskClient
) -> None:
    with hydrogen_app.app_context():
        for address in ("/template/facility.xlsx", "/template/all.xlsx", "/template/all.xlsx?lang=fi"):
            assert template_at(address) == hydrogen.get(address).data, address
        others = (
            "/template",
            "/template/facility.xlsx?lang=de",
            "/template/none.xlsx",
            "/browse/facility.xlsx",
        )
        assert [template_at(address) for address in others] == [None] * 4


def test_the_command_refuses_in_a_sentence(national_release: Release, tmp_path: Path) -> None:
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    taken = akkuri("export", "site", str(tmp_path / "full"), "--release", str(national_release.folder.parent))
    assert taken.returncode == 2
    assert "expected a new folder" in taken.stderr
    assert (tmp_path / "full" / "mine.txt").read_text() == "mine"
    for wrong in (
        ["export", "site"],
        ["export", "site", "x", "--out", "y"],
        ["export", "site", "x", "--part", "links"],
    ):
        assert akkuri(*wrong, "--release", national_release.folder.parent).returncode == 2
