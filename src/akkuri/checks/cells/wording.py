"""Checks of what is written in words: names on one line, descriptions in the language of their column."""

import re
from collections.abc import Iterator
from typing import Final

from akkuri.checks.report.finding import Finding, Severity, table_finding
from akkuri.tables.rows import Row
from akkuri.tables.schema import Column, TableSchema
from akkuri.texts import LANGUAGES, Phrase, text

__all__ = ["check_wording", "language_told"]

_NAMES: Final = ("skos:prefLabel", "dct:title", "schema:addressLocality")
_TEXT: Final = "dct:description"
_FEWEST: Final = 3
"""Words of a text whose language can be told."""
_WORD: Final = re.compile(r"[^\W\d_]+")


def check_wording(row: Row, schema: TableSchema) -> Iterator[Finding]:
    """Yield names on several lines, and texts that are plainly in another language than their column."""
    for column in schema.columns:
        cell = row[column.name].strip()
        place = (row.file, row.number, column.name, cell)
        if column.property in _NAMES and "\n" in cell:
            yield table_finding("cell-lines", *place)
        elif column.property == _TEXT and column.lang:
            said = language_told(cell) or (_told_by_letters(cell) if column.lang == "en" else None)
            if said and said != column.lang:
                yield _other_language(place, schema, column, said)


def language_told(written: str) -> str | None:
    """Return `en`, `fi` or `sv` where a text of three words or more is plainly in it; else None.

    It has two little words of that language and of no other.
    """
    words = _WORD.findall(written)
    if len(words) < _FEWEST:
        return None
    small = {word.lower() for word in words}
    counts = {lang: len(small & _little(lang)) for lang in LANGUAGES}
    found = [lang for lang, count in counts.items() if count]
    return found[0] if len(found) == 1 and counts[found[0]] > 1 else None


def _told_by_letters(written: str) -> str | None:
    """Return in which other language a text is that should be English and has none of its little words.

    Names aside, which keep their capitals, no English word has an å, ä or ö.
    """
    words = _WORD.findall(written)
    plain = " ".join(word for place, word in enumerate(words) if not place or word[0].islower())
    if len(words) < _FEWEST or _little("en").intersection(plain.lower().split()):
        return None
    swedish = "å" in plain.lower() or bool(_little("sv").intersection(plain.lower().split()))
    return ("sv" if swedish else "fi") if re.search("[åäö]", plain, re.IGNORECASE) else None


def _little(lang: str) -> frozenset[str]:
    return frozenset(text(lang, "checks.little-words").split())


def _other_language(
    place: tuple[str, int, str, str], schema: TableSchema, column: Column, said: str
) -> Finding:
    """Say that a text is in another language than its column, and where it belongs."""
    other = next((c.name for c in schema.columns if c.property == column.property and c.lang == said), None)
    words = [
        Phrase({lang: text(lang, f"checks.language-{each}") for lang in LANGUAGES})
        for each in (said, column.lang)
    ]
    code = "cell-language" if other else "cell-language-only"
    return table_finding(
        code, *place, Severity.WARNING, other=other or column.name, said=words[0], wanted=words[1]
    )
