"""Values that are searched for: what a thing states itself is its own, whatever its equipment states too."""

from decimal import Decimal
from itertools import permutations

import pytest
from pyoxigraph import Literal, NamedNode

from akkuri.namespaces import Names
from akkuri.naming.quantities import Mention, Quantity
from akkuri.search.values import Values

KILOWATT, POWER = "https://example.org/kilowatt", "https://example.org/power"
PLACE, ROBOT, ZEPPELIN = (f"https://example.org/{name}" for name in ("place", "a-robot", "zeppelin"))
STATED = ((PLACE, None), (ROBOT, PLACE), (ZEPPELIN, PLACE))


@pytest.mark.parametrize("stated", list(permutations(STATED)))
def test_of_equal_values_a_thing_has_its_own_first(stated: tuple[tuple[str, str | None], ...]) -> None:
    rows = [
        {
            "subject": NamedNode(subject),
            "facility": NamedNode(facility) if facility else None,
            "parameter": NamedNode(POWER),
            "canonical": NamedNode(KILOWATT),
            "lower": Literal("2000"),
            "upper": Literal("2000"),
        }
        for subject, facility in stated
    ]
    asked = Mention((Quantity(Decimal(300), KILOWATT, None, Decimal(300)),), 0, 6)
    reached = Values(lambda _: rows, Names()).reach(asked).reached
    assert [each.subject for each in reached[PLACE]] == [PLACE, ROBOT, ZEPPELIN]
    assert [each.subject for each in reached[ROBOT]] == [ROBOT]
