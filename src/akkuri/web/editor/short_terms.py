"""IRIs as a query writes them."""

import re
from typing import Final

from akkuri.namespaces import Names

__all__ = ["ShortTerms"]

_LOCAL: Final = re.compile(r"[A-Za-z_][\w-]*")


class ShortTerms:
    """Writes an IRI with a prefix where its name stays one word, else in full."""

    def __init__(self, names: Names) -> None:
        self._prefixes = {iri: prefix for prefix, iri in names.prefixes.items()}

    def __call__(self, iri: str) -> str:
        """Return `ak:x`, or `<…>` where no prefix leaves one word."""
        cut = max(iri.rfind("#"), iri.rfind("/")) + 1
        prefix = self._prefixes.get(iri[:cut])
        return f"{prefix}:{iri[cut:]}" if prefix and _LOCAL.fullmatch(iri[cut:]) else f"<{iri}>"
