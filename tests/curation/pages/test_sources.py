"""Cited pages are kept and looked at again: on a mirror of 200 pages that a script changes."""

import csv
import gzip
import io
import random
import resource
import string
import subprocess
import sys
from datetime import UTC, date, datetime, timedelta
from hashlib import sha256
from pathlib import Path

import pytest
from warcio.archiveiterator import ArchiveIterator

from akkuri.curation.pages.archiving import archive
from akkuri.curation.pages.cited import CitedPage
from akkuri.curation.pages.fetching import Fetcher, Unfetched
from akkuri.curation.pages.manifest import KeptPage, read_manifest
from akkuri.curation.pages.watching import watch
from akkuri.curation.pages.wording import words_mark
from akkuri.errors import OutsideError, UsageError
from program import akkuri

from .mirror import Mirror, Page, mirror

WORDS = ("cell", "pilot", "line", "laboratory", "opened", "tested", "battery", "material", "hall", "power")


def text_of(number: int) -> str:
    chosen = random.Random(number)
    return (
        " ".join(chosen.choice(WORDS) for _ in range(60))
        + f" built for {chosen.randint(2, 90)} million euros"
    )


def page_of(number: int, said: str) -> str:
    """A page with what changes at every look: time, counter, tokens, scripts, order of attributes."""
    noise = {
        0: "<p>Updated at 09:{minute}</p>",
        1: "<p>{look} visitors</p>",
        2: '<script>var nonce="{look}"</script>',
        3: '<input type="hidden" value="{look}"><!-- {look} -->',
    }
    return (
        f"<html><head><title>Page {number}</title><meta name='x' content='{{look}}'></head>"
        f"<body><nav>Home</nav><p>{said}</p>{noise.get(number % 5, '')}</body></html>"
    )


@pytest.fixture
def site(tmp_path: Path):
    with mirror() as found:
        found.pages["/"] = Page("<title>Front</title>welcome")
        for number in range(200):
            found.pages[f"/p/{number}"] = Page(page_of(number, text_of(number)), tagged=number % 5 == 4)
        yield found


def cited(site: Mirror) -> list[CitedPage]:
    return [CitedPage(f"src-{n:08x}", f"{site.address}/p/{n}", (f"fac-{n}",)) for n in range(200)]


def change(site: Mirror) -> dict[int, str]:
    """Change the mirror by a script; return what became of each page that is not as it was."""
    chosen = random.Random(7)
    numbers = chosen.sample(range(200), 80)
    truth: dict[int, str] = {}
    for place, number in enumerate(numbers):
        path, said = f"/p/{number}", text_of(number)
        match place % 8:
            case 0:
                site.pages[path].body = page_of(number, said.replace("euros", "dollars"))
            case 1:
                site.pages[path].body = page_of(number, said + " and closed since")
            case 2:
                words = said.split()
                site.pages[path].body = page_of(number, " ".join([*words[:20], "anode", *words[21:]]))
            case 3:
                del site.pages[path]
            case 4:
                site.pages[path] = Page("gone", 410)
            case 5:
                site.pages[path] = Page("<title>Page not found</title>Sorry")
            case 6:
                site.pages[path] = Page(status=302, to="/")
            case 7:
                site.pages[f"/new/{number}"] = site.pages[path]
                site.pages[path] = Page(status=301, to=f"/new/{number}")
        truth[number] = "changed" if place % 8 < 3 else "moved" if place % 8 == 7 else "dead"
    return truth


def test_of_200_pages_what_changed_or_died_is_found_and_hardly_anything_else(
    site: Mirror, tmp_path: Path
) -> None:
    data, target = tmp_path / "data", tmp_path / "archive"
    data.mkdir()
    kept = archive(cited(site), data, target, Fetcher(0))
    assert (len(kept.kept), kept.lost) == (200, {})
    truth = change(site)
    looks = watch(cited(site), read_manifest(data), target / "log.jsonl", Fetcher(0))
    found = {int(look.source_id[4:], 16): look.state for look in looks if look.state != "same"}
    right = [number for number, state in truth.items() if found.get(number) == state]
    false = found.keys() - truth.keys()
    assert len(right) >= 0.95 * len(truth)
    assert len(false) < 0.05 * (200 - len(truth))
    assert all(look.records == (f"fac-{int(look.source_id[4:], 16)}",) for look in looks)


