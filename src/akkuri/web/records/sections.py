"""The tables on the page of a record: which rows belong to it and what their columns show."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

from akkuri.kinds import Kind, ListColumn
from akkuri.web.page.values import Value, View
from akkuri.web.records.shows import Show, show_of

__all__ = ["PAGE", "Column", "Section", "column", "sections_of"]

PAGE: Final = 100
"""Rows of a table on a page; further ones are on its next pages."""


@dataclass(frozen=True, slots=True)
class Column:
    """A column: the key of its heading and what it shows of a row.

    Where there is no such text, the heading is the label of `property`.
    """

    key: str
    show: Show
    property: str = ""

    def heading(self, view: View) -> str:
        """Return the heading in the language of the page."""
        if view.language.has(f"column_{self.key}"):
            return view.language.t(f"column_{self.key}")
        label = view.label(view.iri(self.property)).value if self.property else self.key
        return label[:1].upper() + label[1:]


@dataclass(frozen=True, slots=True)
class Section:
    """A table of things that belong to a record.

    `rows` is a SPARQL pattern from ?this (the record) or ?document to ?row; `with_` is a property path
    from a row to other things its columns read. `order` is what SPARQL sorts by before it cuts a page of
    `size` rows, `sort` gives the key the rows of the page are sorted by, from the largest when `backwards`.
    """

    key: str
    rows: str
    columns: tuple[Column, ...]
    with_: str | None = None
    sort: Callable[[View, str], object] | None = None
    backwards: bool = False
    order: str = "?row"
    size: int = PAGE


def column(declared: ListColumn) -> Column:
    """Return a declared column as a page shows it."""
    properties = [name for path in declared.shown.paths for name in path.properties]
    return Column(declared.heading or "", show_of(declared.shown), (properties or [""])[-1])


def itself(view: View, row: str) -> list[Value]:
    """The row as a link."""
    return [view.link(row)]


def of(*names: str) -> Show:
    """The objects of one or several properties."""
    return lambda view, row: view.many(view.values(row, name) for name in names)


def through(link: str, *names: str) -> Show:
    """The objects of a property of what the row links to."""
    return lambda view, row: view.many(
        view.values(other, name) for other in view.bundle.iris(row, view.iri(link)) for name in names
    )


def period(start: str, end: str, link: str | None = None) -> Show:
    """A period, of the row or of what it links to."""

    def show(view: View, row: str) -> list[Value]:
        holders = view.bundle.iris(row, view.iri(link)) if link else [row]
        return view.many(view.period(holder, start, end) for holder in holders)

    return show


def specifications(view: View, row: str) -> list[Value]:
    """All specifications of a row: `parameter: value unit`."""
    found = []
    for item in view.bundle.sources(row, view.iri("ak:specificationOf")):
        names = ", ".join(value.text for value in view.values(item, "ak:parameter"))
        found.append(Value(f"{names}: {view.specification(item).text}"))
    return sorted(found, key=lambda value: value.text.casefold())


def end(name: str) -> Show:
    """One end of a collaboration; the record of the page itself is only pointed at."""

    def show(view: View, row: str) -> list[Value]:
        here = Value(view.language.t("this_one"))
        return [here if iri == view.this else view.link(iri) for iri in view.bundle.iris(row, view.iri(name))]

    return show


def other_end(view: View, row: str) -> str:
    """The name of the end of a collaboration that is not the page's own record."""
    ends = view.bundle.iris(row, view.iri("ak:from")) + view.bundle.iris(row, view.iri("ak:to"))
    return " ".join(view.label(iri).value.casefold() for iri in ends if iri != view.this)


def partner(view: View, row: str) -> list[Value]:
    """The other end of a tie."""
    return [view.link(iri) for iri in view.bundle.iris(row, view.iri("ak:tieBetween")) if iri != view.this]


def year(name: str) -> Show:
    """A year, without the separators of a number."""
    return lambda view, row: [Value(found)] if (found := view.first(row, name)) else []


def shared(view: View, row: str) -> str:
    """Key by which most shared projects come first when sorted from the largest."""
    return (view.first(row, "ak:sharedProjects") or "0").rjust(9, "0")


def maker(view: View, row: str) -> list[Value]:
    """Manufacturer and model in one cell."""
    parts = [view.first(row, "ak:manufacturer"), view.first(row, "ak:model")]
    text = " ".join(part for part in parts if part)
    return [Value(text)] if text else []


def trl(view: View, row: str) -> list[Value]:
    """The range of readiness levels."""
    return view.trl(row)


def place(view: View, row: str) -> list[Value]:
    """Municipality and country."""
    return view.place(row)


def amount(view: View, row: str) -> list[Value]:
    """A sum of money."""
    return view.money(row, "ak:amount")


def address(view: View, row: str) -> list[Value]:
    """The address of a source."""
    return view.values(row, "schema:url")


def language(view: View, row: str) -> list[Value]:
    """The language a source is written in."""
    code = view.first(row, "dct:language")
    return [Value(view.language.language_name(code))] if code else []


def by_start(view: View, row: str) -> object:
    """Newest project first."""
    projects = view.bundle.iris(row, view.iri("ak:project"))
    return max((view.first(project, "ak:start") or "" for project in projects), default="")


def by_date(view: View, row: str) -> object:
    """Newest source first."""
    return view.first(row, "dct:issued") or ""


_STAGES = Column("stages", of("ak:stage"))
_NOTE = Column("note", of("skos:note"))
_EVIDENCE = Column("evidence", lambda view, row: view.evidence(row))

