"""What everything is called as a file of a release: a graph is asked for them for half a second."""

import json
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from akkuri.garbage import staying

__all__ = ["LABELS", "LabelFacts", "read_labels", "write_labels"]

LABELS: Final = "labels.json"
"""The file of a release that holds the labels of all things."""
_FORM: Final = 1
"""Raised whenever the file is written in another way: one of another form is not read."""


@dataclass(slots=True)
class LabelFacts:
    """What a graph says of how things are called and ordered, by IRI."""

    texts: dict[str, list[str]] = field(default_factory=dict)
    """Language (empty for none), text, language, text …; a list a thing, as few objects as may be."""
    ends: dict[str, list[str]] = field(default_factory=dict)
    """The things that one without a name is called after."""
    notations: dict[str, str] = field(default_factory=dict)
    orders: dict[str, float] = field(default_factory=dict)


def write_labels(facts: LabelFacts, file: Path) -> None:
    """Write the facts, sorted by IRI; orders that are infinite are left out."""
    document = {
        "form": _FORM,
        "texts": facts.texts,
        "ends": facts.ends,
        "notations": facts.notations,
        "orders": facts.orders,
    }
    text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
    file.write_text(f"{text}\n", encoding="utf-8", newline="\n")


def read_labels(folder: Path | None) -> LabelFacts | None:
    """Return the facts of a release; None where there is none, or an earlier one without the file."""
    file = folder / LABELS if folder else None
    if file is None or not file.is_file():
        return None
    with staying():
        document = json.loads(file.read_bytes())
    if document["form"] != _FORM:
        return None
    return LabelFacts(document["texts"], document["ends"], document["notations"], document["orders"])
