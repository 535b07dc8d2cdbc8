"""/api/search and /api/suggest: facets, values with units, files, and odd input that gets a sentence."""

import csv
import io
import re

import pytest
from flask.testing import FlaskClient
from openpyxl import load_workbook

from akkuri.resources import data


def found(client: FlaskClient, **params: str):
    answer = client.get("/api/search", query_string=params)
    assert answer.status_code == 200
    return answer.json


def test_a_hit_says_what_it_is_who_runs_it_and_where(national: FlaskClient) -> None:
    hit = next(h for h in found(national, q="VTT battery laboratory")["hits"] if h["kind"] == "facility")
    assert hit["url"] == "/doc/facility/vtt-battery-laboratory"
    assert (hit["place"], hit["country"], hit["status"]) == ("Espoo", "Finland", "Operational")
    assert "VTT" in hit["operator"]


def test_a_facet_s_count_is_what_it_leaves(national: FlaskClient) -> None:
    whole = found(national, q="laboratory", kind="facility", limit="1000")
    assert {"country", "region", "capability", "access", "status", "chemistry"} <= whole["facets"].keys()
    for name in ("country", "access"):
        value = whole["facets"][name][0]
        left = found(national, q="laboratory", kind="facility", **{name: value["value"]})
        assert left["total"] == value["count"]


@pytest.mark.parametrize("written", ["300 kW", "0,3 MW", "300 000 W"])
def test_the_same_value_in_any_unit_finds_the_same(national: FlaskClient, written: str) -> None:
    hits = found(national, q=written, lang="en")["hits"]
    assert [hit["iri"] for hit in hits[:5]] == [h["iri"] for h in found(national, q="300 kW")["hits"][:5]]
    assert all("kW" in hit["values"] for hit in hits[:5])


def test_what_states_no_value_is_told_apart_and_comes_behind(national: FlaskClient) -> None:
    document = found(national, q="\u221225 °C climate chamber", limit="1000")
    unknown = [hit.get("value_unknown", False) for hit in document["hits"]]
    assert "°C" in document["hits"][0]["values"]
    assert any(unknown)
    assert any("No source" in remark or "no source" in remark for remark in document["remarks"])


def stated_in(unit: str) -> dict[str, list[float]]:
    """What the tables state in a unit: record → its numbers; devices count for their facilities too."""
    with (data() / "equipment.csv").open(encoding="utf-8", newline="") as file:
        facility_of = {row["id"]: row["facility_id"] for row in csv.DictReader(file)}
    found: dict[str, list[float]] = {}
    for table, column in (("equipment_parameters", "equipment_id"), ("facility_parameters", "facility_id")):
        with (data() / f"{table}.csv").open(encoding="utf-8", newline="") as file:
            for row in csv.DictReader(file):
                if row["unit"] == unit:
                    numbers = [float(row[name]) for name in ("value", "value_max") if row[name]]
                    for record in {row[column], facility_of.get(row[column], row[column])}:
                        found.setdefault(record, []).extend(numbers)
    return found


@pytest.mark.parametrize(("value", "unit"), [("500 A", "A"), ("1000 V", "V")])
def test_a_value_that_nothing_reaches_is_said_with_how_many_state_another(
    national: FlaskClient, value: str, unit: str
) -> None:
    stated = stated_in(unit)
    assert stated
    assert max(max(numbers) for numbers in stated.values()) < float(value.split()[0])
    document = found(national, q=value, lang="en")
    assert {hit["kind"] for hit in document["hits"]} <= {"equipment", "facility"}
    assert document["total"] == len(stated)  # no text that has a number and "a"
    assert all(hit["values"] for hit in document["hits"])
    told = f"reaches {value}. Records that state another value of this quantity follow, the nearest first: "
    assert f"{told}{len(stated)};" in document["remarks"][0]


def test_csv_and_workbook_hold_all_hits(national: FlaskClient) -> None:
    total = found(national, q="dry room")["total"]
    rows = list(csv.reader(io.StringIO(national.get("/api/search?q=dry+room&format=csv").text)))
    book = load_workbook(io.BytesIO(national.get("/api/search?q=dry+room&format=xlsx").data))
    assert len(rows) - 1 == book.worksheets[0].max_row - 1 == total


def test_suggestions_are_names_with_addresses(national: FlaskClient) -> None:
    labels = [each["label"] for each in national.get("/api/suggest?q=climate+ch").json]
    assert "Climate chamber" in labels
    assert national.get("/api/suggest").json == []


