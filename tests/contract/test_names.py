"""What was written means the same wherever it is written: one table of names through every entry."""

import csv
import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import pytest
from click.testing import CliRunner
from flask.testing import FlaskClient

from akkuri import open_release, resources
from akkuri.ask.service import Ask
from akkuri.commands.check_command import command as check
from akkuri.commands.gaps_command import command as gaps
from akkuri.commands.network_command import command as network
from akkuri.commands.query_command import command as query
from akkuri.errors import UsageError
from akkuri.release.build import build_release
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.store import EmbeddedStore
from akkuri.web.app import create_app

HYDROGEN = Path(__file__).parents[1] / "fixtures" / "hydrogen"

Case = tuple[str, str, str]
"""What is wanted, what was written, and the id it means."""

HIDDEN = "nail penetration"
"""What only searches know: taken where somebody asks, offered where a table states."""
BATTERIES: list[Case] = [
    ("capability", "Fire safety", "fire-safety"),
    ("capability", "Paloturvallisuus", "fire-safety"),
    ("capability", "paloturvallisuuden", "fire-safety"),
    ("capability", "BRANDSÄKERHET", "fire-safety"),
    ("capability", "Brandsakerhet", "fire-safety"),
    ("capability", "akc:capability/fire-safety", "fire-safety"),
    ("capability", "https://w3id.org/akkuri/concept/capability/fire-safety", "fire-safety"),
    ("capability", HIDDEN, "abuse-and-safety-testing"),
    ("stage", "Recycling", "recycling"),
    ("stage", "kierrätys", "recycling"),
    ("stage", "kierrätyksen", "recycling"),
    ("stage", "Återvinning", "recycling"),
    ("region", "Lapland", "FI1D7"),
    ("region", "Lappi", "FI1D7"),
    ("region", "lappland", "FI1D7"),
    ("region", "fi1d7", "FI1D7"),
    ("status", "Planned", "planned"),
    ("status", "Suunnitteilla", "planned"),
    ("status", "PLANERAD", "planned"),
    ("country", "Suomi", "FI"),
    ("country", "Finland", "FI"),
    ("country", "FIN", "FI"),
    ("facility", "VTT Bioruukki piloting centre", "fac-vtt-bioruukki"),
    ("facility", "vtt bioruukki -pilotointikeskus", "fac-vtt-bioruukki"),
    ("facility", "https://w3id.org/akkuri/doc/facility/vtt-bioruukki.html", "fac-vtt-bioruukki"),
    ("facility", "VTT Bioruukki", "fac-vtt-bioruukki"),
    ("organisation", "Aalto University", "org-aalto"),
    ("organisation", "Aalto-yliopisto", "org-aalto"),
    ("organisation", "Aalto-yliopistossa", "org-aalto"),
    ("organisation", "Aalto-universitetet", "org-aalto"),
    ("organisation", "020hwjq30", "org-aalto"),
    ("organisation", "www.aalto.fi", "org-aalto"),
    ("unit", "kilowatt", "kW"),
    ("unit", "Kilowattia", "kW"),
]
OF_HYDROGEN: list[Case] = [
    ("capability", "Polttokennojen testaus", "fuel-cell-testing"),
    ("capability", "Provning av bränsleceller", "fuel-cell-testing"),
    ("capability", "fuel cells testing", "fuel-cell-testing"),
    ("stage", "Tuotanto", "production"),
    ("stage", "Produktion", "production"),
    ("region", "Nyland", "FI1B1"),
    ("facility", "electrolyser LABORATORIES", "fac-electrolyser-lab"),
    ("organisation", "Pohjoinen energiayliopisto", "org-northern-energy-university"),
    ("unit", "kilowattia", "kW"),
]
OTHER = {
    "capability": "mineral-processing",
    "stage": "cell-manufacturing",
    "region": "FI1B1",
    "status": "operational",
    "country": "SE",
    "facility": "fac-aalto-hydrometallurgy",
    "organisation": "org-gtk",
    "unit": "V",
}
"""Another id of each, which means something else."""
UNKNOWN: list[Case] = [
    ("capability", "fire safty", "fire-safety"),
    ("stage", "recyling", "recycling"),
    ("region", "Lapplandia", "FI1D7"),
    ("status", "planed", "planned"),
    ("facility", "VTT Bioruuki piloting center", "fac-vtt-bioruukki"),
    ("organisation", "Alto University", "org-aalto"),
    ("unit", "KW", "kW"),
]
"""What means nothing, and what it is told to be like."""
ASKING = {"en": "Did you mean", "fi": "Tarkoititko", "sv": "Menade du"}


