"""Words of one origin that stems keep apart: method and instrument, doing and deed, and what cases change."""

import re
from functools import lru_cache
from typing import Final

__all__ = ["acronyms", "adjective", "deeds", "done", "is_instrument", "kin", "named", "uncased"]

_ENDINGS: Final = (
    ("metry", "meter"),
    ("metria", "metri"),
    ("metri", "meter"),
    ("scopy", "scope"),
    ("skopia", "skooppi"),
    ("skopi", "skop"),
    ("graphy", "graph"),
    ("grafia", "grafi"),
    ("grafi", "graf"),
)
"""Endings of methods and of what they are done with, in English, Finnish and Swedish."""
_DOING: Final = re.compile(r"(tam|aam|oim)i(nen|sen|sta|seen|sessa)$")
_DEEDS: Final = {"tam": ("tys", "tus"), "aam": ("aus",), "oim": ("ointi",)}
"""Finnish: sähköistäminen and sähköistys, lataaminen and lataus, formoiminen and formointi."""
_SHORT_DEEDS: Final = (
    (re.compile(r"aus(?:ta|ten)?$|au(?:ksen|ksia|ksessa|ksesta|kset)$"), "i"),
    (re.compile(r"i(?:n|a|t|en|ä|ssa|sta)?$"), "aus"),
    (re.compile(r"ning(?:en|ar)?$"), ""),
    (re.compile(r"(?<=[^aeiouy])(?:et)?$"), "ning"),
)
"""Finnish testi and testaus, Swedish prov and provning."""
_ENDS: Final = "(?:n|t|vat|mme|tte|tteko|malla)?$"
"""Finnish endings of verbs by person, and of what is done with."""
_DONE: Final = (
    (re.compile(rf"ttaa?{_ENDS}|tetaan$"), ("tus", "tys")),
    (re.compile(rf"(?<=s)taa?{_ENDS}"), ("tus", "tys")),
    (re.compile(rf"ntaa?{_ENDS}|nnetaan$"), ("nnus", "nnys")),
    (re.compile(r"tata(?:an)?$"), ("ttaus",)),
    (re.compile(r"data(?:an)?$"), ("taus",)),
    (re.compile(rf"a(?:ta|taan|{_ENDS})$"), ("aus",)),
    (re.compile(rf"aa{_ENDS}"), ("aus",)),
    (re.compile(rf"i(?:da|daan|{_ENDS})$"), ("inti",)),
    (re.compile(r"(?<=kel)(?:la|laan|en|evat)$"), ("u",)),
    (re.compile(rf"(?<=r)(?:kaa?{_ENDS}|etaan$)"), ("ku",)),
    (re.compile(r"era[rst]?$"), ("ering",)),
    (re.compile(r"(?<=[^aeiouy])a[rst]?$"), ("ning",)),
    (re.compile(r"(?<=n)n(?:a[st]?|er|s)$"), ("ning",)),
)
"""Verbs and what they do: Finnish simuloida, simulointi; kierrätetään, kierrätys; Swedish simulera."""
_STRONG: Final = re.compile(
    r"(?<=\w\w)(kk|pp|tt|t)a(?:a(?:n|t|na|lla|lta|lle|ssa|sta|seen)|i(?:ta|den|ssa|sta|hin|lla))$"
)
_WEAK: Final = {"kk": "k", "pp": "p", "tt": "t", "t": "d"}
"""Finnish: tehtaat and tehdas, oppaat and opas."""
_NAMED: Final = (
    (re.compile(r"(?<=\w\w\w)e(?:en|n|na|ksi|ssa|sta|lla|lta|lle)$"), "i"),
    (re.compile(r"(?<=\w\w[aeiouy]s)ta$"), ""),
    (re.compile(r"(?<=\w\w\wu)de(?:n|ssa|sta|lla|lta|lle)$"), "s"),
    (re.compile(r"(?<=\w\w)is(?:en|essa|esta|ella|elta|elle|et|ten|ta|ia|issa|ista|illa|ille)$"), "inen"),
    (re.compile(r"(?<=\w\w)(?:lainen|laisen|laista|laiset|laisia)$"), ""),
    (re.compile(r"(?<=\w\w\w)i(?:et|er|erna|ets|ernas)$"), "ium"),
)
"""Finnish: Suomessa and Suomi, kivestä and kivi; testausta and testaus; termisen and terminen; oululainen.
Swedish: laboratorier and laboratorium."""
_CASE: Final = re.compile(r"(?<=\w\w[aeiouy])(?:n|ssa|sta|lla|lta|lle)$")
_LONG_CASE: Final = re.compile(r"(?<=\w\w)([aeiouy])\1(?:n|ssa|sta|lla|lta|lle)$")
"""Finnish: Kotkaan and Kotka, Tampereelle and Tampere."""
_WEAK_GRADE: Final = re.compile(
    r"(?<=\w\w)(ll|nn|rr|mm|ng|hd)([aeiou])(?:n|ksi|ssa|sta|lla|lta|lle|t|ista|issa|illa|ille)$"
)
_STRONG_GRADE: Final = {"ll": "lt", "nn": "nt", "rr": "rt", "mm": "mp", "ng": "nk", "hd": "ht"}
"""Finnish: Harjavallan and Harjavalta, Helsingissä and Helsinki, Lahdesta and Lahti, whose stems differ."""
_BOTH_PARTS: Final = re.compile(r"uude(?:n|ssa|sta|lla|lta|lle)(?=\w{3})")
"""Finnish: Uudellamaalla, whose first part is in its case too."""
_FINNISH: Final = ("n", "a", "aa", "ta", "lla", "ssa", "t", "en", "ja", "iden", "oiden")
"""Endings of cases that may follow in Finnish; other languages add less than tolerance allows."""
_SHORTEST: Final = 4
"""Letters before the ending."""


