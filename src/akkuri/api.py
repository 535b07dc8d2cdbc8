"""A release in Python: answers as plain rows or polars frames, the network as a rustworkx graph."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from os import PathLike
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from akkuri import resources
from akkuri.analysis.gaps.cell_document import cell_document
from akkuri.analysis.model.opening import model_of_store
from akkuri.analysis.model.values import Model
from akkuri.analysis.network.filters import SCOPE
from akkuri.analysis.network.graph import Edge
from akkuri.analysis.network.ties import Tie
from akkuri.analysis.subjects import GAPS, NETWORK, SUBJECTS
from akkuri.analysis.views.asking import Basis, ViewRequest
from akkuri.analysis.views.filter import Takes
from akkuri.analysis.views.subject import Subject
from akkuri.analysis.weights import Parameters, load_parameters
from akkuri.ask.named.catalogue import Catalogue
from akkuri.ask.named.json_rows import plain
from akkuri.ask.named.parameters import Context
from akkuri.errors import UsageError
from akkuri.extras import require
from akkuri.naming.resolver import Resolver
from akkuri.naming.things import kinds
from akkuri.release.opening import find_release
from akkuri.settings import Settings
from akkuri.store import EmbeddedStore, Store
from akkuri.store.outside import StoreOutside
from akkuri.texts.quoting import quoted

if TYPE_CHECKING:
    import polars as pl
    import rustworkx as rx

__all__ = ["OpenRelease", "open_release"]

ENDPOINTS: Final = ("/sparql", "/query")
"""How the address of an endpoint ends; any other is that of a server of ours."""
_KINDS = """PREFIX foaf: <http://xmlns.com/foaf/0.1/>
SELECT ?record ?property ?value WHERE {
  ?document foaf:primaryTopic ?record .
  ?record ?property ?value .
  FILTER(STRSTARTS(STR(?record), "%s"))
} ORDER BY ?record ?property ?value"""


def open_release(where: str | PathLike[str], lang: str = "en") -> "OpenRelease":
    """Open a release: a folder on disk, or the http address of a server or SPARQL endpoint.

    Raises UsageError when there is no release in the folder, OutsideError later when a server cannot
    be reached.
    """
    settings = Settings.from_env(lang=lang)
    address = str(where)
    if address.startswith(("http://", "https://")):
        address = address.rstrip("/")
        endpoint = address if address.endswith(ENDPOINTS) else f"{address}/sparql"
        return OpenRelease(StoreOutside(endpoint, timeout=settings.query_seconds), settings)
    release = find_release(Path(address))
    if release is None:
        raise UsageError.worded("analysis.no_release", folder=address)
    store = EmbeddedStore.of_release(release.graph_path, release.version)
    return OpenRelease(store, release.settled(settings), release.cluster)


@dataclass
class OpenRelease:
    """A release that can be asked: `rows` gives plain rows, every other table is a polars frame.

    Frames need the extra `frames`; whatever gives one raises UsageError when it is not installed. Rows
    need nothing: `pandas.DataFrame(release.rows(…))`.
    """

    store: Store
    settings: Settings
    cluster: Path | None = None
    """The folder with the questions and weights of the release's cluster; None when a server is asked."""

    def __repr__(self) -> str:
        """Say what is open, as a notebook shows it."""
        where = getattr(self.store, "address", "")
        return f"<OpenRelease {self.version or where}>"

    @property
    def version(self) -> str | None:
        """The version of the release; None when a server is asked."""
        return self.store.version

    @cached_property
    def catalogue(self) -> Catalogue:
        """The named queries."""
        return Catalogue.load(resources.questions(self.cluster), self.settings.names)

    @cached_property
    def basis(self) -> Basis:
        """What the analyses read: the records as plain values, the weights, the ties between actors."""
        return Basis(model_of_store(self.store, self.settings.names), load_parameters(self.cluster))

    @property
    def model(self) -> Model:
        """The records as plain values, as the analyses use them."""
        return self.basis.model

    @property
    def parameters(self) -> Parameters:
        """The weights and groups of the analyses."""
        return self.basis.parameters

    @property
    def ties(self) -> list[Tie]:
        """All ties between actors."""
        return self.basis.ties

    def rows(self, what: str, **asked: Any) -> list[dict[str, Any]]:
        """Return an answer as plain rows: column → str, int, float, bool, list or None.

        `what` is a named query (`gaps/single-operator`), a view of an analysis (`gaps:cells`,
        `network:bridges`) or a SELECT of your own; `asked` are its parameters or filters. Raises
        UsageError for an unknown name, parameter or value, OutsideError when a server cannot be reached.
        """
        return self._answer(what, asked)[1]

    def query(self, name_or_sparql: str, **params: Any) -> "pl.DataFrame":
        """Return the answer of a named query (`gaps/single-operator`) or of a SELECT of your own.

        Raises UsageError for an unknown name or parameter.
        """
        require("frames", self.settings.lang)
        columns, rows = self._answer(name_or_sparql, params)
        return self._frame(rows, columns)

    def _answer(self, what: str, asked: Mapping[str, Any]) -> tuple[list[str] | None, list[dict[str, Any]]]:
        """Give the columns, which own SPARQL leaves open, and the rows."""
        if "{" in what:
            if asked:
                raise UsageError("Only named queries have parameters; write the values into your own SPARQL.")
            return None, self._select(what, None)
        analysis, colon, show = what.partition(":")
        subject = next((subject for subject in SUBJECTS if subject.name == analysis), None)
        if colon and subject is not None:
            return self._view(subject, show, asked)
        query = self.catalogue.find(what, self.settings.lang)
        values = {name: str(value) for name, value in asked.items() if value is not None}
        if "lang" in query.params:
            values.setdefault("lang", self.settings.lang)
        known = Resolver.over(self.store.select, self.settings.names)
        text = query.bind(values, Context(self.settings.names, self.settings.lang, known))
        columns = [column.name for column in query.columns]
        return columns, self._select(text, columns)

    def _select(self, text: str, columns: list[str] | None) -> list[dict[str, Any]]:
        try:
            found = self.store.select(text)
        except SyntaxError as error:
            raise UsageError(f"The query cannot be read: {str(error.msg or error).rstrip('.')}.") from error
        rows = [{name: plain(term) for name, term in row.items()} for row in found]
        return rows if columns is None else [{name: row.get(name) for name in columns} for row in rows]

    def frame(self, kind: str) -> "pl.DataFrame":
        """Return one row for each record of a kind (facility, Organisations, hanke …), a column a property.

        A property with several values somewhere is a column of lists. Raises UsageError for a kind
        that there is not, with what is near, and for one that has no records.
        """
        root = self.settings.names.id(self._kind(kind), "")
        found: dict[str, dict[str, list[Any]]] = {}
        for row in self.store.select(_KINDS % root):
            name = str(plain(row["property"])).rpartition("#")[2].rpartition("/")[2]
            record = str(plain(row["record"]))
            found.setdefault(record, {}).setdefault(name, []).append(plain(row["value"]))
        if not found:
            raise UsageError(f"There is no record of the kind {quoted(kind)}; expected one such as facility.")
        return self._frame([{"record": record, **cells} for record, cells in _flat(found)])

    def _kind(self, written: str) -> str:
        """Return the kind of record that a name in any language means."""
        known = Resolver.over(self.store.select, self.settings.names)
        answer = known.known(written, kinds())
        if self.cluster is None and answer is None and written.isidentifier():
            return written  # a server may have kinds that are not declared here
        return known.find(written, kinds(), self.settings.lang).id

    def gaps(self, show: str | None = None, **asked: Any) -> "pl.DataFrame":
        """Return a view of the gap analysis; filters as in `akkuri gaps` (region, stage, budget …)."""
        return self._shown(GAPS, show, asked)

    def cell(self, stage: str, capability: str, region: str | None = None) -> dict[str, Any]:
        """Return one gap cell with the records and sources behind each figure."""
        given = {"stage": stage, "capability": capability, "region": region}
        return cell_document(self.basis, ViewRequest(given=given, lang=self.settings.lang))

    def what_if(self, scenario: str | Sequence[Mapping[str, Any]], **asked: Any) -> "pl.DataFrame":
        """Return the cells that a scenario changes: a list of steps, or the text of a JSON or CSV file."""
        import json

        content = scenario if isinstance(scenario, str) else json.dumps(list(scenario))
        return self.gaps("what-if", what_if=content, **asked)

    def network(self, show: str | None = None, **asked: Any) -> "pl.DataFrame":
        """Return a view of the network analysis; filters as in `akkuri network` (since, kind, country …)."""
        return self._shown(NETWORK, show, asked)

    def path(self, start: str, end: str, **asked: Any) -> "pl.DataFrame":
        """Return the chain of introductions between two actors, with the evidence of each step."""
        return self.network("path", **{"from": start, "to": end}, **asked)

    def graph(self, **asked: Any) -> "rx.PyGraph[str, Edge]":
        """Return the network as a rustworkx graph: nodes are IRIs, edges carry weight, kinds and ties."""
        return NETWORK.asked(self.basis, self._request(NETWORK, None, asked), SCOPE).network().graph.copy()

    def _request(self, subject: Subject[Any], show: str | None, asked: Mapping[str, Any]) -> ViewRequest:
        """Write what was asked as people write it; `lang` is the language of labels and messages."""
        lang = asked.get("lang", self.settings.lang)
        by_keyword = {item.keyword: item for item in subject.filters.values()}
        given: dict[str, Any] = {}
        for keyword, value in asked.items():
            item = by_keyword.get(keyword)
            if keyword == "lang" or value is None:
                continue
            if item is None or item.takes is not Takes.TEXT:
                given[item.name if item else keyword] = value
            elif item.many:
                given[item.name] = (value,) if isinstance(value, str) else tuple(value)
            else:
                given[item.name] = str(value)
        return ViewRequest(show, given, lang)

    def _view(
        self, subject: Subject[Any], show: str | None, asked: Mapping[str, Any]
    ) -> tuple[list[str], list[dict[str, Any]]]:
        table = subject.table(self.basis, self._request(subject, show, asked))
        return list(table.columns), [{name: row.get(name) for name in table.columns} for row in table.rows]

    def _shown(self, subject: Subject[Any], show: str | None, asked: Mapping[str, Any]) -> "pl.DataFrame":
        columns, rows = self._view(subject, show, asked)
        return self._frame(rows, columns)

    def _frame(self, rows: list[dict[str, Any]], columns: list[str] | None = None) -> "pl.DataFrame":
        require("frames", self.settings.lang)
        import polars as pl

        names = columns if columns is not None else list(dict.fromkeys(name for row in rows for name in row))
        filled = [{name: row.get(name) for name in names} for row in rows]
        if not filled:
            return pl.DataFrame(schema=dict.fromkeys(names, pl.String))
        return pl.DataFrame(filled, infer_schema_length=None, strict=False)


def _flat(found: Mapping[str, Mapping[str, list[Any]]]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Take single values out of their lists where no record has several."""
    several = {name for cells in found.values() for name, values in cells.items() if len(values) > 1}
    for record, cells in found.items():
        yield record, {name: v if name in several else v[0] for name, v in cells.items()}
