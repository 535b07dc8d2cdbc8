"""/template: workbooks to fill in, for a kind of record, for several, or for a record that is there."""

from functools import partial
from typing import Final

from flask import Blueprint, Response, request

from akkuri.errors import RequestError
from akkuri.texts import text
from akkuri.web.curation.apart import program, tables_served, workplace
from akkuri.web.page.meant import meant_kind
from akkuri.web.page.navigation import SitePage
from akkuri.web.page.rendering import language, page

__all__ = ["SITE_PAGES", "XLSX", "blueprint"]

blueprint = Blueprint("templates", __name__)
SITE_PAGES: Final = (SitePage("/template", part_of="/check"),)
XLSX: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_LONGEST: Final = 300


@blueprint.get("/template")
def templates() -> Response:
    """Show which workbooks there are."""
    say = partial(text, language().code)
    return page("template.html", title=say("curation.web-template"), say=say)


@blueprint.get("/template/<name>.xlsx")
def template(name: str) -> Response:
    """Answer with the workbook of a kind (`all` for every kind), with `?record=` filled in."""
    if name != "all":
        meant_kind(name, "name")
    # No command takes a null character; nothing is called by what stands for it, which the answer says.
    record = request.args.get("record", "")[:_LONGEST].replace("\0", "\ufffd")
    words = [] if name == "all" else [name]
    words += ["--record", record] if record else []
    with workplace() as folder:
        data = str(tables_served(folder))
        done = program(folder, "template", "--data", data, "--lang", language().code, *words, "book.xlsx")
        if done.returncode:
            said = done.stderr.decode("utf-8", "replace").strip().removeprefix("akkuri: ")
            raise RequestError(404, "curation.web-said", {"said": said[:1000]})
        content = (folder / "book.xlsx").read_bytes()
    response = Response(content, mimetype=XLSX)
    response.headers["Content-Disposition"] = f'attachment; filename="akkuri-{name}.xlsx"'
    response.headers["X-Content-Type-Options"] = "nosniff"
    response.headers["Content-Language"] = language().code
    response.headers["Vary"] = "Accept-Language"
    return response
