"""Search: any part of any name, whatever the accents, and how many of each kind."""

import re
from urllib.parse import urlencode

import pytest
from flask.testing import FlaskClient

from akkuri.naming.spelling import fold
from akkuri.search.words import Lexicon

BROWSER = {"Accept": "text/html"}


def hits(client: FlaskClient, query: str) -> list[str]:
    page = client.get(f"/search?{query}", headers=BROWSER).text
    return re.findall(r'href="([^"]+)"', page.partition('<ol class="hits"')[2].partition("</ol>")[0])


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Hämeenlinna", "hameenlinna"),
        ("Åbo  Akademi", "abo akademi"),
        ("SMØRE-brød", "smore brod"),
        (" Ⅳ ", "iv"),
    ],
)
def test_folding(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    "query", ["q=älpha", "q=ALPHA", "q=lpha-labo", "q=laboratorio", "q=espoo", "q=labo+alph"]
)
def test_a_record_is_found_by_any_part_of_any_name_or_its_place(small: FlaskClient, query: str) -> None:
    assert "/doc/facility/alpha" in hits(small, query)


def test_other_names_and_acronyms_count(small: FlaskClient) -> None:
    assert hits(small, "q=omg")[0] == "/doc/organisation/omega"
    assert hits(small, "q=hameenlinna")[0] == "/doc/organisation/omega"


def test_concepts_are_found_in_every_language(small: FlaskClient) -> None:
    assert "/concept/capability/testing" in hits(small, "q=provning")


def test_kinds_are_counted_and_can_be_chosen(small: FlaskClient) -> None:
    page = small.get("/search?q=laboratory", headers=BROWSER).text
    counts = dict(re.findall(r'kind=([a-z]+)"[^>]*>[^<]*<span class="n">(\d+)</span>', page))
    assert counts["facility"] == "1", "the old one is found under its heir"
    assert len(hits(small, "q=omega&kind=organisation")) == 1


def test_the_hits_are_paged(small: FlaskClient) -> None:
    found = [link for page in range(1, 6) for link in hits(small, f"q=device&kind=equipment&page={page}")]
    assert len(found) == len(set(found)) == 230


def test_nothing_found_and_nothing_asked_are_pages(small: FlaskClient) -> None:
    for query in ("q=zzzz", "q=", "", "q=%00", "q=" + "x" * 5000, "q=%EF%BF%BD"):
        assert small.get(f"/search?{query}", headers=BROWSER).status_code == 200
        assert hits(small, query) == []


def test_the_national_graph_finds_its_own(national: FlaskClient) -> None:
    assert hits(national, "q=vtt")[0] == "/doc/organisation/vtt"
    assert "/concept/municipality/" in hits(national, "q=karleby")[0]


