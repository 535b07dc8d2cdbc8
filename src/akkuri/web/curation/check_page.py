"""/check: a workbook or CSV file comes back with what is wrong at its cells; nothing is kept."""

import json
import re
from collections import Counter
from functools import partial
from pathlib import Path
from typing import Any, Final
from urllib.parse import quote

from flask import Blueprint, Response, request

from akkuri.errors import RequestError
from akkuri.texts import text
from akkuri.web.curation.apart import program, tables_served, workplace
from akkuri.web.curation.templates import XLSX
from akkuri.web.page.navigation import SitePage
from akkuri.web.page.rendering import language, page

__all__ = ["SITE_PAGES", "blueprint"]

blueprint = Blueprint("check", __name__)
SITE_PAGES: Final = (SitePage("/check"),)
_FORMS: Final = ("page", "xlsx", "json")
SHOWN: Final = 200
"""Findings on the page; all of them stand in the workbook."""
_ENDINGS: Final = (".xlsx", ".csv")


@blueprint.get("/check")
def form() -> Response:
    """Show the form."""
    return page("check.html", title=_title(), say=partial(text, language().code), sent=None)


@blueprint.post("/check")
def check() -> Response:
    """Check the file of the form and answer with a page, the workbook with comments, or JSON."""
    sent, wanted = request.files.get("file"), request.form.get("as", "page")
    if sent is None or not sent.filename:
        raise RequestError(400, "curation.web-no-file")
    name = _plain(sent.filename)
    if Path(name).suffix.lower() not in _ENDINGS:
        raise RequestError(415, "curation.web-ending", {"name": name})
    if wanted not in _FORMS:
        raise RequestError(400, "queries.not_format", {"value": wanted[:100], "names": ", ".join(_FORMS)})
    with workplace() as folder:
        sent.save(folder / name)
        words = ["check", name, "--data", str(tables_served(folder)), "--lang", language().code]
        if wanted == "xlsx":
            done = program(folder, *words, "--format", "xlsx", "--out", "told.xlsx")
            told = folder / "told.xlsx"
            content = told.read_bytes() if told.exists() else b""
        else:
            done = program(folder, *words, "--format", "json")
            content = done.stdout
    if not content:
        said = done.stderr.decode("utf-8", "replace").strip().removeprefix("akkuri: ")
        raise RequestError(422, "curation.web-said", {"said": said[:1000]})
    return _answer(name, wanted, content)


def _answer(name: str, wanted: str, content: bytes) -> Response:
    if wanted == "page":
        document: dict[str, Any] = json.loads(content)
        found = sorted(
            document["findings"], key=lambda each: (each["severity"] == "info", bool(each["known"]))
        )
        shown = page(
            "check.html",
            title=_title(),
            say=partial(text, language().code),
            sent=name,
            found=found[:SHOWN],
            more=max(0, len(found) - SHOWN),
            sums=_sums(document["kinds"]),
            told=document,
        )
    else:
        shown = Response(content, mimetype=XLSX if wanted == "xlsx" else "application/json")
        ending = Path(name).stem + (".xlsx" if wanted == "xlsx" else ".json")
        plain = re.sub(r"[^A-Za-z0-9_.-]", "_", ending)  # RFC 6266: for those that do not know the other
        named = f"filename=\"{plain}\"; filename*=UTF-8''{quote(ending, safe='')}"
        shown.headers["Content-Disposition"] = f"attachment; {named}"
        shown.headers["Content-Language"] = language().code
        shown.headers["X-Content-Type-Options"] = "nosniff"
    shown.headers["Cache-Control"] = "no-store"
    return shown


def _sums(kinds: list[dict[str, Any]]) -> list[tuple[str, str, int]]:
    """Return severity, title and number: kinds that differ in the proposal alone are called the same."""
    found: Counter[tuple[str, str]] = Counter()
    for kind in kinds:
        found[kind["severity"], kind["title"]] += kind["count"]
    return [(severity, title, number) for (severity, title), number in found.items()]


def _title() -> str:
    return text(language().code, "curation.web-check")


def _plain(name: str) -> str:
    """Return the name of a file without folders and signs that mean something to a shell or a header."""
    last = re.split(r"[/\\]", name)[-1]
    kept = re.sub(r"[^\w.-]", "_", last).lstrip(".-")
    return kept[-80:] or "file"
