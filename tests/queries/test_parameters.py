"""What a person may write for a parameter, what becomes of it, and what is said when it does not fit."""

from decimal import Decimal

import pytest
from pyoxigraph import Literal, NamedNode, Store

from akkuri.ask.named.declarations import read_parameter
from akkuri.ask.named.header import QueryFile
from akkuri.ask.named.parameters import Context, Parameter
from akkuri.ask.named.reader import read_query
from akkuri.ask.named.template import read_template
from akkuri.errors import UsageError
from akkuri.namespaces import Names

LABELS = {"en": "x", "fi": "y", "sv": "z"}
REGION = "https://w3id.org/akkuri/concept/region/FI1D7"


def parameter(kind, **more):
    return Parameter("p", kind, LABELS, **more)


@pytest.mark.parametrize("written", ["FI1D7", "fi1d7", "Lapland", "lappi", "Lappland", REGION])
def test_a_region_may_be_named_in_many_ways(written, known):
    found = parameter("nuts3", scheme="region").term(written, Context(known=known))
    assert found == NamedNode(REGION)


@pytest.mark.parametrize("written", ["kW", "kilowatt", "kilowatti"])
def test_a_unit_may_be_given_by_its_ucum_code(written, known):
    found = parameter("unit", scheme="unit").term(written, Context(known=known))
    assert found == NamedNode("https://w3id.org/akkuri/concept/unit/kilowatt")


@pytest.mark.parametrize(
    "written",
    [
        "vtt",
        "org-vtt",
        "https://w3id.org/akkuri/id/organisation/vtt",
        "VTT",
        "Teknologian tutkimuskeskus VTT Oy",
        "teknologiska forskningscentralen vtt ab",
    ],
)
def test_a_record_may_be_named_in_many_ways(written, known):
    found = parameter("record", kinds=("network", "organisation")).term(written, Context(known=known))
    assert found == NamedNode("https://w3id.org/akkuri/id/organisation/vtt")


@pytest.mark.parametrize(
    ("lang", "sentence"),
    [
        ("en", "p: “pyrrometallurrgy” is not found (Capabilities). Did you mean pyrometallurgy"),
        (
            "fi",
            "p: ”pyrrometallurrgy” on tuntematon (Kyvykkyydet). Tarkoititko: Pyrometallurgia (",
        ),
        ("sv", "p: ”pyrrometallurrgy” hittas inte (Förmågor). Menade du: Pyrometallurgi (pyrometallurgy)"),
    ],
)
def test_an_unknown_concept_names_the_closest(lang, sentence, known):
    with pytest.raises(UsageError) as caught:
        parameter("concept", scheme="capability").term("pyrrometallurrgy", Context(lang=lang, known=known))
    assert str(caught.value).startswith(sentence)


def test_an_unknown_record_names_the_closest(known):
    with pytest.raises(UsageError, match=r"not found \(Facilities\)\. Did you mean .* \(fac-vtt-bioruukki\)"):
        parameter("record", kinds=("facility",)).term("vtt-bioruuki", Context(known=known))


def test_an_unknown_name_is_told_with_the_closest(known):
    with pytest.raises(
        UsageError, match=r"not found \(Organisations\)\. Did you mean .* \(org-abo-akademi\)"
    ):
        parameter("record", kinds=("organisation",)).term("Åbo Akatemy University", Context(known=known))