@pytest.mark.parametrize(
    "text",
    [
        "\U0001f50b\U0001f50b",
        "x" * 10_000,
        "<script>alert(1)</script>",
        "((((.*+?[",
        "\x00",
        "-",
        "1e999 kW",
        "\ufffd",
    ],
)
def test_odd_text_is_answered(national: FlaskClient, text: str) -> None:
    assert isinstance(found(national, q=text)["total"], int)
    page = national.get("/search", query_string={"q": text}, headers={"Accept": "text/html"})
    assert page.status_code == 200
    assert "<script>alert" not in page.text


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"colour": "red"}, "colour"),
        ({"kind": "castle"}, "castle"),
        ({"q": "y" * 400}, "300"),
    ],
)
def test_what_was_not_understood_is_said(national: FlaskClient, params: dict[str, str], said: str) -> None:
    assert any(said in remark for remark in found(national, **{"q": "dry room", **params})["remarks"])


@pytest.mark.parametrize("query", ["sort=luck", "format=pdf", "limit=0", "limit=x", "offset=-1"])
def test_a_wrong_parameter_is_one_sentence(national: FlaskClient, query: str) -> None:
    answer = national.get(f"/api/search?q=a&{query}")
    assert answer.status_code == 400
    assert answer.json["detail"].endswith(".")


def test_a_list_is_narrowed_by_the_same_facets(national: FlaskClient) -> None:
    page = {"Accept": "text/html"}
    assert 'href="/browse/facility?filters=1"' in national.get("/browse/facility", headers=page).text
    narrowed = national.get("/browse/facility?country=SE", headers=page).text
    found = national.get("/browse/facility?country=SE&access=none-such", headers=page).text
    assert 'aria-current="true">Sweden' in narrowed
    assert "Finland</td>" not in narrowed.partition("<tbody")[2]
    assert '<span class="n">0</span>' in found.partition("</h1>")[0]
    assert "colour" in national.get("/browse/facility?colour=red", headers=page).text


@pytest.mark.parametrize("written", ["04b181w54", "https://ror.org/04b181w54", "Q1791348", "2647375-4"])
def test_an_identifier_is_answered_by_its_record(national: FlaskClient, written: str) -> None:
    answer = found(national, q=written)
    assert answer["hits"][0]["url"] == "/doc/organisation/vtt"
    assert answer["understood"]["record"] == answer["hits"][0]["iri"]
    assert answer["remarks"] == []


def numbers(values: str) -> list[float]:
    return [float(each.replace(",", "")) for each in re.findall(r"[\d,]+(?:\.\d+)?", values)]


def test_of_values_that_suffice_the_nearest_comes_first(national: FlaskClient) -> None:
    hits = found(national, q="300 kW", lang="en", limit="100", kind="equipment")["hits"]
    nearest = [min(each for each in numbers(hit["values"]) if each >= 300) for hit in hits]
    assert nearest == sorted(nearest)
    assert nearest[0] < 600 < nearest[-1]


@pytest.mark.parametrize(("written", "unit"), [("60 GWh", "GWh/a"), ("20 000 tonnes", "t/a")])
def test_a_quantity_that_is_stated_per_year_only_is_found_and_said_to_be_so(
    national: FlaskClient, written: str, unit: str
) -> None:
    document = found(national, q=written, lang="en")
    assert all(unit in hit["values"] for hit in document["hits"])
    assert document["total"] >= 1
    assert any("per year" in remark for remark in document["remarks"])


def test_where_nothing_reaches_a_value_the_nearest_lower_ones_are_shown(national: FlaskClient) -> None:
    document = found(national, q="500 A", lang="en")
    amperes = [max(numbers(hit["values"])) for hit in document["hits"]]
    assert amperes
    assert max(amperes) < 500
    assert amperes[0] == max(amperes)
    assert any("the nearest first" in remark for remark in document["remarks"])


