"""What a written name means: found, several, unknown with what is near."""

import pytest

from akkuri.namespaces import Names
from akkuri.naming.answers import Candidates, Found, How, Unknown, UnresolvedError
from akkuri.naming.resolver import Resolver
from akkuri.naming.things import Thing, concepts, countries, kinds, places, records

BASE = "https://w3id.org/akkuri/"
WIKIDATA = "http://www.wikidata.org/entity/"


def concept(scheme, name, en, fi="", sv="", **more):
    group = f"concept/{scheme}"
    names = tuple((lang, text) for lang, text in (("en", en), ("fi", fi), ("sv", sv)) if text)
    return Thing(group, name, f"{BASE}{group}/{name}", None, names, **more)


def record(kind, slug, name, *others, **more):
    group = f"id/{kind}"
    return Thing(
        group,
        slug,
        f"{BASE}{group}/{slug}",
        f"{kind[:3]}-{slug}",
        (("en", name),),
        tuple(("", other) for other in others),
        **more,
    )


THINGS = [
    concept(
        "capability",
        "furnace-work",
        "Furnace work",
        "Uunityö",
        "Ugnsarbete",
        others=(("en", "Kiln work"),),
        hidden=(("en", "firing"), ("en", "heat"), ("en", "annealing")),
    ),
    concept("capability", "annealing", "Annealing", "Hehkutus", hidden=(("en", "heat"),)),
    concept("capability", "fire-safety", "Fire safety", "Paloturvallisuus", "Brandsäkerhet"),
    concept("facility-kind", "laboratory", "Laboratory", "Laboratorio", "Laboratorium"),
    concept("facility-kind", "plant", "Plant", "Laitos", "Anläggning"),
    concept("region", "FI1D7", "Lapland", "Lappi", "Lappland"),
    concept("unit", "milliwatt", "milliwatt", codes=("mW",)),
    concept("unit", "megawatt", "megawatt", codes=("MW",)),
    concept("unit", "kilowatt", "kilowatt", "kilowatti", codes=("kW",)),
    concept("unit", "year", "year", codes=("a",), others=(("sv", "år"),)),
    concept("unit", "ampere", "ampere", codes=("A",)),
    record("organisation", "north", "Northern University", "NU", codes=("https://ror.org/012345678",)),
    record(
        "organisation", "east", "Eastern", codes=("http://www.wikidata.org/entity/Q7", "000000012345678X")
    ),
    record("organisation", "nuclear", "Nuclear Union", "NU"),
    record("organisation", "abo", "Åbo Werk", "Werk AB"),
    record("organisation", "abo-old", "Åbo Werk", gone=True, successor=f"{BASE}id/organisation/abo"),
    record("organisation", "tut", "TUT"),
    record("organisation", "tampere", "Tampere University", "TUT"),
    record("facility", "north-lab", "North lab"),
    record("facility", "shared", "Shared name"),
    record("organisation", "shared", "Shared name"),
]


class _Known:
    def things(self, group):
        return [thing for thing in THINGS if thing.group == group]

    def title(self, group, lang):
        return {"en": "Capabilities", "fi": "Kyvykkyydet"}.get(lang) if group.endswith("capability") else None


@pytest.fixture
def resolver():
    return Resolver(_Known(), Names())


ORGANISATION, CAPABILITY = records("organisation"), concepts("capability")


