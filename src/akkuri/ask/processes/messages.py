"""What the web process and a query process tell each other, each with its one encoding."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from akkuri.errors import OutsideError, Refusal
from akkuri.store import Dataset
from akkuri.texts import Wording

__all__ = ["Closing", "Failure", "Greeting", "Parsed", "Question"]


@dataclass(frozen=True, slots=True)
class Question:
    """A query that has passed the gate."""

    text: str
    form: str
    """The name of the format of the answer (akkuri.store.formats)."""
    base: str
    """What relative IRIs in it are resolved against."""
    dataset: Dataset = Dataset()
    must_have: tuple[str, ...] = ()
    """Graphs that the query names itself: without one of them there is no answer."""
    must_know: tuple[str, ...] = ()
    """Terms without which the engine's answer would be wrong (akkuri.ask.gate.deviations)."""
    prefixes: Mapping[str, str] = field(default_factory=dict)
    """What a graph is written with where its format has prefixes."""
    unbound: tuple[str, ...] = ()
    """Functions that nobody knows: they give no value."""

    def encode(self) -> bytes:
        """Write it for the wire."""
        # Not `asdict`: copying every part of every part takes a tenth of a tiny question's time here.
        parts = {name: getattr(self, name) for name in self.__slots__}
        dataset = {"default": self.dataset.default, "named": self.dataset.named}
        return _json(parts | {"dataset": dataset})

    @classmethod
    def decode(cls, body: bytes) -> "Question":
        """Read it from the wire."""
        found = json.loads(body)
        default, named = (tuple(found["dataset"][name]) for name in ("default", "named"))
        dataset, must_have = Dataset(default, named), tuple(found["must_have"])
        must_know = tuple(found["must_know"])
        plain = (found["text"], found["form"], found["base"])
        return cls(*plain, dataset, must_have, must_know, found["prefixes"], tuple(found["unbound"]))


@dataclass(frozen=True, slots=True)
class Failure:
    """Why a query process has no answer: the code of a refusal and what its sentence says."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)

    @classmethod
    def outside(cls, error: OutsideError) -> "Failure":
        """Return that something outside failed; its sentence finds its language when it is read."""
        said = error.said
        detail = said if isinstance(said, str) else {"key": said.key, "params": dict(said.params)}
        return cls("remote", {"detail": detail})

    def refusal(self) -> Refusal:
        """Return it as the refusal that the asker gets."""
        told: dict[str, Any] = {
            name: Wording(**value) if isinstance(value, dict) else value
            for name, value in self.params.items()
        }
        return Refusal(self.code, **told)


@dataclass(frozen=True, slots=True)
class Closing:
    """The end of an answer: whether the process ends with it, and what went wrong, if anything."""

    last: bool
    failure: Failure | None = None

    def encode(self) -> bytes:
        """Write it for the wire."""
        return _WELL if self == Closing(last=False) else _json(asdict(self))

    @classmethod
    def decode(cls, body: bytes) -> "Closing":
        """Read it from the wire."""
        if body == _WELL:
            return cls(last=False)
        found = json.loads(body)
        return cls(found["last"], Failure(**found["failure"]) if found["failure"] else None)


_WELL: Final = b"{}"
"""What nearly every answer ends with."""


@dataclass(frozen=True, slots=True)
class Greeting:
    """What a query process says when it is connected to."""

    pid: int = 0
    version: str | None = None
    quads: int | None = None
    resident: int = 0
    outside: bool = False
    """Whether the content is kept outside of this program."""

    def encode(self) -> bytes:
        """Write it for the wire."""
        return _json(asdict(self))

    @classmethod
    def decode(cls, body: bytes) -> "Greeting":
        """Read it from the wire."""
        return cls(**json.loads(body))


@dataclass(frozen=True, slots=True)
class Parsed:
    """What another parser says of a query: where it fails, or what it asks of other servers."""

    place: tuple[int, int] | None = None
    """Line and column at which it stops making sense."""
    services: tuple[str | None, ...] | None = None
    """The IRI behind each SERVICE, None for a variable; None when the query cannot be read."""

    def encode(self) -> bytes:
        """Write it for the wire."""
        return _json(asdict(self))

    @classmethod
    def decode(cls, body: bytes) -> "Parsed":
        """Read it from the wire."""
        found = json.loads(body)
        place, services = found["place"], found["services"]
        return cls((place[0], place[1]) if place else None, tuple(services) if services is not None else None)


def _json(document: Mapping[str, Any]) -> bytes:
    return json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "surrogatepass")
