"""Akkuri: a knowledge graph of actors and research infrastructures."""

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from akkuri.api import open_release

__all__ = ["__version__", "open_release"]

__version__ = "0.2.0"


def __getattr__(name: str) -> Any:
    """Import `open_release` only when it is asked for: `import akkuri` stays cheap."""
    if name == "open_release":
        from akkuri.api import open_release

        return open_release
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
