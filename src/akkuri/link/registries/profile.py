"""What a registry says of itself: how its snapshots are read, and what linking our records to it means."""

from dataclasses import dataclass
from typing import Literal

from akkuri.link.registries.base import Registry

__all__ = ["Evidence", "Profile", "Subjects"]

Evidence = Literal["likeness", "identifier", "name"]
Subjects = Literal["organisations", "projects", "facilities", "municipalities", "regions"]
"""Which of our records are linked."""


@dataclass(frozen=True, slots=True)
class Profile:
    """The declaration of a registry; the module that holds it as PROFILE is found, nothing lists it.

    `evidence`: `likeness` weighs every property, `identifier` asks for the same number, `name` for the same
    name in the same country (places). `namespace` is what stands before the local part of an identifier.
    """

    adapter: type[Registry]
    """What reads its snapshots."""
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
    states: str = ""
    """The property by which our records carry the registry's identifier, without its prefix."""

    @property
    def key(self) -> str:
        """The word on the command line."""
        return self.adapter.key
