"""What is seen how often, on a frozen table: facilities of one country, the publishers that mention them.

The table holds the tables of commit e75e051 with the publishers as they were spelt on 26 November 2026:
every publisher of a source of any row about a facility, how many rows, and whether the facility was in use.
"""

import csv
import json
from collections import defaultdict
from collections.abc import Iterable, Mapping
from math import exp
from pathlib import Path
from random import Random

import pytest
from pyoxigraph import RdfFormat, Store

from akkuri.analysis.evidence import SOURCE
from akkuri.analysis.gaps.changes import area_cells
from akkuri.analysis.model.loading import load_model
from akkuri.analysis.model.statements import EngineSource
from akkuri.analysis.model.values import Model
from akkuri.analysis.seen.again import SeenAgain, good_toulmin, outlook, predicted, seen
from akkuri.analysis.seen.mentions import home_cells, home_mentions
from akkuri.analysis.seen.trials import DRAWS, SEED, hidden_publishers, trial
from akkuri.analysis.weights import Parameters
from akkuri.namespaces import Names
from akkuri.texts import LANGUAGES, text

from ..cluster import PREFIXES

OTHER = "https://w3id.org/akkuri/id/other/"
FROZEN = Path(__file__).parents[2] / "fixtures" / "seen"
BUTTERFLIES = (118, 74, 44, 24, 29, 22, 20, 19, 20, 15, 12, 14, 6, 12, 6, 9, 9, 6, 10, 10, 11, 5, 3, 3)
"""Fisher, Corbet and Williams 1943: species of Malayan butterflies caught once, twice …"""

ONE_RATE = {
    (True, 0.1): 0.775,
    (True, 0.2): 0.715,
    (True, 0.3): 0.645,
    (False, 0.1): 0.835,
    (False, 0.2): 0.69,
    (False, 0.3): 0.65,
}
"""What one rate for all covered in the draws of the measurement; ours are other draws."""
SPIDERS = {1: 12, 2: 4, 4: 1, 6: 2, 8: 1, 9: 1, 15: 2, 17: 1, 22: 1, 46: 1}
"""Sackett and others 2011 (iNEXT): spiders around girdled trees, 26 species in 168 individuals."""
STAGES = {
    "active-materials": (23, 10, 55, (2, 0, 6)),
    "system-integration": (28, 14, 60, (3, 0, 7)),
    "use-and-charging": (30, 14, 51, (3, 0, 7)),
    "recycling": (21, 4, 69, (1, 0, 3)),
    "raw-materials": (12, 4, 35, None),
    "refining": (17, 2, 57, None),
    "cell-components": (13, 7, 20, None),
    "cell-manufacturing": (7, 3, 21, None),
    "module-and-pack": (12, 5, 34, None),
    "second-life": (6, 1, 20, None),
    "cross-cutting": (13, 10, 19, None),
}
"""Stage → in use, known from one publisher, mentions, and what a quarter more reading would bring."""
BESIDE = {"system-integration": {"fac-cactos-muhos"}, "raw-materials": {"fac-terrafame-sotkamo-mine"}}
"""Facilities stated to serve a stage at which they have no offering. The measurement left them out, as it
read the stages of a facility only where it had no offering; a mine is at the stage of raw materials, so they
count here."""

TOLD = ("seen_too_few", "seen_more", "seen_assumed", "seen_collections", "seen_no_total")

Mentions = Mapping[str, frozenset[str]]


def rows(name: str) -> list[dict[str, str]]:
    with (FROZEN / name).open(encoding="utf-8", newline="") as handle:
        return list(csv.DictReader(handle))


@pytest.fixture(scope="module", params=["all", "in use"])
def mentions(request: pytest.FixtureRequest) -> Mentions:
    return frozen(in_use=request.param == "in use")


def frozen(*, in_use: bool = False) -> Mentions:
    found: dict[str, set[str]] = defaultdict(set)
    for row in rows("mentions.csv"):
        if not in_use or row["in_use"] == "true":
            found[row["facility"]].add(row["publisher"])
    return {facility: frozenset(named) for facility, named in found.items()}


def test_counts_of_everything_recorded() -> None:
    found = seen(frozen())
    assert [found.by_times[times] for times in (1, 2, 3, 4)] == [65, 40, 24, 8]
    assert (found.recorded, found.once, found.mentions) == (158, 65, 378)
    assert round(found.clump, 2) == 1.68


def test_counts_of_what_is_in_use() -> None:
    found = seen(frozen(in_use=True))
    assert (found.recorded, found.once, found.mentions) == (120, 53, 281)


def test_a_quarter_more_reading() -> None:
    everything, in_use = outlook(seen(frozen()), 0.25), outlook(seen(frozen(in_use=True)), 0.25)
    assert everything is not None
    assert in_use is not None
    assert (round(everything.expected), everything.low, everything.high) == (14, 6, 24)
    assert (round(in_use.expected), in_use.low, in_use.high) == (12, 5, 20)


