"""What is compared between a record and an entry, in levels that DuckDB and Spark compute alike."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

__all__ = ["COMPARISONS", "LEVELS", "creators"]

LEVELS: Final[Mapping[str, tuple[str, ...]]] = {
    "name": ("same name", "same words", "nearly the same", "alike", "other"),
    "acronym": ("same acronym", "other"),
    "place": ("same city", "same country", "other"),
    "host": ("same host", "other"),
    "kind": ("same kind", "other"),
    "parent": ("same parent", "other"),
    "own": ("same identifier", "other"),
    "wikidata": ("same identifier", "other"),
    "isni": ("same identifier", "other"),
}
"""Comparison → its levels, the most alike first; properties that one side lacks say nothing."""
COMPARISONS: Final = tuple(LEVELS)

_NEARLY: Final = 0.95
_ALIKE: Final = 0.88


def creators(weights: Mapping[str, Sequence[tuple[float, float]]]) -> list[Any]:
    """Return Splink's comparisons with the fitted (m, u) of each level."""
    import splink.comparison_level_library as levels
    from splink.comparison_library import CustomComparison

    def both_known(column: str) -> Any:
        return levels.NullLevel(column)

    found = {
        "name": [
            both_known("names"),
            levels.ArrayIntersectLevel("names"),
            levels.ArrayIntersectLevel("sorted_names"),
            levels.PairwiseStringDistanceFunctionLevel("sorted_names", "jaro_winkler", _NEARLY),
            levels.PairwiseStringDistanceFunctionLevel("sorted_names", "jaro_winkler", _ALIKE),
            levels.ElseLevel(),
        ],
        "place": [
            both_known("country"),
            levels.CustomLevel("city_l = city_r AND country_l = country_r", "same city"),
            levels.CustomLevel("country_l = country_r", "same country"),
            levels.ElseLevel(),
        ],
    }
    for name, column in (
        ("acronym", "acronyms"),
        ("host", "hosts"),
        ("kind", "kinds"),
        ("parent", "parents"),
    ):
        found[name] = [both_known(column), levels.ArrayIntersectLevel(column), levels.ElseLevel()]
    for name in ("own", "wikidata", "isni"):
        found[name] = [both_known(name), levels.ExactMatchLevel(name), levels.ElseLevel()]
    return [
        CustomComparison(
            output_column_name=name,
            comparison_levels=[
                level
                if at == 0
                else level.configure(
                    m_probability=weights[name][at - 1][0], u_probability=weights[name][at - 1][1]
                )
                for at, level in enumerate(found[name])
            ],
        )
        for name in COMPARISONS
    ]
