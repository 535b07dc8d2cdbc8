"""The manifest of the kept pages: which page of which source is kept, since when, and by which mark."""

import csv
import io
from collections.abc import Mapping
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import Final

from akkuri.errors import UsageError

__all__ = ["MANIFEST", "KeptPage", "manifest_text", "read_manifest"]

MANIFEST: Final = "archive.csv"
"""The table of kept copies; the pages themselves stand elsewhere."""


@dataclass(frozen=True, slots=True)
class KeptPage:
    """A page that is kept; all as text, as in the file."""

    source_id: str
    url: str
    final_url: str
    archived: str
    """The day it was read."""
    status: str
    bytes: str
    media_type: str
    sha256: str
    words: str
    """Mark of what the page says to its reader."""
    title: str
    """As it stands on the page."""
    etag: str
    last_modified: str
    warc: str
    """The file that holds it."""
    archive_url: str
    """Where everybody can see the copy; written by curators."""


_HEADER: Final = [each.name for each in fields(KeptPage)]
_NEEDED: Final = {"source_id", "archived"}


def read_manifest(folder: Path) -> dict[str, KeptPage]:
    """Return the kept pages by the id of their source; none where nothing is kept yet.

    A column that is not there reads as empty. Raises UsageError for a file that is no manifest.
    """
    file = folder / MANIFEST
    if not file.exists():
        return {}
    try:
        with file.open(encoding="utf-8", newline="") as handle:
            rows = list(csv.DictReader(handle))
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise UsageError.worded("sources.no-manifest", file=file) from error
    if any(not _NEEDED <= set(row) <= set(_HEADER) or None in row.values() for row in rows):
        raise UsageError.worded("sources.no-manifest", file=file)
    return {row["source_id"]: KeptPage(**{**dict.fromkeys(_HEADER, ""), **row}) for row in rows}


def manifest_text(kept: Mapping[str, KeptPage]) -> str:
    """Return the manifest as CSV, by source."""
    out = io.StringIO()
    writer = csv.DictWriter(out, _HEADER, lineterminator="\n")
    writer.writeheader()
    writer.writerows(asdict(kept[source]) for source in sorted(kept))
    return out.getvalue()