@dataclass
class Cluster:
    """A cluster that is asked in every way."""

    data: Path
    release: Release
    client: FlaskClient


def _cluster(data: Path, release: Release) -> Cluster:
    settings = release.settled(Settings())
    store = EmbeddedStore.of_release(release.graph_path, release.version)
    return Cluster(data, release, create_app(settings, Ask.over(store, settings), release).test_client())


@pytest.fixture(scope="module")
def batteries(national_release: Release) -> Cluster:
    return _cluster(resources.data(), national_release)


@pytest.fixture(scope="module")
def hydrogen(tmp_path_factory: pytest.TempPathFactory) -> Cluster:
    out = tmp_path_factory.mktemp("hydrogen")
    return _cluster(HYDROGEN, build_release(Settings(release=out), data=HYDROGEN, out=out))


QUESTIONS = {
    **dict.fromkeys(("capability", "stage", "region", "status", "country"), "directory/offerings"),
    **dict.fromkeys(("facility", "unit"), "directory/specifications"),
    "organisation": "network/partners",
}
"""A named question that takes each."""


def _ok(answer: Any) -> Any:
    if answer.status_code != 200:
        raise UsageError(answer.get_json(silent=True)["detail"] if answer.is_json else answer.text)
    return answer


def question_api(cluster: Cluster, wanted: str, written: str, lang: str) -> str:
    """The query that a named question becomes over HTTP."""
    path = f"/api/queries/{QUESTIONS[wanted]}"
    answer = cluster.client.get(path, query_string={wanted: written, "format": "rq", "lang": lang})
    return str(_ok(answer).text)


def question_page(cluster: Cluster, wanted: str, written: str, lang: str) -> str:
    """The query on the page of a named question."""
    path = f"/queries/{QUESTIONS[wanted]}"
    answer = cluster.client.get(path, query_string={wanted: written, "lang": lang})
    return re.findall(r"(?s)<pre class=\"code\".*?</pre>", _ok(answer).text)[-1]


def question_command(cluster: Cluster, wanted: str, written: str, lang: str) -> str:
    """The rows of a named question on the command line."""
    return _run(query, cluster, QUESTIONS[wanted], f"{wanted}={written}", "--format", "csv", "--lang", lang)


def analysis_command(cluster: Cluster, wanted: str, written: str, lang: str) -> str:
    """The rows of an analysis on the command line."""
    command, show = (network, "ties") if wanted == "organisation" else (gaps, "cells")
    options = ("--show", show, f"--{wanted}", written, "--format", "csv", "--lang", lang)
    return _run(command, cluster, *options)


def analysis_api(cluster: Cluster, wanted: str, written: str, lang: str) -> Any:
    """The rows of an analysis over HTTP."""
    path, show = _analysis(wanted)
    answer = cluster.client.get(f"/api{path}", query_string={"show": show, wanted: written, "lang": lang})
    return _ok(answer).get_json()["rows"]


def analysis_page(cluster: Cluster, wanted: str, written: str, lang: str) -> str:
    """The table on the page of an analysis."""
    path, show = _analysis(wanted)
    answer = cluster.client.get(f"{path}/{show}", query_string={wanted: written, "lang": lang})
    return str(_ok(answer).text).partition("<table")[2].partition("</table>")[0]


