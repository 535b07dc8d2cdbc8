"""What two cells of a row say of one thing: a region and its code, a sum and its currency."""

import re
from collections.abc import Iterator
from difflib import get_close_matches
from typing import Final

from akkuri.checks.report.finding import Finding, Severity, table_finding
from akkuri.graph.vocabularies import Vocabularies
from akkuri.naming.spelling import fold
from akkuri.tables.rows import Row, Tables
from akkuri.tables.schema import Column, TableSchema
from akkuri.texts import LANGUAGES, Phrase
from akkuri.texts.listing import one_of

__all__ = ["check_agreement"]

_OFFERED: Final = 3
_CODE: Final = re.compile("[A-Z]{3}")
"""A currency, as ISO 4217 writes it; what is none is told as that."""


def check_agreement(tables: Tables, vocabularies: Vocabularies) -> Iterator[Finding]:
    """Yield cells that only repeat what another says and say something else, and sums that nobody can add."""
    municipalities = {each.label("fi") for each in vocabularies.concepts("municipality").values()}
    for table in tables:
        repeating = [column for column in table.schema.columns if column.label_of]
        for row in table.rows:
            for column in repeating:
                yield from _repeats(row, column, table.schema, vocabularies)
            yield from _currency(row)
            yield from _municipality(row, table.schema, municipalities)


def _repeats(row: Row, column: Column, schema: TableSchema, vocabularies: Vocabularies) -> Iterator[Finding]:
    """A column that repeats the label of a concept for the reader has that label, in any language.

    Where the concept itself is lacking, the label tells which it is.
    """
    said = row[column.name].strip()
    if not said or column.label_of is None:
        return
    other = column.label_of
    named, scheme = row[other].strip(), schema.column(other).scheme or ""
    known = vocabularies.concepts(scheme)
    if named in known:
        labels = known[named].labels
        if fold(said) not in {fold(label) for label in labels.values()}:
            label = labels.get("fi") or known[named].label("en")
            place = (row.file, row.number, column.name, said)
            yield table_finding(
                "label-other", *place, Severity.WARNING, other=other, named=named, label=label
            )
        return
    meant = [
        key for key, found in known.items() if fold(said) in {fold(each) for each in found.labels.values()}
    ]
    if not named and len(meant) == 1:
        place = (row.file, row.number, other, "")
        yield table_finding("label-alone", *place, Severity.WARNING, meant[0], meant=meant[0], said=said)


def _municipality(row: Row, schema: TableSchema, known: set[str]) -> Iterator[Finding]:
    """The place of a Finnish record is a municipality, by its Finnish name."""
    said = {column.property: (column.name, row[column.name].strip()) for column in schema.columns}
    column, name = said.get("schema:addressLocality", ("", ""))
    if not known or not name or name in known or said.get("ak:countryCode", ("", ""))[1] != "FI":
        return
    near = get_close_matches(name.casefold(), {each.casefold(): each for each in known}, _OFFERED)
    like = [each for each in sorted(known) if each.casefold() in near]
    closest = Phrase({lang: one_of(lang, like) for lang in LANGUAGES}) if like else ""
    code = "municipality-unknown-closest" if near else "municipality-unknown"
    yield table_finding(code, row.file, row.number, column, name, Severity.WARNING, closest=closest)


def _currency(row: Row) -> Iterator[Finding]:
    """A sum in another currency has its euros beside it; else nothing can add it."""
    gone = row["withdrawn"] or row["replaced_by"]
    other = _CODE.fullmatch(row["currency"]) and row["currency"] != "EUR"
    if row["amount"] and not gone and other and not row["amount_eur"]:
        place = (row.file, row.number, "currency", row["currency"])
        yield table_finding("currency-other", *place, Severity.WARNING)
