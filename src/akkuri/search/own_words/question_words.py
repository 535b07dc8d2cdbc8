"""By which words each question is asked, folded and stemmed: as declared, or as a file of a release."""

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256
from itertools import groupby
from pathlib import Path
from typing import Any, Final

from akkuri.search.own_words.candidates import SentenceCandidate
from akkuri.search.own_words.counted import sentences_digest
from akkuri.search.own_words.cues import ASKED, Cue, CueWording, cue_words, read_wordings
from akkuri.search.own_words.likeness import beginning
from akkuri.search.request import idle_words
from akkuri.search.words import stem_words, words

__all__ = ["ASKED_BY", "QuestionWords"]

ASKED_BY: Final = "asked.json"
"""The file of a release that holds by which words its questions are asked."""
_FORM: Final = 2
"""Raised whenever words are folded or stemmed, or the file is written, in another way."""


@dataclass(frozen=True, slots=True)
class QuestionWords:
    """By which words each of some questions is asked."""

    wordings: Mapping[str, CueWording]
    """Declared phrases by question."""
    titles: Sequence[frozenset[str]]
    """The stems of each question's titles that say something."""
    having: Mapping[str, Sequence[int]]
    """Beginnings of words of phrases and titles → the places of the questions that have one."""

    @classmethod
    def of(
        cls, candidates: Sequence[SentenceCandidate], folders: Sequence[Path], release: Path | None = None
    ) -> "QuestionWords":
        """Return the words of questions, declared in some folders, as a release keeps them where it does.

        Raises UsageError naming the file that says nothing of use.
        """
        kept = _kept(release / ASKED_BY, _digest(candidates, folders)) if release else None
        return kept or _gathered(candidates, read_wordings(folders))

    def write(self, candidates: Sequence[SentenceCandidate], folders: Sequence[Path], file: Path) -> None:
        """Write the words of questions, as `of` reads them."""
        document = {
            "form": _FORM,
            "digest": _digest(candidates, folders),
            "wordings": {name: _facts(wording) for name, wording in self.wordings.items()},
            "titles": [sorted(title) for title in self.titles],
            "having": self.having,
        }
        text = json.dumps(document, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
        file.write_text(f"{text}\n", encoding="utf-8", newline="\n")


def _digest(candidates: Sequence[SentenceCandidate], folders: Sequence[Path]) -> str:
    """Return by what kept words are known again: what they were made of."""
    declared = sentences_digest(folder / ASKED for folder in folders)
    made_of = [declared, [(each.name, dict(each.titles)) for each in candidates], sorted(idle_words())]
    return sha256(json.dumps(made_of, sort_keys=True).encode()).hexdigest()


def _gathered(candidates: Sequence[SentenceCandidate], wordings: Mapping[str, CueWording]) -> QuestionWords:
    having: defaultdict[str, list[int]] = defaultdict(list)
    titles = []
    for number, each in enumerate(candidates):
        stems = {stem for lang, title in each.titles.items() for stem in stem_words(title, lang)}
        titles.append(frozenset(stems - idle_words()))
        declared = cue_words(wordings.get(each.name, CueWording()))
        titled = (word for title in each.titles.values() for word in words(title))
        for key in {beginning(word) for word in (*titled, *declared)}:
            having[key].append(number)
    return QuestionWords(wordings, titles, having)


def _kept(file: Path, digest: str) -> QuestionWords | None:
    """Return the words of a file; None where there is none, or it was made of others."""
    if not file.is_file():
        return None
    document = json.loads(file.read_bytes())
    if (document["form"], document["digest"]) != (_FORM, digest):
        return None
    wordings = {name: _wording(facts) for name, facts in document["wordings"].items()}
    return QuestionWords(wordings, list(map(frozenset, document["titles"])), document["having"])


def _facts(wording: CueWording) -> dict[str, Any]:
    """Return a wording as plain values: phrases that follow each other in a language are one text."""
    return {
        "cues": [
            (lang, _phrases([cue for _, cue in cues]))
            for lang, cues in groupby(wording.cues, lambda each: each[0])
        ],
        "for": wording.things,
        "weight": wording.weight,
        "set": {
            name: [(value, _phrases(cues)) for value, cues in given.items()]
            for name, given in wording.values.items()
        },
        "first": {name: _phrases(cues) for name, cues in wording.first.items()},
    }


def _wording(facts: Mapping[str, Any]) -> CueWording:
    cues = tuple((lang, cue) for lang, phrases in facts["cues"] for cue in _cues(phrases))
    values = {
        name: {value: tuple(_cues(phrases)) for value, phrases in given}
        for name, given in facts["set"].items()
    }
    first = {name: tuple(_cues(phrases)) for name, phrases in facts["first"].items()}
    return CueWording(cues, tuple(facts["for"]), facts["weight"], values, first)


def _phrases(cues: Sequence[Cue]) -> str:
    return ";".join(map(" ".join, cues))


def _cues(phrases: str) -> list[Cue]:
    return [tuple(phrase.split(" ")) for phrase in phrases.split(";")] if phrases else []
