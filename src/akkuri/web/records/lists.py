"""The lists of all records of a kind: what their columns show."""

from typing import Final

from akkuri.web.records.sections import Column, Section, amount, itself, language, maker, of, period, place

__all__ = ["BROWSE"]

_PLACE: Final = Column("place", place)


def _all(kind: str, *columns: Column) -> Section:
    """A list of all records of a kind."""
    return Section(kind, f"?row a ak:{kind[:1].upper()}{kind[1:]}", columns)


BROWSE: Final[dict[str, Section]] = {
    section.key: section
    for section in (
        _all(
            "facility",
            Column("name", itself),
            Column("kind", of("ak:facilityKind")),
            Column("operator", of("ak:operator")),
            Column("status", of("ak:status")),
            Column("access", of("ak:accessMode")),
            _PLACE,
        ),
        _all("organisation", Column("name", itself), Column("type", of("ak:organisationType")), _PLACE),
        _all("network", Column("name", itself), Column("type", of("ak:organisationType")), _PLACE),
        _all(
            "project",
            Column("name", itself),
            Column("acronym", of("ak:acronym")),
            Column("programme", of("ak:programme")),
            Column("period", period("ak:start", "ak:end")),
        ),
        _all(
            "equipment",
            Column("name", itself),
            Column("type", of("ak:equipmentType")),
            Column("facility", of("ak:facility")),
            Column("maker", maker),
        ),
        _all(
            "gap",
            Column("gap", itself),
            Column("kind", of("ak:gapKind")),
            Column("stages", of("ak:stage")),
            Column("origin", of("ak:origin")),
        ),
        _all(
            "investment",
            Column("serves", itself),
            Column("amount", amount),
            Column("status", of("ak:investmentStatus")),
        ),
        _all(
            "collaboration",
            Column("between", itself),
            Column("collaboration_kind", of("ak:collaborationKind")),
            Column("period", period("ak:since", "ak:until")),
        ),
        _all(
            "source",
            Column("title", itself),
            Column("publisher", of("ak:publisherName")),
            Column("issued", of("dct:issued")),
            Column("language", language),
        ),
    )
}
"""Kind → the list of all its records."""
