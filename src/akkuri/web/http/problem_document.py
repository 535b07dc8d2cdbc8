"""The document of a problem (RFC 9457), for answers with and without a Flask request."""

import json
from typing import Any, Final

from akkuri.texts import text

__all__ = ["MEDIA_TYPE", "instance", "problem_document", "problem_title"]

MEDIA_TYPE: Final = "application/problem+json"
_TITLES: Final = frozenset(
    {400, 403, 404, 405, 406, 408, 410, 412, 413, 414, 415, 422, 429, 431, 500, 502, 503}
)
"""Statuses with a title of their own; the others take that of 400 or 500."""


def problem_title(status: int, lang: str) -> str:
    """Return what a status is called in a language."""
    named = status if status in _TITLES else status // 100 * 100
    return text(lang, f"endpoint.title-{named}")


def instance(request: str) -> dict[str, str]:
    """Return the member that names a request as the access log does; none where it has no identifier."""
    return {"instance": f"urn:uuid:{request}"} if request else {}


def problem_document(
    base: str,
    lang: str,
    status: int,
    code: str,
    detail: str,
    members: dict[str, Any] | None = None,
    title: str | None = None,
) -> bytes:
    """Return the JSON; `code` ends the IRI of the kind of problem under `base`, the title is the status's."""
    document = {
        "type": f"{base}problem/{code}",
        "title": title or problem_title(status, lang),
        "status": status,
        "detail": detail,
        **(members or {}),
    }
    return (json.dumps(document, ensure_ascii=False) + "\n").encode()
