"""The order in which names are listed."""

from itertools import permutations

from akkuri.naming.alphabet import alphabetical


def test_names_alike_but_for_capitals_have_one_order() -> None:
    # The units A (ampere) and a (year) changed places from one template to the next.
    found = {tuple(alphabetical(names)) for names in permutations(["a", "b", "A", "Ä"])}
    assert found == {("A", "a", "b", "Ä")}
    assert alphabetical(["x", "x"]) == ["x"]
