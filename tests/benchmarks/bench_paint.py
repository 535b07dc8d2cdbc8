"""When a reader sees a page, what it weighs and whether it moves: every kind of page in a real browser.

Run as `PYTHONPATH=tests python -m benchmarks.bench_paint [address…]` on a quiet machine with Chromium;
`--release` names a folder of releases, else the national release is built, and `--lang` asks in another
language. One server; each page at both widths by a browser that has kept nothing. Prints a Markdown table:
milliseconds until the largest thing is painted, how far what was painted moves (Chromium's score, 0 is not
at all), and the kB sent over the wire, heads included. Says at the end what is above the measures.
"""

import argparse
import os
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from playwright.sync_api import sync_playwright

from akkuri.release.build import build_release
from akkuri.settings import Settings
from browser.conftest import FLAGS, chromium
from browser.places import places
from serving import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser

WIDTHS: Final = (1440, 360)
HEIGHT: Final = 900
PAINTED, SENT = 1000, 100
"""The measures: milliseconds until the largest thing is painted, kB of a page."""
WATCH: Final = """
window.seen = { moved: 0, painted: 0 };
new PerformanceObserver((list) => list.getEntries().forEach((entry) => { seen.moved += entry.value; }))
  .observe({ type: "layout-shift", buffered: true });
new PerformanceObserver((list) => list.getEntries().forEach((entry) => { seen.painted = entry.startTime; }))
  .observe({ type: "largest-contentful-paint", buffered: true });
"""
SEEN: Final = "new Promise((done) => requestAnimationFrame(() => setTimeout(() => done(seen), 50)))"
"""What was watched, once the browser has painted again and had the time to tell it."""


@dataclass(frozen=True)
class Look:
    """One page as a browser showed it: milliseconds, layout shift, kB."""

    painted: float
    moved: float
    sent: float


def look(browser: "Browser", address: str, width: int, lang: str) -> Look:
    """Open an address with nothing kept and wait until nothing more is fetched."""
    context = browser.new_context(viewport={"width": width, "height": HEIGHT}, locale=lang)
    page = context.new_page()
    sent = [0]
    wire = context.new_cdp_session(page)
    wire.send("Network.enable")
    wire.on("Network.loadingFinished", lambda done: sent.append(done["encodedDataLength"]))
    page.add_init_script(WATCH)
    page.goto(address, wait_until="networkidle")
    seen = page.evaluate(SEEN)
    context.close()
    return Look(seen["painted"], seen["moved"], sum(sent) / 1000)


def main(addresses: Sequence[str], release: Path | None, lang: str) -> None:
    """Look at each address and print the table."""
    print(f"load {os.getloadavg()[0]:.1f}\n")
    print("| address |" + "".join(f" {width}: painted | moved | kB |" for width in WIDTHS))
    print("|---|" + "--:|" * 3 * len(WIDTHS), flush=True)
    above = []
    with tempfile.TemporaryDirectory() as folder, sync_playwright() as driver:
        release = release or build_release(Settings(), out=Path(folder)).folder
        browser = driver.chromium.launch(executable_path=chromium(), args=FLAGS)
        with Server("--release", release) as server:
            for address in addresses:
                looks = [look(browser, server.address + address, width, lang) for width in WIDTHS]
                cells = [f" {one.painted:.0f} | {one.moved:.3f} | {one.sent:.0f} |" for one in looks]
                print(f"| {address} |" + "".join(cells), flush=True)
                if any(one.painted > PAINTED or one.moved or one.sent > SENT for one in looks):
                    above.append(address)
        browser.close()
    print(f"\nAbove {PAINTED} ms or {SENT} kB, or moved: {', '.join(above) or 'none'}")


if __name__ == "__main__":
    parser = argparse.ArgumentParser()
    parser.add_argument("addresses", nargs="*")
    parser.add_argument("--release", type=Path)
    parser.add_argument("--lang", default="en")
    given = parser.parse_args()
    main(given.addresses or places(), given.release, given.lang)
