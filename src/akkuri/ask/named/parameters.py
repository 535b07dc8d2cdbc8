"""The parameters of named queries: what a person may write, and the RDF term it becomes."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from pyoxigraph import Literal, NamedNode

from akkuri.ask.named.header import check_texts
from akkuri.ask.named.literals import plain
from akkuri.ask.named.lookup import Known, closest
from akkuri.errors import UsageError
from akkuri.graph.vocabularies import Concept
from akkuri.namespaces import Names
from akkuri.texts import LANGUAGES, text

__all__ = ["TYPES", "Context", "Parameter", "read_parameter"]

XSD: Final = "http://www.w3.org/2001/XMLSchema#"

TYPES: Final = {
    "concept": "a concept of a scheme: its identifier, its label in any language, its notation or its IRI",
    "nuts3": "a region: its NUTS 3 code, its name or its IRI",
    "unit": "a unit of measurement: its identifier, its UCUM code, its name or its IRI",
    "record": "a record: its slug, its identifier in the tables, its name in any language or its IRI",
    "kind": "a kind of record, such as facility or project",
    "number": "a number with a decimal point or comma",
    "integer": "a whole number",
    "date": "a year, a month (2026-11) or a day (2026-11-24 or 24.11.2026)",
    "country": "a country code of two letters (ISO 3166-1)",
    "text": "any text",
    "boolean": "true or false, yes or no",
    "lang": "the language of the labels: en, fi or sv",
}
"""Every type and what a person may write for it."""

_SCHEMES: Final = {"nuts3": "region", "unit": "unit"}
_FORMS: Final[dict[str, tuple[str, str | None]]] = {
    "number": (r"[+-]?(\d+(\.\d*)?|\.\d+)", f"{XSD}decimal"),
    "integer": (r"[+-]?\d+", f"{XSD}integer"),
    "boolean": (r"true|false", f"{XSD}boolean"),
    "date": (r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?", None),
    "country": (r"[A-Za-z]{2}", None),
    "text": (r"(?s).*", None),
}


@dataclass(frozen=True, slots=True)
class Context:
    """What reading a value needs: the names, the language of messages, and what the release knows.

    Without `known`, a concept or record is only checked for its form.
    """

    names: Names = field(default_factory=Names)
    lang: str = "en"
    known: Known | None = None


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a named query."""

    name: str
    type: str
    labels: Mapping[str, str]
    default: str | None = None
    scheme: str | None = None
    kinds: tuple[str, ...] = ()
    """The kinds of record it takes, when its type is `record`."""

    def label(self, lang: str) -> str:
        """Return what the parameter is called, for people."""
        return self.labels.get(lang) or self.labels["en"]

    def term(self, value: str, context: Context) -> NamedNode | Literal:
        """Turn what a person wrote into an RDF term.

        Raises UsageError: one sentence, in the language of the context, with the closest known names.
        """
        value = value.strip()
        match self.type:
            case "lang":
                return self._label_property(value, context)
            case "concept" | "nuts3" | "unit":
                return self._concept(value, context)
            case "record":
                return self._record(value, context)
            case "kind":
                return self._kind(value, context)
        return self._literal(value, context)

    def _literal(self, value: str, context: Context) -> Literal:
        pattern, datatype = _FORMS[self.type]
        written, value = value, plain(self.type, value)
        if not re.fullmatch(pattern, value, re.ASCII):
            raise self._error(f"not_{self.type}", written, context)
        if self.type == "country":
            value = value.upper()
        return Literal(value, datatype=NamedNode(datatype)) if datatype else Literal(value)

    def _label_property(self, value: str, context: Context) -> NamedNode:
        """A language is bound as the property that holds the best label for its readers."""
        lang = value.lower()
        if lang not in LANGUAGES:
            raise self._error("not_lang", value, context, languages=", ".join(LANGUAGES))
        return NamedNode(f"{context.names.ak}label{lang.capitalize()}")

    def _kind(self, value: str, context: Context) -> Literal:
        kinds = context.names.kinds.names
        if value.lower() not in kinds:
            raise self._error("not_kind", value, context, kinds=", ".join(kinds))
        return Literal(value.lower())

    def _concept(self, value: str, context: Context) -> NamedNode:
        scheme = self.scheme or ""
        root = context.names.concept(scheme)
        name = value.removeprefix(f"{root}/")
        if context.known is None:
            if not re.fullmatch(r"[A-Za-z0-9._-]+", name):
                raise self._error("not_concept", value, context, scheme=scheme)
            return NamedNode(f"{root}/{name}")
        concepts = context.known.concepts(scheme)
        found = name if name in concepts else _by_label(name, concepts)
        if found is None:
            ids = {spelling: concept.id for concept in concepts.values() for spelling in _spellings(concept)}
            hits = dict.fromkeys(ids[spelling] for spelling in closest(value, list(ids), 6))
            near = [f"{hit} ({concepts[hit].label(context.lang)})" for hit in list(hits)[:3]]
            raise self._error("not_concept", value, context, near, scheme=scheme)
        return NamedNode(f"{root}/{found}")

    def _record(self, value: str, context: Context) -> NamedNode:
        for kind in self.kinds:
            slug = _slug(value, kind, context.names)
            if slug is None:
                continue
            iri = context.names.id(kind, slug)
            if context.known is None or context.known.has_record(iri):
                return NamedNode(iri)
        near: list[str] = []
        if context.known is not None:
            named = {kind: context.known.named(kind) for kind in self.kinds}
            for kind, spellings in named.items():
                if slug := spellings.get(value.casefold()):
                    return NamedNode(context.names.id(kind, slug))
            slugs = {spelling: slug for spellings in named.values() for spelling, slug in spellings.items()}
            hits = [slugs[hit] for hit in closest(value.rpartition("/")[2].casefold(), list(slugs), 6)]
            near = list(dict.fromkeys(hits))[:3]
        raise self._error("not_record", value, context, near, kinds=", ".join(self.kinds))

    def _error(
        self, key: str, value: str, context: Context, near: list[str] | None = None, **params: str
    ) -> UsageError:
        """Make the sentence: which parameter, what was found, what was expected, what is close."""
        sentence = text(context.lang, f"queries.{key}", name=self.name, value=value, **params)
        if near:
            sentence += " " + text(context.lang, "queries.closest", names=", ".join(near))
        return UsageError(sentence)


