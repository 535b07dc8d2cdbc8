"""The declarations of kinds: what is read, and the one sentence that a wrong one gets."""

import re
from pathlib import Path

import pytest

from akkuri.errors import UsageError
from akkuri.kinds import LANGUAGES, load_kinds, shared_kinds
from akkuri.kinds.shown import shown_of

PATENT = """\
prefix: pat
class: ak:Patent
table: patents
order: 100
texts:
  en: {one: Patent, many: Patents, about: Rights to inventions.}
  fi: {one: Patentti, many: Patentit, about: Oikeuksia keksintöihin.}
  sv: {one: Patent, many: Patent, about: Rättigheter till uppfinningar.}
list:
  - name: record()
  - ak:applicant
"""


def declare(folder: Path, text: str, name: str = "patent.yaml") -> Path:
    file = folder / "kinds" / name
    file.parent.mkdir(exist_ok=True)
    file.write_text(text, encoding="utf-8")
    return file


def test_every_kind_has_its_texts_in_every_language() -> None:
    assert len(shared_kinds()) >= 9
    for kind in shared_kinds():
        for lang in LANGUAGES:
            assert kind.one(lang)
            assert kind.many(lang)
            assert kind.about(lang).endswith(".")


def test_a_cluster_adds_a_kind_and_takes_the_place_of_a_shared_one(tmp_path: Path) -> None:
    declare(tmp_path, PATENT)
    declare(tmp_path, PATENT.replace("pat", "own").replace("Patent", "Facility"), "facility.yaml")
    kinds = load_kinds(tmp_path)
    assert kinds["patent"].many("fi") == "Patentit"
    assert kinds.by_prefix["pat"].name == "patent"
    assert kinds["facility"].prefix == "own"
    assert "patent" not in shared_kinds()


@pytest.mark.parametrize(
    ("old", "new", "line", "said"),
    [
        ("prefix: pat", "prefix: PAT", 1, "prefix is “PAT”; expected small letters"),
        ("prefix: pat\n", "", 1, "prefix is lacking"),
        ("class: ak:Patent", "class: Patent", 2, "class is “Patent”; expected a prefixed name"),
        ("table: patents", "table: patents.csv", 3, "table is “patents.csv”"),
        (
            "order: 100",
            "order: 100\nvalues: euro",
            5,
            "values is “euro”; expected properties and their units",
        ),
        ("order: 100", "order: 100\nvalues: {ak:sum: 5}", 5, "values has “ak:sum: 5”; expected a property"),
        ("order: 100", "order: 100\nwhole: total", 5, "whole is “total”; expected a concept of the sort"),
        ("order: 100", "order: last", 4, "order is “last”; expected a whole number"),
        ("  sv: {one: Patent, many: Patent, about: Rättigheter till uppfinningar.}\n", "", 5, "language sv"),
        ("one: Patentti, ", "", 7, "lacks the text one in the language fi"),
        ("  - ak:applicant", "  - applicant", 11, "“applicant” is no property"),
        ("  - ak:applicant", "  - where: somewhere()", 11, "“somewhere()” is no function"),
        ("  - ak:applicant", "  - where: period(ak:start)", 11, "has 1 properties; expected 2"),
        ("order: 100", "ordr: 100", 4, "unknown key “ordr”"),
        ("order: 100", "order: 100\nrecheck: {months: soon}", 5, "expected a number of months"),
        ("order: 100", "order: 100\nrecheck: {months: 6, by: ak:status}", 5, "one of by and when"),
        ("prefix: pat", "prefix: fac", 1, "has the prefix “fac” that"),
        ("class: ak:Patent", "class: ak:Gap", 2, "has the class “ak:Gap” that"),
        ("table: patents", "table: gaps", 3, "has the table “gaps” that"),
        ("texts:", "texts: {", 7, "is not YAML"),
        ("order: 100", "order: 100\nexports: cerif", 5, "exports is “cerif”; expected formats and"),
        (
            "order: 100",
            "order: 100\nexports: {cerif: Project}",
            5,
            "exports: cerif is “Project”; expected a list",
        ),
        ("order: 100", "order: 100\nsitemap: never", 5, "sitemap is “never”; expected true or false"),
    ],
)
def test_a_wrong_declaration_is_one_sentence_with_file_and_line(
    old: str, new: str, line: int, said: str, tmp_path: Path
) -> None:
    assert old in PATENT
    file = declare(tmp_path, PATENT.replace(old, new, 1))
    with pytest.raises(UsageError) as refused:
        load_kinds(tmp_path)
    sentence = str(refused.value)
    assert sentence.startswith(f"{file}:{line}: ")
    assert said in sentence
    assert sentence.endswith(".")
    assert "\n" not in sentence
    for lang, word in (("fi", "ei|on|puuttu|tarvit|mahdolli"), ("sv", "är|saknas|behövs|möjliga")):
        told = refused.value.sentence(lang)
        assert told.startswith(f"{file}:{line}: ")
        assert re.search(word, told.removeprefix(f"{file}"))
        assert not re.search("; (expected|known are) | is no | lacks ", told.partition(" (")[0])


def test_paths_keep_the_slashes_of_an_iri() -> None:
    steps = shown_of("^<https://example.org/a/b>/ak:name").paths[0].alternatives[0]
    assert [(step.property, step.inverse) for step in steps] == [
        ("https://example.org/a/b", True),
        ("ak:name", False),
    ]
