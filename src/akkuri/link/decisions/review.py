"""Walking the uncertain candidates with a person: evidence side by side, one answer each, saved at once."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Final, Literal

from curies import NamableReference
from sssom_pydantic import SemanticMapping

from akkuri.link.decisions.mapping_sets import BY_HAND, Mappings, bare, pending, read, write
from akkuri.link.registries import profiles, registry
from akkuri.link.registries.base import Entry
from akkuri.link.tables.own_records import subjects
from akkuri.namespaces import Names

__all__ = ["ANSWERS", "Answer", "Case", "Review", "walk"]

Answer = Literal["same", "part", "other", "skip", "quit"]
ANSWERS: Final[Mapping[str, Answer]] = {"y": "same", "p": "part", "n": "other", "s": "skip", "q": "quit"}
"""The letter a person types → what it means."""
_BROAD: Final = NamableReference.from_curie("skos:broadMatch")


@dataclass(frozen=True, slots=True)
class Case:
    """A candidate to decide, with what is known of both sides (None for a side that nothing is known of)."""

    mapping: SemanticMapping
    ours: Entry | None
    theirs: Entry | None


class Review:
    """A review of one mapping set; every decision is on disk before the next question."""

    def __init__(
        self, path: Path, names: Names, today: date, data: Path | None = None, snapshot: Path | None = None
    ) -> None:
        """Read the set, our records and, where given, the registry's; raises UsageError as reading does."""
        self._path = path
        self._today = today
        self._sheet: Mappings = read(path)
        key = str(self._sheet.about.id).rpartition("/")[2]
        profile = profiles().get(key)
        self._ours = {item.id: item for item in subjects(profile.subjects, data, names)} if profile else {}
        self._theirs: dict[str, Entry] = {}
        if snapshot is not None:
            wanted = {self._iri(mapping.object) for mapping in self._sheet.mappings if pending(mapping)}
            self._theirs = {item.id: item for item in registry(key).read(snapshot) if item.id in wanted}

    @property
    def waiting(self) -> int:
        """How many candidates still wait for a decision."""
        return sum(map(pending, self._sheet.mappings))

    def cases(self) -> Iterator[Case]:
        """Yield what waits, one record after the other, the likeliest candidate of each first.

        A candidate that an earlier answer has settled does not come.
        """
        queue = sorted(
            filter(pending, self._sheet.mappings),
            key=lambda mapping: (mapping.subject.curie, -(mapping.confidence or 0.0)),
        )
        for mapping in queue:
            if mapping in self._sheet.mappings:
                ours, theirs = self._ours.get(self._iri(mapping.subject)), self._iri(mapping.object)
                yield Case(mapping, ours, self._theirs.get(theirs))

    def decide(self, case: Case, answer: Answer) -> None:
        """Record an answer and write the set; raises UsageError when it cannot be written.

        `same` and `part` also refuse the other candidates of the record, which were less likely.
        """
        if answer in ("skip", "quit"):
            return
        settled = [self._decided(case.mapping, answer)]
        for mapping in self._sheet.mappings:
            if mapping == case.mapping:
                continue
            rival = pending(mapping) and bare(mapping.subject) == bare(case.mapping.subject)
            settled.append(self._decided(mapping, "other") if rival and answer != "other" else mapping)
        sheet = self._sheet.with_mappings(settled)
        write(self._path, sheet)
        self._sheet = sheet

    def _decided(self, mapping: SemanticMapping, answer: Answer) -> SemanticMapping:
        """Turn a finding into a decision; its score stays beside it."""
        update: dict[str, object] = {"justification": BY_HAND, "mapping_date": self._today, "confidence": 1.0}
        if answer == "other":
            update["predicate_modifier"] = "Not"
        if answer == "part":
            update["predicate"] = _BROAD
        return mapping.model_copy(update=update)

    def _iri(self, reference: NamableReference) -> str:
        return self._sheet.converter.expand(reference.curie, strict=True)


def walk(review: Review, show: Callable[[Case], None], ask: Callable[[], Answer]) -> int:
    """Show and ask until all is decided or the person quits; return how many were decided."""
    decided = 0
    for case in review.cases():
        show(case)
        answer = ask()
        if answer == "quit":
            break
        review.decide(case, answer)
        decided += answer != "skip"
    return decided