def _spellings(concept: Concept) -> list[str]:
    return [concept.id, *concept.labels.values(), *([concept.notation] if concept.notation else [])]


def _by_label(value: str, concepts: Mapping[str, Concept]) -> str | None:
    """Find a concept by notation as written, or by id or label in any case."""
    for concept in concepts.values():
        if concept.notation == value:
            return concept.id
    folded = value.casefold()
    for concept in concepts.values():
        if folded in (concept.id.casefold(), *(label.casefold() for label in concept.labels.values())):
            return concept.id
    return None


def _slug(value: str, kind: str, names: Names) -> str | None:
    """Return the slug if the value can name a record of the kind: IRI, table id (`fac-x`) or slug."""
    for root in (names.id(kind, ""), names.doc(kind, "")):
        value = value.removeprefix(root)
    known = names.kinds.get(kind)
    value = value.removeprefix(f"{known.prefix}-") if known else value
    return value if re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]*", value, re.ASCII) else None


def read_parameter(
    name: str, entry: object, shared: Mapping[str, Any], where: str, names: Names
) -> Parameter:
    """Read one parameter of a header; its label may come from `shared`, the labels common to all queries.

    Raises UsageError naming the file and what is wrong.
    """
    what = f"the parameter {name!r}"
    if not isinstance(entry, Mapping):
        raise UsageError(f"{where}: {what} must be a mapping such as {{type: text, default: null}}.")
    unknown = sorted(set(entry) - {"type", "scheme", "kind", "default", "label"})
    if unknown:
        raise UsageError(f"{where}: {what} has the unknown key {unknown[0]!r}.")
    kind = str(entry.get("type"))
    if kind not in TYPES:
        raise UsageError(f"{where}: {what} has the unknown type {kind!r}; known are {', '.join(TYPES)}.")
    scheme = _SCHEMES.get(kind) or entry.get("scheme")
    if kind == "concept" and not scheme:
        raise UsageError(f"{where}: {what} is a concept and needs a scheme.")
    kinds = entry.get("kind", ())
    kinds = (kinds,) if isinstance(kinds, str) else tuple(kinds)
    if kind == "record" and not (kinds and all(name in names.kinds for name in kinds)):
        raise UsageError(
            f"{where}: {what} is a record and needs a kind among {', '.join(names.kinds.names)}."
        )
    if "default" not in entry:
        raise UsageError(f"{where}: {what} needs a default; null means that it does not restrict.")
    default = entry["default"]
    if isinstance(default, bool):
        default = str(default).lower()
    labels = check_texts(entry.get("label", shared.get(name)), where, f"the label of {what}")
    parameter = Parameter(name, kind, labels, None if default is None else str(default), scheme, kinds)
    if parameter.default is not None:
        try:
            parameter.term(parameter.default, Context())
        except UsageError as error:
            raise UsageError(f"{where}: the default of {what} does not fit its type: {error}") from error
    return parameter
