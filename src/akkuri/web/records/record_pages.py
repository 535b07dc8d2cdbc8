"""/id, /doc and /linkset: the records, as pages and as RDF, found by their identifiers."""

from typing import Final

from flask import Blueprint, Response, redirect, request

from akkuri.errors import RequestError
from akkuri.kinds import Kind
from akkuri.web.analyses.basis import served_basis
from akkuri.web.analyses.gaps.comparable_tables import CostTable, cost_words, costs_of
from akkuri.web.analyses.small_network import FACILITY_NODES, SmallNetwork, network_around, small_taken
from akkuri.web.http.conditional import AGAIN
from akkuri.web.map.spot import MapSpot, spot_of
from akkuri.web.page.meant import unknown_record
from akkuri.web.page.reader import Bundle
from akkuri.web.page.rendering import etag, not_modified, number_param, page, view
from akkuri.web.page.site import site
from akkuri.web.page.taken import TakenPicture
from akkuri.web.page.values import PageView, Value
from akkuri.web.records.asked_record import check_record
from akkuri.web.records.bundles import own_graph, read_page
from akkuri.web.records.completeness import completeness, expected_properties
from akkuri.web.records.documents import record_stated
from akkuri.web.records.facts import facts, key_facts, key_properties, unsaid
from akkuri.web.records.record_tables import record_tables
from akkuri.web.records.representations import (
    FORMATS,
    HTML,
    by_extension,
    negotiate,
    not_acceptable,
    rdf,
)
from akkuri.web.records.schema_org import schema_org
from akkuri.web.records.sections import sections_of
from akkuri.web.records.signposting import (
    header,
    landing_header,
    landing_links,
    linkset_json,
    linkset_text,
    metadata_links,
)

__all__ = ["blueprint"]

blueprint = Blueprint("records", __name__)

_VARY: Final = "Accept, Accept-Language"


@blueprint.get("/id/<kind>/<name>")
def identifier(kind: str, name: str) -> Response:
    """Lead from a record to the document about it in the format the client wants."""
    check_record(kind, name)
    chosen = negotiate()
    if not own_graph(site().reader, site().names, kind, name):
        raise unknown_record(kind, name)
    if chosen is None:
        raise not_acceptable(f"/doc/{kind}/{name}")
    suffix = "" if chosen == HTML else f".{chosen}"
    query = f"?{request.query_string.decode('ascii', 'ignore')}" if request.query_string else ""
    answer = redirect(f"/doc/{kind}/{name}{suffix}{query}", 303)
    answer.headers["Vary"] = "Accept"
    answer.headers["Cache-Control"] = AGAIN
    record = site().names.id(kind, name)
    answer.headers["Link"] = landing_header(f"/doc/{kind}/{name}", record, _class(kind))
    # The types of Flask name werkzeug's response, of which its own is a subclass.
    return answer  # type: ignore[return-value]


@blueprint.get("/doc/<kind>/<name>")
def document(kind: str, name: str) -> Response:
    """Answer with the page or the RDF of one record: by extension where there is one, else by Accept."""
    slug, extension = by_extension(name)
    check_record(kind, slug)
    chosen = extension or negotiate()
    if chosen is None:
        raise not_acceptable(f"/doc/{kind}/{slug}")
    tag = etag(chosen)
    answer = not_modified(tag)
    if answer is None:
        answer = _page(kind, slug, tag) if chosen == HTML else _rdf(kind, slug, chosen, tag)
    path = f"/doc/{kind}/{slug}"
    if chosen == HTML:
        answer.headers["Link"] = landing_header(path, site().names.id(kind, slug), _class(kind))
    else:
        answer.headers["Link"] = header(metadata_links(path, chosen, _class(kind)))
    answer.headers["Vary"] = "Accept-Language" if extension else _VARY
    if extension is None:
        answer.headers["Content-Location"] = f"{path}.{chosen}"
    return answer


@blueprint.get("/linkset/<kind>/<name>")
def linkset(kind: str, name: str) -> Response:
    """Answer with all typed links of a record's page (FAIR Signposting level 2)."""
    plain = name.endswith(".txt")
    slug = name.removesuffix(".txt")
    check_record(kind, slug)
    if not own_graph(site().reader, site().names, kind, slug):
        raise unknown_record(kind, slug)
    root = request.root_url.rstrip("/")
    path = f"{root}/doc/{kind}/{slug}"
    links = landing_links(path, site().names.id(kind, slug), _class(kind))
    for extension in FORMATS:
        links += metadata_links(path, extension, _class(kind))
    if plain:
        return Response(linkset_text(links), content_type="application/linkset")
    return Response(linkset_json(links), content_type="application/linkset+json")