@pytest.mark.parametrize(
    ("written", "wanted", "meant", "how"),
    [
        ("north", ORGANISATION, "north", How.ID),
        ("org-north", ORGANISATION, "north", How.ID),
        ("ORG-North", ORGANISATION, "north", How.OTHER),
        ("https://w3id.org/akkuri/id/organisation/north", ORGANISATION, "north", How.ID),
        ("https://w3id.org/akkuri/doc/organisation/north", ORGANISATION, "north", How.ID),
        ("http://localhost:7979/doc/organisation/north.html?lang=fi#x", ORGANISATION, "north", How.ID),
        ("https://example.org/a/concept/capability/annealing", CAPABILITY, "annealing", How.ID),
        ("akid:organisation/north", ORGANISATION, "north", How.ID),
        ("akc:capability/annealing", CAPABILITY, "annealing", How.ID),
        ("org-north (Northern University)", ORGANISATION, "north", How.ID),
        ("Northern University (org-north)", ORGANISATION, "north", How.ID),
        ("Northern … (north)", ORGANISATION, "north", How.ID),
        ("https://ror.org/012345678", ORGANISATION, "north", How.ID),
        ("012345678", ORGANISATION, "north", How.ID),
        ("ror.org/012345678/", ORGANISATION, "north", How.ID),
        ("https://www.wikidata.org/wiki/Q7", ORGANISATION, "east", How.ID),
        ("https://m.wikidata.org/wiki/Q7?uselang=fi#P31", ORGANISATION, "east", How.ID),
        ("0000 0001 2345 678X", ORGANISATION, "east", How.ID),
        ("https://isni.org/isni/000000012345678X", ORGANISATION, "east", How.ID),
        ("northern  UNIVERSITY", ORGANISATION, "north", How.NAME),
        ("Werk AB", ORGANISATION, "abo", How.OTHER),
        ("Abo Werk", ORGANISATION, "abo", How.LOOSE),
        ("A\u030abo Werk", ORGANISATION, "abo", How.NAME),
        ("Åbo\u2011Werk", ORGANISATION, "abo", How.LOOSE),
        ("Åbo Werk:n", ORGANISATION, "abo", How.INFLECTED),
        ("Åbo Werk's", ORGANISATION, "abo", How.INFLECTED),
        ("uunityö", CAPABILITY, "furnace-work", How.NAME),
        ("Kiln work", CAPABILITY, "furnace-work", How.OTHER),
        ("Paloturvallisuuden", CAPABILITY, "fire-safety", How.INFLECTED),
        ("Laboratories", concepts("facility-kind"), "laboratory", How.INFLECTED),
        ("laboratoriot", concepts("facility-kind"), "laboratory", How.INFLECTED),
        ("laitokset", concepts("facility-kind"), "plant", How.INFLECTED),
        ("anläggningar", concepts("facility-kind"), "plant", How.INFLECTED),
        ("firing", CAPABILITY, "furnace-work", How.HIDDEN),
        ("annealing", CAPABILITY, "annealing", How.ID),
        ("Annealing", CAPABILITY, "annealing", How.NAME),
        ("kW", concepts("unit"), "kilowatt", How.ID),
        ("MW", concepts("unit"), "megawatt", How.ID),
        ("mW", concepts("unit"), "milliwatt", How.ID),
        ("a", concepts("unit"), "year", How.ID),
        ("A", concepts("unit"), "ampere", How.ID),
        ("KiloWatt", concepts("unit"), "kilowatt", How.NAME),
        ("kilowatteina", concepts("unit"), "kilowatt", How.INFLECTED),
        ("lapland", places(), "FI1D7", How.NAME),
        ("Suomi", places(), "FI", How.NAME),
        ("FIN", countries(), "FI", How.ID),
        ("se", countries(), "SE", How.OTHER),
        ("Sverige", countries(), "SE", How.NAME),
        ("Facilities", kinds(), "facility", How.OTHER),
        ("laite", kinds(), "equipment", How.NAME),
    ],
)
def test_one_thing_is_found_by_whatever_it_is_called(resolver, written, wanted, meant, how):
    answer = resolver.resolve(written, wanted)
    assert isinstance(answer, Found), answer
    assert (answer.thing.id, answer.how) == (meant, how)


@pytest.mark.parametrize(
    ("written", "wanted", "candidates"),
    [
        ("NU", ORGANISATION, {"north", "nuclear"}),
        ("nu", ORGANISATION, {"north", "nuclear"}),
        ("TUT", ORGANISATION, {"tut", "tampere"}),
        ("heat", CAPABILITY, {"furnace-work", "annealing"}),
        ("Shared name", records("facility", "organisation"), {"shared"}),
    ],
)
def test_a_name_of_several_chooses_none(resolver, written, wanted, candidates):
    answer = resolver.resolve(written, wanted)
    assert isinstance(answer, Candidates)
    assert len(answer.things) == 2
    assert {thing.id for thing in answer.things} == candidates


def test_an_id_is_taken_although_others_have_it_as_an_acronym(resolver):
    assert resolver.find("tut", ORGANISATION).id == "tut"
    assert resolver.find("org-tut", ORGANISATION).id == "tut"


def test_a_slug_of_two_kinds_is_that_of_the_kind_wanted_first(resolver):
    assert resolver.find("shared", records("facility", "organisation")).group == "id/facility"
    assert resolver.find("shared", records("organisation", "facility")).group == "id/organisation"


def test_what_is_gone_is_found_by_its_id_but_gives_way_by_name(resolver):
    assert resolver.find("abo-old", ORGANISATION).successor == f"{BASE}id/organisation/abo"
    assert resolver.find("Åbo Werk", ORGANISATION).id == "abo"


