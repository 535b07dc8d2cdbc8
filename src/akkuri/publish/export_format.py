"""What an exporter says of the format that it writes."""

from collections.abc import Callable
from dataclasses import dataclass

from akkuri.extras import installed
from akkuri.publish.registries.needs import Report

__all__ = ["ExportFormat"]


@dataclass(frozen=True, slots=True)
class ExportFormat:
    """The declaration of one published format; the module that holds it as FORMAT is found, nothing lists it.

    What it is called is the text `publish.format-<name>`.
    """

    name: str
    write: Callable[..., Report | None]
    """Writes an edition into a sink, or into a package of files; it imports what an extra brings."""
    order: int
    """Formats are listed to people by it."""
    extension: str
    media_type: str
    file_type: str = ""
    """The code of the EU file type list, where that list has the format."""
    packaged: bool = False
    """Several files: a folder, or a zip archive."""
    parts: bool = False
    """Can hold the asserted, the derived and the linking statements apart."""
    registry: bool = False
    """Asks more of a record than the graph may have: what is lacking is reported."""
    aliases: tuple[str, ...] = ()
    demands: str | None = None
    """A property (prefixed) without which no record can be whole: a graph that never states it has none."""
    extra: str | None = None
    """What has to be installed besides the program (akkuri.extras)."""

    @property
    def default_part(self) -> str:
        """The part that is written when none is asked for."""
        return "all" if self.parts else "asserted"

    @property
    def file_name(self) -> str:
        """The name under which the whole of it is downloaded."""
        return f"{self.name}.zip" if self.packaged else f"graph.{self.extension}"

    @property
    def title_key(self) -> str:
        """The key of the text that says what it is."""
        return f"publish.format-{self.name}"

    @property
    def available(self) -> bool:
        """Whether it can be written here."""
        return self.extra is None or installed(self.extra)
