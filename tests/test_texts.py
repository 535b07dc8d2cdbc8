"""Texts with numbers: the right plural, the decimal sign and the grouping of the language."""

import re
from pathlib import Path

import pytest
from rdflib import SKOS, Graph, Literal

import akkuri
from akkuri import resources
from akkuri.texts import LANGUAGES, catalogue, text
from akkuri.texts.numbers import decimal, rounded
from akkuri.texts.quoting import quoted


@pytest.mark.parametrize(
    ("lang", "one", "none", "many"),
    [
        ("en", "1 row.", "0 rows.", "21 rows."),
        ("fi", "1 rivi.", "0 riviä.", "21 riviä."),
        ("sv", "1 rad.", "0 rader.", "21 rader."),
    ],
)
def test_a_number_takes_its_plural(lang: str, one: str, none: str, many: str) -> None:
    assert [text(lang, "web.rows_all", count=count) for count in (1, 0, 21)] == [one, none, many]
    assert text(lang, "web.rows_all", count="1") == one
    apart = "1,272" if lang == "en" else "1\u00a0272"
    assert text(lang, "web.rows_all", count=1272) == many.replace("21", apart)
    assert text(lang, "web.rows_all", count="1\u00a0000") == many.replace("21", "1\u00a0000")


def test_every_language_has_the_same_plural_forms() -> None:
    forms = {lang: {key for key in catalogue(lang) if key.endswith("]")} for lang in LANGUAGES}
    assert forms["en"] == forms["fi"] == forms["sv"]
    assert forms["en"]
    assert {key.partition("[")[0] for key in forms["en"]} <= set(catalogue("en"))


@pytest.mark.parametrize(
    ("lang", "value", "written"),
    [
        ("en", "2.05", "2.05"),
        ("fi", "2.05", "2,05"),
        ("sv", "1234567.5", "1\u00a0234\u00a0567,5"),
        ("fi", "0.500", "0,5"),
        ("sv", "-40", "-40"),
        ("fi", "no number", "no number"),
    ],
)
def test_a_number_is_written_as_the_language_does(lang: str, value: str, written: str) -> None:
    assert decimal(lang, value).replace("\u2212", "-") == written


@pytest.mark.parametrize(
    ("lang", "value", "written"),
    [
        ("en", 2e7, "20 million"),
        ("fi", 2.5e6, "2,5 miljoonaa"),
        ("sv", 1e6, "1 miljon"),
        ("fi", 1e6, "1 miljoona"),
    ],
)
def test_a_sum_is_written_in_words_of_its_size(lang: str, value: float, written: str) -> None:
    assert rounded(lang, value).replace("\u00a0", " ") == written


WRITTEN = {
    "it’s": "it’s",
    "two\r\nlines": "two↵lines",
    "a\ttab": "a⇥tab",
    "1\u2009000": "1\u2009000",
    "soft\u00adhyphen": "soft[U+00AD]hyphen",
    "bell\x07": "bell[U+0007]",
    "back\\slash": "back\\slash",
    "a" * 300: f"{'a' * 199}…",
}


@pytest.mark.parametrize(("lang", "opening"), [("en", "“"), ("fi", "”"), ("sv", "”")])
def test_what_somebody_wrote_is_quoted_as_the_language_does(lang: str, opening: str) -> None:
    for written, shown in WRITTEN.items():
        assert quoted(written, lang) == f"{opening}{shown}”"
        assert f"{opening}{shown}”" in text(lang, "queries.no_query", value=written)


def test_assistants_call_a_cell_without_records_as_the_vocabulary_does() -> None:
    states = Graph().parse(resources.ontology() / "vocabularies" / "cell-state.ttl")
    concept = next(s for s in states.subjects() if str(s).endswith("/none-recorded"))
    for label in states.objects(concept, SKOS.prefLabel):
        assert isinstance(label, Literal)
        assert re.match(f"[“”]{label}”", text(str(label.language), "assistants.not_missing"))


def test_no_sentence_shows_what_somebody_wrote_as_python_would() -> None:
    """Neither in the catalogue nor in the program: between the language's marks, or by `quoted`."""
    texts = [(key, each) for lang in LANGUAGES for key, each in catalogue(lang).items()]
    assert [key for key, each in texts if re.search(r"!r\}|'\{\w+\}'|[‘‚]\{", each)] == []
    raised = re.compile(r"Error\(\s*(?:f?\"[^\"]*\"\s*)*f\"[^\"]*(?:!r\}|'\{|“\{)")
    program = Path(akkuri.__file__)
    found = [file for file in program.parent.rglob("*.py") if raised.search(file.read_text(encoding="utf-8"))]
    assert found == [program]