@pytest.mark.parametrize(
    ("typed", "useful"),
    [
        ("dryroom", "/concept/capability/dry-room"),
        ("pack testing", "/concept/capability/pack-testing"),
        ("nail penetration", "/concept/capability/abuse-and-safety-testing"),
        ("hydrometalurgy", "/concept/capability/hydrometallurgy"),
        ("SEM", "/concept/equipment-type/scanning-electron-microscope"),
        ("climatic chamber", "/concept/equipment-type/climate-chamber"),
        ("Oulu university", "/doc/organisation/oulu"),
        ("kuivahuone", "/concept/capability/dry-room"),
        ("akkutestaus", "/concept/capability/electrochemical-testing"),
        ("ilmastokaappi", "/doc/facility/vtt-battery-laboratory"),
        ("latausinfra", "/concept/capability/charging-and-grid"),
        ("torrum", "/concept/capability/dry-room"),
        ("pack test", "/concept/capability/pack-testing"),
        ("teknologian tutkimuskeskus", "/doc/organisation/vtt"),
        ("Finnish Mineral Group", "/doc/organisation/finnish-minerals-group"),
        ("batery recyling", "/doc/organisation/fortum-battery-recycling"),
        ("calorimetry", "/concept/equipment-type/calorimeter"),
        ("simuloida akkua", "/concept/capability/modelling-and-simulation"),
        ("kierrätetään akkuja", "/concept/value-chain-stage/recycling"),
        ("puretaan akkuja", "/concept/capability/dismantling-and-pretreatment"),
        ("simulera batteri", "/concept/capability/modelling-and-simulation"),
        ("återvinna batterier", "/concept/value-chain-stage/recycling"),
        ("oululainen akkulabra", "/doc/facility/oulu-sustainable-chemistry-laboratory"),
        ("MAXIV", "/doc/facility/max-iv"),
        ("koulutusta akkualalle", "/concept/capability/training"),
        ("horizon europe coordinators", "/concept/participation-role/coordinator"),
        ("VTT:n kumppanit", "/doc/organisation/vtt"),
        ("charger 350 kW", "/concept/equipment-type/ev-charger"),
        ("electrolyte production", "/concept/value-chain-stage/cell-components"),
        ("akkukemikaalitehtaat", "/doc/facility/terrafame-battery-chemicals-plant"),
        ("turvatestit akuille", "/concept/capability/abuse-and-safety-testing"),
        ("kierrätysyritykset", "/concept/value-chain-stage/recycling"),
        ("European battery regulation", "/concept/test-standard/eu-2023-1542-annex-iv"),
        ("kallprov -35 grader", "/concept/capability/environmental-testing"),
        ("tärinätesti akulle", "/concept/capability/environmental-testing"),
        ("VTT:n pakkaskaappi", "/concept/equipment-type/climate-chamber"),
        ("underground lab 1400 m", "/doc/facility/callio-lab"),
        ("-40C chamber", "/concept/equipment-type/climate-chamber"),
        ("akkutestipaikka", "/doc/facility/uusikaupunki-battery-test-center"),
        ("gtkn laboratorio", "/doc/facility/gtk-espoo-research-laboratory"),
        ("KTH", "/doc/organisation/kth"),
        ("jkl yliopisto", "/doc/organisation/jyu"),
        ("harjavallan pilotti", "/doc/facility/fortum-harjavalta-pilot"),
        ("yliopistosairaala kuopio", "/doc/organisation/kuopio-university-hospital"),
        ("BEPA medlemmar", "/doc/network/bepa"),
        ("100 degrees cell discharge", "/doc/equipment/vtt-bat-high-temp-discharge"),
        ("kylmähuone", "/concept/equipment-type/climate-chamber"),
        ("elskrot", "/concept/value-chain-stage/recycling"),
        ("miksi akku hajosi", "/concept/capability/post-mortem-analysis"),
        ("opinnäytetyö", "/concept/capability/training"),
        ("sähkötraktori", "/concept/value-chain-stage/system-integration"),
        ("köra bil i kyla", "/concept/capability/environmental-testing"),
        ("what is missing", "/queries/gaps/cells"),
        ("what is missing in Finland", "/queries/gaps/cells"),
        ("rent a lab", "/queries/directory/open-to-others"),
        ("vuokrata laboratorio", "/queries/directory/open-to-others"),
        ("planerade fabriker", "/queries/directory/coming"),
        ("Kuka robot", "/doc/equipment/centria-recirculate-robot"),
        ("Varkauden tutkimuskeskus", "/doc/facility/savonia-energy-research-centre"),
        ("öppnar 2027", "/queries/directory/coming"),
        ("JTF", "/queries/network/programmes"),
        ("termisen karkaamisen mittaus", "/concept/capability/fire-safety"),
        ("yhteyshenkilö", "/queries/directory/way-in"),
        ("norska företag", "/doc/organisation/elkem"),
        ("saksalaiset pilottilinjat", "/doc/facility/customcells-itzehoe"),
        ("Ruotsissa olevat testilaboratoriot", "/doc/facility/seel-boras"),
        ("laboratoriot Uudellamaalla", "/doc/facility/aalto-hydrometallurgy"),
        ("tehdas Uudessakaupungissa", "/doc/facility/ioncor-uusikaupunki-battery-plant"),
        ("pilotti Porissa", "/doc/facility/metso-pori-lioh-pilot"),
        ("elektronimikroskoopit Itä-Suomessa", "/concept/equipment-type/scanning-electron-microscope"),
    ],
)
def test_what_newcomers_typed_is_found_among_the_first_five(
    national: FlaskClient, typed: str, useful: str
) -> None:
    assert useful in hits(national, urlencode({"q": typed}))[:5]


def test_a_number_and_letters_that_texts_have_as_one_word_are_no_value(national: FlaskClient) -> None:
    """A source says "5C charge", which is a rate; what 90 °C reaches is not asked for."""
    asked = national.get("/api/search", query_string={"q": "5C fast charge"}).json
    assert asked["understood"]["values"] == []
    assert asked["hits"][0]["iri"].endswith("/id/equipment/vtt-bat-fast-charge")
    alone = [hit["iri"].rpartition("/")[2] for hit in national.get("/api/search?q=5C").json["hits"]]
    assert {"vtt-bat-fast-charge", "c-rate", "formation-and-cycling"} <= set(alone)
    assert national.get("/api/search?q=25C").json["understood"]["values"] == ["25C"]


@pytest.mark.parametrize("typed", ["2C", "0,5C", "C/3", "5 C", "1/3 C"])
def test_a_rate_is_no_temperature(national: FlaskClient, typed: str) -> None:
    """The cluster declares up to which value its unit is meant by a letter that degrees share."""
    asked = national.get("/api/search", query_string={"q": typed}).json
    assert asked["hits"][0]["iri"].endswith("/concept/unit/c-rate")
    assert asked["hits"][1]["iri"].endswith("/concept/capability/formation-and-cycling")
    assert any("C-rate" in remark for remark in asked["remarks"])


