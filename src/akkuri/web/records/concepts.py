"""/concept: the vocabularies and their concepts, as pages and as RDF, with what uses each."""

from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response
from pyoxigraph import Literal

from akkuri.errors import RequestError
from akkuri.naming.alphabet import alphabetical
from akkuri.naming.things import concepts
from akkuri.search.entries import CONCEPT
from akkuri.search.request import SearchRequest
from akkuri.web.analyses.region_pictures import RegionPictures, region_pictures
from akkuri.web.analyses.small_network import small_taken
from akkuri.web.http.conditional import AGAIN
from akkuri.web.page.navigation import SitePage
from akkuri.web.page.queries import names_header, standing
from akkuri.web.page.reader import Bundle
from akkuri.web.page.rendering import etag, not_modified, number_param, page, view
from akkuri.web.page.site import site
from akkuri.web.page.tables import pager
from akkuri.web.page.values import PageView, Value
from akkuri.web.records.concept_uses import NAME, USES, concept_uses, shown_use
from akkuri.web.records.documents import about_concept, concept_stated
from akkuri.web.records.facts import other_facts
from akkuri.web.records.representations import (
    FORMATS,
    HTML,
    alternates,
    by_extension,
    negotiate,
    not_acceptable,
    rdf,
    vary_of,
)

__all__ = ["SITE_PAGES", "blueprint"]

blueprint = Blueprint("concepts", __name__)
SITE_PAGES: Final = (SitePage("/concept", nav=60, key="concepts"),)

LINES: Final = 500
"""Concepts listed on the page of a scheme."""
_REGION: Final = "region"
_MATCHES: Final = (
    "skos:exactMatch",
    "skos:closeMatch",
    "skos:broadMatch",
    "skos:narrowMatch",
    "skos:relatedMatch",
)
_TOLD: Final = (
    *_MATCHES,
    "skos:inScheme",
    "skos:topConceptOf",
    "skos:broader",
    "skos:narrower",
    "skos:prefLabel",
    "skos:altLabel",
    "skos:hiddenLabel",
    "skos:notation",
    "skos:definition",
    "skos:scopeNote",
    "ak:expectedStage",
    "ak:allowedUnit",
    "ak:order",
)
"""What the page of a concept tells in places of its own; its order is that of the lists it stands in."""


@dataclass(frozen=True, slots=True)
class Line:
    """One concept in the tree of its scheme."""

    depth: int
    concept: Value
    notation: str | None
    definition: Value | None
    uses: int


@blueprint.get("/concept")
def schemes() -> Response:
    """List the vocabularies."""
    tag = etag(HTML)
    if answer := not_modified(tag):
        return answer
    rows = site().reader.graph(
        f"{names_header(site().names)}\nCONSTRUCT {{ ?s dct:title ?t ; dct:description ?d }}"
        "\nWHERE { ?s a skos:ConceptScheme ; dct:title ?t OPTIONAL { ?s dct:description ?d } }"
    )
    shown = view(rows)
    named = dict.fromkeys(getattr(triple.subject, "value", "") for triple in rows)
    found = [iri for iri in named if iri.startswith(site().names.base)]  # others' are only referred to
    site().labels.need(found)
    entries = [(shown.link(iri), shown.text(iri, "dct:description")) for iri in shown.sort(found)]
    answer = page("schemes.html", title=shown.language.t("concepts_title"), entries=entries)
    answer.set_etag(tag, weak=True)
    return answer


@blueprint.get("/concept/<name>")
def scheme(name: str) -> Response:
    """Answer with a vocabulary."""
    stem, extension = by_extension(name)
    return _answer(f"/concept/{stem}", (stem,), extension)


@blueprint.get("/concept/<scheme>/<name>")
def concept(scheme: str, name: str) -> Response:
    """Answer with one concept."""
    stem, extension = by_extension(name)
    return _answer(f"/concept/{scheme}/{stem}", (scheme, stem), extension)


