"""Every named query keeps its contract: it parses, answers, and each of its parameters does something."""

import re
from collections import Counter
from collections.abc import Iterator

import pytest
from pyoxigraph import Store
from rdflib import URIRef, Variable
from rdflib.paths import NegatedPath, Path
from rdflib.plugins.sparql import prepareQuery
from rdflib.plugins.sparql.parserutils import CompValue

from akkuri import resources
from akkuri.ask.named.catalogue import GROUPS, Catalogue
from akkuri.ask.named.declarations import TYPES
from akkuri.search.own_words.candidates import candidates
from akkuri.search.own_words.cues import ANY, NONE, RECORD, SUBJECT, read_wordings
from akkuri.search.own_words.examples import read_sentences
from akkuri.texts import LANGUAGES

CATALOGUE = Catalogue.load(resources.questions())
IN_USE = {
    "en": ("in use", "whose status no source tells"),
    "fi": ("toiminnassa", "tilaa mikään lähde ei kerro"),
    "sv": ("i drift", "status ingen källa uppger"),
}
"""By language: words about what is in use, and those that say what the status nobody tells counts as."""

ALL = pytest.mark.parametrize("query", list(CATALOGUE), ids=lambda query: query.path)

SAMPLES: dict[str, str] = {
    "lang": "fi",
    "region": "FI1D5",
    "municipality": "Kokkola",
    "country": "SE",
    "stage": "recycling",
    "capability": "hydrometallurgy",
    "access": "commercial-service",
    "scale": "pilot",
    "kind": "pilot-line",
    "state": "single-operator",
    "status": "planned",
    "facility": "vtt-battery-laboratory",
    "organisation": "lut",
    "gapkind": "skills",
    "origin": "VTT",
    "programme": "Horizon",
    "since": "2023",
    "before": "2027",
    "by": "2040",
    "recordkind": "facility",
    "trl": "5",
    "km": "20",
    "parameter": "rated_power",
    "min": "5",
    "max": "4",
    "unit": "kW",
    "chemistry": "na-ion",
    "cellformat": "pouch",
    "current": "100",
    "voltage": "4.2",
    "celsius": "-20",
    "text": "valmet",
    "type": "university",
    "network": "net-battedu",
    "link": "owns",
    "project": "batcircle",
    "role": "coordinator",
    "answered": "false",
    "investment": "made",
    "publisher": "Yle",
    "language": "fi",
    "record": "gtk-mintec-laboratories",
    "until": "2024",
    "other": "SE",
    "partner": "vtt",
    "sourcekind": "official",
    "identifier": "ror",
    "dewpoint": "-40",
    "inuse": "false",
    "scheme": "iso-9001",
    "scope": "FINAS",
}
"""A value for each parameter, by its name."""

OWN: dict[tuple[str, str], str] = {
    ("directory/specifications", "type"): "battery-energy-storage-system",
    ("directory/specifications", "min"): "1000",
    ("directory/specifications", "max"): "1000",
    ("directory/instruments", "type"): "scanning-electron-microscope",
    ("directory/instruments", "text"): "tescan",
    ("network/project-partners", "text"): "batcircle",
    ("gaps/planned-investments", "min"): "1000000",
    ("gaps/planned-investments", "max"): "1000000",
    ("network/joint-projects", "partner"): "aalto",
    ("gaps/countries", "other"): "FI",
    ("quality/source-count", "max"): "0",
    ("directory/opened", "since"): "2020",
    ("quality/changed", "since"): "2027",
    ("quality/counts", "since"): "2027",
    ("directory/near", "municipality"): "Oulu",
    ("directory/facility-profile", "facility"): "fac-gtk-mintec-laboratories",
}
"""Where one query needs another value."""

BESIDE: dict[str, dict[str, str]] = {"quality/unverified": {"before": "2027"}}
"""Values to give beside the tested one where there is no row without them."""


def rows_of(run, query, **values):
    return {tuple(row.items()) for row in run(query.path, **values)}


