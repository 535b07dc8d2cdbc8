"""The search as a file of a release: what is opened is what would be gathered of the graph."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from akkuri import resources
from akkuri.ask.named.catalogue import Catalogue
from akkuri.namespaces import Names
from akkuri.naming.resolver import Resolver
from akkuri.naming.store_source import Select
from akkuri.release.opening import Release
from akkuri.search import asked_phrases
from akkuri.search.asked_phrases import PHRASES
from akkuri.search.content import SearchContent
from akkuri.search.entries import QUESTION
from akkuri.search.finder import Finder
from akkuri.search.found import SearchFound
from akkuri.search.index import WordIndex
from akkuri.search.kept import SEARCH, content_of
from akkuri.search.kept_index import INDEX
from akkuri.search.own_words import question_words
from akkuri.search.own_words.candidates import candidates, named_groups
from akkuri.search.own_words.kept import sentence_names_of
from akkuri.search.own_words.picking import OwnWords
from akkuri.search.own_words.question_words import QuestionWords
from akkuri.search.request import SearchRequest
from akkuri.search.values import VALUES
from akkuri.settings import Settings
from akkuri.store import EmbeddedStore


def unasked(query: str) -> list[dict[str, object]]:
    raise AssertionError(f"the graph is asked: {query}")


@pytest.fixture(scope="module")
def names(national_release: Release) -> Names:
    return national_release.settled(Settings()).names


@pytest.fixture(scope="module")
def questions(national_release: Release, names: Names) -> Catalogue:
    return Catalogue.load(resources.questions(national_release.cluster), names)


@pytest.fixture(scope="module")
def opened(national_release: Release, names: Names, questions: Catalogue) -> SearchContent:
    return content_of(national_release.folder, unasked, names, questions)


def told(content: SearchContent) -> Iterable[object]:
    return sorted(zip(content.entries, content.documents, strict=True), key=lambda each: each[0].iri)


def test_a_release_is_opened_without_asking_its_graph(opened: SearchContent, questions: Catalogue) -> None:
    found = {entry.iri for entry in opened.entries if entry.kind == QUESTION}
    assert found == {f"/queries/{question.path}" for question in questions}
    assert len(opened.entries) > len(found)


def test_a_release_without_the_file_finds_the_same(
    national_release: Release, names: Names, questions: Catalogue, opened: SearchContent, tmp_path: Path
) -> None:
    store = EmbeddedStore.of_release(national_release.graph_path, national_release.version)
    gathered = content_of(tmp_path, store.select, names, questions)
    assert told(gathered) == told(opened)
    assert gathered.lexicon.words == opened.lexicon.words
    assert gathered.lexicon.stems == opened.lexicon.stems


def test_a_file_of_another_form_is_not_read(names: Names, tmp_path: Path) -> None:
    (tmp_path / SEARCH).write_text('{"form":0}\n{"iri":"x"}\n', encoding="utf-8")
    content = content_of(tmp_path, EmbeddedStore.in_memory().select, names, ())
    assert list(content.entries) == []


SENTENCES = (
    "who owns Terrafame",
    "which facilities test cells in Oulu",
    "mitä tutkitaan Lappeenrannassa",
    "vem finansierar projekt i Vasa",
    "300 kW testipenkki",
)


def test_sentences_are_understood_as_without_the_file(
    national_release: Release, names: Names, questions: Catalogue, opened: SearchContent, tmp_path: Path
) -> None:
    store = EmbeddedStore.of_release(national_release.graph_path, national_release.version)
    finder = Finder(opened, store.select, Resolver.over(store.select, names))

    def own_words(folder: Path) -> OwnWords:
        folders = resources.questions(national_release.cluster)
        known = Resolver.over(store.select, names)
        return OwnWords(finder, known, names, questions, folders, date(2026, 11, 26), folder)

    kept, gathered = own_words(national_release.folder), own_words(tmp_path)
    assert [kept.answer(each) for each in SENTENCES] == [gathered.answer(each) for each in SENTENCES]


def test_sentence_names_are_opened_without_asking_the_graph(
    national_release: Release, names: Names, questions: Catalogue
) -> None:
    groups = named_groups(candidates(questions), names.kinds)
    found = sentence_names_of(national_release.folder, Resolver.over(unasked, names), groups)
    assert [thing.id for thing in found.exact("oulu")]
    assert [thing.id for thing in found.loose("lappeenrannassa") if thing.group == "concept/municipality"]


def test_words_of_questions_are_kept_as_they_are_declared(
    national_release: Release, questions: Catalogue, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Other questions than a release was built with, as a later program has, are read anew."""
    release, folders = national_release.folder, resources.questions(national_release.cluster)
    asked = list(candidates(questions))
    declared = QuestionWords.of(asked, folders)
    fewer = QuestionWords.of(asked[1:], folders, release)
    assert len(fewer.titles) == len(declared.titles) - 1
    assert fewer == QuestionWords.of(asked[1:], folders)
    monkeypatch.setattr(question_words, "read_wordings", lambda _: pytest.fail("is read again"))
    assert QuestionWords.of(asked, folders, release) == declared


