"""Turning a SHACL result into a sentence: the shape's message with its variables filled in."""

import re
from collections.abc import Callable, Mapping
from urllib.parse import unquote

from akkuri.checks.report.finding import shorten
from akkuri.checks.shacl.engines import ValidationResult
from akkuri.checks.shacl.shapes import ShapeInfo
from akkuri.namespaces import Names
from akkuri.texts import Phrase, text

__all__ = ["TableWords"]

_VARIABLE = re.compile(r"\{[?$]([A-Za-z]+)\}")
_WIKIDATA = "http://www.wikidata.org/entity/"


class TableWords:
    """Writes IRIs as a curator knows them: ids of the tables, ids of concepts."""

    def __init__(self, names: Names) -> None:
        self._names = names
        self._notations: Mapping[str, str] = {}
        self._called: Callable[[str], Phrase | None] = lambda _: None

    def with_notations(self, notations: Mapping[str, str]) -> "TableWords":
        """Write concepts that tables name by notation (units) in that way: IRI → notation."""
        self._notations = notations
        return self

    def with_names(self, called: Callable[[str], Phrase | None]) -> "TableWords":
        """Say what records and concepts are called too: IRI → name, None for what has none."""
        self._called = called
        return self

    def _said(self, value: str, lang: str) -> str:
        short = self.short(value)
        name = self._called(value) if short != value and value not in self._notations else None
        said = name.words(lang) if name else short
        return f"{said} ({short})" if said.casefold() != short.casefold() else short

    def short(self, value: str) -> str:
        """Return `fac-x` for a record, `fac-x#offering-y` for a dependant, `open` for a concept."""
        if value in self._notations:
            return self._notations[value]
        concepts = self._names.concept("")
        if record := self._names.table_id(value):
            return record
        if value.startswith(concepts):
            return value.rpartition("/")[2]
        if value.startswith(_WIKIDATA):
            return unquote(value.removeprefix(_WIKIDATA))
        return value

    def messages(self, shape: ShapeInfo, result: ValidationResult) -> dict[str, str]:
        """Return the shape's sentence in each language."""
        known = self._bindings(shape, result)
        return {lang: self._fill(template, known, lang) for lang, template in shape.messages.items()}

    def _fill(self, template: str, known: Mapping[str, str], lang: str) -> str:
        def word(match: re.Match[str]) -> str:
            value = known.get(match[1], "")
            return shorten(self._said(value, lang)) if value else text(lang, "checks.empty")

        return _VARIABLE.sub(word, template)

    @staticmethod
    def _bindings(shape: ShapeInfo, result: ValidationResult) -> dict[str, str]:
        """Read the variables of the query back out of the message that the engine filled in.

        Engines keep neither the variables nor the language of a filled message, so each message is
        matched against the English template.
        """
        known = {"this": result.focus, "value": result.value or ""}
        template = shape.messages["en"]
        if not set(_VARIABLE.findall(template)) - known.keys():
            return known
        for message in result.messages:
            match = re.fullmatch(_as_pattern(template), message, re.DOTALL)
            if match:
                return match.groupdict() | {name: value for name, value in known.items() if value}
        return known


def _as_pattern(template: str) -> str:
    """Turn `{?value} is not {?other}` into a regular expression with named groups."""
    parts: list[str] = []
    seen: set[str] = set()
    position = 0
    for match in _VARIABLE.finditer(template):
        parts.append(re.escape(template[position : match.start()]))
        name = match[1]
        parts.append(f"(?P={name})" if name in seen else f"(?P<{name}>.*)")
        seen.add(name)
        position = match.end()
    return "".join(parts) + re.escape(template[position:])
