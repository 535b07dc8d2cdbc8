"""What a view still lacks before it can be shown: texts in every language, columns that its rows have."""

from collections.abc import Iterable, Iterator
from typing import Any

from akkuri.analysis.views.subject import Subject
from akkuri.analysis.views.table import ViewTable
from akkuri.analysis.views.view import View, ViewPage
from akkuri.texts import LANGUAGES, catalogue

__all__ = ["lacking", "needed_texts", "odd_rows"]


def lacking(subject: Subject[Any]) -> list[str]:
    """Return one sentence for each text that a view or filter of an analysis lacks in a language."""
    keys: dict[str, str] = {}
    for view in subject.views:
        keys |= dict.fromkeys(needed_texts(view), f"The view {view.name}")
    for name in subject.filters:
        keys.setdefault(f"views.param_{name}", f"The filter {name}")
    return [
        f"{who} lacks the text {key} in {lang}: write it into texts/{lang}/views.toml."
        for key, who in sorted(keys.items())
        for lang in LANGUAGES
        if not catalogue(lang).get(key)
    ]


def needed_texts(view: View[Any]) -> Iterator[str]:
    """Yield the keys of the texts that a view needs in every language."""
    yield f"views.view_{view.name}"
    yield f"views.none_{view.name}"
    yield from (f"views.col_{column.name}" for column in view.columns)
    yield from (f"views.param_{item.name}" for item in view.parameters)
    if view.needs:
        yield f"views.needs_{view.name}"
    if not isinstance(view.page, ViewPage):
        return
    yield f"views.about_{view.name}"
    yield f"views.group_{view.page.group}"
    yield from (f"views.field_{item.name}" for item in view.fields)
    if view.page.front and view.page.front.ask:
        yield f"views.ask_{view.name}"
        if view.page.front.rows:
            yield f"views.front_{view.name}"


def odd_rows(table: ViewTable) -> Iterable[str]:
    """Return the names that rows have and the view does not declare, or the other way about."""
    declared = {*table.columns, *table.view.more}
    return sorted({name for row in table.rows for name in row.keys() ^ declared})