def _answer(path: str, parts: tuple[str, ...], extension: str | None) -> Response:
    """Answer with the page or the RDF of a scheme (one part) or a concept (two parts)."""
    if not all(NAME.fullmatch(part) for part in parts):
        raise _unknown(parts)
    chosen = extension or negotiate()
    if chosen is None:
        raise not_acceptable(path)
    tag = etag(chosen)
    answer = not_modified(tag)
    if answer is None:
        iri = site().names.concept(*parts)
        stated = concept_stated(parts) if chosen != HTML else None
        bundle = about_concept(iri) if stated is None else stated.bundle
        if not bundle.types(iri):
            raise _unknown(parts)
        if stated is not None:
            answer = rdf(stated.written(chosen), chosen, tag)
        else:
            answer = _scheme_page(iri, bundle, path) if len(parts) == 1 else _concept_page(iri, bundle, path)
            answer.set_etag(tag, weak=True)
            answer.headers["Cache-Control"] = AGAIN
    answer.headers["Link"] = alternates(path)
    answer.headers["Vary"] = vary_of(extension)
    if extension is None:
        answer.headers["Content-Location"] = f"{path}.{chosen}"
    return answer


def _unknown(parts: tuple[str, ...]) -> RequestError:
    """Make the 404 of a concept, with those whose names are close."""
    near = [thing.iri for thing in site().known.meant(parts[-1], concepts(parts[0]))]
    near = near or _alike(parts[-1])
    site().labels.need(near)
    shown = view()
    choices = [shown.link(iri) for iri in near] or [Value(shown.language.t("nav_concepts"), "/concept")]
    return RequestError(404, "web.unknown_concept", {"name": "/".join(parts)}, choices)


def _alike(slug: str) -> list[str]:
    """Return concepts that the search finds for a slug."""
    found = site().search().find(SearchRequest(slug.replace("-", " ")[:60], CONCEPT))
    return [hit.entry.iri for hit in found.hits[:5]]


def _concept_page(iri: str, bundle: Bundle, path: str) -> Response:
    """Answer with the page of a concept."""
    number = number_param()
    if not number:
        raise RequestError(400, "web.bad_page")
    reader, names = site().reader, site().names
    header = names_header(names)
    narrower = [
        getattr(row["n"], "value", "")
        for row in reader.select(f"{header}\nSELECT ?n WHERE {{ ?n skos:broader <{iri}> }}")
    ]
    uses, total = concept_uses(iri, (number - 1) * USES, USES)
    scheme_iri = bundle.iris(iri, names.prefixes["skos"] + "inScheme")
    site().labels.need(
        [iri, *scheme_iri, *bundle.linked, *narrower, *(cell for use in uses for cell in use.iris)]
    )
    shown = view(bundle)
    shown.this = iri
    pictures = _pictures(iri, shown)
    return page(
        "concept.html",
        title=Value(shown.label(iri).value, lang=shown.other(shown.label(iri).language)),
        iri=iri,
        definition=shown.text(iri, "skos:definition"),
        scope=shown.text(iri, "skos:scopeNote"),
        labels=sorted((term.language or "", term.value) for term in site().labels.all(iri)),
        others=_other_names(shown, iri),
        notation=shown.first(iri, "skos:notation"),
        scheme=shown.values(iri, "skos:inScheme"),
        broader=shown.values(iri, "skos:broader"),
        narrower=[shown.link(item) for item in shown.sort(narrower)],
        expected=shown.values(iri, "ak:expectedStage"),
        units=shown.values(iri, "ak:allowedUnit"),
        matches=[
            (name.partition(":")[2], values) for name in _MATCHES if (values := shown.values(iri, name))
        ],
        stated=other_facts(shown, _TOLD),
        uses=[shown_use(shown, use, iri) for use in uses],
        workbook=shown.local(f"{path}.xlsx") if uses else None,
        pictures=pictures,
        taken=small_taken(pictures.map, pictures.network, shown.lang) if pictures else {},
        pager=pager(total, number, len(uses), USES),
        formats=[(ext.upper(), f"{path}.{ext}") for ext in FORMATS],
    )


