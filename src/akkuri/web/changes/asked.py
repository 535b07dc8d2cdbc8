"""Which changes are asked for: kind, region, since when, before what; and the events that fit."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from flask import request

from akkuri.errors import RequestError, UsageError
from akkuri.naming.answers import UnresolvedError
from akkuri.naming.dates import day_of, read_date
from akkuri.naming.things import kinds, places
from akkuri.release.change_log import Publication, RecordEvent, publications
from akkuri.release.known import KnownReleases
from akkuri.texts import text
from akkuri.web.http.repeated import refuse_repeated
from akkuri.web.http.state import state
from akkuri.web.page.rendering import language
from akkuri.web.page.site import site

__all__ = [
    "ChangesAsked",
    "ChangesError",
    "change_log",
    "cursor",
    "events",
    "read_request",
    "refuse_others",
    "written",
]

_DAY: Final = 10
"""Signs of a date to the day."""
_SHOWN: Final = 100
_PARAMS: Final = ("kind", "region", "since", "before")
_NAMED: Final = ("kind", "region")
_FIELDS: Final = (*_NAMED, "since")
_KEY: Final = "akkuri_changes"


@dataclass(frozen=True, slots=True)
class ChangesAsked:
    """What a request asks for; empty is everything."""

    kind: str = ""
    region: str = ""
    since: str = ""
    before: str = ""

    @property
    def params(self) -> dict[str, str]:
        """The parameters that say so, without `before`."""
        given = {"kind": self.kind, "region": self.region, "since": self.since}
        return {name: value for name, value in given.items() if value}


class ChangesError(RequestError):
    """A request for changes that is not understood (400), with the parameters that it is about."""

    def __init__(self, key: str, params: Mapping[str, str], *fields: str) -> None:
        self.fields = fields
        super().__init__(400, key, params)


def change_log() -> list[Publication]:
    """Return what was published up to the release in use, the first one first; read once."""
    from flask import current_app

    found: list[Publication] | None = current_app.extensions.get(_KEY)
    if found is None:
        here = state()
        if here.release is None:
            raise RequestError(404, "web.no_path", {"path": request.path[:_SHOWN]})
        found = publications(here.known or KnownReleases(here.release))
        current_app.extensions[_KEY] = found
    return found


def written() -> dict[str, str]:
    """Return what the address gives, as it was written."""
    return {name: request.args.get(name, "").strip()[:_SHOWN] for name in _PARAMS}


def read_request(form: bool = False) -> ChangesAsked:
    """Read the request, perhaps a form's, where fields are called by their labels.

    Raises ChangesError (400) for a kind, a region or a time that there is not.

    A name that none of the parameters has is refused too: who misspells a filter would follow everything.
    """
    log, lang = change_log(), language().code
    labels = {name: text(lang, f"feed.{name}") for name in _FIELDS} if form else {}
    refuse_others(_PARAMS, lang, labels)
    given = written()
    for name in _NAMED:
        if given[name]:
            given[name] = _named(name, given[name], log, lang, labels.get(name, name))
    asked = ChangesAsked(**given)
    first = log[0]
    if asked.since and not _is_version(asked.since, log):
        moment = _moment(asked.since)
        if moment is None:
            raise ChangesError("feed.no_time", {"value": asked.since}, "since")
        if moment[:_DAY] < first.issued:
            told = {"value": asked.since, "version": first.version, "date": first.issued}
            raise ChangesError("feed.before_first", told, "since")
    if asked.before:
        version, _, place = asked.before.rpartition(":")
        if not (_is_version(version, log) and place.isascii() and place.isdigit()):
            raise ChangesError("feed.no_place", {"value": asked.before}, "before")
    return asked


def refuse_others(known: Sequence[str], lang: str, labels: Mapping[str, str] | None = None) -> None:
    """Raise ChangesError (400) for a parameter besides `lang` that is not known, or is given twice."""
    known = (*known, "lang")
    for name in request.args:
        if name not in known:
            told = text(lang, "analysis.unknown_parameter", name=name[:50], known=", ".join(known))
            raise ChangesError("feed.not_known", {"sentence": told})
    try:
        refuse_repeated(known, lang, labels)
    except UsageError as error:
        raise ChangesError("feed.not_known", {"sentence": error.sentence(lang)}, *error.fields) from error


def _named(name: str, value: str, log: Sequence[Publication], lang: str, called: str) -> str:
    """Return the id of a kind, or of a region of which a record changed. Raises ChangesError."""
    changed = {code for each in log for event in each.events for code in event.state.regions}
    wanted = kinds() if name == "kind" else places().within(lambda place: place.id in changed)
    try:
        return site().known.find(value, wanted, lang, called).id
    except UnresolvedError as error:
        raise ChangesError("feed.not_known", {"sentence": error.sentence(lang)}, name) from error


def events(asked: ChangesAsked) -> list[RecordEvent]:
    """Return the events that are asked for, the newest first."""
    wanted = [each for each in change_log() if not asked.since or _later(each, asked.since)]
    found = [event for each in wanted for event in each.events if _fits(event, asked)]
    found.reverse()
    if not asked.before:
        return found
    version, _, place = asked.before.rpartition(":")
    order = {each.version: at for at, each in enumerate(change_log())}
    limit = (order[version], int(place))
    return [event for event in found if (order[event.version], event.place) < limit]


def cursor(event: RecordEvent) -> str:
    """Return what names the place behind an event, whatever comes after it."""
    return f"{event.version}:{event.place}"


def _is_version(value: str, log: Sequence[Publication]) -> bool:
    return any(each.version == value for each in log)


def _later(publication: Publication, since: str) -> bool:
    """Say whether a release came after another one, or not before a point in time."""
    log = change_log()
    named = next((at for at, each in enumerate(log) if each.version == since), None)
    if named is not None:
        return publication in log[named + 1 :]
    return publication.updated >= (_moment(since) or since)


def _moment(since: str) -> str | None:
    """Return a day (as people write it) or a time as feeds write it, in UTC; None for what is none."""
    if not re.search(r"\dT", since) and (day := read_date(since)):
        return f"{day_of(day)}T00:00:00Z"
    written = since.replace(" ", "+")  # an offset that was not escaped in the address
    if not re.fullmatch(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d:\d\d)?)?", written):
        return None
    try:
        read = datetime.fromisoformat(written)
        utc = read.astimezone(UTC) if read.tzinfo else read
        whole = utc.replace(microsecond=0) + timedelta(seconds=utc.microsecond > 0)
    except (ValueError, OverflowError):
        return None
    return whole.strftime("%Y-%m-%dT%H:%M:%SZ")


def _fits(event: RecordEvent, asked: ChangesAsked) -> bool:
    return asked.kind in ("", event.state.kind) and (not asked.region or asked.region in event.state.regions)
