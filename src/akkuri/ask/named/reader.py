"""Reading a question from its file: every mistake is one sentence with the file and the line."""

import re
from collections.abc import Collection, Iterable, Mapping
from functools import lru_cache
from typing import Any, Final

from pyoxigraph import QuerySolutions, Store

from akkuri.ask.named.chart import read_chart
from akkuri.ask.named.declarations import read_parameter
from akkuri.ask.named.header import READ, QueryFile, check_texts
from akkuri.ask.named.parameters import Context, Parameter
from akkuri.ask.named.question import PICTURES, USERS, AnswerColumn, NamedQuery
from akkuri.ask.named.template import read_template
from akkuri.errors import UsageError
from akkuri.namespaces import Names, rebase
from akkuri.texts import Wording

__all__ = ["RESERVED", "Shared", "read_query"]

RESERVED: Final = frozenset({"format", "bom", "limit", "offset"})
"""Names that the web gives a meaning of its own; no parameter may be called so."""

Shared = Mapping[str, Mapping[str, Any]]
"""Titles of `columns`, labels of `params` and values of `examples` that many queries use."""

_KEYS: Final = {
    "title",
    "summary",
    "tags",
    "params",
    "columns",
    "chart",
    "pictures",
    "may_be_empty",
    "none",
    "unknown",
    "users",
    "apart",
}
_PLACE: Final = re.compile(r"error at (\d+):")


def read_query(
    file: QueryFile, group: str, name: str, names: Names, shared: Shared, *, checked: bool = False
) -> NamedQuery:
    """Read one query, moved to the base of `names`; `checked` leaves out what needs the query parsed.

    Raises UsageError naming the file, the line and what is wrong there.
    """
    file = QueryFile(file.name, rebase(file.text, names.base))
    header = file.header()
    unknown = sorted(header.keys() - _KEYS)
    if unknown:
        raise UsageError.worded("header.unknown-key", place=file.at(unknown[0]), key=str(unknown[0]))
    params = _params(header.get("params"), file, names, shared)
    file = QueryFile(file.name, _with_examples(file.text, params.values(), Context(names)))
    languages = [key for key, parameter in params.items() if parameter.type == "lang" and parameter.default]
    template = read_template(file, params, languages)
    for key, parameter in params.items():
        restricts = parameter.default is not None or parameter.example
        if restricts is not (key in template.always):
            raise UsageError.worded(
                "header.values-outside" if restricts else "header.values-inside",
                place=file.at("params", key),
                name=key,
                default=parameter.default,
            )
    return NamedQuery(
        group=group,
        name=name,
        titles=check_texts(header.get("title"), file, Wording("header.title"), "title"),
        summaries=check_texts(header.get("summary"), file, Wording("header.summary"), "summary"),
        tags=tuple(str(tag) for tag in header.get("tags") or ()),
        params=params,
        columns=_columns(header.get("columns"), file, shared["columns"], checked=checked),
        text=file.text,
        template=template,
        chart=read_chart(header.get("chart"), _pairs(header.get("columns")), file),
        pictures=_pictures(header.get("pictures"), file),
        may_be_empty=header.get("may_be_empty"),
        nones=check_texts(header["none"], file, Wording("header.none"), "none") if "none" in header else {},
        unknown=_unknown(header, params, file),
        apart=_apart(header.get("apart"), params, file),
        asked_by=_users(header.get("users"), file),
    )


def _params(entries: object, file: QueryFile, names: Names, shared: Shared) -> dict[str, Parameter]:
    if not isinstance(entries, Mapping | None):
        raise UsageError.worded("header.params", place=file.at("params"))
    params = {
        key: read_parameter(key, entry, file, names, shared["params"], shared["examples"])
        for key, entry in (entries or {}).items()
    }
    taken = sorted(RESERVED & params.keys())
    if taken:
        raise UsageError.worded("header.reserved", place=file.at("params", taken[0]), name=taken[0])
    return params


