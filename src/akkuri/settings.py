"""Every setting, each one environment variable `AKKURI_…` with its default (CONTRIBUTING.md, Limits)."""

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, fields, replace
from ipaddress import ip_network
from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from akkuri.errors import UsageError
from akkuri.namespaces import DEFAULT_BASE, Names
from akkuri.texts import Wording

if TYPE_CHECKING:
    from akkuri.kinds import Kinds

__all__ = ["Settings"]

MIB = 1024 * 1024
MOST: Final = 2**53
LANGUAGES: Final = ("en", "fi", "sv")
LAST_PORT: Final = 65_535
_WORDS: Final = ("zero", "one")
_BASE: Final = re.compile(r"https?://[^\s/<>\"{}|\\^`?#]+/(?:[^\s<>\"{}|\\^`?#]*/)?")


def _setting(default: Any, doc: str, least: int = 1) -> Any:
    return field(default=default, metadata={"doc": doc, "least": least})


@dataclass(frozen=True, slots=True)
class Settings:
    """The values in force; `from_env` reads them from `AKKURI_<NAME>`."""

    base: str = _setting(DEFAULT_BASE, "base of every IRI, ending with a slash")
    release: Path = _setting(Path("release"), "folder of the releases; `current` in it is served")
    lang: str = _setting("en", "language of the command line: en, fi or sv")
    host: str = _setting("127.0.0.1", "address the server listens on")
    port: int = _setting(7979, "port the server listens on", least=0)
    public_address: str = _setting(
        "", "address at which clients reach the server (behind a proxy), ending with a slash; none: its own"
    )
    workers: int = _setting(4, "query processes; so many queries run at once")
    queue: int = _setting(16, "queries that may wait for a query process before 503", least=0)
    queue_seconds: float = _setting(5.0, "seconds a query waits in the queue before 503", least=0)
    client_workers: int = _setting(
        0, "query processes that one client may have at once; 0: all but one", least=0
    )
    trusted_proxies: tuple[str, ...] = _setting(
        (), "addresses or networks of proxies whose X-Forwarded-For is believed, separated by commas"
    )
    access_log: str = _setting("", "access log on standard output: json or common; empty: none")
    access_log_queries: str = _setting("no", "whether the access log holds what was asked: yes or no")
    query_seconds: float = _setting(30.0, "seconds a query may run before it is killed", least=0)
    crowded_seconds: float = _setting(
        10.0, "seconds a query may run while queries of other clients wait", least=0
    )
    stream_seconds: float = _setting(
        600.0, "seconds a client may take to read an answer before it is cut off"
    )
    request_seconds: float = _setting(30.0, "seconds a client may take to send a request")
    stall_seconds: float = _setting(
        30.0, "seconds a client may take nothing of its answer before it is cut off"
    )
    stop_seconds: float | None = _setting(
        None,
        "seconds that answers may take after the server was asked to end; None: as long as a query",
        least=0,
    )
    spool_bytes: int = _setting(
        2048 * MIB, "bytes of disk for answers that wait for their clients; an eighth of it for one"
    )
    query_memory: int = _setting(2048 * MIB, "bytes of memory a query may add before it is killed")
    query_bytes: int = _setting(1 * MIB, "bytes a query text may have")
    query_nesting: int = _setting(100, "depth of brackets a query text may have")
    query_parts: int = _setting(
        20_000, "words and signs a query text may have, without VALUES and lists of values"
    )
    upload_bytes: int = _setting(20 * MIB, "bytes a request body may have")
    page_rows: int = _setting(1000, "rows shown on a page")
    disk_bytes: int = _setting(
        512 * MIB,
        "bytes of a graph (N-Quads) above which a release has it as a store on disk and is served from that",
        least=0,
    )
    cache_bytes: int = _setting(256 * MIB, "bytes of answers and pages kept in memory; 0: none are", least=0)
    open_releases: int = _setting(
        2, "releases beside the one in use that are open at once; 0: no other is answered from", least=0
    )
    open_release_seconds: float = _setting(
        300.0, "seconds after which a release that nobody asks of is closed again"
    )
    service_hosts: tuple[str, ...] = _setting((), "hosts SERVICE may reach, separated by commas")
    proposals: str = _setting("", "folder for changes that readers propose; none are kept without it")
    tracker: str = _setting(
        "", "address of an issue tracker for proposals, with {title} and {body} where these are filled in"
    )
    mailbox: str = _setting("", "e-mail address for proposals, where there is no tracker")

    declared: "Kinds | None" = None
    """The kinds of the graph at hand, which come with its release or its tables; no variable sets them."""

    @property
    def names(self) -> Names:
        """The IRIs under the configured base, and the kinds of record."""
        return Names(self.base, self.declared)

    def with_workers(self, workers: int) -> "Settings":
        """Return the same for so many query processes."""
        return replace(self, workers=workers)

    @property
    def ending_seconds(self) -> float:
        """Seconds that answers may take after the server was asked to end."""
        return self.query_seconds if self.stop_seconds is None else self.stop_seconds

    @classmethod
    def from_env(cls, environ: Mapping[str, str] | None = None, **overrides: Any) -> "Settings":
        """Read `AKKURI_…` variables; `overrides` (not None) win over them.

        Raises UsageError naming the variable, the value found and what was expected.
        """
        env = os.environ if environ is None else environ
        values: dict[str, Any] = {}
        for item in (item for item in fields(cls) if item.metadata):
            variable = f"AKKURI_{item.name.upper()}"
            if env.get(variable):  # an empty variable is none
                values[item.name] = _parse(variable, env[variable], item.default, item.metadata["least"])
        values |= {name: value for name, value in overrides.items() if value is not None}
        _check(values)
        return cls(**values)


