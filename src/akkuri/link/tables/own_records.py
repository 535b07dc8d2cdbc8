"""The records of the project's own tables as entries, so that they compare with those of a registry."""

import re
import tomllib
from collections.abc import Callable, Iterator
from functools import cache
from importlib.resources import files
from pathlib import Path
from typing import Final

from akkuri import resources
from akkuri.errors import UsageError
from akkuri.graph.vocabularies import load_vocabularies
from akkuri.link.registries.base import Entry, Name, NameKind
from akkuri.link.registries.profile import Subjects
from akkuri.namespaces import PREFIXES, Names
from akkuri.tables.rows import Row, Tables, read_folder
from akkuri.tables.schema import schema_of_folder

__all__ = ["kinds", "subjects"]

_GIVES_MONEY: Final = "funder"
_LANGUAGES: Final = ("en", "fi", "sv")
_QUALIFIED: Final = re.compile(r"\s*[(,].*$")
_BRACKETED: Final = re.compile(r"\(([^()]+)\)\s*$")
_ABBREVIATION: Final = re.compile(r"[A-ZÅÄÖ0-9][A-Za-zÅÄÖ0-9-]*[A-ZÅÄÖ0-9][A-Za-z]?")
_LONGEST_ABBREVIATION: Final = 12
_SHORTEST_HEAD: Final = 3
"""Letters of an abbreviation that stands before the name it shortens, and words of that name."""


@cache
def _kind_table() -> dict[str, tuple[str, ...]]:
    text = (files("akkuri.link.text") / "words" / "kinds.toml").read_text(encoding="utf-8")
    return {word: tuple(found) for word, found in tomllib.loads(text).items()}


def kinds(words: tuple[str, ...]) -> tuple[str, ...]:
    """Bring the words for a type of organisation, ours or a registry's, to a few common kinds.

    That a university gives money too says nothing of its kind: `funder` counts where it stands alone.
    """
    table = _kind_table()
    words = tuple(word for word in words if word.lower() != _GIVES_MONEY) or words
    return tuple(sorted({kind for word in words for kind in table.get(word.lower(), ())}))


def subjects(what: Subjects, data: Path | None, names: Names) -> list[Entry]:
    """Return the records of one sort, each with its IRI as id, in the order of the tables.

    `data` is the folder of the tables (the national graph's when None). Raises UsageError naming the table
    that cannot be read.
    """
    folder = data or resources.data()
    if what in ("municipalities", "regions"):
        return list(_concepts("municipality" if what == "municipalities" else "region", folder, names))
    tables = read_folder(folder, schema_of_folder(folder))
    if not tables.tables:
        raise UsageError.worded("registries.no-tables", folder=folder)
    if tables.problems:
        first = tables.problems[0]
        raise UsageError.worded("registries.bad-table", path=folder / first.file, folder=folder)
    reader: dict[str, Callable[[Tables, Names], Iterator[Entry]]] = {
        "organisations": _organisations,
        "projects": _projects,
        "facilities": _facilities,
    }
    return list(reader[what](tables, names))


def _labels(row: Row, *others: str) -> tuple[Name, ...]:
    """Return the names of a row; an abbreviation, also one in brackets, counts as an acronym."""
    found = [Name(row[f"name_{lang}"], "label", lang) for lang in _LANGUAGES if row[f"name_{lang}"]]
    found += [Name(text, "alias") for text in others if text]
    whole: list[Name] = []
    for name in found:
        inside = _BRACKETED.search(name.text)
        short = inside and _is_abbreviation(inside[1])
        plain = _BRACKETED.sub("", name.text).strip() if short else name.text
        kind: NameKind = "acronym" if _is_abbreviation(plain) else name.kind
        whole.append(Name(plain, kind, name.lang))
        if kind == "acronym" and name.kind == "label":
            whole.append(Name(plain, "alias", name.lang))
        if inside and short:
            whole.append(Name(inside[1], "acronym"))
        head, _, rest = plain.partition(" ")
        begins = _is_abbreviation(head) and len(head) >= _SHORTEST_HEAD and not rest.isupper()
        if begins and len(rest.split()) >= _SHORTEST_HEAD:
            whole += [Name(head, "acronym"), Name(rest, "alias", name.lang)]
    return tuple(dict.fromkeys(whole))


