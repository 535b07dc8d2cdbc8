"""Words for the form of an answer, which are none of what is asked: how many, on a map, as a table."""

import re
from typing import Final

__all__ = ["without_count", "without_shown"]

_COUNT: Final = re.compile(
    r"^\W*(?:(?:and|ja|och|so|no)\s+)?"
    r"(?:(?:what\s+is\s+)?(?:the\s+)?(?:total\s+)?number\s+of|how\s+many|montako|moniko"
    r"|kuinka\s+mon(?:ta|i)|miten\s+monta|(?:vad\s+är\s+)?antal(?:et)?|hur\s+många)(?=\s)",
    re.IGNORECASE,
)
_SEVERAL: Final = re.compile(
    r"\b(?:each|every|per|compar|than|other|region|county|counties|provinc|maakun|joka\b|kussakin|verrat|kuin\b"
    r"|landskap|län\b|varje|jämför|andra|än\b)",
    re.IGNORECASE,
)
_SHOWN: Final = re.compile(
    r"\b(?:on\s+(?:a|the)\s+map|in\s+(?:a|an|the)?\s*(?:table|excel|spreadsheet)|as\s+a\s+(?:map|table|list)"
    r"|(?:a\s+)?map\s+(?:of|showing)|kartalla|kartalle|kartassa|karttana|kartta|taulukkona|taulukossa|listana|excelinä"
    r"|på\s+(?:en\s+)?karta(?:n)?|karta\s+(?:över|med)|som\s+(?:karta|tabell|lista)|i\s+(?:en\s+)?(?:tabell|excel))\b",
    re.IGNORECASE,
)


def without_count(sentence: str) -> str:
    """Return a sentence, as long as it was, without the words that ask how many: a list tells that too.

    Of several places the numbers are asked for, and no list.
    """
    return sentence if _SEVERAL.search(sentence) else _COUNT.sub(_blank, sentence)


def without_shown(sentence: str) -> str:
    """Return a sentence, as long as it was, without the words for how its answer is to be shown."""
    shorter = _SHOWN.sub(_blank, sentence)
    return shorter if shorter.strip(" ?.!") else sentence


def _blank(match: re.Match[str]) -> str:
    return " " * len(match[0])
