"""The concepts of our vocabularies in the code lists of registries, from `mappings/codes.csv`."""

import csv
from functools import cache
from importlib.resources import files

from akkuri.namespaces import Names

__all__ = ["code", "codes", "country_name"]


@cache
def codes(form: str, scheme: str) -> dict[str, str]:
    """Return concept id → code of a format for one scheme; several codes of a concept are one text."""
    text = (files(__package__) / "mappings" / "codes.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(text.splitlines())
    return {row["concept"]: row["code"] for row in rows if (row["format"], row["scheme"]) == (form, scheme)}


def code(form: str, scheme: str, concept: str, names: Names) -> str:
    """Return the code for a concept's IRI; empty when the format has none for it."""
    return codes(form, scheme).get(concept.removeprefix(names.concept(scheme) + "/"), "")


def country_name(two_letters: str) -> str:
    """Return the English name of a country; what is no code of one stays."""
    from babel import Locale  # slow to load

    return str(Locale("en").territories.get(two_letters, two_letters))