def test_the_estimator_on_butterflies() -> None:
    """Good and Toulmin 1956: twice the catching brings 75 species more."""
    assert good_toulmin(dict(enumerate(BUTTERFLIES, start=1)), 1.0) == 75


def hiding(mentions: Mentions, share: float) -> Iterable[tuple[Mentions, int]]:
    """What is visible when a share of the publishers is hidden, and how many things are not."""
    random = Random(SEED)
    publishers = {publisher for named in mentions.values() for publisher in named}
    for _ in range(DRAWS):
        hidden = hidden_publishers(publishers, share, random)
        visible = {thing: named - hidden for thing, named in mentions.items() if named - hidden}
        yield visible, len(mentions) - len(visible)


@pytest.mark.parametrize(("share", "width"), [(0.1, 12), (0.2, 19), (0.3, 27)])
def test_hidden_publishers_are_predicted(mentions: Mentions, share: float, width: int) -> None:
    """The interval covers the truth in 90 to 99 of 100 draws, is not biased and not too wide."""
    more = share / (1 - share)
    covered, foretold, true, widths = 0, 0.0, 0, 0
    for visible, lost in hiding(mentions, share):
        found = seen(visible)
        given = predicted(found, more)
        covered += given.low <= lost <= given.high
        foretold += given.expected
        true += lost
        widths += given.high - given.low
    assert 0.90 <= covered / DRAWS <= 0.99
    assert abs(foretold - true) <= 0.10 * true
    if len(mentions) > 150:
        assert round(widths / DRAWS) <= width


@pytest.mark.parametrize("share", [0.1, 0.2, 0.3])
def test_one_rate_for_all_would_fail_the_same_trial(mentions: Mentions, share: float) -> None:
    """So the trial can fail: a Poisson rate in place of the estimator covers too little."""
    more = share / (1 - share)
    covered = 0
    for visible, lost in hiding(mentions, share):
        found = seen(visible)
        mean = one_rate(found, more)
        low, high = poisson_interval(mean)
        covered += low <= lost <= high
    assert covered / DRAWS == pytest.approx(ONE_RATE[len(mentions) > 150, share], abs=0.08)
    assert covered / DRAWS < 0.90


def one_rate(found: SeenAgain, more: float) -> float:
    """New things if all were mentioned at one rate: the truncated Poisson fitted to mentions a thing."""
    average, low, high = found.mentions / found.recorded, 1e-9, 50.0
    for _ in range(80):
        rate = (low + high) / 2
        low, high = (rate, high) if rate / (1 - exp(-rate)) < average else (low, rate)
    unseen = found.recorded * exp(-rate) / (1 - exp(-rate))
    return unseen * (1 - exp(-rate * more))


def poisson_interval(mean: float) -> tuple[int, int]:
    reached, value, chance, low = 0.0, 0, exp(-mean), None
    while True:
        reached += chance
        if low is None and reached >= 0.05:
            low = value
        if reached >= 0.95:
            return low or 0, value
        value += 1
        chance *= mean / value


@pytest.mark.parametrize(
    ("share", "rate", "low", "high"),
    [(0.1, 0.017, 0.0, 0.09), (0.2, 0.030, 0.0, 0.09), (0.3, 0.073, 0.0, 0.16), (0.5, 0.172, 0.05, 0.28)],
)
def test_cells_that_only_look_empty(share: float, rate: float, low: float, high: float) -> None:
    """The rates measured on 26 November 2026 by another program, with other draws."""
    cells = {
        (row["stage"], row["capability"]): frozenset(filter(None, row["facilities"].split(";")))
        for row in rows("cells.csv")
    }
    found = trial(frozen(), cells, share, "2026-11-26")
    assert (found.cells, found.empty) == (76, 21)
    assert found.rate == pytest.approx(rate, abs=0.01)
    assert found.low == pytest.approx(low, abs=0.05)
    assert found.high == pytest.approx(high, abs=0.05)


FEW: dict[str, SeenAgain] = {
    "19 recorded": SeenAgain({1: 6, 2: 5, 5: 8}, 1.5),
    "4 twice": SeenAgain({1: 16, 2: 4, 5: 8}, 1.5),
    "39 mentions": SeenAgain({1: 9, 2: 15}, 1.5),
    "nothing": seen({}),
    "none twice": SeenAgain({1: 30, 3: 10}, 1.5),
    "nobody": seen({"a": frozenset()}),
}


@pytest.mark.parametrize("found", FEW.values(), ids=FEW.keys())
def test_too_few_say_nothing_more(found: SeenAgain) -> None:
    assert outlook(found, 0.25) is None


@pytest.mark.parametrize("more", [0.0, 0.41, 1.0, 1e300])
def test_nothing_is_said_of_much_more_reading(more: float) -> None:
    assert outlook(seen(frozen()), more) is None


