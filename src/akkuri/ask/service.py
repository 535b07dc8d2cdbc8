"""Asking: gate, cache, query process, stream. The one way to the store for pages, API and endpoint."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field, replace
from functools import partial
from hashlib import sha256
from typing import Any, Final
from urllib.parse import urlsplit

from akkuri.ask.cache import Cache
from akkuri.ask.exactness import exact
from akkuri.ask.gate.parse_errors import word_syntax_error
from akkuri.ask.gate.rules import Gate
from akkuri.ask.gate.scan import Scan, place
from akkuri.ask.processes.attempt import LaterError
from akkuri.ask.processes.messages import Question
from akkuri.ask.processes.runners import Runner
from akkuri.errors import Refusal
from akkuri.settings import Settings
from akkuri.store import GRAPHS, Dataset, Format, Store, Term, by_name, rows

__all__ = ["Answer", "Ask"]

NO_GRAPHS: Final = Dataset()
AT_START: Final = 2
"""Frames waited for before an answer begins."""
MOST_UNKNOWN: Final = 10
"""Functions that nobody knows in one query, beyond which it is refused: each costs another try."""


@dataclass(slots=True)
class Answer:
    """A serialised answer: `body` gives its pieces; `length` is known when it is whole already."""

    form: Format
    body: Iterator[bytes]
    etag: str | None = None
    length: int | None = None
    unchanged: bool = False
    kind: str = ""
    """The form of the query: select, ask, construct or describe."""
    kept: bool = False
    """Whether it comes from the cache."""
    unbound: tuple[str, ...] = ()
    """Functions of the query that nobody knows: they gave no value."""
    _held: ExitStack = field(default_factory=ExitStack)

    def close(self) -> None:
        """Give the query process back, or end it when the answer was not read to its end."""
        self._held.close()


class Ask:
    """Answers questions over one store, within the limits of the settings."""

    def __init__(self, runner: Runner, settings: Settings, cache: Cache | None = None) -> None:
        self._runner = runner
        self._gate = Gate(settings)
        self._hosts = frozenset(settings.service_hosts)
        self._base = f"{settings.base}sparql"
        self._prefixes = settings.names.prefixes
        self.cache = cache or Cache(settings.cache_bytes)

    @classmethod
    def over(cls, store: Store, settings: Settings | None = None) -> "Ask":
        """Ask a store in this process, without time and memory limits (command line, tests)."""
        from akkuri.ask.processes.runners import LocalRunner

        return cls(LocalRunner(store), settings or Settings())

    @property
    def runner(self) -> Runner:
        """What runs the queries, for health and metrics."""
        return self._runner

    @property
    def version(self) -> str | None:
        """The version of the content; None when the store cannot know it."""
        return self._runner.version

    def answer(
        self,
        text: str,
        choose: Callable[[str], Format],
        dataset: Dataset = NO_GRAPHS,
        *,
        known: Callable[[str], bool] = lambda etag: False,
    ) -> Answer:
        """Answer a query in the format that `choose` picks for its form (select, ask, construct, describe).

        `known` says whether the asker has the answer with this ETag already. Raises Refusal, ClientGoneError
        when the asker (akkuri.ask.asker) leaves first, and in a try LaterError. Close the answer.
        """
        found = self._gate.check(text)
        form = choose(found.form or "")
        version = self._runner.version
        key = etag = None
        if version is not None and not found.volatile and not found.services:
            key = _key(version, found.normal, form.name, dataset)
            etag = f'W/"{key[:32]}"'
            if known(etag):
                return Answer(form, iter(()), etag, unchanged=True, kind=found.form or "")
            kept = self.cache.get(key)
            if kept is not None:
                return Answer(form, iter((kept,)), etag, len(kept), kind=found.form or "", kept=True)
        if found.services:
            self._allow_services(text, found)
        run = partial(self._run, text, found, form, dataset, key, etag)
        try:
            return run()
        except LaterError as later:
            later.go_on = run
            raise

    def _run(
        self,
        text: str,
        found: Scan,
        form: Format,
        dataset: Dataset,
        key: str | None,
        etag: str | None,
    ) -> Answer:
        stated = Dataset(tuple(found.default_graphs), tuple(found.named_graphs))
        graphs = dataset or stated
        must_have = () if dataset else (*stated.default, *stated.named)
        must_have = (*must_have, *found.needed_graphs)
        prefixes = self._prefixes | found.prefixes if form in GRAPHS else {}
        question = Question(text, form.name, self._base, graphs, must_have, found.needed_terms, prefixes)
        while True:
            try:
                # What is kept tells of no functions: an answer that lacks some is made anew each time.
                last = (None, None) if question.unbound else (key, etag)
                answer = self._begin(question, form, *last)
            except Refusal as refusal:
                unknown = refusal.params.get("function") if refusal.code == "unknown-function" else None
                if unknown is None or unknown in question.unbound or len(question.unbound) == MOST_UNKNOWN:
                    raise self._worded(refusal, text, found) from refusal
                question = replace(question, unbound=(*question.unbound, unknown))
            else:
                answer.unbound, answer.kind = question.unbound, found.form or ""
                return answer

    def _begin(
        self,
        question: Question,
        form: Format,
        key: str | None,
        etag: str | None,
    ) -> Answer:
        """Start a query and wait for the beginning of its answer: until then an error is a clean refusal."""
        with ExitStack() as held:
            pieces = exact(held.enter_context(self._runner.run(question)), form)
            start: list[bytes] = []
            size = 0
            whole = False
            while size <= self.cache.largest and len(start) < AT_START:
                piece = next(pieces, None)
                if piece is None:
                    whole = True
                    break
                start.append(piece)
                size += len(piece)
            if whole:
                answer = b"".join(start)
                if key is not None:
                    self.cache.put(key, answer, len(answer))
                return Answer(form, iter((answer,)), etag, len(answer))
            body = self._rest(start, pieces, key)
            return Answer(form, body, etag, _held=held.pop_all())
        raise AssertionError("unreachable")

    def _rest(self, start: list[bytes], pieces: Iterator[bytes], key: str | None) -> Iterator[bytes]:
        """Pass a long answer on, keeping it for the cache as long as it is small enough for it."""
        kept: list[bytes] | None = [] if key is not None else None
        size = 0

        def pass_on(piece: bytes) -> bytes:
            nonlocal kept, size
            size += len(piece)
            if kept is not None:
                kept.append(piece)
                if size > self.cache.largest:
                    kept = None
            return piece

        while start:
            yield pass_on(start.pop(0))
        for piece in pieces:
            yield pass_on(piece)
        if kept is not None and key is not None:
            self.cache.put(key, b"".join(kept), size)

    def _worded(self, refusal: Refusal, text: str, found: Scan) -> Refusal:
        """Turn the engine's syntax message into a sentence with a place."""
        if refusal.code != "syntax-plain":
            return refusal
        parsed = self._runner.explain(text)
        return word_syntax_error(text, found, refusal.params["detail"], parsed.place if parsed else None)

    def _allow_services(self, text: str, found: Scan) -> None:
        """Let SERVICE pass only when both readings of the query agree and every host is on the list."""
        parsed = self._runner.explain(text)
        services = parsed.services if parsed else None
        if services is not None and len(services) == len(found.services):
            hosts = [urlsplit(iri).hostname if iri else None for iri in services]
            if all(host in self._hosts for host in hosts):
                return
        line, column = place(text, found.services[0].offset)
        raise Refusal("service-refused", line=line, column=column)

    def select(self, query: str, bindings: Mapping[str, Term] | None = None) -> list[dict[str, Term]]:
        """Return the rows of a SELECT as dictionaries of terms; an unbound variable has no key.

        `bindings` are joined with the pattern (a VALUES block at the end), so their variables must be
        visible outside subselects and, in a grouped query, be grouped by.
        """
        return rows(self.read(_bound(query, bindings), "json"))

    def ask(self, query: str, bindings: Mapping[str, Term] | None = None) -> bool:
        """Return the answer of an ASK."""
        return b"true" in self.read(_bound(query, bindings), "csv")

    def read(self, query: str, form: str) -> bytes:
        """Return the whole answer in a format given by name (see akkuri.store.formats)."""
        answer = self.answer(query, lambda _form: by_name(form))
        try:
            return b"".join(answer.body)
        finally:
            answer.close()

    def describe(self, iri: str, form: str) -> bytes:
        """Return what the store says about a resource; ValueError when `iri` is no IRI."""
        from pyoxigraph import NamedNode

        return self.read(f"DESCRIBE {NamedNode(iri)}", form)


def _bound(query: str, bindings: Mapping[str, Term] | None) -> str:
    if not bindings:
        return query
    names = " ".join(f"?{name}" for name in bindings)
    terms = " ".join(str(term) for term in bindings.values())
    return f"{query}\nVALUES ({names}) {{ ({terms}) }}"


def _key(version: str, normal: str, form: str, dataset: Dataset) -> str:
    parts: tuple[Any, ...] = (version, form, "\n".join(dataset.default), "\n".join(dataset.named), normal)
    return sha256("\0".join(parts).encode("utf-8", "surrogatepass")).hexdigest()
