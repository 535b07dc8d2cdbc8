"""The index of a release as files of it: opened in a moment, and read by the system where it is needed.

tantivy writes the same bytes for the same words, but names its files by chance: they get a name of ours.
Where it would write beside them, to lock what nobody changes here, it finds links to them elsewhere.
"""

import json
import tempfile
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from akkuri.search.analysed import FIELDS, AnalysedWords
from akkuri.temporary import own_folder

if TYPE_CHECKING:
    import tantivy

__all__ = ["INDEX", "fill_index", "index_format", "index_schema", "open_index", "write_index"]

INDEX: Final = "search"
"""The folder of a release that holds the index of its search."""
_META: Final = "meta.json"
_MANAGED: Final = ".managed.json"
_SEGMENT: Final = "0" * 32
_HEAP: Final = 15_000_000
"""Bytes that the writer may hold, the least it takes."""
_WHOLE: Final = 12
"""Bytes for a byte of words, so that all of them are one piece."""


def index_format() -> str:
    """Return what the files depend on besides the words: the version of tantivy and of its form."""
    import tantivy

    return str(tantivy.__version__)  # type: ignore[attr-defined]  # lacking in its stubs


def index_schema() -> "tantivy.Schema":
    """Return the fields of the index: the words, and the number of the entry that has them."""
    import tantivy

    builder = tantivy.SchemaBuilder()
    for field in FIELDS:
        builder.add_text_field(field, tokenizer_name="whitespace", index_option="freq")
    builder.add_unsigned_field("entry", fast=True)
    return builder.build()


def fill_index(index: "tantivy.Index", documents: Sequence[AnalysedWords], *, heap: int = _HEAP) -> None:
    """Put the words of entries into an index; an entry's number is its place."""
    import tantivy

    writer = index.writer(heap, 1)
    for number, words in enumerate(documents):
        document = tantivy.Document()
        document.add_unsigned("entry", number)
        for field, text in zip(FIELDS, words, strict=True):
            document.add_text(field, text)
        writer.add_document(document)
    writer.commit()
    writer.wait_merging_threads()
    index.reload()


def write_index(documents: Sequence[AnalysedWords], folder: Path) -> None:
    """Write the index of some words; nothing where it would not be the same bytes each time."""
    import tantivy

    size = sum(len(text) for words in documents for text in words)
    with tempfile.TemporaryDirectory(dir=folder.parent) as place:
        fill_index(tantivy.Index(index_schema(), path=place), documents, heap=_HEAP + _WHOLE * size)
        meta: dict[str, Any] = json.loads((Path(place) / _META).read_bytes())
        if len(meta["segments"]) != 1:
            return  # pieces of it were written side by side
        chance = meta["segments"][0]["segment_id"]
        meta["segments"][0]["segment_id"] = _dashed(_SEGMENT)
        folder.mkdir()
        for file in sorted(Path(place).glob(f"{chance.replace('-', '')}.*")):
            file.rename(folder / f"{_SEGMENT}{file.suffix}")
        text = json.dumps(meta, indent=1, sort_keys=True)
        (folder / _META).write_text(f"{text}\n", encoding="utf-8", newline="\n")


def open_index(folder: Path) -> "tantivy.Index | None":
    """Open the index of a release; None where there is none, or no room for a few links."""
    import tantivy

    if not (folder / _META).is_file():
        return None
    try:
        with own_folder("search") as place:
            names = [file.name for file in sorted(folder.iterdir())]
            for name in names:
                (place / name).symlink_to(folder.resolve() / name)
            (place / _MANAGED).write_text(json.dumps(names), encoding="utf-8")
            index = tantivy.Index.open(str(place))
            index.config_reader("Manual")
            index.searcher()  # all files are open now, and stay so without the folder
            return index
    except (OSError, ValueError):
        return None


def _dashed(name: str) -> str:
    return "-".join((name[:8], name[8:12], name[12:16], name[16:20], name[20:]))