@pytest.mark.parametrize(
    ("lang", "written", "meant"),
    [
        ("sv", "wasa universitet", "organisation/vaasa-university"),
        ("en", "Tampere University of Technology", "organisation/tampere-university"),
        ("fi", "Vaasan akkutehdas", "facility/freyr-vaasa-cell-plant"),
        ("sv", "eldriven gruvmaskin", "concept/capability/group-systems"),
        ("sv", "tomografi", "concept/capability/materials-characterisation"),
        ("fi", "gigatehdas peruttu", "facility/freyr-vaasa-cell-plant"),
        ("en", "gigafactory cancelled", "facility/freyr-vaasa-cell-plant"),
        ("fi", "Kotkaan", "concept/municipality/285"),
        ("fi", "90 MW varasto", "facility/tvo-olkiluoto-bess"),
        ("fi", "jäätuulitunneli", "concept/equipment-type/wind-tunnel"),
        ("fi", "lumituulitunneli", "concept/equipment-type/wind-tunnel"),
    ],
)
def test_old_spellings_old_names_and_parts_of_hidden_names_are_found(
    national: FlaskClient, lang: str, written: str, meant: str
) -> None:
    hits = found(national, q=written, lang=lang)["hits"]
    assert hits[0]["iri"].endswith(meant)


def test_the_home_country_in_any_case_narrows_nothing_beside_a_question(national: FlaskClient) -> None:
    """“Suomesta” was a word that the question does not have."""
    hits = found(national, q="mitä Suomesta puuttuu", lang="fi", limit="5")["hits"]
    assert any("/queries/gaps/" in hit["iri"] for hit in hits)


def test_sums_are_found_by_value_with_the_question_for_them(national: FlaskClient) -> None:
    with (data() / "investments.csv").open(encoding="utf-8", newline="") as file:
        sums = {
            row["id"].partition("-")[2]: float(
                row["amount" if row["currency"] == "EUR" else "amount_eur"] or 0
            )
            for row in csv.DictReader(file)
            if not (row["withdrawn"] or row["replaced_by"])
        }
    document = found(national, q="yli 100 miljoonan investoinnit", lang="fi", limit="100")
    hits = [hit["iri"] for hit in document["hits"]]
    assert any(iri.endswith("/queries/gaps/planned-investments") for iri in hits[:5])
    listed = {iri.rpartition("/")[2] for iri in hits if "/id/investment/" in iri}
    assert listed == {name for name, amount in sums.items() if amount >= 100_000_000}


@pytest.mark.parametrize(
    ("typed", "kind", "said"),
    [
        ("projects over 10 million euros", "project", "EUR"),
        ("laboratorio yli 1000 neliötä", "facility", "m²"),
        ("anläggningar med över 100 anställda", "facility", ""),
        ("facility with staff, more than 600 employees", "indicator", "Staff"),
    ],
)
def test_what_tables_hold_in_numbers_is_found_by_value(
    national: FlaskClient, typed: str, kind: str, said: str
) -> None:
    document = found(national, q=typed, lang="en", limit="5")
    assert document["understood"]["values"]
    first = document["hits"][0]
    assert first["kind"] == kind
    assert first["values"]
    assert said in first["values"]


def test_millions_of_things_in_a_time_are_no_money(national: FlaskClient) -> None:
    assert not found(national, q="20 million bottles per year", lang="en")["understood"]["values"]
    assert found(national, q="20 million for a plant", lang="en")["understood"]["values"]


@pytest.mark.parametrize(
    ("lang", "written"),
    [
        ("fi", "mitä akkusektorilta puuttuu"),
        ("sv", "vad saknas i batteriindustrin"),
        ("en", "what is missing in the battery industry of Finland"),
    ],
)
def test_what_the_whole_cluster_is_about_narrows_no_question(
    national: FlaskClient, lang: str, written: str
) -> None:
    """Facilities that have the word stood there, and no question."""
    hits = found(national, q=written, lang=lang, limit="5")["hits"]
    assert any("/queries/gaps/" in hit["iri"] for hit in hits)


def test_the_api_says_what_is_asked_as_the_page_does(national: FlaskClient) -> None:
    """Programs were given hits only, where people saw a question above them."""
    asked = {"q": "which laboratories are near Oulu", "lang": "en"}
    asks = found(national, **asked)["asks"]
    assert asks[0]["question"] == "directory/near"
    assert asks[0]["parameters"]["municipality"] == "Oulu"
    page = national.get("/search", query_string=asked).text
    assert 0 < page.find(asks[0]["title"]) < page.index('class="hits"')
    assert found(national, **asked, country="FI")["asks"] == []
    assert found(national, **asked, offset="5")["asks"] == []


def test_where_nothing_has_both_words_each_is_among_the_first_hits(national: FlaskClient) -> None:
    """Five kinds of vehicles stood before everything that has to do with fire."""
    hits = found(national, q="tulipalo ajoneuvo", lang="fi", limit="5")["hits"]
    assert any("/test-level/vehicle" in hit["iri"] for hit in hits)
    assert any("fire" in hit["iri"] for hit in hits)


