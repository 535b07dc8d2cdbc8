"""The search as a file of a release: one line a thing, with its words as the index takes them."""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

from akkuri.ask.named.question import NamedQuery
from akkuri.garbage import uncollected
from akkuri.namespaces import Names
from akkuri.naming.store_source import Select
from akkuri.search.content import SearchContent, gather
from akkuri.search.entries import SearchEntry, Text
from akkuri.search.words import Lexicon

__all__ = ["SEARCH", "content_of", "write_content"]

SEARCH: Final = "search.jsonl"
"""The file of a release that holds what its search knows."""
_FORM: Final = 1
"""Raised whenever words are taken, split or stemmed in another way: a file of another form is not read."""


def content_of(
    folder: Path | None, select: Select, names: Names, queries: Iterable[NamedQuery]
) -> SearchContent:
    """Return what a release knows, with the questions.

    Where there is no release, or it is an earlier one without the file, the graph is read through `select`.
    """
    queries = list(queries)
    file = folder / SEARCH if folder else None
    content = _read(file) if file is not None and file.is_file() else None
    return (content or gather(select, names, queries)).with_questions(queries)


def write_content(content: SearchContent, file: Path) -> None:
    """Write the content of a search: the words of all names, then the entries by IRI."""
    with file.open("w", encoding="utf-8", newline="\n") as handle:
        lexicon = content.lexicon
        handle.write(_line({"form": _FORM, "words": sorted(lexicon.words), "stems": sorted(lexicon.stems)}))
        for entry, words in sorted(
            zip(content.entries, content.documents, strict=True), key=lambda each: each[0].iri
        ):
            handle.write(_line(_facts(entry) | {"found_by": words}))


def _read(file: Path) -> SearchContent | None:
    """Return the content of a file; None where it is of another form."""
    with uncollected(), file.open("rb") as handle:
        head = json.loads(handle.readline())
        if head["form"] != _FORM:
            return None
        entries, documents = [], []
        for line in handle:
            facts = json.loads(line)
            entries.append(_entry(facts))
            documents.append(tuple(facts["found_by"]))
        return SearchContent(entries, documents, Lexicon(head["words"], head["stems"]))


def _facts(entry: SearchEntry) -> dict[str, Any]:
    """Return what an entry is, without what it lacks."""
    facts = {
        "iri": entry.iri,
        "kind": entry.kind,
        "sort": entry.sort,
        "names": entry.names,
        "hidden": entry.hidden,
        "facets": entry.facets,
        "shown": entry.shown,
        "last": entry.last,
        "elsewhere": entry.elsewhere,
    }
    return {name: value for name, value in facts.items() if value}


def _entry(facts: Mapping[str, Any]) -> SearchEntry:
    return SearchEntry(
        facts["iri"],
        facts["kind"],
        facts.get("sort"),
        _texts(facts.get("names", ())),
        _texts(facts.get("hidden", ())),
        facets=_values(facts.get("facets", {})),
        shown=_values(facts.get("shown", {})),
        last=facts.get("last", False),
        elsewhere=facts.get("elsewhere", False),
    )


def _texts(pairs: Iterable[tuple[str, str]]) -> tuple[Text, ...]:
    return tuple((lang, text) for lang, text in pairs)


def _values(facts: Mapping[str, list[str]]) -> dict[str, tuple[str, ...]]:
    return {name: tuple(values) for name, values in facts.items()}


def _line(document: Mapping[str, Any]) -> str:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")) + "\n"
