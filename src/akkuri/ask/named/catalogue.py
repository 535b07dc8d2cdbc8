"""The catalogue of named queries: one question a file, with titles, parameters and columns in its header."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from pyoxigraph import QuerySolutions, Store

from akkuri.ask.named.header import MARK, check_texts, read_header, read_yaml
from akkuri.ask.named.parameters import Context, Parameter, read_parameter
from akkuri.ask.named.template import Template, read_template
from akkuri.errors import UsageError
from akkuri.namespaces import Names, rebase
from akkuri.naming.did_you_mean import did_you_mean, nearest
from akkuri.naming.numbers import number_and_unit
from akkuri.texts import text

__all__ = ["GROUPS", "RESERVED", "SHARED", "Catalogue", "Column", "NamedQuery", "read_query"]

GROUPS: Final = ("directory", "network", "gaps", "quality")
"""The folders of questions, in the order in which people see them; `derive` holds rules, not questions."""

SHARED: Final = "shared.yaml"
"""Titles of columns and labels of parameters that many queries use."""

RESERVED: Final = frozenset({"format", "bom", "limit", "offset"})
"""Names that the web gives a meaning of its own; no parameter may be called so."""

_KEYS: Final = {"title", "summary", "tags", "params", "columns", "chart", "may_be_empty"}
_CHARTS: Final = ("bar", "line")


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the answer."""

    name: str
    titles: Mapping[str, str]

    def title(self, lang: str) -> str:
        """Return the heading for people."""
        return self.titles.get(lang) or self.titles["en"]