def _analysis(wanted: str) -> tuple[str, str]:
    if wanted == "facility":
        return "/network", "facility"
    return ("/network", "ties") if wanted == "organisation" else ("/gaps", "cells")


def scenario(cluster: Cluster, wanted: str, written: str, lang: str) -> Any:
    """What a scenario with the name changes."""
    new = {"action": "add", "facility": "fac-invented", "status": "operational"}
    columns = {"organisation": "operators", "capability": "capability", "stage": "stages"}
    if wanted == "facility":
        steps: list[dict[str, Any]] = [{"action": "remove", "facility": written}]
    elif wanted in ("capability", "stage"):
        offered = {"capability": _some_capability(cluster), **{columns[wanted]: written}}
        steps = [new, {"action": "add", "facility": "fac-invented", **offered}]
    else:
        column = columns.get(wanted, wanted)
        steps = [{**new, column: written}]
        steps.append({"action": "add", "facility": "fac-invented", "capability": _some_capability(cluster)})
    asked = {"lang": lang}
    if wanted == "region":
        asked["region"] = "FI1B1" if cluster.data == HYDROGEN else "FI1D7"
    answer = cluster.client.post("/api/scenarios", query_string=asked, data=json.dumps(steps))
    document = _ok(answer).get_json()
    return document["rows"], document["totals"]


def _some_capability(cluster: Cluster) -> str:
    return "fuel-cell-testing" if cluster.data == HYDROGEN else "fire-safety"


def _run(command: Any, cluster: Cluster, *arguments: str) -> str:
    result = CliRunner().invoke(
        command, [*arguments, "--release", str(cluster.release.folder)], standalone_mode=False
    )
    if result.exception is not None:
        raise result.exception
    return result.stdout


Entry = Callable[[Cluster, str, str, str], Any]
FAST: dict[Entry, set[str]] = {
    question_api: set(QUESTIONS),
    question_page: set(QUESTIONS),
    analysis_api: {"capability", "stage", "region", "organisation", "facility"},
    analysis_page: {"capability", "stage", "region", "organisation", "facility"},
    scenario: {"capability", "stage", "region", "status", "country", "facility", "organisation"},
}
"""Entries and what may be written at each."""
SLOW: dict[Entry, set[str]] = {
    question_command: {"capability", "organisation", "unit"},
    analysis_command: {"region", "organisation"},
}
"""Those that start anew for every question, and read names as those over HTTP do: one case of some sorts."""


def _cases(cases: list[Case]) -> list[Any]:
    found = []
    for number, (wanted, written, meant) in enumerate(cases):
        lang = ("en", "fi", "sv")[number % 3]
        first = wanted not in {other for other, _, _ in cases[:number]}
        entries = {**FAST, **SLOW} if first else FAST
        for entry, takes in entries.items():
            if wanted in takes:
                found.append(
                    pytest.param(entry, wanted, written, meant, lang, id=f"{entry.__name__}-{written}")
                )
    return found


@pytest.mark.parametrize(("entry", "wanted", "written", "meant", "lang"), _cases(BATTERIES))
def test_batteries(
    batteries: Cluster, entry: Entry, wanted: str, written: str, meant: str, lang: str
) -> None:
    assert entry(batteries, wanted, written, lang) == entry(batteries, wanted, meant, lang)


@pytest.mark.parametrize(("entry", "wanted", "written", "meant", "lang"), _cases(OF_HYDROGEN))
def test_hydrogen(hydrogen: Cluster, entry: Entry, wanted: str, written: str, meant: str, lang: str) -> None:
    assert entry(hydrogen, wanted, written, lang) == entry(hydrogen, wanted, meant, lang)