def _with_examples(text: str, params: Iterable[Parameter], context: Context) -> str:
    """Put the examples where they stand as defaults, so that the text answers as it stands."""
    for parameter in params:
        if parameter.example and parameter.default is not None:
            block = rf"(?m)^(?!#@)(.*VALUES\s+\?{parameter.name}(?:Asked)?\s*\{{)[^{{}}]*(\}})"
            term = str(parameter.term(parameter.default, context)).replace("\\", r"\\")
            text = re.sub(block, rf"\g<1> {term} \g<2>", text)
    return text


def _pictures(entries: object, file: QueryFile) -> tuple[str, ...]:
    """Check the pictures that stand beside an answer."""
    given = [] if entries is None else entries if isinstance(entries, list) else [entries]
    for name in given:
        if name not in PICTURES:
            place, known = file.at("pictures"), ", ".join(PICTURES)
            raise UsageError.worded("header.picture", place=place, name=str(name), known=known)
    return tuple(given)


def _columns(
    entries: object, file: QueryFile, shared: Mapping[str, Any], *, checked: bool
) -> tuple[AnswerColumn, ...]:
    """Check that the columns are the variables the query projects, each with its titles."""
    given = _pairs(entries)
    projected = list(given) if checked else list(_projected(file))
    if list(given) != projected:
        raise UsageError.worded(
            "header.columns", place=file.at("columns"), given=", ".join(given), projected=", ".join(projected)
        )
    return tuple(
        AnswerColumn(
            name,
            check_texts(
                titles or shared.get(name), file, Wording("header.column-title", {"name": name}), "columns"
            ),
        )
        for name, titles in given.items()
    )


@lru_cache(READ)
def _projected(file: QueryFile) -> tuple[str, ...]:
    """Return the variables of a SELECT that leaves it to the caller which rows of the answer to take."""
    try:
        solutions = Store().query(file.text)
    except SyntaxError as error:
        place = _PLACE.match(str(error))
        where = file.at_line(int(place[1]) if place else 1)
        reason = " ".join(str(error).split())
        raise UsageError.worded("header.not-sparql", place=where, reason=reason) from error
    if not isinstance(solutions, QuerySolutions):
        raise UsageError.worded("header.no-select", place=file.at())
    try:
        Store().query(f"{file.text}\nLIMIT 1 OFFSET 1")
    except SyntaxError as error:
        where = file.at_line(file.text.rstrip().count("\n") + 1)
        raise UsageError.worded("header.pages", place=where) from error
    return tuple(variable.value for variable in solutions.variables)


def _pairs(entries: object) -> dict[str, object]:
    """A column is a name, or a name with its titles: {name: {en: …, fi: …, sv: …}}."""
    found: dict[str, object] = {}
    for entry in entries if isinstance(entries, list) else []:
        found |= entry if isinstance(entry, Mapping) else {str(entry): None}
    return found


def _users(entry: object, file: QueryFile) -> tuple[str, ...]:
    """Check who asks a question."""
    found = tuple(map(str, entry)) if isinstance(entry, list) else ()
    if (entry is not None and not found) or set(found) - set(USERS):
        raise UsageError.worded("header.users", place=file.at("users"), known=", ".join(USERS))
    return found


def _apart(entry: object, params: Collection[str], file: QueryFile) -> tuple[str, ...]:
    """Check which two parameters may not mean the same thing."""
    found = tuple(map(str, entry)) if isinstance(entry, list) else ()
    if entry is not None and (len(found) != 2 or not set(found) <= set(params)):
        raise UsageError.worded("header.apart", place=file.at("apart"))
    return found


def _unknown(
    header: Mapping[str, Any], params: Collection[str], file: QueryFile
) -> dict[str, tuple[str, ...]]:
    """Check which columns are empty where what a parameter asks for is not known."""
    found = {}
    columns = _pairs(header.get("columns"))
    for name, listed in (header.get("unknown") or {}).items():
        taken = tuple(listed) if isinstance(listed, list) else (str(listed),)
        if name not in params or not all(column in columns for column in taken):
            raise UsageError.worded("header.unknown", place=file.at("unknown", name))
        found[str(name)] = taken
    return found
