"""Lists and search: the cluster's own before partners elsewhere."""

import csv
import re

from flask.testing import FlaskClient

from akkuri import resources

BROWSER = {"Accept": "text/html"}


def home(table: str) -> dict[str, bool]:
    """Record → whether it is of the cluster's country."""
    with (resources.data() / f"{table}.csv").open(encoding="utf-8", newline="") as handle:
        return {row["id"].partition("-")[2]: row["country"] == "FI" for row in csv.DictReader(handle)}


def test_a_list_begins_with_the_cluster_s_own_each_part_by_name(national: FlaskClient) -> None:
    at_home, number = home("facilities"), 1
    listed: list[str] = []
    while (answer := national.get(f"/browse/facility?page={number}", headers=BROWSER)).status_code == 200:
        table = answer.text.partition("<tbody")[2].partition("</tbody>")[0]
        listed += re.findall(r'href="/doc/facility/([a-z0-9-]+)"', table)
        assert "own come first" in answer.text
        number += 1
    found = [at_home[slug] for slug in dict.fromkeys(listed)]
    assert len(found) == len(at_home)
    assert found == sorted(found, reverse=True)
    assert found[0] is not found[-1]
    first = national.get("/browse/facility?lang=sv", headers=BROWSER).text.partition("<tbody")[2]
    names = [name.casefold() for name in re.findall(r'<a href="/doc/facility/[^"]+">([^<]+)</a>', first)]
    own = [name for name in names if name]
    assert own == sorted(own)
    assert "own come first" not in national.get("/browse/gap", headers=BROWSER).text


def test_of_equally_close_hits_the_own_come_first(national: FlaskClient) -> None:
    """Every one of these has the word in its name; only some are of the country."""
    at_home = home("organisations")
    page = national.get("/search?q=university&kind=organisation", headers=BROWSER).text
    listed = page.partition('<ol class="hits"')[2].partition("</ol>")[0]
    found = [at_home[slug] for slug in re.findall(r'href="/doc/organisation/([a-z0-9-]+)"', listed)]
    finnish = found.index(False) if False in found else len(found)
    assert finnish >= 5
    assert all(found[:finnish])


def test_partners_that_are_left_out_are_said_and_where_all_are(national: FlaskClient) -> None:
    page = national.get("/doc/organisation/chalmers?lang=fi", headers=BROWSER).text
    note = page.partition('id="partners"')[2].partition("<table")[0]
    assert "vain klusterin toimijat" in note
    assert "Ketkä ovat yhden organisaation kumppanit" in note
    offerings = national.get("/doc/facility/vtt-battery-laboratory?lang=fi", headers=BROWSER)
    assert '<p class="muted">' not in offerings.text.partition('id="offerings"')[2].partition("<table")[0]
