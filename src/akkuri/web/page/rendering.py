"""Making a page: language, links that keep it, headers for caches and against injected script."""

from dataclasses import replace
from functools import partial
from hashlib import sha256
from typing import Any, Final

from flask import Response, make_response, render_template, request
from pyoxigraph import Triple

from akkuri.texts import LANGUAGES, text
from akkuri.web.http.conditional import AGAIN
from akkuri.web.http.made_with import digest
from akkuri.web.http.public_address import under_prefix
from akkuri.web.page.addresses import with_params
from akkuri.web.page.frame import page_frame
from akkuri.web.page.i18n import Language, choose
from akkuri.web.page.question_links import linked
from akkuri.web.page.reader import Bundle
from akkuri.web.page.site import site
from akkuri.web.page.taken import TakenPicture, taken_address, taken_name, without_picture
from akkuri.web.page.told import DESCRIPTION, described, told_of
from akkuri.web.page.unheeded import unheeded
from akkuri.web.page.values import PageView
from akkuri.web.permanent.addresses import permanent_address, within_release

__all__ = [
    "asked_language",
    "etag",
    "language",
    "not_modified",
    "number_param",
    "page",
    "protect",
    "svg_file",
    "view",
]

POLICY: Final = (
    "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; connect-src 'self'; "
    "font-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
)
_LANGUAGE: Final = "akkuri.language"
_SEARCH: Final = "/search"
"""The page whose question stands in the field at the top."""


def asked_language() -> str | None:
    """Return the language asked for in the address; None when there is none or it is not one of ours."""
    asked = request.args.get("lang")
    return asked if asked in LANGUAGES else None


def language() -> Language:
    """Return the language of the page that is being made; it is asked for with each cell of a table."""
    found: Language | None = request.environ.get(_LANGUAGE)
    if found is None:
        found = Language(asked_language() or choose(None, request.accept_languages))
        request.environ[_LANGUAGE] = found
    return found


def view(triples: Bundle | list[Triple] | None = None) -> PageView:
    """Return a view for the request over some triples."""
    bundle = triples if isinstance(triples, Bundle) else Bundle(triples or [])
    return PageView(bundle, site().labels, site().addresses, language(), asked_language())


def number_param(name: str = "page") -> int:
    """Return a page number from the address; 1 where it is lacking, 0 where it is none (answer 400)."""
    if name not in request.args:  # taking what is not there makes an error first
        return 1
    given = request.args[name]
    return int(given) if given.isascii() and given.isdigit() and len(given) < 7 else 0


def etag(variant: str) -> str:
    """Return the ETag of what this address answers in one variant (format and language) at this release."""
    parts = (site().reader.version, digest(), request.full_path, variant, language().code)
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:24]


def not_modified(tag: str) -> Response | None:
    """Return 304 when the client has the answer already; None otherwise."""
    # What a star stands for is known only when the answer is made (akkuri.web.http.conditional).
    if request.if_none_match.star_tag or not request.if_none_match.contains_weak(tag):
        return None
    return cached(Response(status=304), tag)


def cached(response: Response, tag: str) -> Response:
    """Let caches keep an answer, to be asked again whether it is current."""
    response.set_etag(tag, weak=True)
    response.headers["Cache-Control"] = AGAIN
    return response


def page(template: str, /, status: int = 200, vary: str = "Accept-Language", **context: Any) -> Response:
    """Render a page in the language of the request, or one of its small pictures (`taken`) as a file."""
    if (asked := taken_name()) and (picture := context.get("taken", {}).get(asked[0])):
        return _taken(picture, asked[1])
    chosen = language()
    keep = asked_language()

    def local(path: str, **params: Any) -> str:
        return with_params(path, **params, lang=keep)

    permanent, style = permanent_address(chosen.code), f"/static/akkuri.css?v={digest()}"
    told = told_of(context, chosen, status, permanent or request.url)
    manifest = site().reader.manifest
    body = render_template(
        template,
        t=chosen.t,
        words=partial(text, chosen.code),
        lang=chosen,
        local=local,
        linked=partial(linked, lang=chosen.code, local=local),
        here=request.path,
        frame=page_frame(
            request.path,
            chosen.code,
            keep,
            style=style,
            manifest=manifest,
            switch={code: _switch(code) for code in LANGUAGES},
            preview=told.preview,
            asked=context.get("asked", "") if request.path == _SEARCH else "",
        ),
        kinds=site().kinds,
        manifest=manifest,
        permanent=permanent,
        in_use=within_release(),
        take=taken_address,
        style=style,
        asked_for=told.asked_for,
        citation=told.citation,
        unheeded=unheeded(request.args, context.get("fields"), context.get("also", ()), chosen.code),
        about_this=DESCRIPTION,
        **context,
    )
    response = make_response(under_prefix(described(body, chosen)), status)
    response.headers["Content-Language"] = chosen.code
    response.headers["Vary"] = vary
    return protect(response)


def _taken(picture: TakenPicture, name: str) -> Response:
    """Answer with a small picture, with where it is from."""
    page_of = without_picture(permanent_address(language().code) or request.url)
    drawn = replace(picture, notes=[*picture.notes, page_of, f"{site().reader.version} · CC BY 4.0"])
    return svg_file(render_template("small_picture.svg", picture=drawn, lang=language().code), name)


def svg_file(body: str, name: str) -> Response:
    """Answer with a drawing as a file of its own."""
    response = make_response(body)
    response.headers["Content-Type"] = "image/svg+xml"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.svg"'
    response.headers["Content-Language"] = language().code
    response.headers["Vary"] = "Accept-Language"
    return protect(response)


def protect(response: Response) -> Response:
    """Add the headers that keep a page from being misused."""
    response.headers.setdefault("Content-Security-Policy", POLICY)
    response.headers.setdefault("X-Content-Type-Options", "nosniff")
    response.headers.setdefault("Referrer-Policy", "strict-origin-when-cross-origin")
    return response


def _switch(code: str) -> str:
    """Return the address of this page in another language."""
    kept = {name: value for name, value in request.args.items() if name != "lang"}
    return with_params(request.path, **kept, lang=code)
