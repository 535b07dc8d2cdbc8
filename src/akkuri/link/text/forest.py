"""Evaluate gradient-boosted trees with numpy alone, from a plain JSON description."""

from collections.abc import Mapping
from typing import Any, Final

import numpy as np
import numpy.typing as npt

__all__ = ["Forest"]

BLOCK: Final = 4096
"""Rows evaluated at once: few enough to stay in the processor's cache."""

Floats = npt.NDArray[np.float32]


class Forest:
    """Trees as arrays over nodes; a leaf points to itself, so that every row takes the same steps."""

    def __init__(self, description: Mapping[str, Any]) -> None:
        self.features = tuple(description["features"])
        self.roots = np.array(description["roots"], np.int32)
        self.depth = int(description["depth"])
        self._feature = np.array(description["feature"], np.int32)
        self._threshold = np.array(description["threshold"], np.float32)
        self._children = np.stack(
            [np.array(description["right"], np.int32), np.array(description["left"], np.int32)]
        ).T.ravel()
        self._value = np.array(description["value"], np.float32)

    def margin(self, rows: Floats) -> Floats:
        """Return the sum of the leaves for every row (log-odds, before calibration)."""
        result = np.zeros(len(rows), np.float32)
        for start in range(0, len(rows), BLOCK):
            result[start : start + BLOCK] = self._block(rows[start : start + BLOCK])
        return result

    def _block(self, rows: Floats) -> Floats:
        count, width = rows.shape
        flat = np.ascontiguousarray(rows).ravel()
        offset = np.arange(count, dtype=np.int32) * width
        total = np.zeros(count, np.float32)
        for root in self.roots:
            node = np.full(count, root, np.int32)
            for _ in range(self.depth):
                goes_left = flat[offset + self._feature[node]] <= self._threshold[node]
                node = self._children[2 * node + goes_left]
            total += self._value[node]
        return total
