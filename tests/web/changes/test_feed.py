"""The feeds as a feed reader reads them: nothing lost, nothing repeated when a release comes between."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import feedparser
import pytest
from flask.testing import FlaskClient

from akkuri.ask.service import Ask
from akkuri.release.build import build_release
from akkuri.release.known import known_beside
from akkuri.release.opening import Release
from akkuri.release.pruning import prune
from akkuri.settings import Settings
from akkuri.store import EmbeddedStore
from akkuri.web.app import create_app
from akkuri.web.changes import change_pages
from history import EDITIONS, History, commit, copied, edit

SIX = 6


class OnlyKnown:
    """Gives no other release, but says which there are."""

    def __init__(self, in_use: Release, root: Path) -> None:
        self.known = known_beside(in_use, root)

    def lend(self, version: str) -> Any:
        raise AssertionError(version)


def client(release: Release, root: Path) -> FlaskClient:
    """The site of a release among those of its folder."""
    settings = Settings(release=root)
    store = EmbeddedStore.of_release(release.graph_path, release.version)
    return create_app(settings, Ask.over(store, settings), release, OnlyKnown(release, root)).test_client()


@pytest.fixture(scope="module")
def history(made_history: Path, tmp_path_factory: pytest.TempPathFactory) -> History:
    return copied(made_history, tmp_path_factory.mktemp("feed"))


@pytest.fixture
def site(history: History) -> FlaskClient:
    return client(history.releases[-1], history.root)


@pytest.fixture
def short(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pages of a feed with six entries."""
    monkeypatch.setattr(change_pages, "ENTRIES", SIX)


def read(site: FlaskClient, path: str) -> Any:
    answer = site.get(path)
    assert answer.status_code == 200, answer.text
    found = feedparser.parse(answer.data)
    assert not found.bozo
    return found


def following(feed: Any) -> str | None:
    links = [link.href for link in feed.feed.links if link.rel == "next"]
    return links[0].removeprefix("http://localhost") if links else None


def test_what_each_release_changed_stands_in_the_feed(site: FlaskClient, history: History) -> None:
    newest = read(site, f"/feed?since={history.releases[1].version}").entries
    assert [(each.title, each.updated) for each in newest] == [
        ("Organisation: Kymi Fuel Cells 2", "2026-11-01T00:00:00Z"),
        ("Facility: Fuel cell hall 2", "2026-11-01T00:00:00Z"),
    ]
    assert (
        newest[1].id == f"https://w3id.org/akkuri/doc/facility/fuel-cell-hall#{history.releases[2].version}"
    )
    assert site.get(newest[1].link.removeprefix("http://localhost")).status_code == 200


@pytest.mark.parametrize(
    ("since", "releases"),
    [
        ("2026-11-01", 1),
        ("2026-11-01T00:00:00Z", 1),
        ("2026-11-01T00:00:00.5Z", 0),
        ("2026-11-01T02:00:00%2B02:00", 1),
        ("2026-11-01T02:00:00+02:00", 1),  # not escaped: + is a space there
        ("2026-10-31T23:00:00-02:00", 0),
        ("2026-10-31T22:00-02:00", 1),
    ],
)
def test_a_time_is_read_with_its_offset(site: FlaskClient, since: str, releases: int) -> None:
    assert len(read(site, f"/feed?since={since}").entries) == 2 * releases


def test_by_kind_and_by_region(site: FlaskClient) -> None:
    everything = read(site, "/feed").entries
    assert len({each.id for each in everything}) == len(everything) > 30
    for name, value in (("kind", "facility"), ("region", "FI1D9")):
        some = read(site, f"/feed?{name}={value}").entries
        fitting = [each.id for each in everything if value in {tag.term for tag in each.tags}]
        assert [each.id for each in some] == fitting
        assert 0 < len(some) < len(everything)


def test_releases_have_a_feed(site: FlaskClient, history: History) -> None:
    found = read(site, "/feed/releases").entries
    assert [each.updated[:10] for each in found] == list(reversed(EDITIONS))
    assert [each.id for each in found] == [
        f"https://w3id.org/akkuri/release/{each.version}" for each in reversed(history.releases)
    ]
    assert found[0].summary == "Records added: 0, changed: 2, removed: 0."


@pytest.mark.parametrize("lang", ["fi", "sv"])
def test_the_feed_of_releases_is_in_the_language_of_its_page(site: FlaskClient, lang: str) -> None:
    page = site.get(f"/changes?lang={lang}").text
    assert page.count(f'href="/feed/releases?lang={lang}"') == 2
    year, month, day = EDITIONS[-1].split("-")
    newest = read(site, f"/feed/releases?lang={lang}").entries[0]
    assert newest.title.endswith(f", {int(day)}.{int(month)}.{year}")


@pytest.mark.usefixtures("short")
def test_a_release_between_two_pages_loses_nothing_and_repeats_nothing(
    made_history: Path, tmp_path: Path
) -> None:
    history = copied(made_history, tmp_path)
    before = client(history.releases[-1], history.root)
    expected = {each.id for path in _pages(before) for each in read(before, path).entries}
    first = read(before, "/feed")
    seen = [each.id for each in first.entries]
    edit(history.data, 3, "2026-11-20")
    commit(history.data, "between")
    release = build_release(Settings(), history.data, history.root)
    prune(history.root, 1)  # what the removed ones said is still known
    after = client(release, history.root)
    path = following(first)
    while path:
        page = read(after, path)
        seen += [each.id for each in page.entries]
        path = following(page)
    assert sorted(seen) == sorted(expected)
    new = [each.id for each in read(after, f"/feed?since={history.releases[-1].version}").entries]
    assert len(new) == 2
    assert not set(new) & set(seen)
    assert {each.id for path in _pages(after) for each in read(after, path).entries} == expected | set(new)


