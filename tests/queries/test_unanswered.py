"""What stands beside an answer: what nobody knows, and the wider question that has rows."""

import pytest

from akkuri import resources
from akkuri.ask.named.parameters import Context
from akkuri.ask.named.unanswered import Unanswered, unanswered


@pytest.fixture
def beside(asking, catalogue, known):
    def explain(path: str, lang: str = "en", **values: str) -> Unanswered:
        query = catalogue.queries[path]
        context = Context(lang=lang, known=known)
        rows = asking.select(query.bind(values, context))
        return unanswered(query, values, context, asking.select, empty=not rows)

    return explain


def without(table, parameter: str, types: set[str]) -> set[str]:
    """The names of devices of some types for which no source gives a parameter."""
    told = {row["equipment_id"] for row in table("equipment_parameters") if row["parameter"] == parameter}
    return {
        row["name"] for row in table("equipment") if row["equipment_type"] in types and row["id"] not in told
    }


def test_devices_without_a_current_are_named(beside, run, table):
    vocabulary = (resources.data() / "vocabularies" / "equipment-type.ttl").read_text(encoding="utf-8")
    root = "https://w3id.org/akkuri/concept/equipment-type/"
    types = {
        block.partition(">")[0]
        for block in vocabulary.split(f"\n<{root}")
        if f"skos:broader <{root}electrochemical-test-equipment>" in block
    }
    assert len(types) > 1
    expected = without(table, "current", types | {"electrochemical-test-equipment"})
    found = beside("directory/cyclers", current="100000")
    assert [part.columns for part in found.not_known] == [("Current (A)",)]
    assert set(found.not_known[0].names) == expected
    assert found.sentences("en")[0].startswith(f"No source gives Current (A) for these {len(expected)}: ")


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "Without Country = Andorra there are {} rows."),
        ("fi", "Ilman ehtoa Maa = Andorra rivejä on {}."),
        ("sv", "Utan Land = Andorra finns det {} rader."),
    ],
)
def test_an_empty_answer_offers_the_wider_question(beside, run, lang, sentence):
    wider = beside("directory/facilities", lang, country="AD", stage="recycling").wider
    assert [dict(part.values) for part in wider] == [{"stage": "recycling"}]
    assert wider[0].rows == len(run("directory/facilities", stage="recycling"))
    assert wider[0].sentence(lang) == sentence.format(wider[0].rows)


def test_where_no_single_condition_is_to_blame_all_are_left_out(beside, run):
    wider = beside("directory/opened", country="AD", since="2150").wider
    assert [dict(part.values) for part in wider] == [{}]
    assert wider[0].rows == len(run("directory/opened"))


def test_an_answer_with_rows_offers_nothing_wider(beside):
    assert beside("directory/facilities", country="FI").wider == ()


def test_nothing_is_said_where_nothing_was_asked(beside):
    assert beside("directory/cyclers") == Unanswered()
