"""Values as they stand in a page, which may hold hundreds: a macro for each takes a third of its time."""

import re
from collections.abc import Callable, Iterable, Sequence
from typing import Final

from flask import Flask
from markupsafe import Markup, escape

from akkuri.web.page.english_parts import english_in
from akkuri.web.page.frame import alternates_html
from akkuri.web.page.rendering import language
from akkuri.web.page.tables import PageTable
from akkuri.web.page.values import Value
from akkuri.web.records.facts import Fact

__all__ = ["provide_values"]

_SPECIAL: Final = re.compile("[&<>\"']")
_FIRST: Final = 20
"""Rows of a table that are shown without being unfolded."""
_FEW: Final = 4
"""Values of a cell that are shown without being unfolded."""


def provide_values(app: Flask) -> None:
    """Let the templates of an application write values, lists of them and rows of a table."""
    app.jinja_env.globals.update(
        value_html=_one,
        words_html=_in_words,
        heading_html=_heading,
        values_html=_several,
        facts_html=_facts,
        formats_html=_formats,
        grid_html=_grid,
        rest_html=_rest,
        cell_html=_cell,
        answer_html=_answer,
        alternates_html=alternates_html,
    )


def _one(value: Value) -> Markup:
    return _safe(_written(value))


def _in_words(text: str) -> Markup:
    """Write a text that has no language of its own; what is English in it is marked."""
    return _safe(_written(Value(text)))


def _heading(title: Value | str) -> Markup:
    """Write what a page is called, within its heading: names in it that are English are marked."""
    if isinstance(title, Value) and title.lang:
        return escape(title.text)
    text = title.text if isinstance(title, Value) else title
    found = _english(text)
    if not found:
        return escape(text)
    lang, words = found
    return _safe(f"<span{lang}>{words}</span>" if lang else words)


def _several(values: Sequence[Value]) -> Markup:
    return _safe(_listed(values))


def _facts(facts: Iterable[Fact], nothing: str = "") -> Markup:
    """Write rows of names and values; `nothing` is said where there are no values."""
    empty = f'<span class="muted">{_plain(nothing)}</span>'
    made = [
        f"<div><dt>{_plain(fact.name)}</dt><dd>{_listed(fact.values) if fact.values else empty}</dd></div>\n"
        for fact in facts
    ]
    return _safe("".join(made))


def _cell(values: Sequence[Value], most: int = _FEW) -> Markup:
    if len(values) <= most + 1:
        return _safe(_listed(values))
    folded = (
        f'<details class="folded"><summary>+{len(values) - most}</summary>{_listed(values[most:])}</details>'
    )
    return _safe(_listed(values[:most]) + folded)


def _safe(html: str) -> Markup:
    return Markup(html)  # noqa: S704 - each part is escaped


def _rows(table: PageTable) -> Markup:
    labels = [f'<td data-label="{_plain(heading)}"' for heading in table.headings]
    anchors: Iterable[str] = table.anchors or [""] * len(table.rows)
    lines = []
    for row, anchor in zip(table.rows, anchors, strict=True):
        lines.append(f'<tr id="{_plain(anchor)}">\n' if anchor else "<tr>\n")
        for label, cell in zip(labels, row, strict=True):
            empty = "" if cell else ' class="empty"'
            lines.append(f"{label}{empty}>{_listed(cell)}</td>\n")
        lines.append("</tr>\n")
    return _safe("".join(lines))


def _grid(table: PageTable, caption: str, t: Callable[..., str]) -> Markup:
    """Write a table with its rows; a long one is unfolded row by row."""
    named = _plain(caption)
    headings = "".join(f'<th scope="col">{_plain(heading)}</th>' for heading in table.headings)
    return _safe(
        f'<div class="scroll" tabindex="0" role="region" aria-label="{named}">\n<table class="stack">\n'
        f'<caption class="hidden">{named}</caption>\n<thead><tr>{headings}</tr></thead>\n'
        f"<tbody>\n{_rows(table)}</tbody>\n</table>\n</div>{_rest(len(table.rows), t)}"
    )


def _rest(count: int, t: Callable[..., str], first: int = _FIRST) -> Markup:
    """Write what unfolds the rows of a table beyond the first ones."""
    if count <= first:
        return Markup()
    more, less = _plain(t("rest", count=count - first)), _plain(t("rest_hide"))
    return _safe(f'<details class="rest"><summary><span>{more}</span><span>{less}</span></summary></details>')


def _formats(formats: Iterable[tuple[str, str]], t: Callable[..., str]) -> Markup:
    """Write the line with the forms in which what a page shows can be had."""
    links = " · ".join(f'<a href="{_plain(href)}">{_plain(name)}</a>' for name, href in formats)
    return _safe(f'<p class="formats">{_plain(t("formats"))} {links}</p>')


def _answer(headings: Sequence[str], kinds: Sequence[str], rows: Iterable[Sequence[Value]]) -> Markup:
    """Write the rows of an answer, each cell with its kind and the heading that it has on a narrow screen."""
    labels = [
        f'<td data-label="{_plain(heading)}"' + (f' class="{kind}"' if kind else "")
        for heading, kind in zip(headings, kinds, strict=True)
    ]
    lines = []
    for row in rows:
        lines.append("<tr>")
        for label, cell in zip(labels, row, strict=True):
            lines.append(
                f"{label}>{_written(cell)}</td>"
                if cell.text
                else f'{label.partition(" class=")[0]} class="empty"></td>'
            )
        lines.append("</tr>\n")
    return _safe("".join(lines))


def _listed(values: Sequence[Value]) -> str:
    if len(values) == 1:
        return _written(values[0])
    if not values:
        return ""
    inline = " inline" if (values[0].href or "").startswith("#source-") else ""
    return f'<ul class="values{inline}"><li>{"</li><li>".join(map(_written, values))}</li></ul>'


def _written(value: Value) -> str:
    lang = f' lang="{_plain(value.lang)}"' if value.lang else ""
    if value.english and not value.href:
        before, words = _plain(value.text.removesuffix(value.english)), _plain(value.english)
        return f'<span>{before}<span lang="en">{words}</span></span>'
    words = ""
    address = value.foreign and " " not in value.text
    if not (lang or address) and (found := _english(value.text)):
        lang, words = found
    words = words or _plain(value.text)
    if not value.href:
        return f"<span{lang}>{words}</span>"
    foreign = ' class="foreign" rel="external"' if value.foreign else ""
    title = f' title="{_plain(value.title)}"' if value.title else ""
    return f'<a href="{_plain(value.href)}"{lang}{foreign}{title}>{words}</a>'


def _english(text: str) -> tuple[str, str] | None:
    """Return `english_in` of a text; None on an English page, where nothing has to be marked."""
    return english_in(text) if language().code != "en" else None


def _plain(text: str) -> str:
    """Escape a text; most have nothing to escape, which is seen faster than escaped."""
    return str(escape(text)) if _SPECIAL.search(text) else text
