"""Small helpers for writing XML: elements with text, language and attributes."""

import re
from collections.abc import Mapping
from typing import Final

from lxml import etree

__all__ = ["XML_LANG", "add", "add_texts", "document", "element", "plain"]

XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(text: str) -> str:
    """Return a text without the control characters that XML 1.0 cannot hold."""
    return _FORBIDDEN.sub(" ", text)


def element(namespace: str, name: str, **attributes: str) -> etree._Element:
    """Make a root element in a default namespace (none when empty)."""
    if not namespace:
        return etree.Element(name, attributes)
    return etree.Element(f"{{{namespace}}}{name}", attributes, nsmap={None: namespace})


def add(
    parent: etree._Element, name: str, text: str = "", /, *, lang: str = "", **attributes: str
) -> etree._Element:
    """Add a child in the parent's namespace; an empty text adds an element without content."""
    space = etree.QName(parent).namespace
    child = etree.SubElement(parent, f"{{{space}}}{name}" if space else name, attributes)
    if lang:
        child.set(XML_LANG, lang)
    if text:
        child.text = plain(text)
    return child


def add_texts(parent: etree._Element, name: str, texts: Mapping[str, str], **attributes: str) -> None:
    """Add one child a language."""
    for lang, text in texts.items():
        add(parent, name, text, lang=lang, **attributes)


def document(root: etree._Element) -> bytes:
    """Return a whole document in UTF-8, indented."""
    etree.indent(root)
    found: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return found + b"\n"
