"""What the release says about itself, read from the description of its tables."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from akkuri.namespaces import Names

__all__ = ["About", "about"]

LICENCE: Final = "https://creativecommons.org/licenses/by/4.0/"


@dataclass(frozen=True, slots=True)
class About:
    """Title, description, publisher and so on of a data set, each by language where people read it."""

    names: Names
    title: dict[str, str]
    description: dict[str, str]
    publisher: str
    publisher_iri: str
    licence: str
    issued: str
    keywords: list[tuple[str, str]]
    themes: dict[str, dict[str, str]]
    """IRI of a theme → its label by language."""
    spatial: list[str]
    contact: str
    """An address for questions, `mailto:` or a page; empty when there is none."""
    version: str = ""

    @property
    def catalog(self) -> str:
        """The IRI of the catalogue, which is also where it is served."""
        return f"{self.names.base}catalog"

    @property
    def dataset(self) -> str:
        """The IRI of the data set."""
        return f"{self.catalog}#dataset"

    @property
    def citation(self) -> str:
        """How to cite: publisher (year): title. Version. Address."""
        title = self.title.get("en") or next(iter(self.title.values()), "")
        version = self.version or self.issued
        return f"{self.publisher} ({self.issued[:4]}): {title}. Version {version}. {self.names.base}"


def about(metadata: Mapping[str, Any], names: Names, version: str = "") -> About:
    """Read the common properties of CSVW metadata; what it does not have stays empty."""
    publisher = metadata.get("dc:publisher", "")
    details = publisher if isinstance(publisher, Mapping) else {"foaf:name": publisher}
    title = metadata.get("dc:title", "")
    return About(
        names=names,
        title={"en": title} if isinstance(title, str) else dict(_texts(title)),
        description=dict(_texts(metadata.get("dc:description", []))),
        publisher=details.get("foaf:name", ""),
        publisher_iri=details.get("@id") or f"{names.base}catalog#publisher",
        licence=_iri(metadata.get("dc:license")) or LICENCE,
        issued=metadata.get("dc:issued", ""),
        keywords=_texts(metadata.get("dcat:keyword", [])),
        themes={
            theme["@id"]: dict(_texts(theme.get("skos:prefLabel", [])))
            for theme in metadata.get("dcat:theme", [])
        },
        spatial=_iris(metadata.get("dc:spatial", [])),
        contact=_iri(metadata.get("dcat:contactPoint")),
        version=version,
    )


def _texts(given: Any) -> list[tuple[str, str]]:
    """Read language-tagged texts in the form of JSON-LD."""
    values = given if isinstance(given, list) else [given]
    return [(entry["@language"], entry["@value"]) for entry in values if isinstance(entry, Mapping)]


def _iris(given: Any) -> list[str]:
    return [_iri(entry) for entry in (given if isinstance(given, list) else [given])]


def _iri(given: Any) -> str:
    return str(given["@id"]) if isinstance(given, Mapping) else str(given or "")
