"""Every general question and page works for another cluster, and nothing of batteries appears in it."""

import os
import re
from collections import deque

import pytest
from flask import Flask
from flask.testing import FlaskClient

from akkuri import resources
from akkuri.ask.named.catalogue import Catalogue
from akkuri.ask.named.parameters import Context
from akkuri.ask.service import Ask
from akkuri.naming.resolver import Resolver
from akkuri.release.opening import Release
from akkuri.search.kept import SEARCH, WORDS
from akkuri.search.own_words.counted import COUNTED
from akkuri.settings import Settings
from akkuri.store import EmbeddedStore
from akkuri.web.app import create_app

from .words import BATTERY

BROWSER = {"Accept": "text/html"}
LONG = "AKKURI_LONG" in os.environ
QUESTIONS = sorted(query.path for query in Catalogue.load([resources.queries()]))
MAY_BE_EMPTY = {
    "network/never-together",
    "quality/by-source-kind",
    "quality/duplicates",
    "quality/recheck",
    "quality/stale",
    "quality/undated",
    "quality/unverified",
}
"""Questions whose header says why they have no answer here: what they look for is a mistake or a lack."""

LARGE = re.compile(r"^/concept/(municipality|region|unit)/(?!(444|FI1D9|kilowatt)$)")
"""Pages of vocabularies that every cluster shares: one of each is enough."""

TEMPLATES = re.compile(r"^/template/(?!(all|facility)\.xlsx$).*\.xlsx$")
"""Workbooks to fill in, seconds each: two are opened on every commit, all by `.ci/run long`."""

FILES = re.compile(r"^/(release/|download/.|sparql|static/|id/|api/)|\.(ttl|rdf|jsonld|nt|xml|csv)$")
"""Not pages: other tests open them."""


@pytest.fixture(scope="module")
def release(hydrogen_release: Release) -> Release:
    return hydrogen_release


@pytest.fixture(scope="module")
def store(release: Release) -> EmbeddedStore:
    return EmbeddedStore.of_release(release.graph_path, release.version)


@pytest.fixture(scope="module")
def catalogue(release: Release) -> Catalogue:
    return Catalogue.load(resources.questions(release.cluster))


@pytest.fixture(scope="module")
def app(release: Release, store: EmbeddedStore) -> Flask:
    settings = Settings()
    return create_app(settings, Ask.over(store, settings), release)


@pytest.fixture
def client(app: Flask) -> FlaskClient:
    return app.test_client()


def words(page: str) -> str:
    """What a reader sees, and what is searched by machines: a page without its tags."""
    return re.sub(r"<[^>]+>", " ", page)


def test_it_asks_the_general_questions_and_no_others(catalogue: Catalogue) -> None:
    assert sorted(query.path for query in catalogue) == QUESTIONS
    assert {query.path for query in catalogue if query.may_be_empty} == MAY_BE_EMPTY


@pytest.mark.parametrize("path", QUESTIONS)
def test_a_general_question_answers(path: str, catalogue: Catalogue, store: EmbeddedStore) -> None:
    query, names = catalogue.queries[path], Settings().names
    rows = store.select(query.bind({}, Context(names, known=Resolver.over(store.select, names))))
    assert bool(rows) is not (path in MAY_BE_EMPTY)
    assert not [row for row in rows if BATTERY.search(" ".join(map(str, row.values())))]


def test_its_graph_has_no_word_of_batteries(release: Release) -> None:
    lines = release.graph_path.read_text(encoding="utf-8").splitlines()
    assert len(lines) > 10_000
    assert [line for line in lines if BATTERY.search(line)] == []


def test_its_description_has_no_word_of_batteries(release: Release) -> None:
    """The search keeps words without endings and without small ones: “akku(ri)”, “how dry (a) room”.

    What sentences are counted to are numbers.
    """
    for file in release.folder.iterdir():
        if file.is_file() and file.name not in (SEARCH, WORDS, COUNTED):
            assert not BATTERY.search(file.read_text(encoding="utf-8")), file.name


@pytest.mark.slow
@pytest.mark.parametrize("lang", ["fi", "en", "sv"] if LONG else ["fi"])
def test_every_page_opens_and_none_speaks_of_batteries(lang: str, client: FlaskClient) -> None:
    """Follow every link from the front page, each address once."""
    waiting, seen = deque(["/", "/sitemap.xml"]), {"/"}
    kinds = set()
    while waiting:
        path = waiting.popleft()
        answer = client.get(path, query_string={"lang": lang}, headers=BROWSER, follow_redirects=True)
        assert answer.status_code == 200, path
        if not answer.mimetype.startswith("text/") and not answer.mimetype.endswith("xml"):
            continue  # a workbook, an archive
        found = BATTERY.search(words(answer.text))
        assert not found, (path, found)
        kinds.add(path.split("/")[1])
        for link in re.findall(r'href="(/[^"?#]*)|<loc>http://localhost(/[^<?]*)</loc>', answer.text):
            address = link[0] or link[1]
            if not LONG and TEMPLATES.search(address):
                continue
            if address not in seen and not LARGE.match(address) and not FILES.search(address):
                seen.add(address)
                waiting.append(address)
    assert kinds >= {"", "about", "browse", "concept", "data", "doc", "gaps", "network", "queries"}
    assert len(seen) > 200