def test_what_is_kept_is_what_was_read_and_is_kept_once(site: Mirror, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    pages = cited(site)[:30]
    first = archive(pages, tmp_path / "data", tmp_path / "archive", Fetcher(0), limit=10)
    rest = archive(pages, tmp_path / "data", tmp_path / "archive", Fetcher(0))
    assert (len(first.kept), rest.before, len(rest.kept)) == (10, 10, 20)
    manifest = read_manifest(tmp_path / "data")
    assert manifest["src-00000003"].title == "Page 3"
    bodies = {}
    for file in (tmp_path / "archive").glob("*.warc.gz"):
        with file.open("rb") as handle:
            for record in ArchiveIterator(handle):
                bodies[record.rec_headers.get_header("WARC-Target-URI")] = record.content_stream().read()
    for entry in manifest.values():
        assert sha256(bodies[entry.final_url]).hexdigest() == entry.sha256
        assert len(bodies[entry.final_url]) == int(entry.bytes)


def test_of_a_page_for_which_there_is_no_room_nothing_is_kept(site: Mirror, tmp_path: Path) -> None:
    site.pages["/p/1"] = Page("".join(random.Random(1).choices(string.ascii_letters, k=300_000)))
    work = f"archive({cited(site)[:2]!r}, Path('data'), Path('archive'), Fetcher(0))"
    lines = (
        *("import resource, sys", "from pathlib import Path"),
        "from akkuri.curation.pages.archiving import archive",
        *(
            "from akkuri.curation.pages.cited import CitedPage",
            "from akkuri.curation.pages.fetching import Fetcher",
        ),
        "resource.setrlimit(resource.RLIMIT_FSIZE, (100_000, 100_000))",
        *("Path('data').mkdir()", work),
    )
    done = subprocess.run(
        [sys.executable, "-B", "-c", "\n".join(lines)], cwd=tmp_path, capture_output=True, text=True
    )
    assert "OutsideError" in done.stderr.splitlines()[-1]
    (file,) = (tmp_path / "archive").iterdir()
    with file.open("rb") as handle:
        kept = [record.rec_headers.get_header("WARC-Target-URI") for record in ArchiveIterator(handle)]
        assert kept == [f"{site.address}/p/0"]
        assert handle.tell() == file.stat().st_size
    assert set(read_manifest(tmp_path / "data")) == {"src-00000000"}  # from which it goes on


def test_of_a_look_for_which_there_is_no_room_no_empty_log_is_left(site: Mirror, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    pages, log = cited(site)[:2], tmp_path / "looks" / "log.jsonl"
    archive(pages, tmp_path / "data", tmp_path / "archive", Fetcher(0))
    manifest = read_manifest(tmp_path / "data")
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        with pytest.raises(OutsideError):
            watch(pages, manifest, log, Fetcher(0))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert not log.parent.exists()
    watch(pages[:1], manifest, log, Fetcher(0))
    first = log.read_text()
    resource.setrlimit(resource.RLIMIT_FSIZE, (len(first), before[1]))
    try:
        with pytest.raises(OutsideError):
            watch(pages, manifest, log, Fetcher(0))
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert log.read_text() == first


def test_a_look_goes_on_where_it_was_broken_off(site: Mirror, tmp_path: Path) -> None:
    (tmp_path / "data").mkdir()
    pages, log = cited(site)[:12], tmp_path / "log.jsonl"
    archive(pages, tmp_path / "data", tmp_path / "archive", Fetcher(0))
    manifest = read_manifest(tmp_path / "data")
    watch(pages[:5], manifest, log, Fetcher(0))
    log.write_text(log.read_text() + '{"source_id": "src-00')
    del site.asked[:]
    looks = watch(pages, manifest, log, Fetcher(0))
    assert len(looks) == 12
    assert len([path for path in site.asked if path != "/robots.txt"]) == 7
    assert watch(pages, manifest, log, Fetcher(0)) == looks, "what stood behind the broken line is read"
    log.write_text('{"nothing": 1}\n')
    with pytest.raises(UsageError, match="no log"):
        watch(pages, manifest, log, Fetcher(0))


def test_robots_rates_and_faults_are_minded(site: Mirror) -> None:
    site.pages["/robots.txt"] = Page("User-agent: *\nDisallow: /private\nCrawl-delay: 7\n")
    site.pages["/private/x"] = Page("no")
    site.pages["/loop"] = Page(status=302, to="/loop")
    site.pages["/away"] = Page(status=302, to="ftp://example.org/x")
    waits: list[float] = []
    fetcher = Fetcher(0, sleep=waits.append)
    refused = fetcher.fetch(f"{site.address}/private/x")
    assert isinstance(refused, Unfetched)
    assert refused.why == "robots"
    assert "/private/x" not in site.asked
    fetcher.fetch(f"{site.address}/p/1")
    fetcher.fetch(f"{site.address}/p/2")
    assert 6 < waits[-1] <= 7
    for wrong in (f"{site.address}/loop", f"{site.address}/away"):
        answer = fetcher.fetch(wrong)
        assert isinstance(answer, Unfetched) or answer.status == 302
    assert isinstance(fetcher.fetch("http://127.0.0.1:9/x"), Unfetched)
    assert isinstance(fetcher.fetch("file:///etc/passwd"), Unfetched)


def test_what_cannot_be_kept_is_told_with_its_reason(site: Mirror, tmp_path: Path) -> None:
    zipped = gzip.compress(page_of(0, "kept ").encode())
    pages = {
        "whole": Page(raw=zipped, headers={"Content-Encoding": "gzip"}),
        "halved": Page(raw=zipped[:60], headers={"Content-Encoding": "gzip"}),
        "unknown": Page(raw=b"abc", headers={"Content-Encoding": "br"}),
        "large": Page(raw=gzip.compress(bytes(21 << 20)), headers={"Content-Encoding": "gzip"}),
        "cut": Page(status=404, raw=b"ff\r\nabc", headers={"Transfer-Encoding": "chunked"}),
        "gone": Page("<title>Sivua ei löytynyt</title>x"),
        "blank": Page(" "),
    }
    site.pages |= {f"/{name}": page for name, page in pages.items()}
    (tmp_path / "data").mkdir()
    asked = [CitedPage(name, f"{site.address}/{name}", ()) for name in pages]
    found = archive(asked, tmp_path / "data", tmp_path / "archive", Fetcher(0))
    assert found.kept == ["whole"]
    assert read_manifest(tmp_path / "data")["whole"].title == "Page 0"
    said = {page.id: why if isinstance(why, str) else why.words("fi") for page, why in found.lost.items()}
    assert said == {
        "halved": "sitä ei voi lukea muodossa gzip",
        "unknown": "sitä ei voi lukea muodossa br",
        "large": "sivu on suurempi kuin 20 MiB",
        "cut": "vastaus katkesi",
        "gone": "otsikon mukaan sivu on poistunut: ”Sivua ei löytynyt”",
        "blank": "sivu on tyhjä",
    }


def test_what_stands_beside_and_what_a_day_changes_is_no_change(site: Mirror, tmp_path: Path) -> None:
    """The page was kept eight days ago: it gives that day still, and today where it gave that of the look."""
    today = datetime.now(UTC).date()
    before = today - timedelta(days=8)

    def page(day: date, ago: int) -> str:
        said = f"<body class='with-ads'><p>{text_of(1)}</p><p>Published {before.isoformat()}.</p>"
        changes = (
            f"<p>{day:%A}, {day.day} {day:%B} {day.year}. Updated {ago} days ago, {ago} päivää sitten.</p>"
        )
        beside = f"<div class='top mainos'>{ago}</div><div id='cookie-consent'>{ago}</div>"
        return f"{said}{changes}{beside}<p>© 2020–{2020 + ago} Laboratory</p></body>"

    site.pages["/x"] = Page(page(before, 2))
    url, fetcher = f"{site.address}/x", Fetcher(0)
    read = fetcher.fetch(url)
    assert not isinstance(read, Unfetched)
    kept = KeptPage("x", url, url, before.isoformat(), *[""] * 4, words_mark(read, before), *[""] * 5)
    for body, state in ((page(today, 5), "same"), (page(today, 5).replace("built", "planned"), "changed")):
        site.pages["/x"] = Page(body)
        (look,) = watch([CitedPage("x", url, ())], {"x": kept}, tmp_path / f"{state}.jsonl", fetcher)
        assert look.state == state


def test_the_commands_keep_and_watch_the_pages_of_a_cluster(site: Mirror, tmp_path: Path) -> None:
    data = tmp_path / "data"
    assert akkuri("init", data).returncode == 0
    with (data / "sources.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    for number, row in enumerate(rows):
        row["url"] = f"{site.address}/p/{number}"
    out = io.StringIO()
    writer = csv.DictWriter(out, rows[0], lineterminator="\n")
    writer.writeheader()
    writer.writerows(rows)
    (data / "sources.csv").write_text(out.getvalue(), encoding="utf-8")
    asked = ("--to", tmp_path / "archive", "--data", data, "--rest", "0")
    kept = akkuri("sources", "archive", *asked)
    assert kept.returncode == 0, kept.stderr
    assert f"{len(rows)} of {len(rows)} cited pages kept" in kept.stderr
    site.pages["/p/0"] = Page("gone", 410)
    looked = akkuri("sources", "watch", *asked, "--format", "csv", "--lang", "fi")
    assert looked.returncode == 0, looked.stderr
    found = list(csv.DictReader(io.StringIO(looked.stdout)))
    assert [(row["source_id"], row["state"]) for row in found] == [(rows[0]["id"], "dead")]
    assert found[0]["records"]
    assert "watched-" not in looked.stderr
    again = akkuri("sources", "watch", *asked, "--format", "csv")
    assert again.stdout == looked.stdout
    assert f"earlier today: {len(rows)} of them" in again.stderr, "it says why no page was asked for"
    assert str(tmp_path / "archive" / "watched-") in again.stderr
    (data / "archive.csv").write_text("a,b\n1,2\n")
    wrong = akkuri("sources", "watch", *asked)
    assert wrong.returncode == 2
    assert "archive.csv: is no manifest" in wrong.stderr
