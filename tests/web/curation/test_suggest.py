"""/suggest and `akkuri proposals`: a reader's change goes where the operator has set, and into the tables."""

import json
import re
import shutil
from collections.abc import Callable
from html import unescape
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit

import pytest
from flask import Flask

from akkuri.errors import UsageError
from akkuri.release.opening import Release
from akkuri.settings import Settings
from history import HYDROGEN
from program import akkuri

PATH = "/suggest/facility/aalto-hydrometallurgy"
GIVEN = {"column": "homepage", "value": "https://www.aalto.fi/new", "source": "https://www.aalto.fi/source"}
Serve = Callable[[Release, Settings], Flask]


@pytest.mark.parametrize("lang", ["en", "fi", "sv"])
def test_the_form_is_on_every_record_in_three_languages(
    national_release: Release, serve_release: Serve, lang: str
) -> None:
    client = serve_release(national_release, Settings()).test_client()
    assert PATH in client.get(f"/doc/facility/aalto-hydrometallurgy?lang={lang}").text
    answer = client.get(f"{PATH}?lang={lang}")
    assert answer.status_code == 200
    assert 'value="homepage"' in answer.text
    assert client.get("/suggest/facility/nothing").status_code == 404
    assert client.get("/suggest/nothing/nothing").status_code == 404


def test_it_becomes_a_text_a_mail_or_an_issue_with_everything_filled_in(
    national_release: Release, serve_release: Serve
) -> None:
    tracker = "https://tracker.example.org/new?t={title}&b={body}"
    for settings, link in (
        (Settings(), ""),
        (Settings(mailbox="desk@example.org"), "mailto:desk@example.org?subject="),
        (Settings(tracker=tracker), "https://tracker.example.org/new?t="),
    ):
        answer = serve_release(national_release, settings).test_client().post(PATH, data=GIVEN)
        assert answer.status_code == 200
        assert GIVEN["source"] in answer.text
        assert link in answer.text
        assert GIVEN["value"] in unquote(answer.text)


def test_addresses_are_built_as_trackers_and_mail_programs_take_them(
    national_release: Release, serve_release: Serve
) -> None:
    """Signs that mean something in an address, lines of a mail, and a text for which no address has room."""
    trackers = (
        "https://github.com/example/data/issues/new?title={title}&body={body}",
        "https://gitlab.com/example/data/-/issues/new?issue[title]={title}&issue[description]={body}",
    )
    tricky = {**GIVEN, "column": "description", "value": 'R&D #1 + 50 % {title} "ä" 日本\r\n<b>'}
    for outlet in (*(Settings(tracker=each) for each in trackers), Settings(mailbox="desk@example.org")):
        client = serve_release(national_release, outlet).test_client()
        address = href(client.post(f"{PATH}?lang=fi", data=tricky).text)
        asked = dict(parse_qsl(urlsplit(address).query, strict_parsing=True))
        title, body = asked.values()
        assert title.startswith("Ehdotus: ")
        assert tricky["value"] in body.replace("\r\n", "\n").replace("\n", "\r\n")
        assert len(body.splitlines()) >= 5
        assert ("\r\n" in body.split(tricky["value"])[0]) == bool(outlet.mailbox)
        page = client.post(f"{PATH}?lang=fi", data={**tricky, "value": "ä" * 4000}).text
        short = href(page)
        assert len(short) < 2000
        assert "ä" * 4000 not in unquote(short)
        assert "liian pitkä linkkiin" in page
        assert "ä" * 4000 in page


def href(page: str) -> str:
    """Return the address of the outlet, as a browser understands the page."""
    return unescape(page.partition('rel="noreferrer"')[0].rpartition('href="')[2].rstrip().rstrip('"'))


@pytest.mark.parametrize(
    "wrong",
    [
        {"column": "id"},
        {"column": "nothing"},
        {"value": " "},
        {"value": "x" * 5000},
        {"source": "no page"},
        {"source": "https://a.example/\x1b[31m"},
        {"value": "\x00"},
    ],
)
def test_what_lacks_something_is_one_sentence(
    national_release: Release, serve_release: Serve, wrong: dict[str, str], tmp_path: Path
) -> None:
    client = serve_release(national_release, Settings(proposals=str(tmp_path))).test_client()
    assert client.post(PATH, data={**GIVEN, **wrong}).status_code == 422
    again = client.post(PATH, data={**GIVEN, **wrong}, headers={"Accept": "text/html"})
    assert again.status_code == 422
    (said,) = re.findall(r'role="alert"><strong>(.*?)</strong>', again.text)
    words = {"column": "no field of this record", "value": "new value is", "source": "address of the page"}
    assert words[next(iter(wrong))] in said
    kept = [value for name, value in GIVEN.items() if name not in wrong and name != "column"]
    assert all(value in again.text for value in kept), "what was right need not be written again"
    assert not list(tmp_path.iterdir())


def test_proposals_are_bounded_and_taken_in_with_their_source(
    hydrogen_release: Release, serve_release: Serve, tmp_path: Path
) -> None:
    kept, data = tmp_path / "kept", tmp_path / "data"
    kept.mkdir()
    client = serve_release(hydrogen_release, Settings(proposals=str(kept))).test_client()
    given = {**GIVEN, "source": "https://example.org/source"}  # of a publisher that this cluster knows
    answers = [client.post("/suggest/facility/electrolyser-lab", data=given).status_code for _ in range(12)]
    assert answers == [200] * 10 + [503] * 2
    for file in sorted(kept.iterdir())[1:]:
        file.unlink()
    file = next(kept.iterdir())
    said = json.loads(file.read_text(encoding="utf-8"))
    file.write_text(json.dumps({**said, "value": "www.aalto.fi/new"}), encoding="utf-8")  # as many write it
    (name,) = [json.loads(file.read_text(encoding="utf-8"))["name"] for file in kept.iterdir()]
    shutil.copytree(HYDROGEN, data)
    for number, bad in enumerate(["{", "[1]", json.dumps({**said, "record": "fac-nowhere"})]):
        (kept / f"2026112810000{number}-00000000.json").write_text(bad, encoding="utf-8")
    listed = akkuri("proposals", "--data", data, AKKURI_PROPOSALS=kept)
    assert listed.returncode == 1, listed.stderr
    assert listed.stderr.count("is no proposal; remove it") == 2
    assert "fac-nowhere" in listed.stdout
    assert "→ https://www.aalto.fi/new" in listed.stdout, "the others are none the worse for it"
    for file in kept.glob("*-00000000.json"):
        file.unlink()
    taken = akkuri("proposals", name, "--take", "--folder", kept, "--data", data)
    assert taken.returncode == 0, taken.stdout + taken.stderr
    assert not list(kept.iterdir())
    facilities = (data / "facilities.csv").read_text(encoding="utf-8")
    assert "https://www.aalto.fi/new" in facilities
    assert given["source"] in (data / "sources.csv").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("variable", "value"),
    [
        ("AKKURI_TRACKER", "https://tracker.example.org/new"),
        ("AKKURI_TRACKER", "javascript:{title}{body}"),
        ("AKKURI_MAILBOX", "nobody"),
        ("AKKURI_PROPOSALS", "/nowhere/at/all"),
    ],
)
def test_a_setting_that_cannot_serve_is_refused(variable: str, value: str) -> None:
    with pytest.raises(UsageError, match=variable):
        Settings.from_env({variable: value})
