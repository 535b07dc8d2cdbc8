"""Parts of the queries that pages ask."""

from collections.abc import Iterable

from akkuri.namespaces import Names

__all__ = ["names_header", "standing", "values_block"]


def names_header(names: Names) -> str:
    """Return the PREFIX lines of a query."""
    return "\n".join(f"PREFIX {prefix}: <{iri}>" for prefix, iri in names.prefixes.items())


def standing(variable: str, names: Names) -> str:
    """Return the pattern that leaves out records which others took over or which were withdrawn."""
    gone = f"<{names.expand('dct:isReplacedBy')}>|<{names.ak}withdrawn>"
    return f"FILTER NOT EXISTS {{ ?{variable} {gone} ?gone }}"


def values_block(variable: str, iris: Iterable[str]) -> str:
    """Return a VALUES block; IRIs come from the store or are checked by the caller."""
    return f"VALUES ?{variable} {{ {' '.join(f'<{iri}>' for iri in iris)} }}"
