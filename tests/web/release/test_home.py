"""The front page: each user's tasks work in one click, its figures are those of their lists."""

import csv
import re
from collections import Counter

import pytest
from flask.testing import FlaskClient

from akkuri.resources import data
from akkuri.texts import LANGUAGES
from akkuri.web.release.home_page import TASKS


@pytest.mark.parametrize("path", [path for tasks in TASKS.values() for path in tasks.values()])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_task_works_in_one_click(national: FlaskClient, path: str, lang: str) -> None:
    joined = f"{path}{'&' if '?' in path else '?'}lang={lang}"
    assert f'href="{joined}"' in national.get(f"/?lang={lang}").text.replace("&amp;", "&")
    assert national.get(joined).status_code == 200


def test_four_users_with_three_tasks_each(national: FlaskClient) -> None:
    assert [len(tasks) for tasks in TASKS.values()] == [3, 3, 3, 3]
    assert national.get("/?lang=en").text.count('<div class="users">') == 1


def test_the_figures_are_those_of_the_tables(national: FlaskClient) -> None:
    with (data() / "facilities.csv").open(encoding="utf-8", newline="") as file:
        rows = [row for row in csv.DictReader(file) if row["country"] == "FI"]
    rows = [row for row in rows if not row["withdrawn"] and not row["replaced_by"]]
    text = national.get("/?lang=en").text
    running = sum(row["status"] == "operational" for row in rows)
    assert f"<strong>{len(rows)}</strong> <span>facilities are recorded" in text
    unknown = sum(not row["status"] for row in rows)
    assert (
        f"<strong>{running}</strong> <span>of them are in use; the status of {unknown} more is unknown"
        in text
    )


def test_a_figure_of_cells_is_the_number_of_rows_where_it_leads(national: FlaskClient) -> None:
    text = national.get("/?lang=en").text
    found = re.findall(r'<a href="(/gaps/cells\?[^"]+)"><strong>(\d+)</strong>', text)
    assert len(found) == 5  # all that are expected, and four states
    for path, count in found:
        query = path.replace("&amp;", "&").partition("?")[2]
        listed = national.get(f"/api/gaps?show=cells&{query}", headers={"Accept": "application/json"}).json
        assert len(listed["rows"]) == int(count), path


@pytest.mark.parametrize("lang", LANGUAGES)
def test_no_figure_repeats_the_words_of_another(national: FlaskClient, lang: str) -> None:
    figures = national.get(f"/?lang={lang}").text.partition("state-figures")[2].partition("</ul>")[0]
    said = re.findall(r"<strong>[^<]+</strong> <span>([^<]+)</span>", figures)
    assert len(said) == 8
    runs = [" ".join(words[at : at + 3]) for words in map(str.split, said) for at in range(len(words) - 2)]
    assert [run for run, count in Counter(runs).items() if count > 1] == []


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_small_matrix_names_the_stages_and_groups_of_the_large_one(
    national: FlaskClient, lang: str
) -> None:
    large = national.get(f"/gaps?lang={lang}").text.partition('class="matrix')[2].partition("</table>")[0]
    stages = re.findall(r'<th scope="col"[^>]*><span>(.*?)</span>', large)
    groups = re.findall(r'<th scope="rowgroup"[^>]*>(.*?)</th>', large)
    small = national.get(f"/?lang={lang}").text.partition('class="in-small"')[2].partition("</svg>")[0]
    assert len(stages) == 11
    assert groups
    along = re.findall(r"<text transform=[^>]+>(.*?)</text>", small)
    assert [name.removesuffix("…") for name in along] == [
        stage[: len(name) - 1] if name.endswith("…") else stage
        for name, stage in zip(along, stages, strict=True)
    ]
    assert re.findall(r"<text x=[^>]+>(.*?)</text>", small) == groups
    assert small.count("<rect") == large.count('<td class="mark s-')


def test_what_is_inside_leads_to_lists_that_are_not_empty(national: FlaskClient) -> None:
    text = national.get("/?lang=en").text
    found = re.findall(r'<a href="/browse/(\w[\w-]*)\?lang=en"><strong>([^<]+)</strong>', text)
    assert len(found) > 8
    assert [kind for kind, count in found if count == "0"] == []


def test_a_graph_without_a_frame_has_a_front_page_too(small: FlaskClient) -> None:
    answer = small.get("/?lang=fi")
    assert answer.status_code == 200
    assert "small-pictures" not in answer.text


@pytest.mark.parametrize(
    ("accept", "place"),
    [("text/turtle", "/catalog.ttl"), ("application/ld+json, text/html;q=0.5", "/catalog.jsonld")],
)
def test_programs_that_read_rdf_are_led_to_the_catalogue(
    national: FlaskClient, accept: str, place: str
) -> None:
    answer = national.get("/", headers={"Accept": accept})
    assert (answer.status_code, answer.headers["Location"]) == (303, place)
    assert "Accept" in answer.headers["Vary"].split(", ")


@pytest.mark.parametrize(
    "accept", ["text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "*/*", ""]
)
def test_everybody_else_gets_the_page_which_names_the_catalogue(national: FlaskClient, accept: str) -> None:
    answer = national.get("/", headers={"Accept": accept})
    assert (answer.status_code, answer.mimetype) == (200, "text/html")
    assert "Accept" in answer.headers["Vary"].split(", ")
    assert '<link rel="alternate" type="text/turtle" href="/catalog.ttl">' in answer.text


def test_open_needs_are_told_with_what_the_others_are(national: FlaskClient) -> None:
    """Needs that are not wholly open are mostly met in part: the number alone reads as if they were met."""
    rows = national.get("/api/gaps?show=needs", headers={"Accept": "application/json"}).json["rows"]
    outcomes = Counter(row["outcome"] for row in rows)
    with (data() / "gaps.csv").open(encoding="utf-8", newline="") as file:
        needs = [row for row in csv.DictReader(file) if not row["withdrawn"] and not row["replaced_by"]]
    with (data() / "facilities.csv").open(encoding="utf-8", newline="") as file:
        running = {row["id"] for row in csv.DictReader(file) if row["status"] == "operational"}
    answered = sum(not running.isdisjoint(re.split(r"[|;]\s*", row["addressed_by_ids"])) for row in needs)
    told = f"<strong>{outcomes['open']}</strong> <span>of {len(needs)} stated needs are still wholly open; "
    text = national.get("/?lang=en").text
    coming = len(needs) - outcomes["open"] - answered - outcomes["partly"]
    told += f"answered: {answered}, partly met: {outcomes['partly']}, only in projects or plans: {coming}. "
    assert told in text