def _pictures(iri: str, shown: PageView) -> RegionPictures | None:
    """Draw what a region looks like; None for any other concept."""
    regions = f"{site().names.concept(_REGION)}/"
    return region_pictures(iri.removeprefix(regions), shown) if iri.startswith(regions) else None


def _other_names(shown: PageView, iri: str) -> list[tuple[str, list[str]]]:
    """Return the other names meant for readers by language, the page's own first."""
    found: dict[str, list[str]] = {}
    for term in shown.bundle.values(iri, shown.iri("skos:altLabel")):
        if isinstance(term, Literal):
            found.setdefault(term.language or "", []).append(term.value)
    order = sorted(found, key=lambda code: (code != shown.lang, code))
    return [(code, alphabetical(found[code])) for code in order]


def _scheme_page(iri: str, bundle: Bundle, path: str) -> Response:
    """Answer with the page of a scheme: its concepts as a tree, with how many records use each."""
    number = number_param()
    if not number:
        raise RequestError(400, "web.bad_page")
    reader, names = site().reader, site().names
    header = names_header(names)
    members = Bundle(
        reader.graph(
            f"{header}\nCONSTRUCT {{ ?c skos:broader ?b ; skos:inScheme <{iri}> ; skos:notation ?n ; "
            f"skos:definition ?d }} WHERE {{ ?c skos:inScheme <{iri}> OPTIONAL {{ ?c skos:broader ?b }} "
            "OPTIONAL { ?c skos:notation ?n } OPTIONAL { ?c skos:definition ?d } }"
        )
    )
    counts = {
        getattr(row["c"], "value", ""): int(getattr(row["n"], "value", "0"))
        for row in reader.select(
            f"{header}\nSELECT ?c (COUNT(DISTINCT ?g) AS ?n) WHERE {{ ?c skos:inScheme <{iri}> . "
            f"GRAPH ?g {{ ?x ?p ?c . ?g foaf:primaryTopic ?row }} {standing('row', names)} "
            f'FILTER(STRSTARTS(STR(?g), "{names.base}doc/")) }} GROUP BY ?c'
        )
    }
    shown = view(members)
    concepts = members.sources(iri, shown.iri("skos:inScheme"))
    site().labels.need([iri, *concepts])
    lines = _tree(shown, concepts, counts)
    chosen = lines[(number - 1) * LINES : number * LINES]
    about = view(bundle)
    return page(
        "scheme.html",
        title=Value(shown.label(iri).value, lang=shown.other(shown.label(iri).language)),
        iri=iri,
        description=about.text(iri, "dct:description"),
        lines=chosen,
        pager=pager(len(lines), number, len(chosen), LINES),
        formats=[(ext.upper(), f"{path}.{ext}") for ext in FORMATS],
    )


def _tree(shown: PageView, concepts: list[str], counts: dict[str, int]) -> list[Line]:
    """Return the concepts, each after its broader one; a loop in `broader` does not hang."""
    inside = set(concepts)
    broader = {
        iri: [b for b in shown.bundle.iris(iri, shown.iri("skos:broader")) if b in inside] for iri in concepts
    }
    children: dict[str, list[str]] = {}
    for iri, parents in broader.items():
        for parent in parents:
            children.setdefault(parent, []).append(iri)
    lines: list[Line] = []
    seen: set[str] = set()

    def add(iri: str, depth: int) -> None:
        if iri in seen:
            return
        seen.add(iri)
        lines.append(
            Line(
                depth,
                shown.link(iri),
                shown.first(iri, "skos:notation"),
                shown.text(iri, "skos:definition"),
                counts.get(iri, 0),
            )
        )
        for child in shown.sort(children.get(iri, [])):
            add(child, depth + 1)

    for iri in shown.sort(iri for iri in concepts if not broader[iri]):
        add(iri, 0)
    for iri in shown.sort(set(concepts) - seen):
        add(iri, 0)
    return lines