@pytest.mark.parametrize(
    ("kind", "written", "term"),
    [
        ("number", "-40.5", '"-40.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("number", "\u221240,5", '"-40.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("number", "1\u00a0200", '"1200"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("integer", "20 000", '"20000"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("boolean", "kyllä", '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        ("boolean", "Nej", '"false"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        ("date", "24.11.2026", '"2026-11-24"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("date", "1.2.2026", '"2026-02-01"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("integer", "7", '"7"^^<http://www.w3.org/2001/XMLSchema#integer>'),
        ("boolean", "TRUE", '"true"^^<http://www.w3.org/2001/XMLSchema#boolean>'),
        ("date", "2026-11", '"2026-11-01"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("country", "fi", '"FI"'),
        ("country", "FIN", '"FI"'),
        ("country", "Ruotsi", '"SE"'),
        ("kind", "Laitteet", '"equipment"'),
        ("date", "marraskuu 2026", '"2026-11-01"^^<http://www.w3.org/2001/XMLSchema#date>'),
        ("number", "12,500.5", '"12500.5"^^<http://www.w3.org/2001/XMLSchema#decimal>'),
        ("kind", "Facility", '"facility"'),
        ("text", 'a "b" \\ c', '"a \\"b\\" \\\\ c"'),
        ("lang", "sv", "<https://w3id.org/akkuri/ontology#labelSv>"),
    ],
)
def test_simple_types(kind, written, term):
    assert str(parameter(kind).term(written, Context())) == term


@pytest.mark.parametrize(
    ("kind", "written"),
    [
        ("number", "300 kW"),
        ("number", "1e5"),
        ("number", "\u0664"),
        ("integer", "1.5"),
        ("boolean", "maybe"),
        ("date", "24.13.2026"),
        ("date", "2026-13"),
        ("lang", "de"),
    ],
)
def test_a_value_of_another_type_is_refused_in_one_sentence(kind, written):
    with pytest.raises(UsageError, match=r"^p is .*; expected .*\.$"):
        parameter(kind).term(written, Context())


@pytest.mark.parametrize(
    ("kind", "written", "ways"),
    [
        ("number", "1,200", "1.2 or 1 200"),
        ("number", "-12,345", "-12.3450 or -12 345"),
        ("date", "4/3/2026", "4 Mar 2026 or 3 Apr 2026"),
    ],
)
def test_a_value_with_two_readings_is_refused_with_both(kind, written, ways):
    with pytest.raises(UsageError) as refused:
        parameter(kind).term(written, Context())
    sentence = str(refused.value).replace("\u00a0", " ")
    assert sentence == f"p is “{written}”, which can be read in two ways; write {ways}."


@pytest.mark.parametrize(
    ("kind", "bounds", "written", "told"),
    [
        ("number", {"least": Decimal(1)}, "0", "at least 1"),
        ("integer", {"least": Decimal(1), "most": Decimal(9)}, "10", "from 1 to 9"),
        ("integer", {"most": Decimal(9)}, "10", "at most 9"),
    ],
)
def test_a_number_beyond_its_bounds_is_refused_with_them(kind, bounds, written, told):
    with pytest.raises(UsageError, match=f"^p is “{written}”; expected a number,? {told}"):
        parameter(kind, **bounds).term(written, Context())


@pytest.mark.parametrize(("kind", "written"), [("country", "Finnland"), ("kind", "facilitie")])
def test_a_country_or_kind_there_is_not_names_the_closest(kind, written):
    with pytest.raises(
        UsageError, match=r"^p: “.*” is not found \(.*\)\. Did you mean (Finland \(FI\)|facility)"
    ):
        parameter(kind).term(written, Context())


@pytest.mark.parametrize("written", ["60", "60 V", "60 volts", "60 Volttia", "0.06 kV", "60 000 mV"])
def test_a_number_may_state_the_unit_of_its_parameter(written, known):
    found = parameter("number", unit="V").term(written, Context(known=known))
    assert found == Literal("60", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))


def test_a_number_in_another_unit_is_refused(known):
    with pytest.raises(UsageError, match=r"^p is “60 kW”; expected a number of V\.$"):
        parameter("number", unit="V").term("60 kW", Context(known=known))


def test_a_sum_may_be_written_in_millions():
    found = parameter("number", unit="EUR").term("1,5 M€", Context())
    assert found == Literal("1500000", datatype=NamedNode("http://www.w3.org/2001/XMLSchema#decimal"))


def test_the_unit_of_a_value_is_the_unit_parameter(catalogue, known):
    query, context = catalogue.queries["directory/specifications"], Context(known=known)
    asked = query.bind({"min": "300", "unit": "kW"}, context)
    assert query.bind({"min": "300 kW"}, context) == asked
    assert query.bind({"min": "300 kW", "unit": "kW"}, context) == asked
    assert query.bind({"min": "300 kW", "unit": "MW"}, context) == query.bind(
        {"min": "0.3", "unit": "MW"}, context
    )
    assert query.bind({"min": "500 W", "max": "0,5 MW"}, context) == query.bind(
        {"min": "0.5", "max": "500", "unit": "kW"}, context
    )
    with pytest.raises(UsageError, match="min is “300 kW”"):
        query.bind({"min": "300 kW", "unit": "V"}, context)


QUERY = """#+ title: {en: a, fi: b, sv: c}
#+ summary: {en: a, fi: b, sv: c}
#+ tags: [t]
#+ params:
#+   name: {type: text, default: x, label: {en: a, fi: b, sv: c}}
#+   other: {type: text, default: null, label: {en: a, fi: b, sv: c}}
#+ columns: [{s: {en: a, fi: b, sv: c}}]
SELECT ?s WHERE {
  VALUES ?name { "x" }
#@ other VALUES ?other { UNDEF } ?s <urn:other> ?other .
  { SELECT ?s WHERE { VALUES ?name { "x" } ?s <urn:name> ?name } }
}
"""


def read(text):
    shared = {"columns": {}, "params": {}, "examples": {"place": "x"}}
    return read_query(QueryFile("test.rq", text), "gaps", "test", Names(), shared)


def test_a_value_is_put_inside_every_subselect():
    assert read(QUERY).bind({"name": "y"}).count('VALUES ?name { "y" }') == 2


def test_a_line_counts_only_when_its_parameter_has_a_value():
    assert "urn:other" not in read(QUERY).bind({})
    assert "urn:other" not in read(QUERY).bind({"other": ""})
    assert "  { SELECT" in read(QUERY).bind({})
    assert 'VALUES ?other { "z" } ?s <urn:other> ?other .' in read(QUERY).bind({"other": "z"})


@pytest.mark.parametrize(
    "hostile",
    [
        'x" } } # ',
        '" } ?s ?p ?o . VALUES ?name { "x',
        "VALUES ?other { <urn:evil> }",
        "\\u0022 } DROP ALL",
        "'''\n#@ other x",
        "\u2028} SELECT",
    ],
)
def test_text_never_becomes_query_text(hostile):
    """Whatever is written comes out again as one literal, and the shape of the query stays."""
    query = read(QUERY.replace("SELECT ?s WHERE {\n", "SELECT ?s WHERE {\n  BIND(?name AS ?s)\n", 1))
    bound = query.bind({"name": hostile, "other": hostile})
    harmless = query.bind({"name": "x", "other": "x"})
    assert len(bound.replace(str(Literal(hostile.strip())), "")) == len(harmless.replace('"x"', ""))
    assert list(Store().query(bound)) == []


@pytest.mark.parametrize(
    ("change", "line", "complaint"),
    [
        ((" sv: c}\n#+ summary", "}\n#+ summary"), 1, "the title is lacking in the language “sv”"),
        (("type: text, default: x", "type: colour, default: x"), 5, "unknown type “colour”"),
        (("type: text, default: x", "type: concept, default: x"), 5, "needs a scheme"),
        (("type: text, default: x", "type: record, kind: house, default: x"), 5, "needs a kind among"),
        (("type: text, default: x", "type: integer, default: x"), 5, "does not fit its type"),
        (("type: text, default: x", "type: text"), 5, "needs a default"),
        (("default: null", "default: z"), 6, "must stand outside such lines"),
        (("#@ other", "#@ othr"), 10, "depends on “othr”, which is no parameter"),
        (("#+ columns: [{s:", "#+ columns: [{t:"), 7, "columns are t but the query gives s"),
        (("SELECT ?s WHERE {\n  V", "SELECT ?s WHERE {{\n  V"), 13, "is not SPARQL"),
        (("#+ columns", "#+ pictures: [globe]\n#+ columns"), 7, "“globe” is none of the pictures map"),
        (("#+ tags", "#+ tgas"), 3, "unknown key “tgas”"),
        (("#+ tags", "#+ apart: [name]\n#+ tags"), 3, "apart must be a list of two parameters"),
        (("#+   name:", "#+   format:"), 5, "no parameter may be called “format”"),
        (("#+ title: {", "#+ title: {{"), 2, "the header is not YAML"),
        (("} }\n}\n", "} }\n}\nLIMIT 5\n"), 13, "must not end in LIMIT"),
        (("SELECT ?s WHERE {\n  V", "CONSTRUCT {?s ?s ?s} WHERE {\n  V"), 1, "must be a SELECT"),
    ],
)
def test_a_wrong_file_is_refused_by_line_and_reason(change, line, complaint):
    text = QUERY.replace(*change, 1)
    assert text != QUERY
    if "format" in change[1]:
        text = text.replace("?name", "?format")
    with pytest.raises(UsageError) as caught:
        read(text)
    assert str(caught.value).startswith(f"test.rq:{line}: ")
    assert complaint in str(caught.value)


def test_an_unknown_parameter_is_named_with_the_known_ones():
    with pytest.raises(UsageError, match=r"gaps/test has no parameter “nam”; it has name, other\."):
        read(QUERY).bind({"nam": "x"})


def test_a_parameter_without_a_place_is_refused():
    with pytest.raises(UsageError, match="has no VALUES"):
        read_template(QueryFile("f.rq", "SELECT * {}"), ["name"])


def test_a_header_label_wins_over_the_shared_one():
    shared = {"p": LABELS}
    own = {"en": "1", "fi": "2", "sv": "3"}
    entry = {"type": "text", "default": None}
    file = QueryFile("f.rq", "")
    assert read_parameter("p", entry, file, Names(), shared, {}).labels == LABELS
    assert read_parameter("p", {**entry, "label": own}, file, Names(), shared, {}).labels == own


EXAMPLE = (
    QUERY.replace("name", "place")
    .replace("default: x", "kind: organisation, default: example")
    .replace('"x"', "UNDEF")
)


def test_an_example_is_the_default_and_stands_in_the_text():
    query = read(EXAMPLE)
    assert query.params["place"].default == "x"
    assert query.text.count('VALUES ?place { "x" }') == 2
    assert query.bind({}) == read(QUERY).bind({}).replace("name", "place")


def test_without_an_example_nothing_is_restricted():
    shared = {"columns": {}, "params": {}, "examples": {}}
    query = read_query(QueryFile("test.rq", EXAMPLE), "gaps", "test", Names(), shared)
    assert query.params["place"].default is None
    assert query.bind({}).count("VALUES ?place { UNDEF }") == 2
    assert query.bind({"place": "y"}).count('VALUES ?place { "y" }') == 2


def test_a_number_has_no_example():
    with pytest.raises(UsageError, match=r"^test\.rq:5: .* can have an example only as one of record, "):
        read(EXAMPLE.replace("type: text", "type: number", 1))


def test_a_text_with_an_example_says_whose_name_it_is():
    with pytest.raises(UsageError, match=r"^test\.rq:5: .* needs the kind of record whose name it is"):
        read(EXAMPLE.replace("kind: organisation, ", ""))


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("gaps/countries", {"country": "FI", "other": "Suomi"}),
        ("network/joint-projects", {"organisation": "org-vtt", "partner": "VTT"}),
    ],
)
def test_what_is_compared_with_itself_is_refused(path, values, catalogue, known):
    with pytest.raises(UsageError, match="expected two that differ"):
        catalogue.queries[path].bind(values, Context(known=known))


