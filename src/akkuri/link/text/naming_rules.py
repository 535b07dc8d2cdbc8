"""What a name says beyond likeness: two kinds of university, and names that our own tables state."""

from typing import Final

import numpy as np
import numpy.typing as npt

from akkuri.link.text.features import FEATURES, Measured
from akkuri.link.text.index import NameIndex
from akkuri.link.text.normalise import LEGAL
from akkuri.link.text.places import Gazetteer
from akkuri.link.text.segment import ParsedText

__all__ = ["STATED", "Mask", "keep_kind", "stated"]

STATED: Final = 0.95
"""How sure it is that a segment which is one name, of one organisation of the tables alone, means that."""
APPLIED: Final = ("university", "applied", "science")
"""A university of applied sciences, ammattikorkeakoulu, yrkeshögskola, Fachhochschule: one kind."""
_UNIVERSITY: Final = APPLIED[0]
_AT: Final = {name: place for place, name in enumerate(FEATURES)}

Mask = npt.NDArray[np.bool_]


def keep_kind(index: NameIndex, parsed: ParsedText, measured: Measured) -> Measured:
    """Leave out universities where the text says university of applied sciences, and the other way round.

    A school with both kinds of names stays. One of applied sciences whose name is more than kind and place
    (Metropolia, Centria) may be called a university; that of Turku may not.
    """
    if _UNIVERSITY not in parsed.words:
        return measured
    applied = _applied(parsed)
    plain = [word == _UNIVERSITY and not said for word, said in zip(parsed.words, applied, strict=True)]
    kept = [
        not _clash(index, entry, *_said(parsed, applied, plain, low, high))
        for entry, (low, high) in zip(measured.entries.tolist(), measured.spans.tolist(), strict=True)
    ]
    if all(kept):
        return measured
    return Measured(measured.entries[kept], measured.rows[kept], measured.spans[kept])


def stated(parsed: ParsedText, measured: Measured, own: Mask) -> Mask:
    """Say which candidates are our own and have a segment to themselves that is their name, word for word.

    `own` says of every entry whether our tables have it. A name that others have too, an acronym, and a place
    without the legal form of a company prove nothing.
    """

    def trait(name: str) -> npt.NDArray[np.float32]:
        return measured.rows[:, _AT[name]]

    others = np.where(trait("country_match") > 0, trait("same_name_here"), trait("same_name"))
    sure = own[measured.entries] & (trait("exact_words") > 0) & (trait("alone_in_segment") > 0)
    sure &= (others == 1) & (trait("country_clash") == 0)
    sure &= trait("kind_acronym") == 0
    for at in np.flatnonzero(sure & (trait("matched_names") == 0)).tolist():
        low, high = measured.spans[at].tolist()
        said = parsed.raw[parsed.segment[low]]
        schooled = any(word in APPLIED for word in parsed.words[low : high + 1])
        sure[at] = schooled or (len(said) > 1 and said[-1] in LEGAL)
    return sure


def _applied(parsed: ParsedText) -> list[bool]:
    """Say which words belong to the kind of applied sciences: not `University, Applied Sciences`."""
    found = [False] * len(parsed.words)
    for at in range(len(parsed.words) - 2):
        if tuple(parsed.spelled[at : at + 3]) == APPLIED and parsed.segment[at] == parsed.segment[at + 2]:
            found[at : at + 3] = [True] * 3
    return found


def _said(
    parsed: ParsedText, applied: list[bool], plain: list[bool], low: int, high: int
) -> tuple[bool, bool]:
    """Return whether the words of a candidate, or else their segment, name the one kind and the other."""
    inside = slice(low, high + 1)
    if not any(plain[inside]) and not any(applied[inside]):
        at = [place for place, part in enumerate(parsed.segment) if part == parsed.segment[low]]
        inside = slice(at[0], at[-1] + 1)
    return any(plain[inside]), any(applied[inside])


def _clash(index: NameIndex, entry: int, plain: bool, applied: bool) -> bool:
    if plain == applied:
        return False
    names = [index.texts[at].split(" ") for at in range(*index.entry_name_start[entry : entry + 2].tolist())]
    schools = [words for words in names if _UNIVERSITY in words]
    of_applied = [words for words in schools if _has(words)]
    if applied:
        return bool(schools) and not of_applied
    only_kind = all(_only_place(index.places, words) for words in of_applied)
    return bool(of_applied) and len(of_applied) == len(schools) and only_kind


def _has(words: list[str]) -> bool:
    return any(tuple(words[at : at + 3]) == APPLIED for at in range(len(words) - 2))


def _only_place(places: Gazetteer, words: list[str]) -> bool:
    """Whether a name is nothing but the kind and a place, as the places of the registry are called."""
    rest = [word for word in words if word not in APPLIED]
    return all(word in places.look([rest], "").words for word in rest)
