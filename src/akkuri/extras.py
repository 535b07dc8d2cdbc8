"""What only some need, installed as an extra: `pip install 'akkuri[frames]'`."""

from collections.abc import Mapping
from importlib.util import find_spec
from typing import Final

from akkuri.errors import UsageError
from akkuri.texts import text

__all__ = ["EXTRAS", "installed", "require"]

EXTRAS: Final[Mapping[str, tuple[str, ...]]] = {
    "archive": ("warcio",),
    "frames": ("polars",),
    "link": ("splink", "duckdb", "pyarrow"),
    "mcp": ("mcp",),
    "spark": ("splink", "pyspark"),
    "train": ("lightgbm",),
}
"""Extra of pyproject.toml → the modules by which it is known to be installed."""


def installed(extra: str) -> bool:
    """Say whether an extra is installed, without importing it."""
    return all(find_spec(module) is not None for module in EXTRAS[extra])


def require(extra: str, lang: str = "en") -> None:
    """Raise UsageError, naming the extra and how to get it, when it is not installed."""
    if not installed(extra):
        raise UsageError(text(lang, "extras.missing", extra=extra))