def test_a_title_in_one_language_is_found_by_another_name_of_what_it_mentions(national: FlaskClient) -> None:
    """No project has a Finnish title; one is on “supercapacitors”."""
    hits = found(national, q="superkondensaattori", lang="fi", kind="project", limit="50")["hits"]
    assert any(hit["iri"].endswith("/project/arms") for hit in hits)
    hits = found(national, q="vanadiini hankkeet", lang="fi", limit="5")["hits"]
    assert any(hit["iri"].endswith("/project/avantis") for hit in hits)


@pytest.mark.parametrize(
    ("lang", "told"), [("en", "no source states -25"), ("fi", "mikään lähde ei kerro arvoa -25")]
)
def test_what_meets_both_values_stands_before_what_meets_one(
    national: FlaskClient, lang: str, told: str
) -> None:
    """The hits of the first value alone were given as those of both."""

    def asked(typed: str) -> dict[str, list[str]]:
        document = national.get("/api/search", query_string={"q": typed, "lang": lang, "limit": "200"}).json
        return {hit["iri"]: hit.get("values", "") for hit in document["hits"]}

    power, cold, both = asked("2 kW"), asked("-25 °C"), asked("2 kW -25 °C")
    met = [iri for iri, values in both.items() if iri in power and iri in cold]
    assert list(both)[: len(met)] == met
    for iri in set(both) - set(met):
        assert (iri in power) != (iri in cold)
    assert any(told in values for iri, values in both.items() if iri in power and iri not in cold)


def test_what_falls_short_of_one_of_two_values_is_no_hit(national: FlaskClient) -> None:
    """The facility of what is charged with 3.6 V may state a power too, which is less than was asked."""
    one, both = (found(national, q=typed, lang="en", limit="200") for typed in ("1 V", "1 V 100000000 kW"))
    stated = {hit["iri"] for hit in found(national, q="1 kW", lang="en", limit="200")["hits"]}
    assert {hit["iri"] for hit in both["hits"]} == {hit["iri"] for hit in one["hits"]} - stated
    assert any("all of these: 1 V, 100000000 kW" in remark for remark in both["remarks"])


@pytest.mark.parametrize(
    ("typed", "same"),
    [
        ("at least 300 kW", "300 kW"),
        ("yli 300 kW", "300 kW"),
        ("300 kW:n", "300 kW"),
        ("1000 VDC", "1000 V"),
        ("200 kW and 1000 V", "200 kW 1000 V"),
        ("-40 to 85 degrees C", "-40...85 °C"),
        ("30 minusgrader", "-30 °C"),
        ("pakkasta 30 astetta", "-30 °C"),
        ("miinus kolmekymmentä astetta", "-30 °C"),
        ("60 gigawattituntia", "60 GWh"),
    ],
)
def test_a_value_is_met_however_it_is_written(national: FlaskClient, typed: str, same: str) -> None:
    one, other = (found(national, q=each, lang="en")["hits"] for each in (typed, same))
    assert [hit["iri"] for hit in one] == [hit["iri"] for hit in other]
    assert one


def test_at_most_so_much_is_no_more(national: FlaskClient) -> None:
    hits = found(national, q="max 100 kW", lang="en", limit="100", kind="equipment")["hits"]
    assert hits
    assert all(min(numbers(hit["values"])) <= 100 for hit in hits)


@pytest.mark.parametrize(("typed", "unit"), [("20 kN", "newton"), ("10 bar", "bar"), ("5 kHz", "hertz")])
def test_of_a_quantity_that_nothing_states_the_unit_is_named(
    national: FlaskClient, typed: str, unit: str
) -> None:
    document = found(national, q=typed, lang="en")
    assert document["hits"][0]["iri"].endswith(f"/unit/{unit}")
    assert any(f"the unit {unit}" in remark for remark in document["remarks"])


def test_a_filter_with_several_values_is_told_and_the_first_counts(national: FlaskClient) -> None:
    """Two countries in an address were answered for the first one without a word."""
    told = national.get("/search?q=lab&country=FI&country=SE", headers={"Accept": "text/html"}).text
    assert "“country” was given several values (FI, SE); only the first counts: FI." in told
    assert national.get("/api/search?q=lab&country=FI&country=SE").status_code == 400
    assert national.get("/api/search?q=lab&country=FI&country=FI").status_code == 200