@pytest.mark.parametrize(
    ("path", "values"),
    [
        ("directory/opened", {"since": "2025", "until": "2020"}),
        ("network/coordinators", {"since": "2024-03", "until": "29.2.2024"}),
        ("directory/specifications", {"parameter": "rated_power", "min": "30", "max": "20", "unit": "kW"}),
    ],
)
def test_a_period_or_a_range_that_ends_before_it_begins_is_refused(path, values, catalogue, known):
    with pytest.raises(UsageError, match="not beyond"):
        catalogue.queries[path].bind(values, Context(known=known))
    ends = ("since", "until") if "since" in values else ("min", "max")
    turned = values | {ends[0]: values[ends[1]], ends[1]: values[ends[0]]}
    assert catalogue.queries[path].bind(turned, Context(known=known))
    same = values | dict.fromkeys(ends, values[ends[0]])
    assert catalogue.queries[path].bind(same, Context(known=known))


SPOKEN = """#+ x
PREFIX ak: <https://w3id.org/akkuri/ontology#>
SELECT ?thing ?name {given} WHERE {{
  VALUES ?lang {{ ak:labelEn }}
  ?thing ?lang ?name . OPTIONAL {{ ?thing ak:part ?part . ?part ?lang ?language }}
}}
"""


@pytest.mark.parametrize("given", ["", "?lang", "(?lang AS ?in)"])
def test_the_language_stands_in_the_patterns_unless_the_question_gives_it_out(given):
    ak = "https://w3id.org/akkuri/ontology#"
    store = Store()
    for name, label in (("labelEn", "lake"), ("labelFi", "järvi"), ("other", "x")):
        store.update(f'INSERT DATA {{ <urn:thing> <{ak}{name}> "{label}" }}')
    template = read_template(QueryFile("f.rq", SPOKEN.format(given=given)), ["lang"], ["lang"])
    text = template.fill({"lang": NamedNode(f"{ak}labelFi")})
    assert [row["name"].value for row in store.query(text)] == ["järvi"]
    assert ("VALUES" in text, "?part ak:labelFi ?language" in text) == (bool(given), not given)
