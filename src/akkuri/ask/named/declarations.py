"""How the header of a question declares a parameter: its types and keys, and what is refused."""

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any, Final

from akkuri.ask.named.header import QueryFile, check_texts
from akkuri.ask.named.parameters import Context, Parameter
from akkuri.errors import UsageError
from akkuri.namespaces import Names
from akkuri.texts import LANGUAGES, Wording

__all__ = ["EXAMPLE", "TYPES", "read_parameter"]

TYPES: Final = {
    "concept": "a concept of a scheme: its identifier, its label in any language, its notation or its IRI",
    "nuts3": "a region: its NUTS 3 code, its name or its IRI",
    "unit": "a unit of measurement: its identifier, its UCUM code, its name or its IRI",
    "record": "a record: its slug, its identifier in the tables, its name in any language or its IRI",
    "kind": "a kind of record: facility, project …, or what it is called in any language",
    "number": "a number with a decimal point or comma, and its unit where the parameter has one",
    "integer": "a whole number",
    "date": "a day (2026-11-24, 24.11.2026), or a month or a year, which is its first day, or its last",
    "country": "a country: its code (ISO 3166-1) or its name in any language",
    "text": "any text",
    "boolean": "true or false, yes or no",
    "choice": "one of the choices that the header names",
    "lang": "the language of the labels: en, fi or sv",
}
"""Every type and what a person may write for it."""

EXAMPLE: Final = "example"
"""The default of a parameter whose value is another one in every cluster."""

_KEYS: Final = frozenset(
    ("type", "scheme", "kind", "unit", "choices", "last", "least", "most", "such_as", "default", "label")
)
_EXEMPLIFIED: Final = ("record", "concept", "nuts3", "country", "text")
_NEEDED: Final = {"concept": "scheme", "choice": "choices"}
_SCHEMES: Final = {"nuts3": "region", "unit": "unit"}


def read_parameter(
    name: str,
    entry: object,
    file: QueryFile,
    names: Names,
    shared: Mapping[str, Any],
    examples: Mapping[str, str],
) -> Parameter:
    """Read one parameter of a header; its label may come from `shared`, the labels common to all queries.

    `examples` has the defaults that differ from cluster to cluster. Raises UsageError naming the file, the
    line and what is wrong.
    """
    given = _checked(name, entry, file, names)
    example = given["default"] == EXAMPLE
    default = examples.get(name) if example else given["default"]
    if isinstance(default, bool):
        default = str(default).lower()
    label = given.get("label", shared.get(name))
    parameter = Parameter(
        name=name,
        type=str(given["type"]),
        labels=check_texts(label, file, Wording("header.label", {"name": name}), "params", name, "label"),
        default=None if default is None else str(default),
        scheme=_SCHEMES.get(given["type"]) or given.get("scheme"),
        kinds=_listed(given.get("kind", ())),
        choices=_choices(given.get("choices"), file, name),
        unit=given.get("unit"),
        least=_number(given.get("least")),
        most=_number(given.get("most")),
        such_as=None if given.get("such_as") is None else str(given["such_as"]),
        last=given.get("last") is True,
        example=example,
    )
    if wrong := next(
        (key for key in ("least", "most") if key in given and _number(given[key]) is None), None
    ):
        place = file.at("params", name, wrong)
        raise UsageError.worded("header.no-number", place=place, key=wrong, name=name)
    if parameter.default is not None:
        try:
            parameter.term(parameter.default, Context(names))
        except UsageError as error:
            where = file.at("params", name, "default")
            raise UsageError.worded("header.default", place=where, name=name, reason=error.said) from error
    return parameter


def _checked(name: str, entry: object, file: QueryFile, names: Names) -> Mapping[str, Any]:
    """Return what a header says about a parameter; raises UsageError where its type cannot be read."""

    def wrong(about: str, /, *path: str, **params: object) -> UsageError:
        place = file.at("params", name, *path)
        return UsageError.worded(f"header.param-{about}", place=place, name=name, **params)

    if not isinstance(entry, Mapping):
        raise wrong("mapping")
    if unknown := sorted(set(entry) - _KEYS):
        raise wrong("key", unknown[0], key=str(unknown[0]))
    kind = str(entry.get("type"))
    if kind not in TYPES:
        raise wrong("type", "type", kind=kind, known=", ".join(TYPES))
    needed = _NEEDED.get(kind, "type")
    if not entry.get(needed):
        raise wrong("needs", kind=kind, needed=Wording(f"header.needed-{needed}"))
    taken = _listed(entry.get("kind", ()))
    if kind == "record" and not (taken and all(one in names.kinds for one in taken)):
        raise wrong("record", "kind", known=", ".join(names.kinds.names))
    if entry.get("default") == EXAMPLE and kind == "text" and not taken:
        raise wrong("example-kind", "default")
    if "default" not in entry:
        raise wrong("no-default")
    if entry["default"] == EXAMPLE and kind not in _EXEMPLIFIED:
        raise wrong("example", "default", known=", ".join(_EXEMPLIFIED))
    return entry


def _number(value: object) -> Decimal | None:
    return Decimal(str(value)) if isinstance(value, int | float) and not isinstance(value, bool) else None


def _listed(value: str | Iterable[str]) -> tuple[str, ...]:
    return (value,) if isinstance(value, str) else tuple(value)


def _choices(entry: object, file: QueryFile, name: str) -> dict[str, dict[str, str]]:
    """Read choices: each a value with one text for all languages, such as a proper name, or one for each."""
    if not isinstance(entry, Mapping):
        return {}
    what = Wording("header.choice", {"name": name})
    return {
        str(choice): dict.fromkeys(LANGUAGES, texts)
        if isinstance(texts, str)
        else check_texts(texts, file, what, "params", name, "choices", str(choice))
        for choice, texts in entry.items()
    }