def test_a_million_of_a_unit_is_no_unit(national: FlaskClient) -> None:
    asked = [
        hits(national, urlencode({"q": typed})) for typed in ("5 million euros", "5 miljoonaa euroa", "5 M€")
    ]
    assert asked[0]
    assert asked[0] == asked[1] == asked[2]


def test_what_comes_nearest_is_shown_although_a_text_has_the_value(national: FlaskClient) -> None:
    """A description says 400 V; the values that are stated are lower, and follow."""
    asked = national.get("/api/search", query_string={"q": "400 volts"}).json
    assert [hit["values"] for hit in asked["hits"] if hit.get("values")]


def test_a_word_for_a_kind_asks_for_records_of_that_kind(national: FlaskClient) -> None:
    found = hits(national, urlencode({"q": "investeringar i Karleby", "lang": "sv"}))[:5]
    assert any(link.startswith("/doc/investment/") for link in found)


def test_a_name_that_nothing_has_is_no_form_of_a_word_in_another_language(national: FlaskClient) -> None:
    """Bruker makes instruments; in Swedish "bruk" is use."""
    assert hits(national, "q=Bruker&lang=en") == []


def test_a_case_of_finland_is_finland(national: FlaskClient) -> None:
    found = hits(national, urlencode({"q": "akkutehtaat Suomessa", "lang": "fi"}))
    assert "/doc/facility/ioncor-salo-battery-plant?lang=fi" in found[:5]


def test_short_words_are_met_whole(national: FlaskClient) -> None:
    """ARC is an instrument, not a part of "research"."""
    page = national.get("/search?q=ARC", headers=BROWSER).text
    total = int(re.search(r'aria-current="true">[^<]*<span class="n">(\d+)', page)[1])
    assert total < 100


def test_the_facilities_of_a_concept_are_hits(national: FlaskClient) -> None:
    found = [link for number in (1, 2) for link in hits(national, f"q=kuivahuone&page={number}")]
    assert sum(link.startswith("/doc/facility/") for link in found) >= 5


@pytest.mark.parametrize(
    ("written", "page"),
    [
        ("04b181w54", "organisation/vtt"),
        ("https://ror.org/04b181w54", "organisation/vtt"),
        ("Q1791348", "organisation/vtt"),
        ("932760440", "organisation/vtt"),
        ("2647375-4", "organisation/vtt"),
        ("urn:nbn:fi:research-infras-2016072524", "facility/max-iv"),
    ],
)
def test_an_identifier_leads_to_its_record(national: FlaskClient, written: str, page: str) -> None:
    found = national.get("/search", query_string={"q": written}, headers=BROWSER).text
    assert re.search(rf'class="notice">This identifier is that of <a href="/doc/{page}', found)


def test_values_are_written_as_the_language_does(national: FlaskClient) -> None:
    found = national.get("/search?q=300+kW&lang=fi", headers=BROWSER).text
    assert "2\u00a0000 kW" in found
    assert "2000 kW" not in found


def test_hits_come_before_the_filters(national: FlaskClient) -> None:
    found = national.get("/search?q=dry+room", headers=BROWSER).text
    assert 0 < found.index('<ol class="hits"') < found.index('<aside class="narrow"')


@pytest.mark.parametrize(
    "path",
    [
        "/search?q=qwxzqwxz",
        "/browse/facility?country=IS",
        "/gaps/cells?state=trl-hole",
        "/network/pairs?country=IS",
        "/queries/directory/facilities?country=IS",
    ],
)
def test_an_empty_answer_says_what_is_not_known(national: FlaskClient, path: str) -> None:
    assert "may still exist" in national.get(path, headers=BROWSER | {"Accept-Language": "en"}).text


def test_the_head_of_a_compound_is_found_where_its_end_is_nowhere(national: FlaskClient) -> None:
    found = hits(national, urlencode({"q": "röntgenkuvaus", "lang": "fi"}))[:5]
    assert any(link.startswith("/concept/equipment-type/x-ray") for link in found)


def test_one_part_of_a_compound_may_be_misspelt_or_unknown() -> None:
    lexicon = Lexicon(("sahko", "mikroskooppi", "testi", "akku"), ())
    assert lexicon.misspelt_parts("sahkomiskroskooppi") == ("sahko", "mikroskooppi")
    assert lexicon.misspelt_parts("sakhomikroskooppi") == ("sahko", "mikroskooppi")
    assert lexicon.begun_parts("akkutestipaikka") == ("akku", "testi")
    assert lexicon.known_end("tormaystesti") == ("testi",)


def test_a_page_beyond_the_last_leads_back_to_the_first(national: FlaskClient) -> None:
    answer = national.get("/search?q=kokkola&page=999&lang=fi", headers=BROWSER)
    assert answer.status_code == 404
    assert "/search?q=kokkola&amp;lang=fi" in answer.text
    assert national.get("/search?page=999", headers=BROWSER).status_code == 200
