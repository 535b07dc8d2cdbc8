"""Asking the OWL reasoner HermiT whether the ontology, alone or with data, contradicts itself."""

import shutil
import tempfile
import time
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from typing import Final

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from akkuri.errors import OutsideError
from akkuri.graph.owl import foreign_datatype
from akkuri.temporary import own_folder

__all__ = ["Consistency", "check_consistency", "conflicting_graphs", "java_is_here", "need_java"]

_OWL: Final = "http://www.w3.org/2002/07/owl#"
_RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
_DATES: Final = tuple(
    f"http://www.w3.org/2001/XMLSchema#{name}" for name in ("date", "gYear", "gYearMonth", "time")
)
_TYPE: Final = NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_ANNOTATION: Final = NamedNode(f"{_OWL}AnnotationProperty")
_IMPORTS: Final = f"{_OWL}imports"

_BUILT_IN_ANNOTATIONS: Final = frozenset(_RDFS + n for n in ("label", "comment", "seeAlso", "isDefinedBy"))


@dataclass(frozen=True, slots=True)
class Consistency:
    """What the reasoner found."""

    consistent: bool
    unsatisfiable: tuple[str, ...]
    """IRIs of the classes that can have no instance, sorted; empty when all can."""
    statements: int
    """How many triples the reasoner read."""
    left_out: int
    """How many triples it did not: annotations, which have no meaning in OWL, literals of datatypes
    outside OWL 2, such as xsd:date, and imports, which Owlready2 would fetch from the network."""
    dates: int
    """How many of these are dates, of which OWL 2 knows xsd:dateTime alone."""
    seconds: float

    @property
    def sound(self) -> bool:
        """Whether nothing is wrong."""
        return self.consistent and not self.unsatisfiable


def java_is_here() -> bool:
    """Tell whether a Java runtime, which HermiT needs, is on the path."""
    return shutil.which("java") is not None


def need_java() -> None:
    """Raise OutsideError when no Java runtime is on the path."""
    if not java_is_here():
        raise OutsideError.worded("checks.no-java")


def check_consistency(statements: Iterable[Quad | Triple]) -> Consistency:
    """Run HermiT over an ontology and, where given, data; graph names are ignored.

    Source: OWL 2 Direct Semantics, by way of Owlready2's copy of HermiT. Raises OutsideError when Java is
    missing or the reasoner fails.
    """
    need_java()
    from owlready2 import (  # type: ignore[import-untyped]  # slow to load, and seldom asked
        OwlReadyInconsistentOntologyError,
        OwlReadyJavaError,
        World,
        sync_reasoner_hermit,
    )

    started = time.perf_counter()
    triples = [Triple(s.subject, s.predicate, s.object) for s in statements]
    kept = _reasonable(triples)
    world = World()
    text = serialize(kept, format=RdfFormat.N_TRIPLES)
    world.get_ontology("urn:akkuri:consistency#").load(fileobj=BytesIO(text or b""))
    consistent = True
    try:
        with (
            own_folder("owl") as place,
            _files_in(place),
        ):  # it leaves its files where it finds a contradiction
            sync_reasoner_hermit(world, infer_property_values=False, debug=0)
        bottom = {cls.iri for cls in world.inconsistent_classes()} - {f"{_OWL}Nothing"}
    except OwlReadyInconsistentOntologyError:
        consistent, bottom = False, set()
    except OwlReadyJavaError as error:
        raise OutsideError.worded("checks.reasoner-failed", reason=_last_line(error)) from error
    finally:
        world.close()
    seconds = round(time.perf_counter() - started, 3)
    dates = sum(foreign_datatype(triple) in _DATES for triple in triples)
    return Consistency(consistent, tuple(sorted(bottom)), len(kept), len(triples) - len(kept), dates, seconds)


@contextmanager
def _files_in(place: Path) -> Iterator[None]:
    """Let a library make its temporary files in a folder."""
    was, tempfile.tempdir = tempfile.tempdir, str(place)
    try:
        yield
    finally:
        tempfile.tempdir = was


def conflicting_graphs(
    ontology: Sequence[Quad | Triple], graphs: Mapping[str, Sequence[Quad | Triple]]
) -> tuple[str, ...]:
    """Find a smallest set of graphs that contradict the ontology together; empty when none do.

    Smallest means that without any one of them the rest is consistent; another set may exist beside it.
    One run of the reasoner costs seconds, and some 2k·log(n/k) runs are needed for k graphs out of n.
    Source: U. Junker, QuickXplain, AAAI 2004. Raises OutsideError like `check_consistency`.
    """

    def clash(names: Sequence[str]) -> bool:
        return not check_consistency([*ontology, *(s for n in names for s in graphs[n])]).consistent

    def search(background: list[str], grown: bool, names: list[str]) -> list[str]:
        if grown and clash(background):
            return []
        if len(names) == 1:
            return names
        half = len(names) // 2
        late = search(background + names[:half], True, names[half:])
        early = search(background + late, bool(late), names[:half])
        return early + late

    names = sorted(graphs)
    if clash([]) or not names or not clash(names):
        return ()
    return tuple(sorted(search([], False, names)))


def _reasonable(triples: list[Triple]) -> list[Triple]:
    """Leave out what the reasoner cannot use (annotations, literals of foreign datatypes) and imports."""
    left_out = (
        _BUILT_IN_ANNOTATIONS
        | {_IMPORTS}
        | {
            t.subject.value
            for t in triples
            if t.predicate == _TYPE and t.object == _ANNOTATION and isinstance(t.subject, NamedNode)
        }
    )
    return [t for t in triples if t.predicate.value not in left_out and foreign_datatype(t) is None]


def _last_line(error: Exception) -> str:
    """Return the last line of Java's message that says something."""
    lines = [line.strip() for line in str(error).splitlines() if line.strip()]
    return next((line for line in reversed(lines) if not line.startswith("at ")), "no message")
