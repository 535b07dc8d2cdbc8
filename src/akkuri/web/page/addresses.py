"""IRIs on pages: ours become paths of this server, foreign ones links only when they are http(s)."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Final
from urllib.parse import urlencode, urlsplit

from akkuri.namespaces import Names
from akkuri.texts import LANGUAGES

__all__ = ["Addresses", "safe_url", "split_record", "with_params"]

_LANGUAGE_ALONE: Final = frozenset({"lang"})


def safe_url(iri: str) -> str | None:
    """Return an address that may become a link; None for anything but http(s) with a host."""
    try:
        parts = urlsplit(iri)
    except ValueError:
        return None
    return iri if parts.scheme in ("http", "https") and parts.netloc else None


def with_params(path: str, **params: str | int | Sequence[str] | None) -> str:
    """Add query parameters to a path, before its fragment; None leaves one out, several stand one by one."""
    head, hash_, fragment = path.partition("#")
    if params.keys() == _LANGUAGE_ALONE and (lang := params["lang"]) in LANGUAGES:  # most links of a page
        return f"{head}{'&' if '?' in head else '?'}lang={lang}{hash_}{fragment}"
    given = {name: value for name, value in params.items() if value is not None}
    joint = "&" if "?" in head else "?"
    return head + (joint + urlencode(given, doseq=True) if given else "") + hash_ + fragment


def split_record(iri: str, names: Names) -> tuple[str, str] | None:
    """Return kind and slug of a record, of its document or of a dependant; None for other IRIs."""
    for root in (f"{names.base}id/", f"{names.base}doc/"):
        if iri.startswith(root):
            kind, slash, slug = iri.removeprefix(root).partition("#")[0].partition("/")
            if slash and kind and slug and "/" not in slug:
                return kind, slug
    return None


class _Expanded(dict[str, str]):
    """Prefixed names of properties and classes → their IRIs; a page asks for a hundred, mostly the same."""

    def __init__(self, names: Names) -> None:
        super().__init__()
        self._prefixes = names.prefixes

    def __missing__(self, name: str) -> str:
        prefix, _, local = name.partition(":")
        found = self[name] = self._prefixes[prefix] + local if prefix in self._prefixes else name
        return found


@dataclass(frozen=True, slots=True)
class Addresses:
    """Maps the IRIs under the base to paths of the server that answers, whatever its host."""

    names: Names
    iris: dict[str, str] = field(init=False, compare=False, repr=False)
    """Prefixed names → their IRIs; an IRI stays."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "iris", _Expanded(self.names))

    def href(self, iri: str) -> str | None:
        """Return where a link to an IRI leads: a local path, a foreign http(s) address, or None."""
        if not iri.startswith(self.names.base):
            return safe_url(iri)
        record = split_record(iri, self.names)
        if record is not None:
            hash_, fragment = iri.partition("#")[1:]
            return f"/doc/{record[0]}/{record[1]}{hash_}{fragment}"
        return f"/{iri.removeprefix(self.names.base)}"

    def is_local(self, iri: str) -> bool:
        """Say whether an IRI is one of ours."""
        return iri.startswith(self.names.base)
