"""Asking for all a page needs in one CONSTRUCT: the record's own graph and the rows of its tables."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Final

from pyoxigraph import NamedNode, Triple

from akkuri.namespaces import Names
from akkuri.web.page.queries import names_header, values_block
from akkuri.web.page.reader import Bundle, Reader
from akkuri.web.records.completeness import expected_patterns
from akkuri.web.records.sections import PAGE, RecordSection, sections_of

__all__ = ["ListedRows", "RecordRows", "own_graph", "read_listed", "read_page", "read_rows"]

_MARK: Final = "urn:x-akkuri:section:"
_ROW: Final = "urn:x-akkuri:row"
_DERIVED: Final = "urn:x-akkuri:derived"
_FIELD: Final = "urn:x-akkuri:field:"
_FILLED: Final = "urn:x-akkuri:filled"


@dataclass(slots=True)
class RecordRows:
    """The triples of a page, and the rows of each table with how many there are in all."""

    bundle: Bundle
    rows: dict[str, list[str]] = field(default_factory=dict)
    totals: dict[str, int] = field(default_factory=dict)
    things: dict[str, int] = field(default_factory=dict)
    """What the heading of each table counts: its rows, or what they are about, each once."""
    numbers: dict[str, int] = field(default_factory=dict)
    derived: set[str] = field(default_factory=set)
    """Properties of the record that rules derived."""
    filled: set[int] = field(default_factory=set)
    """Places of the fields it should have that it has."""


def own_graph(reader: Reader, names: Names, kind: str, slug: str) -> Bundle:
    """Return the graph of one record, its links to registries too; empty when there is no such record."""
    document = names.doc(kind, slug)
    own = f"GRAPH <{document}> {{ ?s ?p ?o }}"
    links = _links(names, names.id(kind, slug))
    known = f"FILTER EXISTS {{ GRAPH <{document}> {{ ?s ?any ?thing }} }}"
    query = f"CONSTRUCT {{ ?s ?p ?o }} WHERE {{ {{ {own} }} UNION {{ {links} {known} }} }}"
    return Bundle(reader.graph(query))


def _links(names: Names, record: str) -> str:
    """Return the pattern of what decisions on links say of a record."""
    of_links = f'FILTER(STRSTARTS(STR(?links), "{names.graph("links/")}"))'
    return f"GRAPH ?links {{ <{record}> ?p ?o }} {of_links} BIND(<{record}> AS ?s)"


def read_page(
    reader: Reader, names: Names, kind: str, slug: str, numbers: dict[str, int], size: int | None = None
) -> RecordRows:
    """Return what the page of a record shows; `numbers` says which page of which table is asked for.

    `size` is how many rows a page has, where it is not what each table declares.
    """
    sections = sections_of(names.kinds[kind], names)
    if size is not None:
        sections = tuple(replace(section, size=size) for section in sections)
    record, document = names.id(kind, slug), names.doc(kind, slug)
    by_rule = f'FILTER(STRSTARTS(STR(?g), "{names.graph("derived/")}"))'
    parts = [
        f"{{ GRAPH <{document}> {{ ?s ?p ?o }} }}",
        f"{{ {_links(names, record)} }}",
        f"{{ GRAPH ?g {{ <{record}> ?p ?o }} {by_rule} BIND(<{record}> AS ?s) BIND(<{_DERIVED}> AS ?rule) }}",
    ]
    for section in sections:
        if section.by and not any(reader.may_lead(each, record) for each in section.by):
            continue
        rows = _rows(section, record, document, numbers.get(section.key, 1))
        subject = f"?row ({section.with_})? ?s ." if section.with_ else "BIND(?row AS ?s)"
        inner = f"{rows} {subject} ?s ?p ?o ." if section.with_ else f"{rows} ?row ?p ?o . {subject}"
        parts.append(f"{{ {inner} BIND(<{_MARK}{section.key}> AS ?section) }}")
    for number, pattern in enumerate(expected_patterns(record, names.kinds[kind], names)):
        mark = f"BIND(<{_FILLED}> AS ?section) BIND(<{_FIELD}{number}> AS ?row)"
        parts.append(f"{{ FILTER EXISTS {pattern} {mark} }}")
    template = f"?s ?p ?o . ?section <{_ROW}> ?row . ?rule <{_ROW}> ?p"
    query = f"CONSTRUCT {{ {template} }}\nWHERE {{ {' UNION '.join(parts)} }}"
    marks: dict[str, list[str]] = {}
    triples: list[Triple] = []
    for triple in reader.graph(query):
        if triple.predicate.value == _ROW and isinstance(triple.object, NamedNode):
            key = getattr(triple.subject, "value", "").removeprefix(_MARK)
            marks.setdefault(key, []).append(triple.object.value)
        else:
            triples.append(triple)
    derived = set(marks.pop(_DERIVED, []))
    filled = {int(each.removeprefix(_FIELD)) for each in marks.pop(_FILLED, [])}
    page = RecordRows(Bundle(triples), {key: list(dict.fromkeys(rows)) for key, rows in marks.items()})
    page.derived, page.filled = derived, filled
    page.numbers = {section.key: numbers.get(section.key, 1) for section in sections}
    _count(page, reader, names, sections, record, document)
    return page


def _rows(section: RecordSection, record: str, document: str, number: int) -> str:
    """Return the subselect of one page of rows."""
    return (
        f"{{ SELECT DISTINCT ?row WHERE {{ {_pattern(section, record, document)} }} "
        f"ORDER BY {section.order} LIMIT {section.size} OFFSET {(number - 1) * section.size} }}"
    )


def _pattern(section: RecordSection, record: str, document: str) -> str:
    """Return the pattern of a table's rows for one record."""
    return section.rows.replace("?this", f"<{record}>").replace("?graph", f"<{document}>")