def test_there_are_at_least_forty_questions_in_every_group_together():
    assert len(CATALOGUE) >= 40
    assert {query.group for query in CATALOGUE} == set(GROUPS)


@ALL
def test_the_file_as_it_stands_gives_the_answer_of_the_defaults(query, run, asking):
    """Pasted into an editor, comments and all, it answers as without parameters."""
    from akkuri.ask.named.json_rows import plain_rows

    columns = [column.name for column in query.columns]
    as_it_stands = plain_rows(columns, asking.select(query.text))
    assert as_it_stands == run(query.path)


@ALL
def test_it_answers_on_the_national_data(query, run):
    rows = run(query.path)
    if query.may_be_empty is None:
        assert rows
    else:
        assert len(query.may_be_empty.split()) > 3


@ALL
def test_the_parts_of_a_list_stand_in_order(query, run):
    """Else they would stand as the engine met them, and its next build may meet them in another order."""
    lists = {"programmes"} & {column.name for column in query.columns}
    lists |= set(re.findall(r"GROUP_CONCAT\(.*?AS \?(\w+)\)", query.text)) - {"programmeList"}
    for row in run(query.path):
        for name in lists & row.keys():
            parts = str(row[name] or "").split("; ")
            assert parts == sorted(parts)


@pytest.mark.parametrize("language", list(IN_USE))
def test_what_counts_as_in_use_is_told(language):
    """A stranger who counts what is operational alone would get another number."""
    words, rule = IN_USE[language]
    told = {
        query.path: query.summaries[language]
        for query in CATALOGUE
        if re.search(r"\bin use\b", query.summaries["en"]) or "inUse" in (query.properties or ())
    }
    assert len(told) > 15
    assert [path for path, said in told.items() if words not in said.lower() or rule not in said] == []


@pytest.mark.parametrize(
    ("language", "rule"),
    [
        ("en", "without an access mode of its own has that of its facility"),
        ("fi", "jolla ei ole omaa käyttötapaa, on infrastruktuurinsa käyttötapa"),
        ("sv", "utan egen tillgångsform har sin anläggnings"),
    ],
)
def test_whose_access_an_offering_has_is_told(language, rule):
    """The tables leave a quarter of the offerings without one: counting rows gives other numbers."""
    read = [query for query in CATALOGUE if re.search(r"\?\w*ffering\b[^}\n]* ak:accessMode", query.text)]
    assert len(read) > 5
    assert [query.path for query in read if rule not in query.summaries[language]] == []


@ALL
def test_no_row_comes_twice(query, run):
    rows = run(query.path)
    assert len(rows) == len({tuple(row.items()) for row in rows})


@pytest.mark.parametrize(
    ("query", "name"),
    [(query, name) for query in CATALOGUE for name in query.params],
    ids=lambda value: value if isinstance(value, str) else value.path,
)
def test_each_parameter_changes_the_rows(query, name, run):
    value = OWN.get((query.path, name), SAMPLES[name])
    beside = {key: given for key, given in BESIDE.get(query.path, {}).items() if key != name}
    assert rows_of(run, query, **beside, **{name: value}) != rows_of(run, query, **beside)


@ALL
def test_all_parameters_together_still_parse(query):
    values = {name: OWN.get((query.path, name), SAMPLES[name]) for name in query.params}
    values = {name: value for name, value in values.items() if name != "municipality"}
    assert Store().query(query.bind(values))


@ALL
def test_what_a_person_reads_is_in_three_languages_and_they_differ(query):
    for texts in (query.titles, query.summaries):
        assert set(texts) == set(LANGUAGES)
        assert len(set(texts.values())) == 3
    for item in (*query.columns, *query.params.values()):
        texts = item.titles if hasattr(item, "titles") else item.labels
        assert set(texts) == set(LANGUAGES)
    assert query.tags


