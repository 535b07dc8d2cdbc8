"""Behind a real nginx with the lines of OPERATING.md: at the top of a host, and under a path."""

import json
import re
from collections.abc import Iterator

import pytest

from akkuri.release.opening import Release
from nginx_server import Nginx
from oxigraph_server import free_port
from serving import Reply, Server

PAGES = (
    "",
    "browse",
    "queries",
    "query",
    "gaps",
    "network",
    "data",
    "download",
    "doc/facility/zsw-ulm",
    "nowhere",
)
LOCAL = re.compile(r'\s(?:href|src|action|data-[a-z-]+)="(/[^"]*)"')


@pytest.fixture(scope="module", params=["/", "/akkuri/"])
def nginx(
    request: pytest.FixtureRequest, national_release: Release, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Nginx]:
    outer = free_port()
    address = f"http://127.0.0.1:{outer}{request.param}"
    with Server("--release", national_release.folder, "--workers", "1", public_address=address) as server:
        found = Nginx(tmp_path_factory.mktemp("nginx"), server.port or 0, outer, request.param)
        yield found
        found.stop()


def test_every_link_of_a_page_stays_under_the_path_and_leads_somewhere(nginx: Nginx) -> None:
    linked: set[str] = set()
    for page in PAGES:
        answer = nginx.get(nginx.path + page, Accept="text/html")
        assert answer.status == (404 if page == "nowhere" else 200)
        found = set(LOCAL.findall(answer.text))
        assert found
        assert all(link.startswith(nginx.path) for link in found), page
        linked |= {link.partition("#")[0].replace("&amp;", "&") for link in found}
    static = {link for link in linked if "/static/" in link}
    assert static
    # The page of an error leads to itself in other languages, and is an error there too.
    others = sorted(link for link in linked - static if not re.search("/download/|/nowhere", link))
    for link in [*static, *others[:: max(1, len(others) // 12)]]:
        assert nginx.get(link, Accept="text/html, */*;q=0.5").status in (200, 303, 307), link


def test_redirects_headers_and_descriptions_have_the_public_address(nginx: Nginx) -> None:
    root = f"http://127.0.0.1:{nginx.port}{nginx.path}"
    evil = {"Host": "evil.example", "X-Forwarded-Host": "evil.example", "X-Forwarded-Prefix": "/evil"}
    thing = nginx.get(f"{nginx.path}id/facility/zsw-ulm", Accept="text/turtle", **evil)
    assert thing.headers["location"] == f"{nginx.path}doc/facility/zsw-ulm.ttl"
    slash = nginx.get(f"{nginx.path}queries/", **evil)
    assert (slash.status, slash.headers["location"]) == (308, f"{nginx.path}queries")
    for moved in (thing, slash):
        assert f'href="{moved.headers["location"]}"' in moved.text
    robots = nginx.get(f"{nginx.path}robots.txt", **evil).text.splitlines()
    assert {f"Sitemap: {root}sitemap.xml", f"Disallow: {nginx.path}sparql"} <= set(robots)
    openapi = json.loads(nginx.get(f"{nginx.path}api/openapi.json", **evil).body)
    assert openapi["servers"] == [{"url": nginx.path.rstrip("/") or "/"}]
    queries = json.loads(nginx.get(f"{nginx.path}api/queries", **evil).body)
    assert all(entry["url"].startswith(nginx.path) for entry in queries["queries"])
    page = nginx.get(f"{nginx.path}doc/facility/zsw-ulm", Accept="text/html", **evil)
    targets = re.findall(r"<(/[^>]*)>", page.headers["link"])
    assert all(target.startswith(nginx.path) for target in targets)
    service = nginx.get(f"{nginx.path}sparql", Accept="text/turtle", **evil)
    assert f"<{root}sparql>" in service.text
    for answer in (thing, slash, page, service):
        assert "evil" not in answer.text + str(answer.headers)


def test_queries_pass(nginx: Nginx) -> None:
    answer = nginx.get(f"{nginx.path}sparql?query=ASK%7B%7D", Accept="text/csv")
    assert answer.text.strip() == "true"


def test_pages_and_documents_are_kept_queries_and_downloads_are_not(nginx: Nginx) -> None:
    def twice(path: str, **headers: str) -> list[Reply]:
        return [nginx.get(nginx.path + path, **headers) for _ in range(2)]

    for path, accept in (("gaps?kept=1", "text/html"), ("doc/facility/zsw-ulm", "text/turtle")):
        first, second = twice(path, Accept=accept)
        assert first.status == second.status == 200
        assert second.body == first.body
        assert (first.headers["x-cache"], second.headers["x-cache"]) in {
            ("MISS", "HIT"),
            ("MISS", "STALE"),
            ("MISS", "REVALIDATED"),
        }
    html = nginx.get(f"{nginx.path}doc/facility/zsw-ulm", Accept="text/html")
    assert html.headers["content-type"].startswith("text/html")
    finnish = nginx.get(f"{nginx.path}gaps?kept=1", **{"Accept": "text/html", "Accept-Language": "fi"})
    assert finnish.headers["content-language"] == "fi"
    for path in ("sparql?query=ASK%7B%7D", "download/graph-links.ttl", "download"):
        assert all("x-cache" not in answer.headers for answer in twice(path))
