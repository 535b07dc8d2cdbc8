"""The lists of all records of a kind, and the kinds to choose from."""

from akkuri.kinds import Kind
from akkuri.namespaces import Names
from akkuri.web.page.site import site
from akkuri.web.page.values import Value
from akkuri.web.records.sections import Section, column

__all__ = ["kind_choices", "listing"]


def listing(kind: Kind, names: Names) -> Section:
    """Return the list of all records of a kind, with the columns that its declaration names."""
    return Section(kind.name, f"?row a <{names.expand(kind.cls)}>", tuple(map(column, kind.columns)))


def kind_choices(lang: str) -> list[Value]:
    """Return every kind as a link to its list."""
    return [Value(kind.many(lang), f"/browse/{kind.name}") for kind in site().kinds]
