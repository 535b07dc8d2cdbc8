"""Records that use a concept or a narrower one: rows of its page, and all of them as a workbook."""

import re
from dataclasses import dataclass
from typing import Final

from flask import Blueprint, Response
from pyoxigraph import NamedNode

from akkuri.errors import RequestError
from akkuri.web.page.queries import names_header, standing
from akkuri.web.page.rendering import cached, etag, not_modified, view
from akkuri.web.page.site import site
from akkuri.web.page.values import PageView, Value
from akkuri.web.page.workbooks import value_sheet, workbook_response

__all__ = ["NAME", "USES", "ConceptUse", "blueprint", "concept_uses", "shown_use"]

blueprint = Blueprint("concept_uses", __name__)

NAME: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*", re.ASCII)
"""What a scheme or concept may be called in an address."""
USES: Final = 100
"""Records listed on the page of a concept."""
_ROWS: Final = 100_000
"""Rows of a workbook."""


@dataclass(frozen=True, slots=True)
class ConceptUse:
    """A record that uses a concept, by which properties, and which of the narrower ones."""

    record: str
    predicates: list[str]
    concepts: list[str]

    @property
    def iris(self) -> list[str]:
        """Everything that needs a label."""
        return [self.record, *self.predicates, *self.concepts]


@blueprint.get("/concept/<scheme>/<name>.xlsx")
def workbook(scheme: str, name: str) -> Response:
    """Give all records that use a concept as a workbook; 404 for a concept that is not there."""
    tag = etag("xlsx")
    if answer := not_modified(tag):
        return answer
    iri = site().names.concept(scheme, name)
    named = NAME.fullmatch(scheme) and NAME.fullmatch(name)
    site().labels.need([iri] if named else [])
    if not named or not site().labels.all(iri):
        choices = [Value(view().language.t("nav_concepts"), "/concept")]
        raise RequestError(404, "web.unknown_concept", {"name": f"{scheme}/{name}"[:100]}, choices)
    uses, _ = concept_uses(iri, 0, _ROWS)
    site().labels.need(cell for use in uses for cell in use.iris)
    shown = view()
    t = shown.language.t
    headings = [t("column_record"), t("column_record_kind"), t("column_as"), t("narrower")]
    rows = [
        [[record], [Value(kind)], [Value(as_what)], narrower]
        for record, kind, as_what, narrower in (shown_use(shown, use, iri) for use in uses)
    ]
    sheet = value_sheet(t("used_by"), headings, rows)
    return cached(workbook_response(name, shown.label(iri).value, [sheet], shown.lang), tag)


def shown_use(shown: PageView, use: ConceptUse, iri: str) -> tuple[Value, str, str, list[Value]]:
    """Return one use: the record, its kind, the properties, and the narrower concepts where it uses those."""
    as_what = ", ".join(shown.label(predicate).value for predicate in use.predicates)
    narrower = [shown.link(concept_iri) for concept_iri in shown.sort(use.concepts) if concept_iri != iri]
    return shown.link(use.record), shown.kind_name(use.record), as_what, narrower


def concept_uses(iri: str, first: int, most: int) -> tuple[list[ConceptUse], int]:
    """Return `most` of the records that use a concept or a narrower one, and how many there are in all."""
    names = site().names
    pattern = (
        f"?concept skos:broader* <{iri}> . GRAPH ?g {{ ?x ?p ?concept . ?g foaf:primaryTopic ?row }} "
        f'FILTER(STRSTARTS(STR(?g), "{names.base}doc/")) {standing("row", names)}'
    )
    header = names_header(names)
    rows = site().reader.select(
        f'{header}\nSELECT ?row (GROUP_CONCAT(DISTINCT STR(?p); separator=" ") AS ?ps) '
        f'(GROUP_CONCAT(DISTINCT STR(?concept); separator=" ") AS ?cs) WHERE {{ {pattern} }} '
        f"GROUP BY ?row ORDER BY ?row LIMIT {most} OFFSET {first}"
    )
    found = [
        ConceptUse(
            term.value, getattr(row["ps"], "value", "").split(), getattr(row["cs"], "value", "").split()
        )
        for row in rows
        if isinstance(term := row.get("row"), NamedNode)
    ]
    total = first + len(found)
    if len(found) == most or (first and not found):
        count = site().reader.select(f"{header}\nSELECT (COUNT(DISTINCT ?row) AS ?n) WHERE {{ {pattern} }}")
        total = int(getattr(count[0]["n"], "value", "0"))
    return found, total
