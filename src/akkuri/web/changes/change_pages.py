"""/changes for people, /feed and /feed/releases for feed readers."""

from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any, Final

from flask import Blueprint, Response, request
from pyoxigraph import Literal
from werkzeug.utils import redirect
from werkzeug.wrappers import Response as Answer

from akkuri.publish.about.dataset import about as about_dataset
from akkuri.release.change_log import Publication, RecordEvent
from akkuri.texts import text
from akkuri.web.analyses.view_forms import FilterField
from akkuri.web.analyses.view_tables import phrases
from akkuri.web.api.openapi import PROBLEM, openapi_paths, parameter
from akkuri.web.changes.asked import (
    ChangesAsked,
    ChangesError,
    change_log,
    cursor,
    events,
    read_request,
    refuse_others,
    written,
)
from akkuri.web.changes.atom import MEDIA_TYPE, FeedEntry, atom
from akkuri.web.page.addresses import with_params
from akkuri.web.page.navigation import SitePage
from akkuri.web.page.rendering import asked_language, language, page, view
from akkuri.web.page.site import site
from akkuri.web.page.values import Value
from akkuri.web.permanent.addresses import BY_RELEASE
from akkuri.web.release.downloads import edition

__all__ = ["SITE_PAGES", "blueprint"]

blueprint = Blueprint("changes", __name__)
SITE_PAGES: Final = (SitePage("/changes"),)
ENTRIES: Final = 100
"""Entries of one page of a feed, and rows of one of the page for people."""
_SITE: Final = "Akkuri"
"""Whose changes they are: a feed stands among others in its reader."""
_REGIONS: Final = "concept/region/"
_EXAMPLE: Final = (
    '<feed xmlns="http://www.w3.org/2005/Atom"><entry>'
    "<id>https://w3id.org/akkuri/doc/facility/aalto-micronova#2026-11-26-4aac36962275</id>"
    "<updated>2026-11-26T00:00:00Z</updated></entry></feed>"
)


@blueprint.get("/changes")
def changes() -> Response:
    """Show what changed with each release, and where feed readers find it."""
    words = language()
    try:
        asked = read_request(form=True)
    except ChangesError as refused:
        return _page(ChangesAsked(), written(), [], refused.sentence(words.code), refused.fields)
    return _page(asked, {**asked.params}, events(asked))


def _page(
    asked: ChangesAsked,
    values: Mapping[str, str],
    found: list[RecordEvent],
    error: str = "",
    wrong: Sequence[str] = (),
) -> Response:
    """Show the form as it was filled in, and the events; or what was not understood, and no events."""
    words = language()
    listed = found if asked.kind or asked.region else [each for each in found if each.change != "first"]
    rows = [
        {
            "event": each,
            "kind": _kind(each, words.code),
            "name": _name(each, words.code),
            "href": f"/doc/{each.state.key}",
            "day": each.updated[:10],
        }
        for each in listed[:ENTRIES]
    ]
    return page(
        "changes.html",
        400 if error else 200,
        title=text(words.code, "feed.title"),
        f=lambda key, **told: text(words.code, f"feed.{key}", **told),
        w=phrases(words.code),
        error=error,
        fields=_fields(values, wrong),
        also=tuple(request.args) if error else ("before",),
        releases=[(each, _counts(each, words.code)) for each in reversed(change_log())],
        rows=rows,
        # A record that the first release had and a later one changed is one record.
        total=len({each.state.key for each in found}),
        firsts=_firsts(asked, found, words.code) if len(listed) < len(found) else [],
        first=change_log()[0].version,
        following=with_params("/changes", **_next(asked, listed)) if len(listed) > ENTRIES else None,
        feed=with_params("/feed", **asked.params, lang=words.code),
    )


def _fields(values: Mapping[str, str], wrong: Sequence[str]) -> list[FilterField]:
    """Return the form, filled in with what was given; `wrong` names what is refused."""
    lang = language().code
    anything = ("", text(lang, "feed.any"))
    offered = {
        "kind": (anything, *((kind.name, kind.many(lang)) for kind in site().kinds)),
        "region": (anything, *_regions()),
        "since": (),
    }
    return [
        FilterField(
            name,
            text(lang, f"feed.{name}"),
            values.get(name, ""),
            options,
            hint=text(lang, "feed.since_hint") if name == "since" else "",
            wrong=name in wrong,
        )
        for name, options in offered.items()
    ]


@blueprint.get("/feed")
def feed() -> Response:
    """Give the changed records, the newest first: all, of a kind, of a region, since a release or a day."""
    asked = read_request()
    found, lang = events(asked), language().code
    root = request.url_root.rstrip("/")
    links = {
        "self": _own(),
        "alternate": root + with_params("/changes", **asked.params, lang=asked_language()),
    }
    if len(found) > ENTRIES:
        links["next"] = root + with_params("/feed", **_next(asked, found), lang=asked_language())
    told = {name: value for name, value in asked.params.items() if name != "since"}
    title = " · ".join([_SITE, text(lang, "feed.title"), *_narrowed(asked, lang)])
    updated = found[0].updated if found else change_log()[-1].updated
    entries = [_record_entry(each, root, lang) for each in found[:ENTRIES]]
    id_ = site().names.base + with_params("feed", **told)
    return _answer(atom(id_, title, _author(), updated, lang, links, entries), lang)


