"""A file of changes for people: what each edition of the tables added, changed and removed, by name."""

import re
from collections.abc import Iterator, Sequence

from akkuri.curation.changes import RowChange, escaped, total
from akkuri.kinds import Kinds
from akkuri.texts import text

__all__ = ["as_notes", "with_section"]

_NAMES = 60
"""Names that stand on one line; how many more there are is said."""


def as_notes(changes: Sequence[RowChange], kinds: Kinds, lang: str) -> str:
    """Return a line for what each table gained, changed and lost; of tables without names only numbers."""
    lines = []
    for name in dict.fromkeys(change.schema.name for change in changes):
        some = [change for change in changes if change.schema.name == name]
        kind = kinds.by_table.get(name)
        title = kind.many(lang) if kind else some[0].schema.titles[lang]
        lines += [f"### {escaped(title)}", "", *_lines(some, lang), ""]
    return "\n".join([*lines, total(changes, lang)]) + "\n"


def with_section(content: str, heading: str, title: str, section: str) -> str:
    """Return a file of changes with a section under its heading: in its place, else as the first one."""
    head, *rest = re.split(r"(?m)^(?=## )", content or f"# {title}\n\n")
    sections = {part.partition("\n")[0].removeprefix("## ").strip(): part.rstrip() + "\n\n" for part in rest}
    new = f"## {heading}\n\n{section.rstrip()}\n\n"
    ordered = {**sections, heading: new} if heading in sections else {heading: new, **sections}
    return (head.rstrip() + "\n\n" + "".join(ordered.values())).rstrip() + "\n"


def _lines(changes: Sequence[RowChange], lang: str) -> Iterator[str]:
    for kind in ("added", "changed", "removed"):
        some = [change for change in changes if change.kind == kind]
        if not some:
            continue
        names = sorted({change.name for change in some if change.name})
        told = "; ".join(escaped(name) for name in names[:_NAMES])
        if len(names) > _NAMES:
            told += text(lang, "curation.more-names", count=len(names) - _NAMES)
        head = text(lang, f"curation.{kind}").rstrip(":")
        yield f"- **{head}** ({len(some)})" + (f": {told}" if told else "")
