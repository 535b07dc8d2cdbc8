"""Comparing the fields that an exporter writes with its mapping table."""

from collections.abc import Iterable, Mapping
from typing import Any

from akkuri.publish.registries.needs import fields_of, mapping_table

LANGUAGES = {"en", "fi", "sv"}


def assert_mapped(
    table: str,
    documents: Mapping[str, Iterable[Any]],
    *,
    nested: Iterable[str] = (),
    unwritten: Iterable[tuple[str, str]] = (),
) -> None:
    """Assert that full documents use exactly the fields of the table.

    `nested` fields hold entities of their own and are not looked into; `unwritten` lines say in the
    table that nothing is written.
    """
    used = {
        (entity, field)
        for entity, found in documents.items()
        for document in found
        for field in fields_of(document)
        if field.rpartition(".")[2] not in LANGUAGES
        and not any(field.startswith(f"{whole}.") for whole in nested)
    }
    named = {(entry.entity, entry.field) for entry in mapping_table(table)}
    assert used == named - set(unwritten)
    for entry in mapping_table(table):
        assert entry.demand in ("required", "registration", "recommended", "optional"), entry
        assert entry.ask.startswith("ask-"), entry
