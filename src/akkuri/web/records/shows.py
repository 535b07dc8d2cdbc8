"""What the cells of a record's page show: the functions that declarations name, over paths of properties."""

import re
from collections.abc import Callable, Iterable
from typing import Final

from pyoxigraph import Literal

from akkuri.kinds import ListColumn
from akkuri.kinds.shown import Path, Shown, Step, path_of
from akkuri.web.page.addresses import safe_url
from akkuri.web.page.values import PageView, Value

__all__ = ["COVERED", "READ", "Show", "ends", "heading", "literals", "property_name", "show_of", "values"]

Show = Callable[[PageView, str], list[Value]]
_LOCAL: Final = re.compile(r"[:/#]")
"""What stands before the local name of a CURIE or IRI."""


def show_of(shown: Shown) -> Show:
    """Return the function from a view and a subject to what is shown of it."""
    paths = shown.paths
    if shown.function is None:
        return lambda view, row: values(view, row, paths[0])
    function = _FUNCTIONS[shown.function]
    return lambda view, row: function(view, row, *paths)


def values(view: PageView, row: str, path: Path) -> list[Value]:
    """Return what a path leads to: links in the order of their scheme or label, then texts."""
    found = []
    for *before, last in path.alternatives:
        for node in _follow(view, [row], before):
            if last.inverse:
                sources = view.bundle.sources(node, view.iri(last.property))
                found.append([view.link(iri) for iri in view.sort(sources)])
            else:
                found.append(view.values(node, last.property))
    return view.many(found)


def ends(view: PageView, row: str, path: Path) -> list[str]:
    """Return the IRIs that a path leads to."""
    return [iri for steps in path.alternatives for iri in _follow(view, [row], steps)]


def literals(view: PageView, row: str, path: Path) -> list[Literal]:
    """Return the literals that a path leads to."""
    return [
        term
        for steps in path.alternatives
        if not steps[-1].inverse
        for node in _follow(view, [row], steps[:-1])
        for term in view.terms(node, steps[-1].property)
        if isinstance(term, Literal)
    ]


def _follow(view: PageView, nodes: Iterable[str], steps: Iterable[Step]) -> list[str]:
    found = list(nodes)
    for step in steps:
        across = view.bundle.sources if step.inverse else view.bundle.iris
        found = [iri for node in found for iri in across(node, view.iri(step.property))]
    return found


def _first(view: PageView, row: str, path: Path) -> str | None:
    """Return the lexical value of the first object that a path leads to."""
    for *before, last in path.alternatives:
        for node in _follow(view, [row], before):
            if (found := view.first(node, last.property)) is not None:
                return found
    return None


def _record(view: PageView, row: str) -> list[Value]:
    """The record as a link."""
    return [view.link(row)]


def _open(view: PageView, row: str) -> list[Value]:
    """A link to the record that does not repeat its name."""
    return [Value(view.language.t("open"), view.href(row))]


def _kind(view: PageView, row: str) -> list[Value]:
    """What the kind of the record is called."""
    return [Value(view.kind_name(row))]


def _period(view: PageView, row: str, start: Path, end: Path) -> list[Value]:
    """From one date to another, of the record or of what the paths lead through."""
    holders: dict[str, None] = {}
    for path in (start, end):
        holders |= dict.fromkeys(
            node for steps in path.alternatives for node in _follow(view, [row], steps[:-1])
        )
    first, last = start.alternatives[0][-1].property, end.alternatives[0][-1].property
    return view.many(view.period(holder, first, last) for holder in holders)


def _plain(view: PageView, row: str, path: Path) -> list[Value]:
    """A number as it stands, such as a year, which has no separators."""
    return [Value(found)] if (found := _first(view, row, path)) else []


def _money(view: PageView, row: str, path: Path) -> list[Value]:
    """A sum of money."""
    return view.money(row, path.own[0])


def _area(view: PageView, row: str, path: Path) -> list[Value]:
    """An area in square metres."""
    return [Value(f"{view.language.number(area)} m²")] if (area := _first(view, row, path)) else []


def _language(view: PageView, row: str, path: Path) -> list[Value]:
    """The names of languages."""
    return [
        Value(view.language.language_name(term.value))
        for *before, last in path.alternatives
        for node in _follow(view, [row], before)
        for term in view.bundle.values(node, view.iri(last.property))
        if isinstance(term, Literal)
    ]


def _maker(view: PageView, row: str) -> list[Value]:
    """Manufacturer and model in one cell."""
    parts = [view.first(row, "ak:manufacturer"), view.first(row, "ak:model")]
    text = " ".join(part for part in parts if part)
    return [Value(text)] if text else []


def _specifications(view: PageView, row: str) -> list[Value]:
    """All specifications: `parameter: value unit`."""
    found = []
    for item in view.bundle.sources(row, view.iri("ak:specificationOf")):
        names = ", ".join(value.text for value in view.values(item, "ak:parameter"))
        said = view.specification(item)
        found.append(Value(f"{names}: {said.text}", english=said.english))
    return sorted(found, key=lambda value: value.text.casefold())