def test_phrases_of_questions_are_found_as_they_are_declared(
    national_release: Release,
    questions: Catalogue,
    opened: SearchContent,
    names: Names,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Phrases of other questions, or of an earlier program, are not read."""
    folders = resources.questions(national_release.cluster)
    asked = ("what is missing", "mitä puuttuu", "rent a lab", "vem äger", "zzz")

    def found(folder: Path | None) -> list[list[str]]:
        finder = Finder(opened, unasked, Resolver.over(unasked, names), folders, folder)
        return [[hit.entry.iri for hit in finder.find(SearchRequest(each)).hits] for each in asked]

    declared = found(None)
    for head in ('{"form":0}', '{"form":1,"digest":"other"}'):
        (tmp_path / PHRASES).write_text(f'{head}\n["en missing"]\n', encoding="utf-8")
        assert found(tmp_path) == declared
    monkeypatch.setattr(asked_phrases, "read_wordings", lambda _: pytest.fail("is read again"))
    assert found(national_release.folder) == declared


def test_the_index_of_a_release_finds_what_one_made_anew_finds(
    national_release: Release, opened: SearchContent
) -> None:
    assert opened.index is not None
    kept, made = WordIndex(opened), WordIndex(replace(opened, index=None))
    for asked in (("akku",), ("kokkola", "hydrometallurgy"), ("battery",), ("testaus", "pakkanen"), ("zzz",)):
        for lang in ("en", "fi", "sv"):
            assert kept.find(asked, lang) == pytest.approx(made.find(asked, lang))
    assert not [file for file in (national_release.folder / INDEX).iterdir() if "lock" in file.name]


def test_a_search_in_words_asks_the_graph_nothing(opened: SearchContent, names: Names) -> None:
    """What values there are is asked by the first search that has one."""
    finder = Finder(opened, unasked, Resolver.over(unasked, names))
    assert finder.find(SearchRequest("akku kokkola")).hits
    with pytest.raises(AssertionError, match="the graph is asked"):
        finder.find(SearchRequest("300 kW"))


def test_values_are_kept_as_they_are_stated(
    national_release: Release, opened: SearchContent, names: Names, tmp_path: Path
) -> None:
    """What an earlier program wrote, or what was asked for otherwise, is not read."""
    graph = EmbeddedStore.of_release(national_release.graph_path, national_release.version)
    known = Resolver.over(graph.select, names)

    def found(select: Select, folder: Path | None) -> list[SearchFound]:
        finder = Finder(opened, select, known, (), folder)
        return [finder.find(SearchRequest(each)) for each in ("300 kW", "-40 °C", "55 kWh 10 A", "7 parsecs")]

    stated = found(graph.select, None)
    assert all(each.hits for each in stated[:3])
    assert found(unasked, national_release.folder) == stated
    for head in ('{"form":0}', '{"form":1,"query":"other"}'):
        (tmp_path / VALUES).write_text(f"{head}\n", encoding="utf-8")
        assert found(graph.select, tmp_path) == stated


def test_with_other_questions_the_index_is_made_anew(
    national_release: Release, names: Names, questions: Catalogue
) -> None:
    fewer = list(questions)[1:]
    content = content_of(national_release.folder, unasked, names, fewer)
    assert content.index is None
    assert len(content.documents) == len(content.entries)


def test_where_no_folder_can_be_made_the_index_is_made_in_memory(
    opened: SearchContent, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("tempfile.tempdir", "/nowhere")
    assert WordIndex(opened).find(("kokkola",), "fi")
