"""A real server and a real browser; the tests skip where there is no Chromium or no driver for it."""

import os
import shutil
from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from akkuri.release.opening import Release
from serving import Server

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

FLAGS = [
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


def chromium() -> str:
    """The path of Chromium."""
    found = os.environ.get("CHROMIUM") or shutil.which("chromium") or shutil.which("chromium-browser")
    if not found:
        pytest.skip("no Chromium: apt-get install chromium, or name one in CHROMIUM")
    return found


@pytest.fixture(scope="session")
def address(national_release: Release) -> Iterator[str]:
    """The address of `akkuri serve` on the national graph."""
    chromium()
    with Server("--release", national_release.folder, "--workers", "2") as server:
        yield server.address


@pytest.fixture(scope="session")
def browser() -> "Iterator[Browser]":
    """Headless Chromium."""
    api = pytest.importorskip("playwright.sync_api", reason="no driver: pip install playwright")
    with api.sync_playwright() as driver:
        started = driver.chromium.launch(executable_path=chromium(), args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def page(browser: "Browser", address: str) -> "Iterator[Page]":
    """A desktop page; anything written to the console as an error fails the test."""
    context = browser.new_context(base_url=address, viewport={"width": 1440, "height": 900}, locale="en-GB")
    opened = context.new_page()
    errors: list[str] = []
    opened.on("console", lambda message: errors.append(message.text) if message.type == "error" else None)
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    context.close()
    assert errors == []