@blueprint.get("/feed/releases")
def releases() -> Response:
    """Give the releases, the newest first."""
    lang, root = language().code, request.url_root.rstrip("/")
    refuse_others((), lang)
    entries = [
        FeedEntry(
            id=f"{site().names.base}release/{each.version}",
            title=text(lang, "feed.release", version=each.version, date=language().date(each.issued)),
            updated=each.updated,
            summary=_counts(each, lang),
            links={"alternate": f"{root}{BY_RELEASE}{each.version}/"},
        )
        for each in reversed(change_log())
    ]
    title = f"{_SITE} · {text(lang, 'feed.releases')}"
    links = {"self": _own(), "alternate": root + with_params("/changes", lang=asked_language())}
    id_ = f"{site().names.base}feed/releases"
    return _answer(atom(id_, title, _author(), entries[0].updated, lang, links, entries[:ENTRIES]), lang)


@blueprint.get("/feed/")
def feed_with_slash() -> Answer:
    """Lead to the feed."""
    return redirect(with_params(f"{request.script_root}/feed", **request.args), 308)


def _firsts(asked: ChangesAsked, found: list[RecordEvent], lang: str) -> list[tuple[str, str, int]]:
    """Return address, name and number of the kinds in the first release: nobody reads it one by one."""
    counts = Counter(each.state.kind for each in found if each.change == "first")
    kinds = [kind for kind in site().kinds if counts[kind.name]]
    return [
        (with_params("/changes", **{**asked.params, "kind": kind.name}), kind.many(lang), counts[kind.name])
        for kind in kinds
    ]


def _narrowed(asked: ChangesAsked, lang: str) -> list[str]:
    """Return what a feed is narrowed to, as its readers see it among their other feeds."""
    kinds = [site().kinds[asked.kind].many(lang)] if asked.kind else []
    if not asked.region:
        return kinds
    shown = view()
    shown.labels.need([shown.names.concept("region", asked.region)])
    return [*kinds, shown.area(asked.region)]


def _record_entry(event: RecordEvent, root: str, lang: str) -> FeedEntry:
    state, names = event.state, site().names
    # What the first release had is named by what it says, so that it is the same wherever the log begins.
    mark = state.digest if event.change == "first" else event.version
    regions = [(names.base + _REGIONS, region) for region in state.regions]
    return FeedEntry(
        id=f"{names.doc(state.kind, state.slug)}#{mark}",
        title=_title(event, lang),
        updated=event.updated,
        summary=text(lang, f"feed.{event.change}", version=event.version),
        links={
            "alternate": f"{root}/doc/{state.key}",
            "related": f"{root}{BY_RELEASE}{event.version}/doc/{state.key}",
        },
        categories=[(f"{names.base}browse/", state.kind), *regions],
    )


def _regions() -> list[tuple[str, str]]:
    """Return the regions of the records that changed: code and name, by name."""
    codes = {region for each in change_log() for event in each.events for region in event.state.regions}
    shown = view()
    shown.labels.need([shown.names.concept("region", code) for code in codes])
    return sorted(((code, shown.area(code)) for code in codes), key=lambda pair: pair[1].casefold())


def _title(event: RecordEvent, lang: str) -> str:
    return f"{_kind(event, lang)}: {_name(event, lang).text}"


def _kind(event: RecordEvent, lang: str) -> str:
    kind = site().kinds.get(event.state.kind)
    return kind.one(lang) if kind else event.state.kind


def _name(event: RecordEvent, lang: str) -> Value:
    """Return what a record was called when it changed, with the language of the name where it is another."""
    labels = event.state.labels
    spoken = next((each for each in (lang, "en", *labels) if labels.get(each)), "")
    if not spoken:
        now = _called(event.state.key, lang)
        return Value(labels.get("") or now.value, lang=now.language if now.language != lang else None)
    return Value(labels[spoken], lang=spoken if spoken != lang else None)


def _called(key: str, lang: str) -> Literal:
    """Return what a record is called now, such as the untitled page of a publisher."""
    kind, _, slug = key.partition("/")
    iri = site().names.id(kind, slug)
    site().labels.need([iri])
    return site().labels.best(iri, lang)


def _counts(publication: Publication, lang: str) -> str:
    counts = Counter(event.change for event in publication.events)
    if counts["first"]:
        return text(lang, "feed.counts-first", count=counts["first"])
    told = {name: counts[name] for name in ("added", "changed", "removed")}
    return text(lang, "feed.counts", **told)


def _next(asked: ChangesAsked, found: list[RecordEvent]) -> dict[str, str]:
    return {**asked.params, "before": cursor(found[ENTRIES - 1])}


def _own() -> str:
    query = request.query_string.decode("latin-1")
    return request.base_url + (f"?{query}" if query else "")


def _author() -> str:
    return about_dataset(edition().metadata, site().names, "").publisher or _SITE


def _answer(body: bytes, lang: str) -> Response:
    answer = Response(body, content_type=f"{MEDIA_TYPE}; charset=utf-8")
    answer.headers["Content-Language"] = lang
    answer.headers["Vary"] = "Accept-Language"
    return answer


@openapi_paths
def paths(lang: str) -> dict[str, Any]:
    """Describe the feeds."""
    plain = {"type": "string"}
    kinds = {"type": "string", "enum": site().kinds.names}
    found = {"description": "OK", "content": {MEDIA_TYPE: {"schema": plain, "example": _EXAMPLE}}}
    asked = [
        parameter("kind", text(lang, "feed.kind"), kinds),
        parameter("region", text(lang, "feed.region"), plain),
        parameter("since", text(lang, "feed.param_since"), plain),
        parameter("before", text(lang, "feed.param_before"), plain),
    ]
    return {
        "/feed": {
            "get": {
                "operationId": "feed",
                "summary": text(lang, "feed.feed"),
                "parameters": asked,
                "responses": {"200": found, "400": PROBLEM},
            }
        },
        "/feed/releases": {
            "get": {
                "operationId": "releaseFeed",
                "summary": text(lang, "feed.feed_releases"),
                "parameters": [],
                "responses": {"200": found},
            }
        },
    }
