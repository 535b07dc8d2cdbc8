"""The search as files of a release: one line a thing, its words in another file, and an index of them."""

import hashlib
import json
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Final

from akkuri.ask.named.question import NamedQuery
from akkuri.garbage import uncollected
from akkuri.namespaces import Names
from akkuri.naming.kept_lines import open_lines
from akkuri.naming.store_source import Select
from akkuri.search.analysed import AnalysedWords
from akkuri.search.content import SearchContent, gather
from akkuri.search.kept_entries import KeptEntries, facts_of
from akkuri.search.kept_index import INDEX, index_format, write_index
from akkuri.search.overview import Overview
from akkuri.search.questions import question_entries
from akkuri.search.words import Lexicon

__all__ = ["SEARCH", "WORDS", "content_of", "write_content"]

SEARCH: Final = "search.jsonl"
"""The file of a release that holds what its search knows."""
WORDS: Final = "words.jsonl"
"""The file of a release that holds the words of each thing, as the index takes them."""
_FORM: Final = 4
"""Raised whenever words are taken, split or stemmed in another way: a file of another form is not read."""


def content_of(
    folder: Path | None, select: Select, names: Names, queries: Iterable[NamedQuery]
) -> SearchContent:
    """Return what a release knows, with the questions.

    Where there is no release, or it is an earlier one without the file, the graph is read through `select`.
    """
    queries = list(queries)
    if folder is not None:
        kept = _read(folder, queries)
        if kept is not None:
            return kept
    return gather(select, names, queries).with_questions(queries)


def write_content(content: SearchContent, queries: Iterable[NamedQuery], folder: Path) -> None:
    """Write the content of a search: the words of all names, the entries by IRI, their words, the index.

    The index has the questions too; a program that has others makes its own.
    """
    queries, lexicon = list(queries), content.lexicon
    both = sorted(zip(content.entries, content.documents, strict=True), key=lambda each: each[0].iri)
    ordered = SearchContent.of([entry for entry, _ in both], lambda: [words for _, words in both], lexicon)
    head = {
        "form": _FORM,
        "index": _indexed_with(queries),
        "words": sorted(lexicon.words),
        "stems": sorted(lexicon.stems),
        "overview": ordered.overview.document(),
    }
    _write_lines(folder / SEARCH, (head, *(facts_of(entry) for entry, _ in both)))
    _write_lines(folder / WORDS, (words for _, words in both))
    write_index(ordered.with_questions(queries).documents, folder / INDEX)


def _indexed_with(queries: Iterable[NamedQuery]) -> str:
    """Return a digest of what an index depends on besides the words of a release."""
    told = [index_format(), [(each.iri, each.names, each.said) for each in question_entries(queries)]]
    return hashlib.sha256(json.dumps(told).encode()).hexdigest()


def _write_lines(file: Path, documents: Iterable[object]) -> None:
    with file.open("w", encoding="utf-8", newline="\n") as handle:
        handle.writelines(map(_line, documents))


def _read(folder: Path, queries: Sequence[NamedQuery]) -> SearchContent | None:
    """Return the content of a release with the questions; None where it has none, or one of another form."""
    with uncollected():
        found = open_lines(folder / SEARCH, _FORM)
        if found is None:
            return None
        head, lines = found
        content = SearchContent(
            KeptEntries(lines),
            lambda: _words(folder / WORDS),
            Lexicon.of_sorted(head["words"], head["stems"]),
            Overview.from_document(head["overview"]),
        )
        if head["index"] == _indexed_with(queries) and (folder / INDEX).is_dir():
            return content.indexed(queries, folder / INDEX)
    return content.with_questions(queries)


def _words(file: Path) -> list[AnalysedWords]:
    with uncollected(), file.open("rb") as handle:
        return [tuple(json.loads(line)) for line in handle]


def _line(document: object) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"