_OF_ACRONYMS: Final = (
    "n",
    "in",
    "iin",
    "ssa",
    "sta",
    "lla",
    "lta",
    "lle",
    "hun",
    "han",
    "hin",
    "ksi",
    "t",
    "s",
)
"""Endings of Finnish and Swedish cases as they hang on acronyms: vttlla, gtkn, kths."""


@lru_cache(maxsize=4096)
def kin(word: str) -> tuple[str, ...]:
    """Return folded words that are of one origin with a folded word and may be met instead of it."""
    found: dict[str, None] = {}
    for method, instrument in _ENDINGS:
        for ending, other in ((method, instrument), (instrument, method)):
            for case in ("", *_FINNISH):
                head = word.removesuffix(ending + case)
                if head != word and len(head) >= _SHORTEST:
                    found[head + other] = None
    if match := _DOING.search(word):
        found |= dict.fromkeys(word[: match.start()] + deed for deed in _DEEDS[match[1]])
    if match := _STRONG.search(word):
        found[f"{word[: match.start()]}{_WEAK[match[1]]}as"] = None
    if match := _WEAK_GRADE.search(word):
        found |= dict.fromkeys(
            f"{word[: match.start()]}{_STRONG_GRADE[match[1]]}{vowel}" for vowel in (match[2], "i")
        )
    found |= dict.fromkeys(named(word))
    if (match := _BOTH_PARTS.match(word)) and (rest := word[match.end() :]):
        found |= dict.fromkeys(f"uusi{each}" for each in (rest, *kin(rest), *uncased(rest)))
    if "w" in word:
        found[word.replace("w", "v")] = None  # as names were spelt in Finnish and Swedish: Wasa
    return tuple(each for each in found if each != word)


def named(word: str) -> tuple[str, ...]:
    """Return what a folded word, in a case whose stem is another one, may be called: testausta, testaus."""
    return tuple(f"{word[: match.start()]}{end}" for case, end in _NAMED if (match := case.search(word)))


def uncased(word: str) -> tuple[str, ...]:
    """Return a folded word without the ending of a Finnish case, where there is one: Porissa and Pori.

    Stems keep some of those apart, and so many words end so that only what is met just so counts.
    """
    bare = (_CASE.sub("", word), _LONG_CASE.sub(r"\1", word))
    return tuple(dict.fromkeys(each for each in bare if each != word))


def adjective(word: str) -> str:
    """Return the Finnish adjective of a folded word, which a name may have instead: yliopistollinen."""
    return f"{word}llinen"


def is_instrument(word: str) -> bool:
    """Tell whether a folded word ends as instruments and methods do: its beginning says which one."""
    return word.endswith(tuple(ending for pair in _ENDINGS for ending in pair))


def acronyms(word: str) -> tuple[str, ...]:
    """Return the short names that a folded word, which is nowhere itself, may be a case of."""
    heads = (word.removesuffix(ending) for ending in _OF_ACRONYMS if word.endswith(ending))
    return tuple(head for head in heads if 1 < len(head) <= _SHORTEST)


@lru_cache(maxsize=4096)
def done(word: str) -> tuple[str, ...]:
    """Return the nouns for what a folded word that may be a verb does."""
    ends = ((ending.search(word), nouns) for ending, nouns in _DONE)
    found = (word[: end.start()] + noun for end, nouns in ends if end and end.start() > 1 for noun in nouns)
    return tuple(dict.fromkeys(each for each in found if each != word))


def deeds(word: str) -> tuple[str, ...]:
    """Return other words for the same deed, which may be met instead of a folded word that is nowhere."""
    ends = ((ending.search(word), other) for ending, other in _SHORT_DEEDS)
    found = (word[: end.start()] + other for end, other in ends if end and end.start() >= _SHORTEST)
    return tuple(dict.fromkeys(found))