@ALL
def test_names_of_parameters_are_labelled_and_typed(query):
    for parameter in query.params.values():
        assert parameter.type in TYPES
    if any(column.name.endswith("Name") for column in query.columns):
        assert "lang" in query.params


def test_labels_common_to_all_queries_differ_between_english_and_finnish():
    same = {"ROR", "Wikidata", "TRL", "Parameter"}
    for query in CATALOGUE:
        for column in query.columns:
            if column.titles["en"].removesuffix(" (IRI)") not in same:
                assert column.titles["en"] != column.titles["fi"], column
        for parameter in query.params.values():
            if parameter.labels["en"] not in same:
                assert parameter.labels["en"] != parameter.labels["fi"], parameter


def test_a_shared_title_or_label_is_used_somewhere():
    import yaml

    general, national = (
        yaml.safe_load((folder / "shared.yaml").read_text(encoding="utf-8"))
        for folder in resources.questions()
    )
    everywhere = Catalogue.load([resources.queries()])
    assert set(general["columns"]) == {column.name for query in everywhere for column in query.columns}
    assert set(general["params"]) == {name for query in everywhere for name in query.params}
    columns = {column.name for query in CATALOGUE for column in query.columns}
    assert set(national["columns"]) == columns - set(general["columns"])
    params = {name for query in CATALOGUE for name in query.params}
    assert set(national["params"]) == params - set(general["params"])


def test_what_people_ask_in_their_own_words_is_there_and_can_be_asked() -> None:
    asked = read_wordings(resources.questions())
    assert len(asked) > 60
    known = {each.name for each in candidates(CATALOGUE)}
    assert set(asked) - known == {ANY, NONE, RECORD, SUBJECT}


def test_sentences_ask_what_can_be_asked_and_each_question_is_asked_in_each_language() -> None:
    sentences = Counter((each.question, each.lang) for each in read_sentences(resources.questions()))
    assert {question for question, _ in sentences} <= {NONE, *(each.name for each in candidates(CATALOGUE))}
    few = {(query.path, lang) for query in CATALOGUE for lang in LANGUAGES if sentences[query.path, lang] < 5}
    assert few == set()


def test_a_question_reads_no_property_but_those_it_names() -> None:
    """The command loads only these; what reads any is told by the algebra of another engine."""
    for query in CATALOGUE:
        asked = set(predicates(prepareQuery(query.text).algebra))
        assert asked, query.path
        if query.properties is None:
            continue
        assert {str(each) for each in asked if isinstance(each, Variable)} <= {"lang"}, query.path
        names = {re.split("[/#]", str(each))[-1] for each in asked if isinstance(each, URIRef)}
        assert names <= query.properties, query.path
        read = query.properties_in("fi")
        assert names <= read <= query.properties, query.path
        assert ("labelFi" in read) >= any(isinstance(each, Variable) for each in asked), query.path
    read = CATALOGUE.find("gaps/single-operator").properties_in("fi")
    assert read.isdisjoint({"type", "prefLabel", "labelEn", "labelSv"})


def predicates(part: object) -> Iterator[object]:
    """Give what stands in the place of a property, the steps of paths one by one."""
    if isinstance(part, CompValue):
        for name, value in part.items():
            if name == "triples":
                # One triple each, or several in a row where the algebra leaves a pattern as it was parsed.
                yield from (step for row in value for each in list(row)[1::3] for step in steps(each))
            else:
                yield from predicates(value)
    elif isinstance(part, list | tuple | set):
        for each in part:
            yield from predicates(each)


def steps(each: object) -> Iterator[object]:
    """Give the properties of a path; a path of all but some reads any, as a variable does."""
    assert not isinstance(each, NegatedPath)
    if not isinstance(each, Path):
        yield each
    for name in ("arg", "path"):
        inner = getattr(each, name, ()) if isinstance(each, Path) else ()
        for step in inner if isinstance(inner, list) else [inner] if inner else []:
            yield from steps(step)
    for step in getattr(each, "args", ()) if isinstance(each, Path) else ():
        yield from steps(step)
