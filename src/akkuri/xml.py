"""Small helpers for writing XML: elements with text, language and attributes.

lxml is loaded by the first element that is made: a server at rest has none.
"""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Final, TypeAlias

if TYPE_CHECKING:
    from lxml import etree

__all__ = ["XML_LANG", "Element", "add", "add_texts", "bare", "document", "element", "plain"]

Element: TypeAlias = "etree._Element"

XML_LANG: Final = "{http://www.w3.org/XML/1998/namespace}lang"
_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def plain(text: str) -> str:
    """Return a text without the control characters that XML 1.0 cannot hold."""
    return _FORBIDDEN.sub(" ", text)


def element(namespace: str, name: str, **attributes: str) -> Element:
    """Make a root element in a default namespace (none when empty)."""
    from lxml import etree

    if not namespace:
        return etree.Element(name, attributes)
    return etree.Element(f"{{{namespace}}}{name}", attributes, nsmap={None: namespace})


def add(
    parent: Element,
    name: str,
    text: str = "",
    /,
    *,
    lang: str = "",
    namespace: str = "",
    **attributes: str,
) -> Element:
    """Add a child in the parent's namespace, or in another; an empty text adds an element without content."""
    from lxml import etree

    space = namespace or etree.QName(parent).namespace
    own = {None: namespace} if namespace else None
    child = etree.SubElement(parent, f"{{{space}}}{name}" if space else name, attributes, nsmap=own)
    if lang:
        child.set(XML_LANG, lang)
    if text:
        child.text = plain(text)
    return child


def add_texts(parent: Element, name: str, texts: Mapping[str, str], **attributes: str) -> None:
    """Add one child a language."""
    for lang, text in texts.items():
        add(parent, name, text, lang=lang, **attributes)


def document(root: Element) -> bytes:
    """Return a whole document in UTF-8, indented."""
    from lxml import etree

    etree.indent(root)
    found: bytes = etree.tostring(root, xml_declaration=True, encoding="UTF-8")
    return found + b"\n"


def bare(root: Element) -> bytes:
    """Return an element in UTF-8 as it stands, as a part of a document."""
    from lxml import etree

    found: bytes = etree.tostring(root, encoding="UTF-8")
    return found