def _count(
    page: RecordRows,
    reader: Reader,
    names: Names,
    sections: tuple[RecordSection, ...],
    record: str,
    document: str,
) -> None:
    """Count the rows of the tables and what they are about; ask only for those of more than one page."""
    long = []
    for section in sections:
        shown, number = len(page.rows.get(section.key, [])), page.numbers[section.key]
        page.totals[section.key] = (number - 1) * section.size + shown
        if shown == section.size or (number > 1 and (shown == 0 or section.counts)):
            long.append(section)
        about = {page.bundle.first(row, section.counts) for row in page.rows.get(section.key, [])}
        page.things[section.key] = len(about) if section.counts else page.totals[section.key]
    if not long:
        return
    parts = [
        f'{{ SELECT ("{section.key}" AS ?key) '
        f"(COUNT(DISTINCT ?row) AS ?n) (COUNT(DISTINCT ?thing) AS ?things) "
        f"WHERE {{ {_pattern(section, record, document)} {_about(section)} }} }}"
        for section in long
    ]
    query = f"SELECT ?key ?n ?things WHERE {{ {' UNION '.join(parts)} }}"
    for row in reader.select(query):
        key = getattr(row["key"], "value", "")
        page.totals[key], page.things[key] = (
            int(getattr(row[each], "value", "0")) for each in ("n", "things")
        )


def _about(section: RecordSection) -> str:
    """Return the pattern from ?row to the ?thing that the heading of the table counts."""
    return f". ?row <{section.counts}> ?thing" if section.counts else "BIND(?row AS ?thing)"


@dataclass(frozen=True, slots=True)
class ListedRows:
    """One page of all records of a kind: the cluster's own before the others, each part by name."""

    bundle: Bundle
    rows: list[str]
    total: int
    """Records on all pages."""
    own: int
    """Those of them that are marked as the cluster's own."""


def read_rows(
    reader: Reader, names: Names, section: RecordSection, number: int, lang: str, size: int = PAGE
) -> ListedRows:
    """Return one page, of `size` rows, of all records of a kind: the own first, then by name."""
    # What has no label is named by its title, and by what it says of itself only where it has neither.
    named = ("label", f"ak:label{lang.capitalize()}"), ("title", "dct:title"), ("told", "dct:description")
    patterns = " ".join(f"OPTIONAL {{ ?row {name} ?{key} }}" for key, name in named)
    least = ", ".join(f"MIN(LCASE(STR(?{key})))" for key, _ in named)
    rows = reader.select(
        f"{names_header(names)}\nSELECT ?row (COALESCE({least}) AS ?name) (COUNT(?own) AS ?mine) "
        f"WHERE {{ {section.rows} {patterns} "
        "OPTIONAL { ?row ak:facility?/ak:ofCluster ?own } } "
        f"GROUP BY ?row ORDER BY DESC(?mine > 0) ?name ?row "
        f"LIMIT {size} OFFSET {(number - 1) * size}"
    )
    found = [term.value for row in rows if isinstance(term := row.get("row"), NamedNode)]
    count = reader.select(
        f"{names_header(names)}\nSELECT (COUNT(DISTINCT ?row) AS ?n) (COUNT(DISTINCT ?of) AS ?mine) "
        f"WHERE {{ {section.rows} OPTIONAL {{ ?row ak:facility?/ak:ofCluster ?own BIND(?row AS ?of) }} }}"
    )
    total, own = (int(getattr(count[0][key], "value", "0")) for key in ("n", "mine"))
    return ListedRows(_described(reader, found), found, total, own)


def read_listed(reader: Reader, records: Sequence[str], number: int, size: int = PAGE) -> ListedRows:
    """Return one page, of `size` rows, of records that stand in their order."""
    found = list(records[(number - 1) * size : number * size])
    return ListedRows(_described(reader, found), found, len(records), 0)


def _described(reader: Reader, found: Sequence[str]) -> Bundle:
    """Return what is stated about records."""
    block = values_block("row", found)
    return Bundle(reader.graph(f"CONSTRUCT {{ ?row ?p ?o }} WHERE {{ {block} ?row ?p ?o }}") if found else [])
