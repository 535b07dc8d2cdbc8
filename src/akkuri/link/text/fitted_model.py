"""The fitted linking model: two forests, a calibration and the decision, in one JSON file."""

import json
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from akkuri.errors import UsageError
from akkuri.link.text.features import FEATURES
from akkuri.link.text.forest import Forest
from akkuri.link.text.index import Common
from akkuri.link.text.rivals import CONTEXT

__all__ = ["FittedModel", "load", "shipped"]

Floats = npt.NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class FittedModel:
    """`first` scores a candidate alone, `second` among its rivals; `scale` and `shift` calibrate it."""

    first: Forest
    second: Forest
    scale: float
    shift: float
    threshold: float
    common: Common

    def alone(self, rows: Floats) -> Floats:
        """Return the first score of every candidate, between 0 and 1."""
        return _logistic(self.first.margin(rows))

    def among(self, rows: Floats) -> Floats:
        """Return the calibrated probability of every candidate, from its own and its context features."""
        return _logistic(self.second.margin(rows) * np.float32(self.scale) + np.float32(self.shift))


def _logistic(values: Floats) -> Floats:
    return (1 / (1 + np.exp(-values))).astype(np.float32)


def _read(text: str, where: str) -> FittedModel:
    expected = "expected a linking model written by akkuri.link.training.affiliations of this version"
    try:
        description: dict[str, Any] = json.loads(text)
        first, second = Forest(description["first"]), Forest(description["second"])
        model = FittedModel(
            first=first,
            second=second,
            scale=float(description["scale"]),
            shift=float(description["shift"]),
            threshold=float(description["threshold"]),
            common=Common(int(description["entries"]), dict(description["words"])),
        )
    except (ValueError, KeyError, TypeError) as error:
        raise UsageError(
            f"{where}: not a whole model ({type(error).__name__}: {error}); {expected}."
        ) from error
    if first.features != FEATURES or second.features != FEATURES + CONTEXT:
        raise UsageError(f"{where}: its features are not those of this version; {expected}.")
    return model


def load(path: Path) -> FittedModel:
    """Read a model file; raises UsageError naming the file and what was expected."""
    try:
        text = path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError(f"{path}: the model cannot be read ({error}).") from error
    return _read(text, str(path))


@cache
def shipped() -> FittedModel:
    """Return the model inside the package."""
    file = files(__package__) / "fitted" / "affiliation.json"
    return _read(file.read_text(encoding="utf-8"), str(file))
