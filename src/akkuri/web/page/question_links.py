"""Questions that a sentence names by code, as in `network/growth`: pages link to them by their titles."""

import re
from collections.abc import Callable
from typing import Final

from markupsafe import Markup, escape

from akkuri.texts.quoting import quoted
from akkuri.web.page.site import site

__all__ = ["linked"]

_CODE: Final = re.compile(r"(?<![\w/.-])[a-z]+/[a-z]+(?:-[a-z]+)*(?![\w/-])")


def linked(sentence: str, lang: str, local: Callable[[str], str]) -> Markup:
    """Return a sentence with each code of a question as a link under its title.

    Programs and the command line are told the code, by which they ask.
    """
    if "/" not in sentence:
        return escape(sentence)
    parts: list[str] = []
    place = 0
    for code in _CODE.finditer(sentence):
        item = site().catalogue.queries.get(code.group())
        if item is not None:
            title = escape(quoted(item.title(lang), lang))
            href = escape(local(f"/queries/{item.path}"))
            parts += [str(escape(sentence[place : code.start()])), f'<a href="{href}">{title}</a>']
            place = code.end()
    parts.append(str(escape(sentence[place:])))
    return Markup("".join(parts))  # noqa: S704 - each part is escaped
