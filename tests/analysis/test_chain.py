"""Chains of service against the CSV tables: every chain worked out by hand, and what is refused."""

from itertools import pairwise, product
from pathlib import Path

import pytest

from akkuri.analysis.chain.subject import CHAIN
from akkuri.analysis.views.asking import Basis, ViewRequest
from akkuri.analysis.views.table import ViewTable
from akkuri.analysis.weights import Parameters
from akkuri.api import OpenRelease, open_release
from akkuri.errors import UsageError
from akkuri.release.opening import Release

from .cluster import facility, model_of, offering
from .tables import OPEN, Tables, iri, several

SCALES = ["lab", "bench", "pilot", "demonstration", "industrial"]
STEPS = [
    ("raw-materials", "mineral-processing"),
    ("refining", "hydrometallurgy"),
    ("active-materials", "materials-synthesis"),
    ("recycling", "hydrometallurgy"),
]
FAC = "https://w3id.org/akkuri/id/facility/"


@pytest.fixture(scope="module")
def asked(release: Release) -> OpenRelease:
    return open_release(release.folder)


def chains(basis: Basis, *steps: str, **given: str) -> ViewTable:
    return CHAIN.table(basis, ViewRequest("chain", {"step": steps, **given}))


def test_every_chain_of_four_steps_is_one_worked_out_from_the_tables(asked: OpenRelease, data: Path) -> None:
    """In use, open or selling a service, at a told scale, and each at a scale beside the one before."""
    tables = Tables(data)
    able = [
        {
            (row["facility_id"], row["scale"])
            for row in tables.serving(stage, capability)
            if OPEN & set(several(row["access"])) and row["scale"]
        }
        for stage, capability in STEPS
    ]
    by_hand = {
        tuple((iri(name), scale) for name, scale in chain)
        for chain in product(*able)
        if all(abs(SCALES.index(a[1]) - SCALES.index(b[1])) <= 1 for a, b in pairwise(chain))
    }
    table = chains(asked.basis, *("/".join(step) for step in STEPS), chains="100")
    found: dict[int, list[tuple[str, str]]] = {}
    for row in table.rows:
        found.setdefault(row["chain"], []).append((row["facility"], row["scale"]))
    assert table.totals["chains"] == len(by_hand) > 0
    assert len(found) == min(100, len(by_hand))
    assert {tuple(chain) for chain in found.values()} <= by_hand
    assert len({tuple(chain) for chain in found.values()}) == len(found)
    region = {iri(name): row["nuts3"] for name, row in tables.facilities.items()}
    moves = [sum(region[a[0]] != region[b[0]] for a, b in pairwise(chain)) for chain in found.values()]
    fewest = min(sum(region[a[0]] != region[b[0]] for a, b in pairwise(chain)) for chain in by_hand)
    assert moves == sorted(moves)
    assert moves[0] == fewest
    first = table.rows[0]
    told = next(row for name, row in tables.facilities.items() if iri(name) == first["facility"])
    ways = [told["booking_page"], told["contact_page"], told["mailbox"], told["homepage"]]
    assert first["way_in"] == next((way for way in ways if way), "")
    assert first["place"] == told["city"]


def test_who_works_with_others_only_is_named_beside_a_missing_link(asked: OpenRelease, data: Path) -> None:
    """Else the answer would send people abroad without a word of who does it at home in joint work."""
    tables = Tables(data)
    able = tables.serving("cell-components", "electrode-processing")
    joint = {row["facility_id"] for row in able if not OPEN & set(several(row["access"]))}
    names = {tables.facilities[one]["name_en"] for one in joint}
    steps = ("cell-components/electrode-processing", "cell-manufacturing/cell-assembly")
    table = chains(asked.basis, *steps)
    assert 1 in table.totals["missing"]
    (told,) = [note for note in table.notes if "joint work only" in note and "Electrode processing" in note]
    assert joint
    assert [name for name in names if name not in told] == []


LINKS = (
    facility("a")
    + offering("o", "a", "mix", "one", "; ak:accessMode access:open ; ak:scale scale:lab")
    + facility("b", "b")
    + offering("p", "b", "test", "two", "; ak:accessMode access:open ; ak:scale scale:pilot")
    + "".join(
        f"scale:{scale} <http://www.w3.org/2004/02/skos/core#inScheme> scheme:scale ; ak:order {order} .\n"
        for order, scale in enumerate(SCALES, start=1)
    )
)
ABROAD = facility("c", "c").replace('"FI" ; ak:region region:FI1A', '"SE"') + offering(
    "q", "c", "test", "two", "; ak:accessMode access:commercial-service ; ak:scale scale:bench"
)


def small(turtle: str, parameters: Parameters) -> ViewTable:
    concepts = (
        'cap:mix ak:labelEn "mix" . cap:test ak:labelEn "test" . stage:one ak:labelEn "first" .'
        ' stage:two ak:labelEn "second" .\n'
    )
    return chains(Basis(model_of(turtle + concepts), parameters), "one/mix", "two/test")


def test_a_link_whose_scale_does_not_fit_is_missing_and_the_one_abroad_is_offered(
    parameters: Parameters,
) -> None:
    found = small(LINKS + ABROAD, parameters)
    assert [row["facility"] for row in found.rows] == [f"{FAC}a", f"{FAC}c"]
    assert [row["abroad"] for row in found.rows] == [False, True]
    assert found.totals["missing"] == [2]
    assert any("scale beside" in note and "nearest abroad" in note for note in found.notes)
    nowhere = small(LINKS, parameters)
    assert [row["facility"] for row in nowhere.rows] == [f"{FAC}a", None]
    assert any("Nobody abroad" in note for note in nowhere.notes)


def test_a_chain_says_the_order_of_the_scales(parameters: Parameters) -> None:
    """That laboratory and pilot are not beside each other is seen only where the order stands."""
    order = "from the smallest to the largest: lab, bench, pilot, demonstration, industrial."
    assert any(note.endswith(order) for note in small(LINKS, parameters).notes)


@pytest.mark.parametrize(
    ("steps", "sentence"),
    [
        (("recycling", "Recycling"), "The chain leads from Recycling to itself"),
        (("recycling", "refining"), "Refining comes before Recycling in the value chain"),
        (("recycling",), "Steps given: 1; a chain has from 2 to 12"),
        (("recycling", "nonsense"), "“nonsense” is not found"),
        (("refining/nonsense", "recycling"), "“nonsense” is not found"),
        ((), "Name the steps of the chain"),
    ],
)
def test_what_cannot_be_meant_is_one_sentence(
    asked: OpenRelease, steps: tuple[str, ...], sentence: str
) -> None:
    with pytest.raises(UsageError, match=sentence):
        chains(asked.basis, *steps)


def test_two_stages_stand_for_the_way_between_them(asked: OpenRelease) -> None:
    names = chains(asked.basis, "refining", "cell-components").totals["steps"]
    assert names == ["Refining", "Active materials", "Cell components"]