def test_a_complete_census_gets_no_total() -> None:
    """158 things, each on many of 8 pages: nothing is said of a total, and next to nothing is expected."""
    random = Random(7)
    pages = [f"page {number}" for number in range(8)]
    census = {f"thing {n}": frozenset(random.sample(pages, random.randint(4, 8))) for n in range(158)}
    found = seen(census)
    assert (found.recorded, found.once) == (158, 0)
    given = outlook(found, 0.25)
    assert given is None or given.high <= 1
    told = [(lang, f"analysis.{key}") for lang in LANGUAGES for key in TOLD]
    said = " ".join(text(lang, key, count=1, low=0, high=2) for lang, key in told)
    for claim in ("at least", "complete", "vähintään", "ainakin", "täydelli", "minst", "åtminstone", "%"):
        assert claim not in said


def chao1(found: SeenAgain) -> float:
    """Chao's estimate of a total, as published: what the program refuses to say."""
    once, twice, n = found.once, found.by_times[2], found.mentions
    return found.recorded + (n - 1) / n * once * once / (2 * twice)


def test_no_total_is_said_whatever_an_estimator_gives() -> None:
    """The estimator is right on its authors' spiders; its 211 facilities are beyond every outlook."""
    assert chao1(SeenAgain(SPIDERS, 1.0)) == pytest.approx(43.893, abs=0.001)
    found = seen(frozen())
    assert round(chao1(found)) == 211
    given = outlook(found, 0.4)
    assert given is not None
    assert given.high < chao1(found) - found.recorded


def frozen_model() -> Model:
    """The frozen tables as a graph: cells of the frame, offerings, a source a publisher and facility."""
    publishers = sorted({row["publisher"] for row in rows("mentions.csv")})
    expected: dict[str, set[str]] = defaultdict(set)
    for row in rows("cells.csv"):
        expected[row["capability"]].add(row["stage"])
    use = {row["facility"]: row["in_use"] for row in rows("mentions.csv")}
    said = ["region:FI1A skos:inScheme scheme:region ."]
    said += [
        f"stage:{stage} skos:inScheme scheme:value-chain-stage ; ak:order {number} ."
        for number, stage in enumerate(sorted({row["stage"] for row in rows("cells.csv")}))
    ]
    for capability, stages in expected.items():
        said.append(f"cap:{capability} skos:inScheme scheme:capability .")
        said += [f"cap:{capability} ak:expectedStage stage:{stage} ." for stage in sorted(stages)]
    for name, used in use.items():
        status = "operational" if used == "true" else "planned"
        said.append(f'x:{name} a ak:Facility ; ak:countryCode "FI" ; ak:status status:{status} .')
    for number, row in enumerate(rows("offerings.csv")):
        offering = f"x:o{number} a ak:Offering ; ak:facility x:{row['facility']}"
        said.append(f"{offering} ; ak:capability cap:{row['capability']} .")
        said += [f"x:o{number} ak:stage stage:{stage} ." for stage in row["stages"].split(";")]
    for number, name in enumerate(publishers):
        said.append(f"x:p{number} ak:publisherName {json.dumps(name)} .")
    for row in rows("mentions.csv"):
        said.append(f"x:{row['facility']} <{SOURCE}> x:p{publishers.index(row['publisher'])} .")
    store = Store()
    store.load((PREFIXES + "\n".join(said)).encode(), format=RdfFormat.TURTLE)
    return load_model(EngineSource(store), Names())


def test_counts_per_cell_are_those_of_the_gap_analysis(parameters: Parameters) -> None:
    """Every cell of the frozen table: 76 of 76, and the publishers of each facility with them."""
    model = frozen_model()
    frozen_cells = {
        (row["stage"], row["capability"]): {f"{OTHER}{name}" for name in row["facilities"].split(";") if name}
        for row in rows("cells.csv")
    }
    shown = {
        (cell.stage, cell.capability): set(cell.facilities)
        for cell in area_cells(model, parameters, model.home or "")
    }
    assert len(frozen_cells) == 76
    assert shown == frozen_cells
    assert {pair: set(found) for pair, found in home_cells(model, parameters).items()} == frozen_cells
    for in_use in (False, True):
        told = home_mentions(model, parameters, in_use=in_use)
        assert told == {f"{OTHER}{name}": named for name, named in frozen(in_use=in_use).items()}


@pytest.mark.parametrize("stage", STAGES)
def test_the_counts_of_a_stage(stage: str) -> None:
    """As measured, but for the two facilities that are at the stage without offering anything there."""
    stated: dict[str, set[str]] = {"itself": set(), "use": set()}
    for row in rows("stages.csv"):
        if row["stage"] == stage:
            stated[row["stated_by"]].add(row["facility"])
    with_uses = {row["facility"] for row in rows("stages.csv") if row["stated_by"] == "use"}
    counted = stated["use"] | stated["itself"]
    measured = stated["use"] | (stated["itself"] - with_uses)
    assert counted - measured == BESIDE.get(stage, set())
    mentions = frozen(in_use=True)
    found = seen({facility: mentions[facility] for facility in measured})
    recorded, once, times, expected = STAGES[stage]
    assert (found.recorded, found.once, found.mentions) == (recorded, once, times)
    ahead = outlook(found, 0.25)
    assert (ahead and (round(ahead.expected), ahead.low, ahead.high)) == expected
