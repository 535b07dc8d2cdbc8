"""What the search knows of each thing: the words it is found by, and the facilities of each concept."""

from collections import defaultdict
from dataclasses import dataclass
from typing import Final

from pyoxigraph import Literal, NamedNode

from akkuri.namespaces import Names
from akkuri.naming.spelling import fold
from akkuri.web.page.addresses import split_record
from akkuri.web.page.queries import names_header
from akkuri.web.page.reader import Reader

__all__ = ["BEGINNING", "OTHER", "PART", "SAID", "SHORT", "WHOLE", "SearchEntry", "belonging", "read_entries"]

WHOLE, BEGINNING, PART, OTHER, SAID = 0, 1, 2, 3, 4
"""How a word was met: as a word of a name, at its beginning, inside of it, in a hidden name, in a text."""
SHORT: Final = 3
"""Words up to so many letters are met whole only: "ARC" is not in "research"."""
_HIDDEN: Final = "skos:hiddenLabel"
_SAID: Final = "dct:description"


@dataclass(frozen=True, slots=True)
class SearchEntry:
    """One thing that can be found."""

    iri: str
    kind: str
    names: tuple[str, ...]
    haystack: str
    words: frozenset[str]
    hidden: frozenset[str]
    said: frozenset[str]
    last: bool = False
    """Its kind comes after all others."""
    elsewhere: bool = False
    """It does not belong to the cluster itself."""

    def meets(self, word: str) -> int | None:
        """Return how a word is met here; None when it is not."""
        if word in self.words:
            return WHOLE
        if len(word) > SHORT and word in self.haystack:
            return BEGINNING if any(each.startswith(word) for each in self.words) else PART
        if word in self.hidden:
            return OTHER
        return SAID if word in self.said else None


def read_entries(reader: Reader, names: Names) -> list[SearchEntry]:
    """Read the names, hidden names, places and descriptions of every record and concept in one query."""
    last = {kind.name for kind in names.kinds if kind.found_last}
    found: dict[str, defaultdict[str, list[str]]] = {
        key: defaultdict(list) for key in ("name", "more", "hidden", "said", "elsewhere")
    }
    for row in reader.select(_query(names)):
        for key, store in found.items():
            term = row.get(key)
            if isinstance(term, Literal):
                store[getattr(row["iri"], "value", "")].append(fold(term.value))
    entries = []
    for iri, called in sorted(found["name"].items()):
        haystack = "\n".join({*called, *found["more"][iri]})
        kind = _kind(iri, names)
        hidden, said = " ".join(found["hidden"][iri]), " ".join(found["said"][iri])
        entries.append(
            SearchEntry(
                iri,
                kind,
                tuple(sorted(set(called), key=len)),
                haystack,
                frozenset(haystack.split()),
                frozenset({*hidden.split(), *found["hidden"][iri]}),
                frozenset(said.split()),
                kind in last,
                iri in found["elsewhere"],
            )
        )
    return entries


def belonging(reader: Reader, names: Names) -> dict[str, list[str]]:
    """Return the facilities of each capability and equipment type: what who seeks one wants to see."""
    rows = reader.select(
        f"{names_header(names)}\nSELECT DISTINCT ?concept ?facility WHERE {{ "
        "?part ak:facility ?facility ; ak:capability|ak:equipmentType ?concept . ?facility a ak:Facility }"
    )
    found: defaultdict[str, list[str]] = defaultdict(list)
    for row in rows:
        concept, facility = row.get("concept"), row.get("facility")
        if isinstance(concept, NamedNode) and isinstance(facility, NamedNode):
            found[concept.value].append(facility.value)
    return {concept: sorted(facilities) for concept, facilities in found.items()}


def _kind(iri: str, names: Names) -> str:
    record = split_record(iri, names)
    return record[0] if record else "concept"


def _query(names: Names) -> str:
    """Ask for the names of every record and concept, and for what else they are found by."""
    parts = [
        "{ ?iri skos:inScheme ?scheme ; skos:prefLabel|skos:altLabel ?name }",
        f"{{ ?iri skos:inScheme ?scheme ; {_HIDDEN} ?hidden }}",
    ]
    for kind in names.kinds:
        record = f"?document foaf:primaryTopic ?iri . ?iri a <{names.expand(kind.cls)}> ;"
        for variable, found in (
            ("name", (*kind.names, *kind.other_names)),
            ("more", kind.found_by),
            ("said", (_SAID,)),
        ):
            if found:
                path = "|".join(f"<{names.expand(name)}>" for name in found)
                parts.append(f"{{ {record} {path} ?{variable} }}")
    own = "?iri ak:facility?/ak:ofCluster ?own"
    parts.append(f"{{ ?iri ak:facility?/ak:countryCode ?elsewhere FILTER NOT EXISTS {{ {own} }} }}")
    wanted = "?iri ?name ?more ?hidden ?said ?elsewhere"
    return f"{names_header(names)}\nSELECT {wanted} WHERE {{ {' UNION '.join(parts)} }}"