@pytest.mark.parametrize(("entry", "wanted", "written", "meant", "lang"), _cases(UNKNOWN))
def test_an_unknown_name_is_told_with_what_is_like_it(
    batteries: Cluster, entry: Entry, wanted: str, written: str, meant: str, lang: str
) -> None:
    with pytest.raises(UsageError) as caught:
        entry(batteries, wanted, written, lang)
    told = re.sub(r"<[^>]+>", " ", str(caught.value))
    assert written in told
    assert re.search(rf"{ASKING[lang]}:? (?:[^?]*[ (])?{meant}\b", told), told


@pytest.mark.parametrize(
    ("entry", "wanted"),
    [
        pytest.param(entry, wanted, id=f"{entry.__name__}-{wanted}")
        for entry, takes in FAST.items()
        for wanted in sorted(takes)
        if (entry, wanted) != (scenario, "organisation")  # who operates an invention changes no cell
    ],
)
def test_what_is_compared_depends_on_what_is_asked(batteries: Cluster, entry: Entry, wanted: str) -> None:
    meant = next(meant for other, _, meant in BATTERIES if other == wanted)
    assert entry(batteries, wanted, meant, "en") != entry(batteries, wanted, OTHER[wanted], "en")


COLUMNS = {
    "capability": ("offerings", "capability"),
    "stage": ("facilities", "stages"),
    "status": ("facilities", "status"),
    "region": ("facilities", "nuts3"),
    "facility": ("offerings", "facility_id"),
    "organisation": ("facilities", "operator_ids"),
    "unit": ("equipment_parameters", "unit"),
}
"""The table and column where an id of each may stand."""


@pytest.mark.parametrize(("name", "cases"), [("batteries", BATTERIES), ("hydrogen", OF_HYDROGEN)])
def test_a_cell_is_told_what_it_means(
    name: str, cases: list[Case], request: pytest.FixtureRequest, tmp_path: Path
) -> None:
    rows: dict[str, list[dict[str, str]]] = {}
    expected = {}
    for wanted, written, meant in cases:
        if wanted in COLUMNS and written != HIDDEN:
            table, column = COLUMNS[wanted]
            rows.setdefault(table, []).append({column: written})
            expected[f"{table}.csv", len(rows[table]) + 1, column] = meant
    for table, lines in rows.items():
        header = ["id", *dict.fromkeys(column for line in lines for column in line)]
        with (tmp_path / f"{table}.csv").open("w", encoding="utf-8", newline="") as handle:
            writer = csv.DictWriter(handle, header, restval="")
            writer.writeheader()
            writer.writerows(lines)
    cluster: Cluster = request.getfixturevalue(name)
    files = [str(file) for file in sorted(tmp_path.glob("*.csv"))]
    result = CliRunner().invoke(
        check, [*files, "--data", str(cluster.data), "--format", "json"], standalone_mode=False
    )
    found = {
        (finding["file"], finding["row"], finding["column"]): finding["proposal"]
        for finding in json.loads(result.stdout)["findings"]
        if finding["code"] == "name-taken"  # what only searches know is asked, not told
    }
    assert found == expected