def _class(kind: str) -> str:
    """Return the class of a kind."""
    return site().names.expand(site().kinds[kind].cls)


def _status(bundle: Bundle, shown: PageView) -> int:
    """Return 410 for a withdrawn record, else 200."""
    return 410 if shown.first(shown.this, "ak:withdrawn") else 200


def _rdf(kind: str, slug: str, extension: str, tag: str) -> Response:
    """Answer with the record's graph and the labels of what it links to."""
    stated = record_stated(kind, slug)
    if not stated.bundle:
        raise unknown_record(kind, slug)
    shown = view(stated.bundle)
    shown.this = site().names.id(kind, slug)
    return rdf(stated.written(extension), extension, tag, _status(stated.bundle, shown))


def _page(kind: str, slug: str, tag: str) -> Response:
    """Answer with the page of a record."""
    names, reader, declared = site().names, site().reader, site().kinds[kind]
    numbers = {section.key: number_param(section.key) for section in sections_of(declared, names)}
    if 0 in numbers.values():
        raise RequestError(400, "web.bad_page")
    content = reader.once(
        ("page", kind, slug, *numbers.items()), lambda: read_page(reader, names, kind, slug, numbers)
    )
    record, about = names.id(kind, slug), names.doc(kind, slug)
    if not content.bundle.types(record):
        raise unknown_record(kind, slug)
    shown = view(content.bundle)
    shown.this = record
    predicates = set(content.bundle.predicates)
    rows = [row for found in content.rows.values() for row in found if "#" not in row]
    predicates |= key_properties(shown, declared.key)
    predicates |= expected_properties(shown, declared)
    site().labels.need([record, *rows, *content.bundle.linked, *predicates])
    tables = record_tables(shown, kind, content)
    lead = shown.text(record, "dct:description")
    stated, computed = facts(shown, declared.facts, content.derived)
    key = key_facts(shown, declared.key)
    spot = spot_of(shown)
    network = _network(shown, kind, slug, partners=bool(content.rows.get("partners")))
    answer = page(
        "record.html",
        _status(content.bundle, shown),
        kind=declared,
        title=_title(shown),
        lead=lead,
        record=record,
        key=key,
        complete=completeness(shown, declared, content.filled),
        spot=spot,
        network=network,
        taken=_taken(spot, network, shown),
        facts=unsaid(stated, key),
        computed=computed,
        tables=tables,
        costs=_costs(declared, shown),
        cost_words=cost_words(shown.lang),
        replaced=shown.values(record, "dct:isReplacedBy"),
        withdrawn=_date(shown, record, "ak:withdrawn"),
        ended=_date(shown, record, "ak:ended") or _date(shown, record, "ak:closed"),
        verified=_date(shown, about, "ak:verified"),
        modified=_date(shown, about, "dct:modified"),
        source_date=_date(shown, about, "ak:sourceDate"),
        curation=[shown.text(about, name) for name in ("ak:curationNote", "ak:matchNote")],
        formats=[(ext.upper(), f"/doc/{kind}/{slug}.{ext}") for ext in (*FORMATS, "xlsx", "csv")],
        path=f"/doc/{kind}/{slug}",
        schema_org=schema_org(shown, declared),
    )
    answer.set_etag(tag, weak=True)
    answer.headers["Cache-Control"] = AGAIN
    return answer


def _costs(kind: Kind, shown: PageView) -> list[CostTable]:
    """Return what compares with a stated need or a plan whose sum is not told."""
    # The model of the analyses is large: it is read for those kinds alone that it can say something about.
    return costs_of(shown.this, served_basis(), shown) if kind.costs else []


def _title(shown: PageView) -> Value:
    """Return the heading: the name, a long one cut."""
    label = shown.label(shown.this)
    text = label.value
    return Value(
        text if len(text) < 160 else f"{text[:150].rsplit(' ', 1)[0]} …", lang=shown.other(label.language)
    )


def _network(shown: PageView, kind: str, slug: str, *, partners: bool) -> SmallNetwork | None:
    """Draw the network around a record: that of facilities, or that of actors where it has partners."""
    name = f"{site().kinds[kind].prefix}-{slug}"
    if kind == FACILITY_NODES:
        return network_around(shown.this, name, shown, kind)
    return network_around(shown.this, name, shown) if partners else None


def _taken(spot: MapSpot | None, network: SmallNetwork | None, shown: PageView) -> dict[str, TakenPicture]:
    """Return the pictures of a record as files."""
    found = small_taken(None, network, shown.lang)
    if spot is not None:
        found["map"] = spot.taken(_title(shown).text, shown.lang)
    return found


def _date(shown: PageView, subject: str, name: str) -> str | None:
    found = shown.first(subject, name)
    return shown.language.date(found) if found else None
