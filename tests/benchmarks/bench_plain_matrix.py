"""How soon the gap matrix of an exported site is on screen in a browser that has never been there.

Run as `PYTHONPATH=tests python -m benchmarks.bench_plain_matrix FOLDER [ROUNDS]`; FOLDER is what
`akkuri export site` made with the engine (`python src/npm/bundle.py`). Each round is a browser without a
cache over loopback: the page with the matrix, then its cells as the engine in the browser answers them.
Prints both times from the start of the navigation, and what was transferred.
"""

import http.server
import shutil
import statistics
import sys
import threading
from functools import partial
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Page, sync_playwright

PAGES: Final = (
    ("as a page", "/gaps.html", "table.matrix td.mark"),
    ("by the engine", "/queries/gaps/cells.html?country=FI", "html[data-tab=answered]"),
)


class Counting(http.server.SimpleHTTPRequestHandler):
    """Python's own file server, which adds up what it sends."""

    sent = 0

    def log_message(self, format: str, *args: Any) -> None:
        """Write nothing."""

    def copyfile(self, source: Any, outputfile: Any) -> None:
        """Send a file."""
        Counting.sent += Path(source.name).stat().st_size
        super().copyfile(source, outputfile)


def shown_after(page: Page, address: str, selector: str) -> float:
    """Return the milliseconds from the start of a navigation until something is there."""
    page.goto(address, wait_until="commit")
    page.wait_for_selector(selector, timeout=60_000)
    return float(page.evaluate("performance.now()"))


def main(folder: Path, rounds: int) -> None:
    """Measure and print."""
    chromium = shutil.which("chromium")
    handler = partial(Counting, directory=str(folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server, sync_playwright() as driver:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        root = f"http://127.0.0.1:{server.server_port}"
        for name, path, selector in PAGES:
            times = []
            for _ in range(rounds):
                Counting.sent = 0
                browser = driver.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
                times.append(shown_after(browser.new_page(), root + path, selector))
                browser.close()
            told = f"median {statistics.median(times):.0f} ms, slowest {max(times):.0f} ms"
            print(f"{name}: {told} of {rounds}; {Counting.sent / 1e6:.2f} MB transferred", flush=True)
        server.shutdown()


if __name__ == "__main__":
    main(Path(sys.argv[1]), int((*sys.argv[2:], "5")[0]))