_OFFERINGS = Section(
    "offerings",
    "?row ak:facility ?this ; a ak:Offering",
    (
        Column("capability", of("ak:capability")),
        _STAGES,
        Column("trl", trl),
        Column("scale", of("ak:scale")),
        Column("access", of("ak:accessMode")),
        _NOTE,
        _EVIDENCE,
    ),
)
_PRODUCTION = Section(
    "production",
    "?row ak:facility ?this ; a ak:ProductionCapability",
    (Column("capability", of("ak:capability")), _STAGES, _NOTE, _EVIDENCE),
)
_SPECIFICATIONS = Section(
    "specifications",
    "?row ak:specificationOf ?this",
    (
        Column("parameter", of("ak:parameter")),
        Column("value", lambda view, row: [view.specification(row)]),
        _EVIDENCE,
    ),
)
_EQUIPMENT = Section(
    "equipment",
    "?row ak:facility ?this ; a ak:Equipment",
    (
        Column("name", itself),
        Column("type", of("ak:equipmentType")),
        Column("maker", maker),
        Column("quantity", of("ak:quantity")),
        Column("specifications", specifications),
        _NOTE,
    ),
    with_="^ak:specificationOf",
)
_COLLABORATIONS = Section(
    "collaborations",
    "?row ak:from|ak:to ?this ; a ak:Collaboration",
    (
        Column("from", end("ak:from")),
        Column("collaboration_kind", of("ak:collaborationKind")),
        Column("to", end("ak:to")),
        Column("period", period("ak:since", "ak:until")),
        _NOTE,
        Column("record", lambda view, row: [Value(view.language.t("open"), view.href(row))]),
    ),
    sort=other_end,
)
_PROJECTS = Section(
    "projects",
    "?row ak:organisation ?this ; a ak:Participation",
    (
        Column("project", of("ak:project")),
        Column("role", of("ak:role")),
        Column("programme", through("ak:project", "ak:programme")),
        Column("period", period("ak:start", "ak:end", "ak:project")),
    ),
    with_="ak:project",
    sort=by_start,
    backwards=True,
)
_PARTICIPANTS = Section(
    "participants",
    "?row ak:project ?this ; a ak:Participation",
    (
        Column("organisation", of("ak:organisation")),
        Column("role", of("ak:role")),
        Column("type", through("ak:organisation", "ak:organisationType")),
        Column(
            "place",
            lambda view, row: view.many(
                view.place(actor) for actor in view.bundle.iris(row, view.iri("ak:organisation"))
            ),
        ),
        _EVIDENCE,
    ),
    with_="ak:organisation",
    sort=lambda view, row: "".join(value.text.casefold() for value in of("ak:organisation")(view, row)),
)
_PARTNERS = Section(
    "partners",
    "?row ak:tieBetween ?this ; ak:sharedProjects ?shared",
    (
        Column("organisation", partner),
        Column("shared_projects", of("ak:sharedProjects")),
        Column("first_year", year("ak:firstYear")),
        Column("last_year", year("ak:lastYear")),
        Column("record", lambda view, row: [Value(view.language.t("open"), view.href(row))]),
    ),
    sort=shared,
    backwards=True,
    order="DESC(?shared) ?row",
    size=20,
)
_FACILITIES = Section(
    "facilities",
    "?row ak:operator ?this",
    (
        Column("name", itself),
        Column("kind", of("ak:facilityKind")),
        Column("status", of("ak:status")),
        Column("access", of("ak:accessMode")),
        Column("place", place),
    ),
)
_CHILDREN = Section(
    "children",
    "?row ak:parentOrganisation ?this",
    (Column("name", itself), Column("type", of("ak:organisationType")), Column("place", place)),
)
_GAPS = Section(
    "gaps",
    "?row ak:addressedBy ?this ; a ak:Gap",
    (Column("gap", itself), Column("kind", of("ak:gapKind")), _STAGES, Column("origin", of("ak:origin"))),
)
_RESPONSIBLE = Section(
    "responsible",
    "?row ak:responsible ?this ; a ak:Gap",
    (Column("gap", itself), Column("kind", of("ak:gapKind")), _STAGES, Column("origin", of("ak:origin"))),
)
_INVESTMENTS = Section(
    "investments",
    "?row ak:facility|ak:gap ?this ; a ak:Investment",
    (
        Column("amount", amount),
        Column("status", of("ak:investmentStatus")),
        _NOTE,
        Column("record", lambda view, row: [Value(view.language.t("open"), view.href(row))]),
    ),
)
_CITED_BY = Section(
    "cited_by",
    "GRAPH ?home { ?citing dct:source ?this . ?document foaf:primaryTopic ?row }",
    (Column("record", itself), Column("record_kind", lambda view, row: [Value(view.kind_name(row))])),
)
_SOURCES = Section(
    "sources",
    "GRAPH ?graph { ?citing dct:source ?row }",
    (
        Column("title", itself),
        Column("publisher", of("ak:publisherName")),
        Column("issued", of("dct:issued")),
        Column("retrieved", of("ak:retrieved")),
        Column("language", language),
        Column("address", address),
    ),
    sort=by_date,
    backwards=True,
)
_SECTIONS: Final = {
    section.key: section
    for section in (
        _OFFERINGS,
        _PRODUCTION,
        _SPECIFICATIONS,
        _EQUIPMENT,
        _COLLABORATIONS,
        _GAPS,
        _INVESTMENTS,
        _FACILITIES,
        _PROJECTS,
        _PARTNERS,
        _CHILDREN,
        _RESPONSIBLE,
        _PARTICIPANTS,
        _CITED_BY,
        _SOURCES,
    )
}


def sections_of(kind: Kind) -> tuple[Section, ...]:
    """Return the tables on the page of a kind, in their order."""
    return tuple(_SECTIONS[key] for key in kind.sections)
