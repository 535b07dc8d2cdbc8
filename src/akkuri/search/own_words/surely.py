"""What a sentence says for sure, where a guess would put something into an answer that nobody said."""

from typing import Final

from akkuri.search.own_words.entities import Entity, Sentence
from akkuri.search.request import idle_words

__all__ = ["said_surely"]

_MONEY: Final = "money"
_HELPING: Final = frozenset(
    [
        *("to", "would", "will", "should", "could", "did", "might", "does"),
        *("att", "skulle", "ska", "kunde", "vill"),
    ]
)
"""Words before a verb: what would open is not said to be open."""
_OR: Final = frozenset({"and", "to", "or", "ja", "tai", "och", "till", "eller"})
"""Words between the two ends of a range."""
_EUROS: Final = ("€", "eur")


def said_surely(entity: Entity, known: Sentence) -> bool:
    """Tell whether a thing is called by its name and not by a verb, and a sum is one sum of euros."""
    first, last = min(entity.places), max(entity.places)
    before = known.tokens[first - 1] if first else ""
    if entity.sort != _MONEY:
        return entity.exact and before not in _HELPING
    # "5 to 10 million" is no one sum; "10 million cells", "10 million crowns" are none of euros.
    begun = first - 2 if before in _OR else first - 1
    several = len(known.of(_MONEY)) > 1 or (begun >= 0 and known.tokens[begun].isdecimal())
    after = known.tokens[last + 1 : last + 2]
    in_euros = any(sign in entity.label.casefold() for sign in _EUROS)
    return not several and (in_euros or all(word in idle_words() for word in after))