def _parse(variable: str, text: str, default: Any, least: int) -> Any:
    """Turn the text of a variable into the type of its default."""
    if isinstance(default, tuple):
        return tuple(part.strip() for part in text.split(",") if part.strip())
    if isinstance(default, Path):
        return Path(text)
    if default is None or isinstance(default, int | float):
        kind = float if default is None else type(default)
        try:
            value = kind(text)
        except ValueError:
            value = kind(-1)
        if not least <= value <= MOST:
            wanted = _said("whole-number" if kind is int else "number")
            most = _said("at-most", most=MOST) if value > MOST else ""
            raise _wrong(variable, text, _said("least", wanted=wanted, least=_said(_WORDS[least]), most=most))
        return value
    return text


def _check(values: Mapping[str, Any]) -> None:
    """Raise UsageError for a text or number that is well formed but makes no sense."""
    base = values.get("base", DEFAULT_BASE)
    if not _BASE.fullmatch(base):
        raise _wrong("AKKURI_BASE", base, _said("address"))
    public = values.get("public_address", "")
    if public and not _BASE.fullmatch(public):
        raise _wrong("AKKURI_PUBLIC_ADDRESS", public, _said("address"))
    for name, known in (("access_log", ("json", "common", "")), ("access_log_queries", ("yes", "no"))):
        if values.get(name, known[-1]) not in known:
            expected = _said("either", one=known[0], other=known[1])
            raise _wrong(f"AKKURI_{name.upper()}", values[name], expected)
    for proxy in values.get("trusted_proxies", ()):
        try:
            ip_network(proxy, strict=False)
        except ValueError:
            raise _wrong("AKKURI_TRUSTED_PROXIES", proxy, _said("networks")) from None
    lang = values.get("lang", LANGUAGES[0])
    if lang not in LANGUAGES:
        raise _wrong("AKKURI_LANG", lang, _said("one-of", known=", ".join(LANGUAGES)))
    if values.get("port", 0) > LAST_PORT:
        raise _wrong("AKKURI_PORT", values["port"], _said("no-more", most=LAST_PORT))
    _check_proposals(values)
    if values.get("query_seconds", 1) == 0:
        raise _wrong("AKKURI_QUERY_SECONDS", 0, _said("some-time"))


def _check_proposals(values: Mapping[str, Any]) -> None:
    """Raise UsageError where proposals cannot go to the place that is set for them."""
    tracker = values.get("tracker", "")
    if tracker and not (tracker.startswith("https://") and "{title}" in tracker and "{body}" in tracker):
        raise _wrong("AKKURI_TRACKER", tracker, _said("tracker"))
    mailbox = values.get("mailbox", "")
    if mailbox and not re.fullmatch(r"[A-Za-z0-9._+-]+@[A-Za-z0-9.-]+", mailbox):
        raise _wrong("AKKURI_MAILBOX", mailbox, _said("mailbox"))
    proposals = values.get("proposals", "")
    if proposals and not os.access(proposals, os.W_OK | os.X_OK):
        raise _wrong("AKKURI_PROPOSALS", proposals, _said("writable-folder"))


def _wrong(variable: str, found: object, expected: Wording) -> UsageError:
    return UsageError.worded("settings.wrong", name=variable, value=str(found), expected=expected)


def _said(key: str, **params: object) -> Wording:
    return Wording(f"settings.{key}", params)