def _is_abbreviation(text: str) -> bool:
    return len(text) <= _LONGEST_ABBREVIATION and bool(_ABBREVIATION.fullmatch(text))


def _organisations(tables: Tables, names: Names) -> Iterator[Entry]:
    columns = (("ror", "ror"), ("wikidata", "wikidata"), ("isni", "isni"), ("pic", "pic"))
    for row in [*tables.named("organisations"), *tables.named("networks")]:
        homepage = row["homepage"]
        yield Entry(
            id=names.record(row["id"]),
            names=_labels(row, *row["alt_names"].split(";")),
            country=row["country"],
            city=row["city"],
            types=(row["type"],),
            links=(homepage,) if homepage else (),
            identifiers={kind: row[column] for kind, column in columns if row[column]},
            parents=(names.record(row["parent_id"]),) if row["parent_id"] else (),
            status="withdrawn" if row["withdrawn"] else "inactive" if row["ended"] else "active",
            successors=tuple(names.record(heir) for heir in row["replaced_by"].split(";") if heir),
        )


def _projects(tables: Tables, names: Names) -> Iterator[Entry]:
    for row in tables.named("projects"):
        grants = [grant for grant in row["grant_id"].split(";") if grant]
        acronym = (Name(row["acronym"], "acronym"),) if row["acronym"] else ()
        yield Entry(
            id=names.record(row["id"]),
            names=(Name(row["title"], "label", "en"), *acronym),
            links=(row["homepage"],) if row["homepage"] else (),
            identifiers={"grant": "|".join(grants)} if grants else {},
            types=(row["programme"],) if row["programme"] else (),
        )


def _facilities(tables: Tables, names: Names) -> Iterator[Entry]:
    for row in tables.named("facilities"):
        plain = [_QUALIFIED.sub("", row[f"name_{lang}"]) for lang in _LANGUAGES]
        yield Entry(
            id=names.record(row["id"]),
            names=_labels(row, *plain),
            country=row["country"],
            city=row["city"],
            types=("facility",),
            links=(row["homepage"],) if row["homepage"] else (),
            identifiers={"urn": row["national_pid"]} if row["national_pid"] else {},
            parents=tuple(names.record(item) for item in row["operator_ids"].split(";") if item),
        )


def _concepts(scheme: str, folder: Path, names: Names) -> Iterator[Entry]:
    """Yield the concepts of a place scheme, with their notation and region as identifiers."""
    found = load_vocabularies(resources.vocabularies(folder), names)
    prefix = names.concept(scheme) + "/"
    label, same = PREFIXES["skos"] + "prefLabel", PREFIXES["skos"] + "notation"
    nuts, region = names.ak + "nuts2021", names.ak + "region"
    entries: dict[str, tuple[list[Name], dict[str, str]]] = {}
    for quad in found.quads:
        iri = str(getattr(quad.subject, "value", ""))
        if not iri.startswith(prefix):
            continue
        texts, codes = entries.setdefault(iri, ([], {}))
        value = str(getattr(quad.object, "value", ""))
        predicate = quad.predicate.value
        if predicate == label:
            texts.append(Name(value, "label", getattr(quad.object, "language", "") or ""))
        elif predicate == same:
            codes["notation"] = value
        elif predicate == nuts:
            codes["nuts2021"] = value
        elif predicate == region:
            codes["region"] = value.rpartition("/")[2]
    for iri, (texts, codes) in sorted(entries.items()):
        country = codes.get("region", codes.get("notation", ""))[:2]
        yield Entry(id=iri, names=tuple(texts), country=country, types=(scheme,), identifiers=codes)