@dataclass(frozen=True, slots=True)
class NamedQuery:
    """One question: its header, its text as it stands in the file, and the text cut at its markers."""

    group: str
    name: str
    titles: Mapping[str, str]
    summaries: Mapping[str, str]
    tags: tuple[str, ...]
    params: Mapping[str, Parameter]
    columns: tuple[Column, ...]
    text: str
    template: Template
    chart: Mapping[str, str] | None = None
    may_be_empty: str | None = None
    """Why the question may have no answer on the data as they are; None when it must have one."""

    @property
    def path(self) -> str:
        """The full name, `group/name`."""
        return f"{self.group}/{self.name}"

    def title(self, lang: str) -> str:
        """Return the question in a language."""
        return self.titles.get(lang) or self.titles["en"]

    def summary(self, lang: str) -> str:
        """Return what the answer shows and how it counts, in a language."""
        return self.summaries.get(lang) or self.summaries["en"]

    def bind(self, values: Mapping[str, str], context: Context | None = None) -> str:
        """Return the SPARQL text with the values as RDF terms; an empty value counts as none.

        Raises UsageError naming an unknown parameter or a value that does not fit.
        """
        context = context or Context()
        for name in values:
            if name not in self.params:
                raise self._unknown(name, context)
        terms = {}
        given = self._with_unit(values)
        for name, parameter in self.params.items():
            value = given.get(name) or parameter.default
            if value:
                terms[name] = parameter.term(value, context)
        return self.template.fill(terms)

    def _with_unit(self, values: Mapping[str, str]) -> Mapping[str, str]:
        """Take the unit of a value such as "300 kW" as the parameter for units, unless that says another."""
        units = [name for name, parameter in self.params.items() if parameter.type == "unit"]
        numbers = [name for name, p in self.params.items() if p.type == "number" and not p.unit]
        found = {name: parts for name in numbers if (parts := number_and_unit(values.get(name, "")))}
        said = {unit for _, unit in found.values()} | {values[name] for name in units if values.get(name)}
        if len(units) != 1 or not found or len(said) > 1:
            return values  # of two units neither is chosen: the number is refused as it stands
        return {**values, units[0]: said.pop(), **{name: number for name, (number, _) in found.items()}}

    def _unknown(self, name: str, context: Context) -> UsageError:
        known = ", ".join(self.params) or "–"
        sentence = text(context.lang, "queries.no_parameter", query=self.path, name=name, known=known)
        return UsageError(sentence + did_you_mean(context.lang, nearest(name, self.params)))


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All named queries by `group/name`."""

    queries: Mapping[str, NamedQuery]

    @classmethod
    def load(cls, folders: Iterable[Path], names: Names | None = None) -> "Catalogue":
        """Read every query under the folders, moved to the base of `names`.

        A query of a later folder takes the place of one with the same name in an earlier one, and so do
        the titles in its file of shared ones. Raises UsageError for the first file whose header or text
        is wrong.
        """
        return cls(dict(_Files(folders, names or Names())))

    @classmethod
    def opened(cls, folders: Iterable[Path], names: Names | None = None) -> "Catalogue":
        """Know every query under the folders by its path, and read a file when it is asked for.

        For asking one question; errors as in `load`, but only of that question's file.
        """
        return cls(_Files(folders, names or Names()))

    def __iter__(self) -> Iterator[NamedQuery]:
        return iter(self.queries.values())

    def __len__(self) -> int:
        return len(self.queries)

    def find(self, name: str, lang: str = "en") -> NamedQuery:
        """Return a query by `group/name`, or by its name alone where that is unique.

        Raises UsageError naming the closest ones.
        """
        if name in self.queries:
            return self.queries[name]
        short = [path for path in self.queries if path.rpartition("/")[2] == name]
        if len(short) == 1:
            return self.queries[short[0]]
        if short:
            raise UsageError(text(lang, "queries.ambiguous", value=name, names=", ".join(short)))
        sentence = text(lang, "queries.no_query", value=name)
        raise UsageError(sentence + did_you_mean(lang, self.near(name)))

    def near(self, name: str) -> list[str]:
        """Return the paths of the queries whose names are most like a wrong one."""
        shorts = {path.rpartition("/")[2]: path for path in self.queries}
        found = nearest(name, self.queries)
        return found or [shorts[hit] for hit in nearest(name.rpartition("/")[2], shorts)]


class _Files(Mapping[str, NamedQuery]):
    """The queries of some folders by `group/name`, each read from its file when it is taken."""

    def __init__(self, folders: Iterable[Path], names: Names) -> None:
        self._names = names
        folders = list(folders)
        self._shared = _read_shared(folder / SHARED for folder in folders)
        self._files: dict[str, Path] = {}
        for group in GROUPS:
            files = {file.stem: file for folder in folders for file in (folder / group).glob("*.rq")}
            self._files |= {f"{group}/{name}": file for name, file in sorted(files.items())}

    def __getitem__(self, path: str) -> NamedQuery:
        group, _, name = path.partition("/")
        source = self._files[path].read_text(encoding="utf-8")
        return read_query(source, group, name, self._names, self._shared)

    def __contains__(self, path: object) -> bool:
        return path in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def read_query(
    source: str, group: str, name: str, names: Names, shared: Mapping[str, Mapping[str, Any]]
) -> NamedQuery:
    """Read one query; see `Catalogue.load`."""
    where = f"queries/{group}/{name}.rq"
    source = rebase(source, names.base)
    header = read_header(source, where)
    unknown = sorted(header.keys() - _KEYS)
    if unknown:
        raise UsageError(f"{where}: the header has the unknown key {unknown[0]!r}.")
    params = {
        key: read_parameter(key, entry, shared["params"], where, names)
        for key, entry in (header.get("params") or {}).items()
    }
    taken = sorted(RESERVED & params.keys())
    if taken:
        raise UsageError(f"{where}: no parameter may be called {taken[0]!r}, which the web API uses itself.")
    body = "".join(line for line in source.splitlines(keepends=True) if not line.startswith(MARK))
    template = read_template(body, params, where)
    for key, parameter in params.items():
        if (parameter.default is None) is (key in template.slots(conditional=False)):
            place = "only in lines that begin with #@" if parameter.default is None else "outside such lines"
            raise UsageError(
                f"{where}: VALUES ?{key} must stand {place}, as its default is {parameter.default}."
            )
    return NamedQuery(
        group=group,
        name=name,
        titles=check_texts(header.get("title"), where, "the title"),
        summaries=check_texts(header.get("summary"), where, "the summary"),
        tags=tuple(str(tag) for tag in header.get("tags") or ()),
        params=params,
        columns=_columns(header.get("columns"), body, shared["columns"], where),
        text=source,
        template=template,
        chart=_chart(header.get("chart"), header.get("columns") or [], where),
        may_be_empty=header.get("may_be_empty"),
    )


def _columns(entries: object, body: str, shared: Mapping[str, Any], where: str) -> tuple[Column, ...]:
    """Check that the columns are the variables the query projects, each with its titles."""
    given = _pairs(entries)
    projected = _projected(body, where)
    if list(given) != projected:
        raise UsageError(f"{where}: columns are {list(given)} but the query gives {projected}.")
    return tuple(
        Column(name, check_texts(titles or shared.get(name), where, f"the title of the column {name!r}"))
        for name, titles in given.items()
    )


def _projected(body: str, where: str) -> list[str]:
    """Return the variables of a SELECT that leaves it to the caller which rows of the answer to take."""
    try:
        solutions = Store().query(body)
    except SyntaxError as error:
        raise UsageError(f"{where}: is not SPARQL ({error}).") from error
    if not isinstance(solutions, QuerySolutions):
        raise UsageError(f"{where}: a named query must be a SELECT.")
    try:
        Store().query(f"{body}\nLIMIT 1 OFFSET 1")
    except SyntaxError as error:
        raise UsageError(f"{where}: must not end in LIMIT, OFFSET or VALUES; the caller pages.") from error
    return [variable.value for variable in solutions.variables]


def _pairs(entries: object) -> dict[str, object]:
    """A column is a name, or a name with its titles: {name: {en: …, fi: …, sv: …}}."""
    found: dict[str, object] = {}
    for entry in entries if isinstance(entries, list) else []:
        found |= entry if isinstance(entry, Mapping) else {str(entry): None}
    return found


def _chart(entry: object, columns: list[Any], where: str) -> dict[str, str] | None:
    """Check a chart: its type, the column along it and the column with the numbers."""
    if entry is None:
        return None
    if not isinstance(entry, Mapping) or set(entry) != {"type", "label", "value"}:
        raise UsageError(f"{where}: chart must have type, label and value.")
    if entry["type"] not in _CHARTS:
        raise UsageError(f"{where}: the chart type {entry['type']!r} is none of {', '.join(_CHARTS)}.")
    for key in ("label", "value"):
        if entry[key] not in columns:
            raise UsageError(f"{where}: the chart's {key} {entry[key]!r} is no column.")
    return {key: str(entry[key]) for key in ("type", "label", "value")}


def _read_shared(files: Iterable[Path]) -> dict[str, dict[str, Any]]:
    """Read the titles and labels common to many queries, from those files that are there."""
    found: dict[str, dict[str, Any]] = {"columns": {}, "params": {}}
    for file in files:
        if file.is_file():
            content = read_yaml(file.read_text(encoding="utf-8"))
            for key, titles in found.items():
                titles.update(content.get(key) or {})
    return found