def _end(view: PageView, row: str, path: Path) -> list[Value]:
    """One end of a link between records; the record of the page itself is only pointed at."""
    here = Value(view.language.t("this_one"))
    return [here if iri == view.this else view.link(iri) for iri in ends(view, row, path)]


def _other_end(view: PageView, row: str, path: Path) -> list[Value]:
    """The ends of a link between records that are not the record of the page."""
    return [view.link(iri) for iri in ends(view, row, path) if iri != view.this]


def _place(view: PageView, row: str, path: Path | None = None) -> list[Value]:
    """Municipality and country of the record, or of what a path leads to."""
    return view.many(view.place(node) for node in (ends(view, row, path) if path else [row]))


def _point(view: PageView, row: str) -> list[Value]:
    """The point, linked to a map."""
    lat, long = view.first(row, "wgs84:lat"), view.first(row, "wgs84:long")
    if lat is None or long is None:
        return []
    number = view.language.number
    key = f"precision_{view.first(row, 'ak:geoPrecision')}"
    note = f" ({view.language.t(key)})" if view.language.has(key) else ""
    url = f"https://www.openstreetmap.org/?mlat={lat}&mlon={long}#map=13/{lat}/{long}"
    return [Value(f"{number(lat)}° N, {number(long)}° E{note}", safe_url(url), foreign=True)]


def _other_names(view: PageView, row: str) -> list[Value]:
    """The names in the other languages than the one in the heading."""
    shown = view.label(row)
    return [
        Value(term.value, lang=view.other(term.language))
        for term in view.bundle.values(row, view.iri("skos:prefLabel"))
        if isinstance(term, Literal) and term.value != shown.value
    ]


def _quotes(view: PageView, row: str) -> list[Value]:
    """Words of a source that are quoted for the record of the page, with a link to the row they support."""
    here, part = view.iri("ak:quotedFor"), view.iri("ak:quotedForRow")
    return [
        Value(
            f"“{quoted.value}”",
            href=next((view.href(iri) for iri in view.bundle.iris(item, part)), None),
            lang=view.other(view.first(item, "dct:language")),
        )
        for item in view.bundle.sources(row, view.iri("ak:quotedFrom"))
        if view.this in view.bundle.iris(item, here)
        for quoted in view.bundle.values(item, view.iri("ak:quote"))
        if isinstance(quoted, Literal)
    ]


_FUNCTIONS: Final[dict[str, Callable[..., list[Value]]]] = {
    "area": _area,
    "end": _end,
    "evidence": lambda view, row: view.evidence(row),
    "kind": _kind,
    "language": _language,
    "maker": _maker,
    "money": _money,
    "open": _open,
    "other_end": _other_end,
    "other_names": _other_names,
    "period": _period,
    "place": _place,
    "plain": _plain,
    "point": _point,
    "quotes": _quotes,
    "record": _record,
    "specification": lambda view, row: [view.specification(row)],
    "specifications": _specifications,
    "trl": lambda view, row: view.trl(row),
}
"""Function → what it shows of a record; its names are those of `akkuri.kinds.shown.FUNCTIONS`."""

COVERED: Final[dict[str, tuple[str, ...]]] = {
    "maker": ("ak:manufacturer", "ak:model"),
    "money": ("ak:comparator", "ak:currency"),
    "other_names": ("skos:prefLabel",),
    "place": ("schema:streetAddress", "schema:addressLocality", "ak:countryCode"),
    "point": ("wgs84:lat", "wgs84:long", "ak:geoPrecision"),
    "trl": ("ak:trlMin", "ak:trlMax"),
}
"""The properties that a function shows besides those it is given."""

READ: Final = {"quotes": path_of("^ak:quotedFrom"), "specifications": path_of("^ak:specificationOf")}
"""What a function reads besides the row and the paths it is given."""


def heading(view: PageView, column: ListColumn, texts: str) -> str:
    """Return the heading of a column or fact: its text, else the label of its property in the ontology.

    `texts` is what the keys of its texts begin with: `column` or `fact`.
    """
    if column.heading and view.language.has(f"{texts}_{column.heading}"):
        return view.language.t(f"{texts}_{column.heading}")
    properties = [name for path in column.shown.paths for name in path.properties]
    return property_name(view, properties[-1]) if properties else column.heading or column.shown.text


def property_name(view: PageView, name: str) -> str:
    """Return what a property is called: by the ontology, else by a text of the pages, else by its IRI."""
    return view.labels.made(("property", name, view.lang), lambda: _property_name(view, name))


def _property_name(view: PageView, name: str) -> str:
    iri, local = view.iri(name), _LOCAL.split(name)[-1]
    if not (name.startswith("ak:") and view.labels.all(iri)):
        for texts in ("fact", "column"):
            if view.language.has(f"{texts}_{local}"):
                return view.language.t(f"{texts}_{local}")
    label = view.label(iri).value
    return label[:1].upper() + label[1:]
