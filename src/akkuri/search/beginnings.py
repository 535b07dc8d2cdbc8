"""Names that begin as what is typed: for suggestions, where the last word is not whole yet."""

from collections.abc import Iterable, Sequence

__all__ = ["how_begun"]


def how_begun(names: Iterable[str], asked: Sequence[str]) -> tuple[int, int] | None:
    """Tell how the folded names of a thing begin as the words that are asked for; None where none does.

    The rank is 0 where a name begins so, 1 where words inside it do, 2 where they stand apart; with the
    length of the nearest such name in characters.
    """
    if not asked:
        return None
    whole, parts = f" {' '.join(asked)}", [f" {word}" for word in asked]
    ranked = [
        (0 if name.startswith(whole) else 1 if whole in name else 2, len(name) - 1)
        for name in (f" {each}" for each in names)
        if whole in name or all(part in name for part in parts)
    ]
    return min(ranked, default=None)