Address = tuple[str, str]
"""A page or a part of the API, and the parameter that names something."""
SCALES: Address = ("/api/gaps?show=comparables&format=csv", "scale")
FILLED: Address = ("/api/gaps?show=filled-records&format=csv", "kind")
NODES: Address = ("/api/network?show=measures&format=csv", "nodes")
GROUPS: Address = ("/api/network?show=pairs&format=csv", "groups")
TIES: Address = ("/api/network?show=ties&format=csv", "kind")
PLACES: Address = ("/api/compare?other=SE&format=csv", "one")
STEPS: Address = ("/api/chain?step=active-materials&format=csv", "step")
CHOSEN: Address = ("/api/queries/quality/unlinked?format=rq", "identifier")
KINDS: Address = ("/api/queries/quality/recheck?format=rq", "recordkind")
HITS: Address = ("/api/search?q=laboratory&format=csv", "kind")
IN_REGION: Address = ("/api/search?q=laboratory&format=csv", "region")
IN_COUNTRY: Address = ("/api/search?q=laboratory&format=csv", "country")
CHANGED: Address = ("/feed", "kind")
CHANGED_IN: Address = ("/feed", "region")
MAPPED: Address = ("/map.svg", "area")
COLOURED: Address = ("/map.svg", "status")
COLOURS: Address = ("/map.svg", "colour")
AROUND: Address = ("/network/picture.svg", "around")
ELSEWHERE: list[tuple[Address, str, str, str]] = [
    (SCALES, "pilot", "pilotti", "industrial"),
    (SCALES, "pilot", "Demonstraatio", "training"),
    (FILLED, "facility", "infrastruktuurien", "project"),
    (FILLED, "facility", "Anläggningar", "project"),
    (NODES, "facility", "infrastruktuurit", "organisation"),
    (NODES, "facility", "anläggning", "organisation"),
    (GROUPS, "none", "var och en för sig", "own"),
    (TIES, "co-participation", "Yhteiset hankkeet", "part-of"),
    (PLACES, "FI1D9", "Pohjois-Pohjanmaalla", "FI"),
    (PLACES, "FI", "Suomi", "NO"),
    (STEPS, "recycling", "kierrätyksen", "cell-manufacturing"),
    (CHOSEN, "business-id", "y-tunnuksen", "ror"),
    (KINDS, "facility", "infrastruktuuri", "project"),
    (HITS, "facility", "Infrastruktuurit", "organisation"),
    (HITS, "question", "kysymykset", "concept"),
    (IN_REGION, "FI1D9", "Pohjois-Pohjanmaalla", "FI1D7"),
    (IN_COUNTRY, "FI", "Suomi", "SE"),
    (IN_COUNTRY, "SE", "ruotsi", "FI"),
    (CHANGED, "project", "hankkeet", "facility"),
    (CHANGED_IN, "FI1D7", "Lapissa", "FI1B1"),
    (MAPPED, "FI", "Suomi", "NO"),
    (COLOURED, "planned", "Suunnitteilla", "operational"),
    (COLOURS, "status", "Toiminnan tila", "kind"),
    (AROUND, "org-aalto", "Aalto-yliopisto", "org-vtt"),
]
"""Where something may be named, its id, how it is written, and another id that gives another answer."""


@pytest.mark.parametrize(("address", "meant", "written", "other"), ELSEWHERE)
def test_wherever_else_something_is_named(
    batteries: Cluster, address: Address, meant: str, written: str, other: str
) -> None:
    path, name = address
    answers = {}
    for value in (meant, written, other):
        separator = "&" if "?" in path else "?"
        answers[value] = _ok(batteries.client.get(f"{path}{separator}{urlencode({name: value})}")).data
    assert answers[written].replace(quote(written).encode(), quote(meant).encode()) == answers[meant]
    assert answers[other] != answers[meant]


@pytest.mark.parametrize(
    ("address", "wrong", "near"),
    [
        (SCALES, "industrail", "industrial"),
        (FILLED, "facilty", "facility"),
        (NODES, "organisaatot", "organisation"),
        (GROUPS, "famly", "family"),
        (TIES, "coparticipatin", "co-participation"),
        (PLACES, "Lapplandia", "FI1D7"),
        (STEPS, "recyling", "recycling"),
        (CHOSEN, "Busines ID", "business-id"),
        (KINDS, "facilty", "facility"),
        (("/api/search?q=laboratory", "kind"), "facilty", "facility"),
        (("/api/search?q=laboratory", "region"), "Lapplandia", "FI1D7"),
        (("/search?q=laboratory", "country"), "Finlnd", "FI"),
        (("/browse/facility", "region"), "Lapplandia", "FI1D7"),
        (CHANGED, "facilty", "facility"),
        (CHANGED_IN, "Lapplandia", "FI1D7"),
        (MAPPED, "Finlnd", "FI"),
        (COLOURS, "statsu", "status"),
        (AROUND, "Alto University", "org-aalto"),
    ],
)
def test_wherever_else_an_unknown_name_is_told_with_what_is_like_it(
    batteries: Cluster, address: Address, wrong: str, near: str
) -> None:
    path, name = address
    separator = "&" if "?" in path else "?"
    answer = batteries.client.get(f"{path}{separator}{urlencode({name: wrong, 'lang': 'sv'})}")
    told = re.sub(r"<[^>]+>", " ", answer.text)
    assert answer.status_code in (200, 400), told
    assert re.search(rf"Menade du:? (?:[^()]* \()?{near}\b", told), told


