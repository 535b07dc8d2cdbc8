"""Akkuri: a knowledge graph of actors and research infrastructures."""

from importlib.metadata import version

__all__ = ["__version__"]

__version__ = version("akkuri")
