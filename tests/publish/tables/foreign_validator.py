"""The validator of the Python package csvw, which is not ours."""

import warnings
from pathlib import Path

from csvw import CSVW

__all__ = ["complaints"]


def complaints(folder: Path) -> list[str]:
    """What the validator says of a folder of tables, without the mercy that it has for empty references."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they stand in the answer
            found = CSVW(str(folder / "csv-metadata.json"), validate=True, strict=True)
            valid = found.is_valid
    except ValueError as error:
        return [str(error)]
    return [str(warning.message) for warning in found.warnings] or ([] if valid else ["not valid"])
