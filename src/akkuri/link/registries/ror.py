"""The Research Organization Registry: its dump in schema v1 or v2 (JSON, zipped or not) and a flat TSV."""

import csv
import io
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from akkuri.errors import UsageError
from akkuri.link.decisions.identifiers import ROR_PREFIX, is_ror
from akkuri.link.registries.base import Entry, Name, NameKind, Status
from akkuri.link.registries.profile import Profile
from akkuri.link.registries.snapshot_files import broken, cut_line, no_identifier, said
from akkuri.texts.quoting import quoted

__all__ = ["PROFILE", "RorRegistry"]

EXPECTED: Final = said("expected-ror")
TOLERATED: Final = 1000
"""One wrong id in so many records is a slip of the registry, more is a broken file."""
_STATUS: Final[dict[str, Status]] = {"active": "active", "inactive": "inactive", "withdrawn": "withdrawn"}


class RorRegistry:
    """Reads ROR snapshots; see `Registry`."""

    key = "ror"

    def __init__(self) -> None:
        self.notes: list[str] = []

    def read(self, path: Path) -> Iterator[Entry]:
        """Yield every entry of a snapshot file.

        A few ids with wrong check digits (ROR itself has published one) are left out with a note. Raises
        UsageError for a file that is missing, cut off, not UTF-8 or of another schema, and for more wrong ids
        than one in a thousand, naming the file and the place.
        """
        self.notes.clear()
        total = 0
        for place, entry in self._rows(path):
            total += 1
            if is_ror(entry.id):
                yield entry
            else:
                self.notes.append(
                    f"{path}: {place} has the id {quoted(entry.id)}; "
                    "expected a ROR id with right check digits."
                )
        if len(self.notes) * TOLERATED > total:
            raise UsageError(self.notes[0])

    def _rows(self, path: Path) -> Iterator[tuple[str, Entry]]:
        if zipfile.is_zipfile(path):
            text = _unzipped(path)
        else:
            try:
                text = path.read_text(encoding="utf-8-sig")
            except OSError as error:
                raise broken(path, EXPECTED, "unreadable", reason=error.strerror) from error
            except UnicodeDecodeError as error:
                raise broken(path, EXPECTED, "byte", byte=error.start) from error
        start = text[:200].lstrip()[:1]
        if start in ("[", "{"):
            yield from _from_json(path, text)
        else:
            yield from _from_tsv(path, text)

    def check_identifier(self, text: str) -> str:
        """Return the full ROR id; raises UsageError when the form or the check digits are wrong."""
        if not is_ror(text):
            raise no_identifier("ror", text)
        return ROR_PREFIX + text.strip().removeprefix(ROR_PREFIX)


PROFILE: Final = Profile(
    RorRegistry,
    title="Research Organization Registry",
    homepage="https://ror.org",
    subjects="organisations",
    evidence="likeness",
    namespace="https://ror.org/",
    states="rorId",
)


def _unzipped(path: Path) -> str:
    """Return the JSON text inside a zipped release: the v2 file where there are two."""
    try:
        with zipfile.ZipFile(path) as archive:
            names = sorted(
                (name for name in archive.namelist() if name.endswith(".json")),
                key=lambda name: "v2" not in name,
            )
            if not names:
                raise broken(path, EXPECTED, "no-file", name=".json")
            return archive.read(names[0]).decode("utf-8-sig")
    except (OSError, zipfile.BadZipFile, UnicodeDecodeError) as error:
        raise broken(path, EXPECTED, "zip", reason=error) from error


def _long(ror_id: Any) -> str:
    return ROR_PREFIX + str(ror_id).strip().removeprefix(ROR_PREFIX)


def _full(ids: list[str]) -> tuple[str, ...]:
    return tuple(_long(item) for item in ids if item.strip())


def _from_json(path: Path, text: str) -> Iterator[tuple[str, Entry]]:
    try:
        records = json.loads(text)
    except ValueError as error:
        raise broken(path, EXPECTED, "json", reason=error) from error
    if isinstance(records, dict):
        records = records.get("items", [records])
    if not isinstance(records, list) or not records:
        raise broken(path, EXPECTED, "no-records")
    for number, record in enumerate(records, start=1):
        place = f"record {number}"
        if not isinstance(record, dict) or not {"id", "status"} <= record.keys():
            raise broken(path, EXPECTED, "record-lacks", number=number, one="id", other="status")
        ror_id = _long(record["id"])
        try:
            if isinstance(record.get("names"), list):
                yield place, _version_2(ror_id, record)
            elif isinstance(record.get("name"), str):
                yield place, _version_1(ror_id, record)
            else:
                raise broken(path, EXPECTED, "record-nameless", number=f"{number} ({ror_id})")
        except (KeyError, TypeError, AttributeError) as error:
            raise broken(
                path, EXPECTED, "record-misuses", number=f"{number} ({ror_id})", name=error
            ) from error


