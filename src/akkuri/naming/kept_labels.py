"""What everything is called as a file of a release: a graph is asked for them for half a second."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from akkuri.naming.kept_lines import KeptLists, json_line, open_lines

__all__ = ["LABELS", "LabelFacts", "read_labels", "write_labels"]

LABELS: Final = "labels.jsonl"
"""The file of a release that holds the labels of all things."""
_FORM: Final = 2
"""Raised whenever the file is written in another way: one of another form is not read."""


@dataclass(slots=True)
class LabelFacts:
    """What a graph says of how things are called and ordered, by IRI."""

    texts: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Language (empty for none), text, language, text …"""
    ends: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """The things that one without a name is called after."""
    notations: dict[str, str] = field(default_factory=dict)
    orders: dict[str, float] = field(default_factory=dict)


def write_labels(facts: LabelFacts, file: Path) -> None:
    """Write the facts, a thing a line, sorted by IRI; orders that are infinite are left out."""
    head = {
        "form": _FORM,
        "texts": len(facts.texts),
        "notations": facts.notations,
        "orders": facts.orders,
    }
    with file.open("w", encoding="utf-8", newline="\n") as handle:
        handle.write(json_line(head))
        for lists in (facts.texts, facts.ends):
            handle.writelines(sorted(json_line([iri, *parts]) for iri, parts in lists.items()))


def read_labels(folder: Path | None) -> LabelFacts | None:
    """Return the facts of a release; None where there is none, or an earlier one without the file."""
    found = open_lines(folder / LABELS if folder else None, _FORM)
    if found is None:
        return None
    head, lines = found
    texts, ends = lines.between(0, head["texts"]), lines.between(head["texts"])
    return LabelFacts(KeptLists(texts), KeptLists(ends), head["notations"], head["orders"])
