"""What linking to each registry means: which records, by what evidence, under which namespace."""

from dataclasses import dataclass
from typing import Final, Literal

from akkuri.errors import UsageError
from akkuri.link.tables.own_records import Subjects

__all__ = ["PROFILES", "Profile", "profile"]

Evidence = Literal["likeness", "identifier", "name"]


@dataclass(frozen=True, slots=True)
class Profile:
    """How records are linked to one registry.

    `evidence`: `likeness` weighs every property, `identifier` asks for the same number, `name` for the same
    name in the same country (places). `namespace` is what stands before the local part of an identifier.
    """

    key: str
    title: str
    homepage: str
    subjects: Subjects
    evidence: Evidence
    namespace: str
    predicate: str = "skos:exactMatch"
    endpoint: str = ""
    """The public SPARQL endpoint, where the registry has one."""
    identifier: str = ""
    """The kind of identifier that our records and the registry's entries share."""


PROFILES: Final = {
    item.key: item
    for item in (
        Profile("ror", "Research Organization Registry", "https://ror.org", "organisations", "likeness",
                "https://ror.org/"),
        Profile("wikidata", "Wikidata", "https://www.wikidata.org", "organisations", "likeness",
                "http://www.wikidata.org/entity/", endpoint="https://query.wikidata.org/sparql"),
        Profile("cordis", "CORDIS / EURIO", "https://cordis.europa.eu", "projects", "identifier",
                "https://cordis.europa.eu/project/id/", endpoint="https://cordis.europa.eu/datalab/sparql",
                identifier="grant"),
        Profile("esfri", "ESFRI roadmap", "https://roadmap2021.esfri.eu", "facilities", "likeness",
                "https://roadmap2021.esfri.eu/projects-and-landmarks/browse-the-catalogue/"),
        Profile("meril", "MERIL", "https://portal.meril.eu", "facilities", "likeness",
                "https://portal.meril.eu/meril/view/facilitys/"),
        Profile("research-fi", "Research.fi research infrastructures", "https://research.fi", "facilities",
                "likeness", "urn:nbn:fi:", identifier="urn"),
        Profile("eosc", "EOSC resource catalogue", "https://open-science-cloud.ec.europa.eu", "organisations",
                "likeness", "https://catalogue.eosc-portal.eu/providers/"),
        Profile("geonames", "GeoNames", "https://www.geonames.org", "municipalities", "name",
                "https://sws.geonames.org/", predicate="skos:closeMatch"),
        Profile("nuts", "NUTS regions of the European Union", "http://data.europa.eu/nuts", "regions",
                "identifier", "http://data.europa.eu/nuts/code/", identifier="notation"),
    )
}  # fmt: skip


def profile(key: str) -> Profile:
    """Return how records are linked to a registry; raises UsageError naming those there are."""
    if key not in PROFILES:
        raise UsageError(f"There is no registry {key!r}; expected one of: {', '.join(sorted(PROFILES))}.")
    return PROFILES[key]
