"""Names that begin as what is typed: for suggestions, where the last word is not whole yet."""

from collections.abc import Collection, Iterator, Sequence

__all__ = ["Beginnings"]


class Beginnings:
    """The names of things, by number, folded and with single spaces."""

    def __init__(self, names: Sequence[Collection[str]]) -> None:
        self._names = [[f" {name}" for name in each] for each in names]

    def find(self, asked: Sequence[str]) -> Iterator[tuple[int, int, int]]:
        """Give each thing with a name in which every word asked for begins a word: number, rank, length.

        The rank is 0 where the name begins so, 1 where words inside it do, 2 where they stand apart; the
        length is that of the nearest such name in characters.
        """
        if not asked:
            return
        whole, parts = f" {' '.join(asked)}", [f" {word}" for word in asked]
        for number, names in enumerate(self._names):
            ranked = [
                (0 if name.startswith(whole) else 1 if whole in name else 2, len(name) - 1)
                for name in names
                if whole in name or all(part in name for part in parts)
            ]
            if ranked:
                yield (number, *min(ranked))
