"""JSON-LD files that name their context by an address: Akkuri's own is known, nothing is fetched."""

import json
from collections.abc import Iterable, Iterator
from typing import Any

from pyoxigraph import Quad

from akkuri.graph.jsonld_context import CONTEXT_FILE, build_context
from akkuri.namespaces import Names

__all__ = ["ForeignContextError", "jsonld_content"]


class ForeignContextError(ValueError):
    """A context that stands elsewhere; `address` says where."""

    def __init__(self, address: str) -> None:
        super().__init__(address)
        self.address = address


def jsonld_content(content: bytes, ontology: Iterable[Quad], names: Names) -> bytes:
    """Return the content of a JSON-LD file with Akkuri's context in the place of its address.

    What is no JSON is returned as it is, for the parser to say what is wrong. Raises ForeignContextError
    for the address of any other context.
    """
    if CONTEXT_FILE.encode() not in content and b"@context" not in content:
        return content
    try:
        document = json.loads(content)
        holders = [holder for holder in _objects(document) if "@context" in holder]
    except (ValueError, RecursionError):
        return content
    own = {names.base + CONTEXT_FILE, CONTEXT_FILE, f"/{CONTEXT_FILE}"}
    known: dict[str, Any] = {}
    changed = False
    for holder in holders:
        context = holder["@context"]
        parts = context if isinstance(context, list) else [context]
        for at, part in enumerate(parts):
            if isinstance(part, str):
                if part not in own:
                    raise ForeignContextError(part)
                known = known or build_context(ontology, names)
                parts[at] = known
                changed = True
        holder["@context"] = parts
    return json.dumps(document).encode() if changed else content


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    """Yield every object of a document, at whatever depth."""
    if isinstance(value, dict):
        yield value
        for member in value.values():
            yield from _objects(member)
    elif isinstance(value, list):
        for member in value:
            yield from _objects(member)