def _pages(site: FlaskClient) -> Iterator[str]:
    path: str | None = "/feed"
    while path:
        yield path
        path = following(read(site, path))


def test_one_release_alone_has_a_feed_of_what_it_holds(history: History, tmp_path: Path) -> None:
    shutil.copytree(history.releases[0].folder, tmp_path / "alone")
    found = read(client(Release(tmp_path / "alone"), tmp_path / "alone"), "/feed?kind=facility").entries
    assert {each.summary for each in found} == {
        f"Recorded in the first release, {history.releases[0].version}."
    }


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ("since=2020-01-01", "There was no release at “2020-01-01”; the first one is"),
        ("since=yesterday", "“yesterday” is no release and no date"),
        ("since=2026-13-45", "“2026-13-45” is no release and no date"),
        ("since=2026-11-01T25:00", "“2026-11-01T25:00” is no release and no date"),
        ("since=2026-11-01T10", "“2026-11-01T10” is no release and no date"),
        ("kind=animal", "kind: “animal” is not found (Kinds of record)."),
        ("region=XX", "region: “XX” is not found (Regions)."),
        ("before=nothing:3", "“nothing:3” is no place in this feed"),
        ("regio=FI1D9", "Unknown parameter “regio”; expected one of kind, region, since, before, lang."),
        ("kind=facility&kind=project", "kind is given several values (facility, project); expected one."),
    ],
)
def test_what_cannot_be_asked_is_a_sentence(site: FlaskClient, asked: str, sentence: str) -> None:
    answer = site.get(f"/feed?{asked}")
    assert answer.status_code == 400
    assert answer.get_json()["detail"].startswith(sentence)


def test_a_place_that_is_no_number_is_no_place(site: FlaskClient, history: History) -> None:
    answer = site.get(f"/feed?before={history.releases[0].version}:x")
    assert (answer.status_code, answer.get_json()["type"].rpartition("/")[2]) == (400, "no-place")


def test_a_feed_is_called_by_what_it_is_narrowed_to(site: FlaskClient) -> None:
    found = read(site, "/feed?kind=facility&region=FI1D9&lang=fi").feed
    assert found.title == "Akkuri · Muuttuneet tietueet · Infrastruktuurit · Pohjois-Pohjanmaa"
    assert [link.href for link in found.links if link.rel == "alternate"] == [
        "http://localhost/changes?kind=facility&region=FI1D9&lang=fi"
    ]


def test_what_the_first_release_had_is_counted_by_kind_and_listed_where_asked(
    site: FlaskClient, history: History
) -> None:
    page = site.get("/changes").text
    first = f"Recorded in the first release, {history.releases[0].version}"
    assert page.count(first) == 1
    for kind in ("facility", "organisation"):
        link = re.search(rf'href="/changes\?kind={kind}">[^<]+</a> <span class="n">(\d+)<', page)
        assert link
        listed = site.get(f"/changes?kind={kind}").text
        assert listed.count(first) == int(link[1]) > 1
    assert "Fuel cell hall 2" in page  # what changed since stands one by one


def test_a_record_that_changed_after_the_first_release_is_counted_once(site: FlaskClient) -> None:
    entries = read(site, "/feed").entries
    records = {each.id.partition("#")[0] for each in entries}
    assert following(read(site, "/feed")) is None
    assert len(records) < len(entries)
    assert f'<h2>Records <span class="n">{len(records)}<' in site.get("/changes?lang=en").text


@pytest.mark.parametrize("lang", ["en", "fi", "sv"])
def test_the_page_of_changes(site: FlaskClient, history: History, lang: str) -> None:
    page = site.get(f"/changes?kind=facility&lang={lang}")
    assert page.status_code == 200
    assert "Fuel cell hall 2" in page.text
    assert f"/release/{history.releases[0].version}/" in page.text
    assert "/feed?kind=facility" in page.text


@pytest.mark.parametrize(
    ("asked", "sentence", "field", "typed"),
    [
        ("region=Narnia&kind=facility", "Maakunta: ”Narnia” on tuntematon", "region", "Narnia"),
        ("since=eilen&kind=facility", "”eilen” ei ole julkaisu eikä päivä", "since", "eilen"),
        ("kind=facility&kind=project", "Laji", "kind", "facility"),
    ],
)
def test_a_form_that_is_not_understood_comes_back_as_it_was_filled_in(
    site: FlaskClient, asked: str, sentence: str, field: str, typed: str
) -> None:
    answer = site.get(f"/changes?{asked}&lang=fi")
    assert answer.status_code == 400
    alert = re.search(r'role="alert">([^<]*)', answer.text)
    assert alert
    assert sentence in alert[1]
    marked = re.findall(r'<(?:select|input) id="c-(\w+)"[^>]*aria-invalid="true"', answer.text)
    assert marked == [field]
    assert f'value="{typed}"' in answer.text
    assert '<option value="facility" selected>' in answer.text
    assert 'class="notice">' not in answer.text


def test_a_day_is_read_as_it_is_written_in_finland(site: FlaskClient, history: History) -> None:
    first = history.releases[0].manifest["issued"][:10]
    year, month, day = first.split("-")
    written = f"{int(day)}.{int(month)}.{year}"
    assert site.get(f"/feed?since={written}").data == site.get(f"/feed?since={first}").data.replace(
        f"since={first}".encode(), f"since={written}".encode()
    )
    assert f'name="since" value="{written}"' in site.get(f"/changes?since={written}").text
    refused = site.get("/feed?since=eilen&lang=fi").get_json()["detail"]
    (example,) = re.findall(r"kuten (\S+)\.$", refused)
    assert site.get(f"/feed?since={example}").status_code == 200
