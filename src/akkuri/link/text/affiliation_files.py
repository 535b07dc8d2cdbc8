"""Read the column of affiliations from a TSV and write the links beside it, whole or not at all."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Final

from akkuri.errors import UsageError
from akkuri.files import whole_file
from akkuri.link.text.linker import TextLink

__all__ = ["COLUMNS", "read_affiliations", "write_links"]

COLUMNS: Final = ("affiliation", "ids", "confidence")
_EXPECTED: Final = "expected a UTF-8 TSV with a column affiliation"


def read_affiliations(path: Path) -> list[str]:
    """Return the column `affiliation`, one text per line after the header.

    Raises UsageError for a file that cannot be read, is not UTF-8 or lacks the column.
    """
    try:
        content = path.read_text(encoding="utf-8-sig")
    except OSError as error:
        raise UsageError(f"{path}: cannot be read ({error.strerror}); {_EXPECTED}.") from error
    except UnicodeDecodeError as error:
        raise UsageError(f"{path}: byte {error.start} is not UTF-8; {_EXPECTED}.") from error
    lines = content.split("\n")
    if lines and not lines[-1]:
        lines.pop()
    header = lines[0].rstrip("\r").split("\t") if lines else []
    if "affiliation" not in header:
        found = ", ".join(header)[:200] if header else "nothing"
        raise UsageError(f"{path}: line 1 has {found}; {_EXPECTED}.")
    place = header.index("affiliation")
    texts = []
    for number, line in enumerate(lines[1:], start=2):
        cells = line.rstrip("\r").split("\t")
        if len(cells) <= place and line.strip():
            raise UsageError(f"{path}: line {number} has {len(cells)} cells, expected at least {place + 1}.")
        texts.append(cells[place] if len(cells) > place else "")
    return texts


def write_links(path: Path, texts: Sequence[str], links: Iterable[TextLink]) -> int:
    """Write one line per text and return how many have a link.

    The file gets its name only when it is whole. Raises UsageError when it cannot be written.
    """
    linked = 0

    def lines() -> Iterator[str]:
        nonlocal linked
        yield "\t".join(COLUMNS)
        for text, link in zip(texts, links, strict=True):
            linked += bool(link.ids)
            yield f"{text}\t{'|'.join(link.ids)}\t{link.confidence:.3f}"

    with whole_file(path) as file:
        file.writelines(f"{line}\n" for line in lines())
    return linked