@pytest.mark.parametrize("written", ["KW", "Mw", "year2", "å"])
def test_a_symbol_of_a_unit_in_other_capitals_is_another_unit(resolver, written):
    assert isinstance(resolver.resolve(written, concepts("unit")), Unknown)


@pytest.mark.parametrize(
    ("written", "wanted", "near"),
    [
        ("Northern Univercity", ORGANISATION, "north"),
        ("University Northern", ORGANISATION, "north"),
        ("anealing", CAPABILITY, "annealing"),
        ("KW", concepts("unit"), "kilowatt"),
        ("Laplant", places(), "FI1D7"),
    ],
)
def test_an_unknown_name_has_the_nearest(resolver, written, wanted, near):
    answer = resolver.resolve(written, wanted)
    assert isinstance(answer, Unknown)
    assert answer.nearest[0].id == near


@pytest.mark.parametrize("written", ["Nuclear Union (org-north)", "North (north)", "… (qqq)", "Uusimaa (NU)"])
def test_a_name_before_the_id_of_another_thing_means_neither(resolver, written):
    assert resolver.known(written, ORGANISATION) is None


def test_nothing_near_is_nothing_near(resolver):
    assert resolver.resolve("qqqqqqqqqq", ORGANISATION) == Unknown(
        tuple(
            thing
            for thing in sorted(_Known().things("id/organisation"), key=lambda t: t.id)
            if not thing.gone
        ),
        all=True,
    )
    assert resolver.resolve("qqqqqqqqqq", countries()) == Unknown(())


@pytest.mark.parametrize("scheme", ["no-such", "x> } { ?s ?p ?o", "a b", "../capability", ""])
def test_a_scheme_that_there_is_not_knows_nothing(resolver, scheme):
    asked = []
    known = _Known()
    known.things = lambda group: asked.append(group) or []
    odd = Resolver(known, Names())
    assert odd.resolve("annealing", concepts(scheme)) == Unknown(())
    assert odd.meant("annealing", concepts(scheme)) == []
    assert asked in ([], ["concept/no-such"] * len(asked))


def test_a_kind_without_records_is_read_once_and_an_unknown_group_is_not_kept():
    asked = []
    known = _Known()
    known.things = lambda group: asked.append(group) or []
    empty = Resolver(known, Names(), lambda: "1")
    for _ in range(3):
        assert empty.known("Northern University", ORGANISATION) is None
    assert asked == ["id/organisation"]
    empty.known("annealing", concepts("no-such"))
    asked.clear()
    assert empty.known("annealing", concepts("no-such")) is None
    assert asked


def test_another_version_is_read_anew():
    version, known = ["1"], _Known()
    changing = Resolver(known, Names(), lambda: version[0])
    assert isinstance(changing.resolve("Northern University", ORGANISATION), Found)
    known.things = lambda group: []
    assert isinstance(changing.resolve("Northern University", ORGANISATION), Found)
    version[0] = "2"
    assert changing.resolve("Northern University", ORGANISATION) == Unknown(())


def test_only_what_may_be_meant_is_found(resolver):
    wanted = ORGANISATION.within(lambda thing: thing.id != "nuclear")
    assert resolver.find("NU", wanted).id == "north"
    assert isinstance(resolver.resolve("nuclear", wanted), Unknown)


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "stage: “anealing” is not found (Capabilities). Did you mean annealing?"),
        ("fi", "stage: ”anealing” on tuntematon (Kyvykkyydet). Tarkoititko: Hehkutus (annealing)?"),
        ("sv", "stage: ”anealing” hittas inte (Capabilities). Menade du: annealing?"),
    ],
)
def test_the_sentence_says_where_what_and_the_nearest(resolver, lang, sentence):
    known = _Known()
    known.title = lambda group, lang: {"en": "Capabilities", "fi": "Kyvykkyydet", "sv": "Capabilities"}[lang]
    with pytest.raises(UnresolvedError) as caught:
        Resolver(known, Names()).find("anealing", CAPABILITY, lang, "stage")
    assert str(caught.value) == sentence


def test_the_sentence_about_several_lists_their_ids(resolver):
    both = r"several things \(Organisations\): .* \(org-north\), .* \(org-nuclear\)"
    with pytest.raises(UnresolvedError, match=both):
        resolver.find("NU", ORGANISATION)


def test_a_long_or_odd_text_is_quoted_short_and_printable(resolver):
    with pytest.raises(UnresolvedError) as caught:
        resolver.find("x\x07\u202e" + "y" * 10_000, ORGANISATION)
    assert len(str(caught.value)) < 500
    assert str(caught.value).isprintable()
