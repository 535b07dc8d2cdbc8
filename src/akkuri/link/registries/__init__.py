"""Registries of organisations and infrastructures, each read by one small adapter into the same entries."""

from importlib import import_module
from typing import Final

from akkuri.errors import UsageError
from akkuri.link.registries.base import Registry

__all__ = ["ADAPTERS", "registry"]

ADAPTERS: Final = {
    "cordis": "akkuri.link.registries.cordis:CordisRegistry",
    "eosc": "akkuri.link.registries.eosc:EoscRegistry",
    "esfri": "akkuri.link.registries.esfri:EsfriRegistry",
    "geonames": "akkuri.link.registries.geonames:GeonamesRegistry",
    "meril": "akkuri.link.registries.meril:MerilRegistry",
    "nuts": "akkuri.link.registries.nuts:NutsRegistry",
    "research-fi": "akkuri.link.registries.research_fi:ResearchFiRegistry",
    "ror": "akkuri.link.registries.ror:RorRegistry",
    "wikidata": "akkuri.link.registries.wikidata:WikidataRegistry",
}
"""Word on the command line → module:class of the adapter, imported only when it is asked for."""


def registry(key: str) -> Registry:
    """Return the adapter of a registry; raises UsageError naming those there are."""
    if key not in ADAPTERS:
        raise UsageError(f"There is no registry {key!r}; expected one of: {', '.join(sorted(ADAPTERS))}.")
    module, _, name = ADAPTERS[key].partition(":")
    adapter: Registry = getattr(import_module(module), name)()
    return adapter