def test_the_links_of_a_page_repeat_no_more_of_a_long_text_than_is_read(national: FlaskClient) -> None:
    page = national.get("/search", query_string={"q": "300 kW " * 1000}, headers={"Accept": "text/html"})
    assert len(page.data) < 150_000


def _rows(table: str) -> list[dict[str, str]]:
    with (data() / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if not (row["withdrawn"] or row["replaced_by"])]


def test_a_sum_says_what_it_is_and_whole_costs_stand_before_parts(national: FlaskClient) -> None:
    """A grant of 115 M€ stood before the whole cost of 800 M€, and neither said which it was."""
    measures = {row["id"].partition("-")[2]: row["measure"] for row in _rows("investments")}
    hits = found(national, q="yli 100 miljoonan investoinnit", lang="fi", limit="100")["hits"]
    sums = [hit for hit in hits if hit["kind"] == "investment"]
    of = [measures[hit["iri"].rpartition("/")[2]] for hit in sums]
    assert {"total", "grant"} <= set(of)
    assert of == sorted(of, key=lambda measure: measure != "total")
    called = {"total": "Kokonaissumma", "grant": "Avustus"}
    assert all(hit["sort"] == called[what] for hit, what in zip(sums, of, strict=True) if what in called)


@pytest.mark.parametrize(
    ("typed", "lang", "status", "called"),
    [
        ("closed plants", "en", "closed", "Closed"),
        ("suljetut tehtaat", "fi", "closed", "Suljettu"),
        ("peruttu tehdas", "fi", "cancelled", "Peruttu"),
        ("planerade fabriker", "sv", "planned", "Planerad"),
        ("labs under construction", "en", "under-construction", "Under construction"),
    ],
)
def test_what_is_in_the_state_that_is_said_stands_first(
    national: FlaskClient, typed: str, lang: str, status: str, called: str
) -> None:
    """A plant in operation whose text has the word “closed” came before closed ones."""
    kind = "laboratory" if "labs" in typed else "industrial-plant"
    so = [row for row in _rows("facilities") if row["status"] == status and kind in row["kind"].split(";")]
    hits = [h for h in found(national, q=typed, lang=lang)["hits"] if h["kind"] == "facility"]
    assert so
    assert all(hit["status"] == called for hit in hits[: min(2, len(so))])


@pytest.mark.parametrize(
    "typed", ["Blorptronics", "Möttösen Akkupaja Oy", "Zzyzx GmbH", "CEID project", "<i>qwrtz(1)</i>"]
)
def test_of_a_name_that_nothing_has_it_is_said_so_and_nothing_else_is_shown(
    national: FlaskClient, typed: str
) -> None:
    """By chance parts of such names met an institute or companies, and “Oy” all others."""
    answer = found(national, q=typed, lang="en")
    assert answer["hits"] == []
    assert re.search(r"[\w]{4,}", typed)[0] in " ".join(answer["remarks"])


@pytest.mark.parametrize("typed", ["Northvlot AB", "Terafame Oy", "Kelibre"])
def test_a_misspelt_name_is_still_found(national: FlaskClient, typed: str) -> None:
    first = found(national, q=typed, lang="en")["hits"][0]["name"]
    assert first[:4] == typed[:4] or first.startswith("Terrafame")


def test_of_a_compound_whose_first_part_is_nowhere_it_is_said_so(national: FlaskClient) -> None:
    answer = found(national, q="hammaslaboratorio", lang="fi")
    assert "hammaslaboratorio" in " ".join(answer["remarks"])
    assert all("laboratorio" in hit["name"].lower() for hit in answer["hits"][:5])


@pytest.mark.parametrize(
    ("typed", "apart", "lang"),
    [("batteriprojekt", "projekt batteri", "sv"), ("akkuhanketta", "hanke akku", "fi")],
)
def test_a_compound_that_ends_with_a_kind_asks_for_records_of_that_kind(
    national: FlaskClient, typed: str, apart: str, lang: str
) -> None:
    compound, two = (found(national, q=each, lang=lang) for each in (typed, apart))
    assert compound["kinds"]["project"] == two["kinds"]["project"]
    assert compound["hits"][0]["kind"] == "project"


def test_sources_that_have_all_words_hide_nothing_else(national: FlaskClient) -> None:
    """Pages called “contact” of a publisher were all that was found of it."""
    hits = found(national, q="yhteystiedot LUT", lang="fi", limit="5")["hits"]
    assert any(hit["iri"].endswith("/id/organisation/lut") for hit in hits)
