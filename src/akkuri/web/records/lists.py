"""The kinds of record to choose from."""

from akkuri.web.page.site import site
from akkuri.web.page.values import Value

__all__ = ["kind_choices"]


def kind_choices(lang: str) -> list[Value]:
    """Return every kind as a link to its list."""
    return [Value(kind.many(lang), f"/browse/{kind.name}") for kind in site().kinds]