def _relations(record: dict[str, Any], kind: str) -> tuple[str, ...]:
    return _full([item["id"] for item in record.get("relationships", []) if item["type"].lower() == kind])


def _version_2(ror_id: str, record: dict[str, Any]) -> Entry:
    """Read one record of schema v2.0 or v2.1."""
    names = []
    for item in sorted(record["names"], key=lambda item: "ror_display" not in item["types"]):
        kinds = item["types"]
        shown = "ror_display" in kinds or "label" in kinds
        kind: NameKind = "label" if shown else "acronym" if "acronym" in kinds else "alias"
        names.append(Name(item["value"], kind, item.get("lang") or ""))
        if kind == "label" and "acronym" in kinds:
            names.append(Name(item["value"], "acronym", item.get("lang") or ""))
    places = record.get("locations") or [{}]
    details = places[0].get("geonames_details", {})
    return Entry(
        id=ror_id,
        names=tuple(names),
        country=details.get("country_code") or "",
        subdivision=details.get("country_subdivision_name") or "",
        city=details.get("name") or "",
        types=tuple(kind.lower() for kind in record.get("types", [])),
        domains=tuple(record.get("domains") or ()),
        links=tuple(item["value"] for item in record.get("links", []) if item.get("type") == "website"),
        identifiers={
            item["type"].lower(): item.get("preferred") or (item.get("all") or [""])[0]
            for item in record.get("external_ids", [])
        },
        parents=_relations(record, "parent"),
        children=_relations(record, "child"),
        status=_STATUS[record["status"]],
        successors=_relations(record, "successor"),
    )


def _version_1(ror_id: str, record: dict[str, Any]) -> Entry:
    """Read one record of schema v1."""
    names = [Name(record["name"])]
    names += [Name(item["label"], "label", item.get("iso639") or "") for item in record.get("labels", [])]
    names += [Name(item, "alias") for item in record.get("aliases", [])]
    names += [Name(item, "acronym") for item in record.get("acronyms", [])]
    address = (record.get("addresses") or [{}])[0]
    return Entry(
        id=ror_id,
        names=tuple(names),
        country=(record.get("country") or {}).get("country_code") or "",
        subdivision=address.get("state") or "",
        city=address.get("city") or "",
        types=tuple(kind.lower() for kind in record.get("types", [])),
        links=tuple(record.get("links", [])),
        identifiers={
            kind.lower(): str(value.get("preferred") or value.get("all") or "")
            for kind, value in (record.get("external_ids") or {}).items()
        },
        parents=_relations(record, "parent"),
        children=_relations(record, "child"),
        status=_STATUS[record["status"]],
        successors=_relations(record, "successor"),
    )


def _bar(text: str | None) -> list[str]:
    return [item for item in (text or "").split("|") if item]


def _related(text: str | None) -> tuple[str, ...]:
    """Read `id=name|id=name`."""
    return _full([item.partition("=")[0] for item in _bar(text)])


def _from_tsv(path: Path, text: str) -> Iterator[tuple[str, Entry]]:
    """Read the flat form: one record a line, `|` between values, `value@lang` in labels_lang."""
    rows = csv.reader(io.StringIO(text), delimiter="\t", quoting=csv.QUOTE_NONE)
    header = next(rows, [])
    lacking = [name for name in ("ror_id", "name", "labels_lang") if name not in header]
    if lacking:
        raise broken(path, EXPECTED, "no-column", name=lacking[0])
    for cells in rows:
        if not cells:
            continue
        if len(cells) != len(header):
            raise cut_line(path, rows.line_num, len(cells), len(header))
        yield f"line {rows.line_num}", _flat(path, rows.line_num, dict(zip(header, cells, strict=True)))


def _flat(path: Path, line: int, row: dict[str, str]) -> Entry:
    status = _STATUS.get(row.get("status") or "active")
    if status is None:
        raise UsageError.worded(
            "registries.status", path=path, line=line, value=row["status"], known=", ".join(_STATUS)
        )
    names = [Name(row["name"], "label", row.get("name_lang") or "")]
    for item in _bar(row["labels_lang"]):
        value, _, lang = item.rpartition("@")
        names.append(Name(value or lang, "label", lang if value else ""))
    names += [Name(item, "alias") for item in _bar(row.get("aliases"))]
    names += [Name(item, "acronym") for item in _bar(row.get("acronyms"))]
    known = ("wikidata", "grid", "isni", "fundref")
    return Entry(
        id=_long(row["ror_id"]),
        names=tuple(dict.fromkeys(names)),
        country=row.get("country_code") or "",
        subdivision=row.get("subdivision") or "",
        city=row.get("city") or "",
        types=tuple(_bar(row.get("types"))),
        domains=tuple(_bar(row.get("domains"))),
        links=tuple(_bar(row.get("website"))),
        identifiers={kind: row[kind] for kind in known if row.get(kind)},
        parents=_related(row.get("parents")),
        children=_related(row.get("children")),
        status=status,
        successors=_related(row.get("successors")),
    )
