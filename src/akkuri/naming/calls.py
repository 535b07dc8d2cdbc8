"""What says how a thing is called, gathered into the thing."""

from collections import defaultdict
from decimal import Decimal, InvalidOperation
from typing import Final

from akkuri.namespaces import Names
from akkuri.naming.things import UNITS, Name, Scale, Thing

__all__ = ["CALLED", "Calls"]

CALLED: Final = {
    "skos:prefLabel": "name",
    "dct:title": "name",
    "skos:altLabel": "other",
    "ak:acronym": "other",
    "skos:hiddenLabel": "hidden",
    "skos:notation": "code",
    "ak:nuts2021": "code",
    "ak:rorId": "code",
    "ak:wikidataId": "code",
    "ak:businessId": "code",
    "ak:isni": "code",
    "ak:nationalPid": "code",
    "ak:pic": "code",
    "ak:grantId": "code",
    "schema:url": "address",
    "foaf:homepage": "address",
    "dct:isReplacedBy": "successor",
    "ak:withdrawn": "gone",
    "ak:canonicalUnit": "canonical",
    "ak:factor": "factor",
    "ak:offset": "offset",
    "ak:usualMin": "least",
    "ak:usualMax": "most",
}
"""Properties that say how a thing is called, and in which way."""


class Calls:
    """Collects what the things of one group are called."""

    def __init__(self, group: str, names: Names) -> None:
        self._group = group
        self._names = names
        self._found: defaultdict[str, defaultdict[str, set[Name]]] = defaultdict(lambda: defaultdict(set))

    @property
    def properties(self) -> dict[str, str]:
        """The properties to look at: those of every group, and those that name records of a kind."""
        kind = self._names.kinds.get(self._group.removeprefix("id/"))
        if kind is None:
            return CALLED
        return {**dict.fromkeys(kind.other_names, "other"), **dict.fromkeys(kind.names, "name"), **CALLED}

    def add(self, iri: str, how: str | None = None, value: str = "", lang: str | None = None) -> None:
        """Take down one name of a thing, or that there is the thing."""
        called = self._found[iri]
        if how is not None:
            called[how].add((lang or "", value))

    def things(self) -> list[Thing]:
        """Return the things by IRI."""
        return [self._thing(iri, called) for iri, called in sorted(self._found.items())]

    def _thing(self, iri: str, called: dict[str, set[Name]]) -> Thing:
        names = dict(sorted(called.get("name", ()), reverse=True))  # of two names in a language, the first
        return Thing(
            self._group,
            iri.removeprefix(f"{self._names.base}{self._group}/"),
            iri,
            self._names.table_id(iri),
            tuple(sorted(names.items())),
            tuple(sorted(called.get("other", ()))),
            tuple(sorted(called.get("hidden", ()))),
            tuple(sorted(code for _, code in called.get("code", ()))),
            tuple(sorted(address for _, address in called.get("address", ()))),
            next((successor for _, successor in sorted(called.get("successor", ()))), None),
            bool(called.get("successor") or called.get("gone")),
            _scale(called) if self._group == UNITS else None,
        )


def _scale(called: dict[str, set[Name]]) -> Scale | None:
    """Return the scale of a unit that states one."""
    try:
        (_, canonical), (_, factor), (_, offset) = (
            *called["canonical"],
            *called["factor"],
            *called.get("offset", {("", "0")}),
        )
        least, most = (
            Decimal(value) if value else None
            for how in ("least", "most")
            for _, value in (*sorted(called.get(how, ())), ("", ""))[:1]
        )
        scale = Scale(canonical, Decimal(factor), Decimal(offset), least, most)
    except (KeyError, ValueError, InvalidOperation):
        return None
    return scale if scale.factor.is_finite() and scale.factor and scale.offset.is_finite() else None
