"""Sentences with their questions: how like another sentence is to them, and files that cannot be read."""

from pathlib import Path

import pytest

from akkuri.errors import UsageError
from akkuri.search.own_words.counted import COUNTED, kept_counted, sentences_digest
from akkuri.search.own_words.coverage import lies_elsewhere
from akkuri.search.own_words.examples import SENTENCES, AskedExamples, AskedSentence, read_sentences
from akkuri.search.words import words

KNOWN = AskedExamples(
    [
        AskedSentence("a/labs", "en", "which laboratories are there"),
        AskedSentence("a/labs", "en", "list of laboratories"),
        AskedSentence("a/owners", "en", "who owns the company"),
        AskedSentence("a/owners", "fi", "kuka omistaa yrityksen"),
        AskedSentence("none", "en", "what will the weather be"),
        AskedSentence("none", "fi", "millainen sää tulee"),
    ]
)


def likest(sentence: str, lang: str) -> str | None:
    near = KNOWN.nearest(words(sentence), lang)
    return max(near, key=lambda name: near[name], default=None)


def test_the_question_of_the_likest_sentence_comes_first() -> None:
    assert likest("laboratory list", "en") == "a/labs"
    assert likest("laboratries, which ones", "en") == "a/labs"
    assert likest("owner of a company", "en") == "a/owners"
    assert likest("is the weather fine", "en") == "none"
    assert likest("yritysten omistajat", "fi") == "a/owners"


def test_what_is_near_one_question_is_further_from_the_others_and_strange_words_are_near_none() -> None:
    near = KNOWN.nearest(words("who owns the company"), "en")
    assert near["a/owners"] > 0 > near["a/labs"]
    assert KNOWN.nearest(words("zzz qqq"), "en") == {}
    assert likest("kuka omistaa yrityksen", "sv") is None


def test_words_that_all_questions_have_say_nothing_of_any() -> None:
    """“who” and “the” are usual: a question with many sentences is not near for them alone."""
    usual = AskedExamples(
        [
            *(
                AskedSentence("a/much", "en", f"who has the {each}")
                for each in ("boat", "car", "house", "key")
            ),
            AskedSentence("a/little", "en", "who has the permit"),
        ]
    )
    near = usual.nearest(words("who has the permits"), "en")
    assert near["a/little"] > near["a/much"]


def test_the_odds_of_a_question_say_how_much_more_its_sentences_have_the_words_than_all_others() -> None:
    assert KNOWN.odds(words("how is the weather"), "en", "none") > 0
    assert KNOWN.odds(words("laboratories that are listed"), "en", "none") < 0
    assert KNOWN.odds(words("zzz qqq"), "en", "none") == 0
    assert KNOWN.odds(words("yrityksen omistaja"), "sv", "none") == 0


def test_words_near_each_other_say_more_than_each_alone() -> None:
    """“who … left” is asked of one question, and neither word is."""
    apart = AskedExamples(
        [
            AskedSentence("a/left", "en", "who has now left"),
            AskedSentence("a/left", "en", "he who left"),
            AskedSentence("a/other", "en", "who comes"),
            AskedSentence("a/other", "en", "what is left"),
        ]
    )
    near = apart.nearest(words("who ever left"), "en")
    assert near["a/left"] > near["a/other"]


def test_what_is_understood_word_by_word_is_asked_here_unless_a_word_is_declared_for_another_subject() -> (
    None
):
    """A short sentence that only names things is far from all sentences: two names, a type and a place."""
    said = {"odds": 3.0, "asked": 1.6, "strange": 0.0}
    assert not lies_elsewhere(**said, declared=False, covered=1.0)
    assert lies_elsewhere(**said, declared=True, covered=1.0)
    assert lies_elsewhere(**said, declared=False, covered=0.3)


def test_the_language_is_that_of_the_sentences_with_such_words() -> None:
    assert KNOWN.likest(words("omistaa yritys"), ["en", "fi", "sv"]) == "fi"
    assert KNOWN.likest(words("owners of companies"), ["en", "fi", "sv"]) == "en"


def test_what_a_release_has_counted_says_the_same_unless_the_files_say_others_now(tmp_path: Path) -> None:
    folder, release = tmp_path / "questions", tmp_path / "release"
    folder.mkdir()
    release.mkdir()
    rows = ["a/labs,en,list of laboratories", "a/owners,fi,kuka omistaa yrityksen", "none,en,fine weather"]
    (folder / SENTENCES).write_text("\n".join(["question,lang,sentence", *rows, ""]), encoding="utf-8")
    asked = "laboratory that has an owner"
    counted = AskedExamples.beside([folder])
    counted.write([folder], release / COUNTED)
    kept = kept_counted(release, sentences_digest([folder / SENTENCES]))
    assert kept is not None
    assert AskedExamples([], kept).nearest(words(asked), "en") == counted.nearest(words(asked), "en")
    finnish = words("omistaja")
    assert AskedExamples([], kept).nearest(finnish, "fi") == counted.nearest(finnish, "fi") != {}
    assert AskedExamples([], kept).nearest(words(asked), "sv") == {}
    rows[2] = "a/owners,en,the weather belongs to nobody"
    (folder / SENTENCES).write_text("\n".join(["question,lang,sentence", *rows, ""]), encoding="utf-8")
    assert "none" not in AskedExamples.beside([folder], release).nearest(words("weather"), "en")


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("question,sentence\na/b,who\n", "has the columns question, sentence; expected question, lang"),
        ("", "expected question, lang, sentence"),
        ("question,lang,sentence\na/b,de,wer\n", "row 2: has “a/b, de, wer”; expected"),
        ("question,lang,sentence\na/b,en\n", "row 2: has “a/b, en”; expected"),
        ("question,lang,sentence\na/b,en, \n", "row 2"),
    ],
)
def test_a_file_that_is_none_is_one_sentence(tmp_path: Path, text: str, told: str) -> None:
    (tmp_path / SENTENCES).write_text(text, encoding="utf-8")
    with pytest.raises(UsageError, match=r"sentences\.csv") as error:
        list(read_sentences([tmp_path]))
    assert told in str(error.value)


def test_a_file_in_another_encoding_is_one_sentence(tmp_path: Path) -> None:
    (tmp_path / SENTENCES).write_bytes("question,lang,sentence\na/b,fi,missä\n".encode("latin-1"))
    with pytest.raises(UsageError, match="cannot be read"):
        list(read_sentences([tmp_path]))
