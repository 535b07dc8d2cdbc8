"""One word for one thing: the words that CONTRIBUTING.md gives up stand nowhere that people read."""

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from rdflib import Graph, Literal

from akkuri.texts import catalogue

ROOT = Path(__file__).parents[1]
LANGUAGES = ("fi", "sv")
TURTLE = (
    "ontology/*.ttl",
    "ontology/*/*.ttl",
    "data/ontology/*.ttl",
    "data/shapes/*.ttl",
    "data/vocabularies/*.ttl",
)
ALLOWED = {
    "sv": re.compile(
        "distribuerade? infrastruktur(en|er)?|europeiska och utländska infrastrukturer"
        "|research.fi: infrastrukturer|teknikmognadsnivå(er|n)?|infrastruktur-URN",
        re.IGNORECASE,
    ),
    "fi": re.compile(r"Y-tunnu\w+"),
}
"""Where a word that is given up means something else: a name of its own."""


def given_up() -> dict[str, list[str]]:
    """Read the last column of the table of words."""
    text = (
        (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Words")[2].partition("\n## ")[0]
    )
    found: dict[str, list[str]] = {lang: [] for lang in LANGUAGES}
    for line in text.splitlines():
        if line.startswith("|"):
            for part in line.strip("|").split("|")[-1].split(";"):
                lang, colon, words = part.strip().partition(": ")
                if colon and lang in found:
                    found[lang] += [word.strip() for word in words.split(",")]
    return found


def by_language(value: Any, lang: str) -> Iterator[str]:
    """Yield the texts of a language in YAML or JSON: under its code, or beside `@language`."""
    if isinstance(value, dict):
        if value.get("@language") == lang:
            yield str(value["@value"])
        for key, inner in value.items():
            yield from (_all(inner) if key == lang else by_language(inner, lang))
    elif isinstance(value, list):
        for inner in value:
            yield from by_language(inner, lang)


def _all(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for inner in value.values() if isinstance(value, dict) else value:
            yield from _all(inner)


TYPED = {ROOT / "queries/asked.yaml", ROOT / "data/queries/asked.yaml"}
"""What people write when they ask, given up or not; nobody reads it."""


def readable(lang: str) -> Iterator[tuple[str, str]]:
    """Yield where and what people read in a language."""
    yield from catalogue(lang).items()
    for pattern in TURTLE:
        for file in sorted(ROOT.glob(pattern)):
            for _, _, value in Graph().parse(file):
                if isinstance(value, Literal) and value.language == lang:
                    yield file.name, str(value)
    for pattern in ("queries/*/*.rq", "data/queries/*/*.rq"):
        for file in sorted(ROOT.glob(pattern)):
            lines = file.read_text(encoding="utf-8").splitlines()
            header = "\n".join(line[3:] for line in lines if line.startswith("#+"))
            yield from ((file.name, text) for text in by_language(yaml.safe_load(header), lang))
    for pattern in (
        "queries/*.yaml",
        "data/queries/*.yaml",
        "ontology/kinds/**/*.yaml",
        "data/kinds/**/*.yaml",
    ):
        for file in sorted(set(ROOT.glob(pattern)) - TYPED):
            read = yaml.safe_load(file.read_text(encoding="utf-8"))
            yield from ((file.name, text) for text in by_language(read, lang))
    for name in ("ontology/tables.json", "data/columns.json", "data/about.json"):
        read = json.loads((ROOT / name).read_text(encoding="utf-8"))
        yield from ((name, text) for text in by_language(read, lang))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_words_that_are_given_up_stand_nowhere(lang: str) -> None:
    forms = (
        re.escape(word[:-1]) + r"\w*" if word.endswith("-") else re.escape(word) for word in given_up()[lang]
    )
    words = re.compile(rf"\b({'|'.join(forms)})\b", re.IGNORECASE)
    found = [
        (where, words.search(text)[0], text[:100])
        for where, text in readable(lang)
        if words.search(ALLOWED[lang].sub("", text))
    ]
    assert found == []


def test_every_language_gives_words_up_and_every_place_is_read() -> None:
    assert all(len(words) > 10 for words in given_up().values())
    for lang in LANGUAGES:
        places = {where for where, _ in readable(lang)}
        assert {"web.home_title", "akkuri.ttl", "capability.ttl", "facility.ttl"} <= places
        assert {"find.rq", "shared.yaml", "facility.yaml", "ontology/tables.json"} <= places


ENGLISH = {
    "fi": ("the", "and", "with", "where", "who", "have", "been", "this", "that", "are", "not", "facility"),
    "sv": ("the", "and", "with", "where", "who", "have", "been", "this", "which", "are", "facility"),
}
"""Words of English sentences that the language does not have."""
QUOTED = re.compile(r"\{[^{}]*\}|https?:\S+|[A-Z]+ [A-Z]+")
"""Where they name something: places for values, addresses, words of SPARQL."""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_sentences_are_in_their_language(lang: str) -> None:
    words = re.compile(rf"\b({'|'.join(ENGLISH[lang])})\b", re.IGNORECASE)
    texts = ((where, QUOTED.sub("", text)) for where, text in catalogue(lang).items())
    assert [(where, text[:100]) for where, text in texts if len(words.findall(text)) > 1] == []


MEANT_OTHERWISE = {
    "fi": (
        r"Minä\b|^(Kuka|Kenelle|Kenestä|Keneen|Asti)$|\bKoneille\b|Sama datana|viittaus tyhjään|Hae se\b"
        r"|sama kahteen kertaan|omistaa kenet|millä rahalla|laskettu verkosta|koko verkolta|Käyttöoikeus"
        r"|optimaalisuus|Molemmat päät|ei ole oikeaa muotoa|TRL-portaissa|Palvellut TRL|Bench-mittakaava"
    ),
    "sv": (
        r"\btjänar\b|^Var börja|skäras? av|Mellanliggande|För maskiner|hänvisning till inget|missbruksprov\b"
        r"|Ett minsta värde|utan visas|Betjänade|Bästa mängden|optimalitets|Båda ändarna|Matningskapacitet"
        r"|Uppgift saknas \(statusen|^Blysyra$|^Tillgång$|på den här stilen|med det som är känt förbinda"
    ),
}
"""What was said and read as something else: "Minä" (I) for a column of roles, "tjänar" (earns) for serves."""


@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_said_that_reads_as_something_else(lang: str) -> None:
    said = re.compile(MEANT_OTHERWISE[lang])
    assert [(where, text[:100]) for where, text in readable(lang) if said.search(text)] == []
