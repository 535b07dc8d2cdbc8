"""Texts of a page that are in another language than the page or what stands around them says."""

import re
from html.parser import HTMLParser
from typing import Final

__all__ = ["foreign_texts"]

_WORDS: Final = {
    "en": "the of and with from that which are by is was were this their has have for to an not its",
    "fi": "ja on ei että sekä joka jotka ovat voi myös kun tai sen siitä mukaan",
    "sv": "och är som för med av att den det till inte från har en ett vid eller på kan",
}
"""Words without which hardly a sentence is written."""
_PATTERNS: Final = {
    lang: re.compile(rf"(?<![\w-])({'|'.join(words.split())})(?![\w-])", re.IGNORECASE)
    for lang, words in _WORDS.items()
}
_SAID_OF_OTHERS: Final = re.compile(r"https?://\S+|[”“].*?”")
"""Addresses, and what is quoted."""
_ENOUGH: Final = 3
"""So many different ones make a sentence of a language; names have fewer."""
_VOID: Final = frozenset(("br", "col", "hr", "img", "input", "link", "meta", "source", "wbr"))
_NO_WORDS: Final = frozenset(("script", "style", "code", "pre", "textarea", "svg", "option", "title"))
"""Names in pictures and choices stand in tables as well, a title in the heading."""


class _Texts(HTMLParser):
    """Collects the texts with the language that is said of them."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self._open: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag not in _VOID:
            said = dict(attrs).get("lang")
            self._open.append((tag, said or (self._open[-1][1] if self._open else "")))

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop()[0] != tag:
            pass

    def handle_data(self, data: str) -> None:
        text = " ".join(data.split())
        if text and self._open and not any(tag in _NO_WORDS for tag, _ in self._open):
            self.found.append((self._open[-1][1], text))


def foreign_texts(page: str) -> list[tuple[str, str]]:
    """Return the texts of a page that are in another language than is said: that language, the text."""
    texts = _Texts()
    texts.feed(page)
    return [(lang, text) for said, text in texts.found if (lang := _language(text)) and lang != said]


def _language(text: str) -> str | None:
    """Return the language that a text has clearly more words of than of any other; None where it has few."""
    text = _SAID_OF_OTHERS.sub("", text)
    counts = {lang: len({m.lower() for m in found.findall(text)}) for lang, found in _PATTERNS.items()}
    first, second = sorted(counts.values(), reverse=True)[:2]
    if first < _ENOUGH or first < 2 * second:
        return None
    return max(counts, key=lambda lang: counts[lang])