def test_a_name_of_several_is_chosen_nowhere(batteries: Cluster) -> None:
    for entry in (question_api, question_page, scenario):
        with pytest.raises(UsageError) as caught:
            entry(batteries, "capability", "thermal runaway", "en")
        told = re.sub(r"<[^>]+>", " ", str(caught.value))
        assert "“thermal runaway” can mean several things (Capabilities): " in told
        assert "abuse-and-safety-testing" in told
        assert "fire-safety" in told


@pytest.mark.parametrize(
    ("written", "meant"),
    [
        ("/gaps/Kierrätys/Paloturvallisuus?lang=fi", "/gaps/recycling/fire-safety?lang=fi"),
        ("/browse/Infrastruktuurit?status=planned", "/browse/facility?status=planned"),
        ("/browse/anläggning.xlsx", "/browse/facility.xlsx"),
        ("/template/Hankkeet.xlsx?lang=fi", "/template/project.xlsx?lang=fi"),
        ("/suggest/Organisaatiot/aalto", "/suggest/organisation/aalto"),
        ("/suggest/organisation/Aalto-yliopisto", "/suggest/organisation/aalto"),
        ("/brief/anläggningar/vtt-bioruukki", "/brief/facility/vtt-bioruukki"),
        ("/brief/facility/VTT Bioruukki piloting centre", "/brief/facility/vtt-bioruukki"),
    ],
)
def test_a_page_is_reached_by_names(batteries: Cluster, written: str, meant: str) -> None:
    answer = batteries.client.get(written)
    assert answer.status_code == 302
    assert answer.location == meant
    assert batteries.client.get(meant).status_code == 200


def test_rows_of_a_kind_are_given_by_its_name(batteries: Cluster) -> None:
    opened = open_release(batteries.release.folder, lang="fi")
    assert opened.frame("Infrastruktuurit").equals(opened.frame("facility"))
    with pytest.raises(UsageError, match=r"Tarkoititko: \S+ \(facility\)"):
        opened.frame("facilty")


def test_a_form_shows_the_choice_that_a_name_means(batteries: Cluster) -> None:
    for path in ("/gaps/cells?region=Lappi", "/queries/gaps/single-operator?region=Lappi"):
        assert re.search(r'<option value="FI1D7"[^>]* selected', batteries.client.get(path).text), path


@pytest.mark.parametrize(
    ("path", "href"),
    [
        ("/doc/facility/vtt-bioruuki", "/doc/facility/vtt-bioruukki"),
        ("/doc/facilty/vtt-bioruukki", "/browse/facility"),
        ("/browse/infrastruktuurti", "/browse/facility"),
        ("/template/facilty.xlsx", "/browse/facility"),
        ("/suggest/facility/vtt-bioruuki", "/doc/facility/vtt-bioruukki"),
        ("/brief/facility/vtt-bioruuki", "/doc/facility/vtt-bioruukki"),
        ("/doc/organisation/aalto-yliopisto", "/doc/organisation/aalto"),
        ("/concept/capability/fire-safty", "/concept/capability/fire-safety"),
        ("/concept/capability/Paloturvallisuus", "/concept/capability/fire-safety"),
    ],
)
def test_a_page_there_is_not_leads_to_what_was_meant(batteries: Cluster, path: str, href: str) -> None:
    answer = batteries.client.get(path, headers={"Accept": "text/html"})
    assert answer.status_code == 404
    assert f'href="{href}"' in answer.text
