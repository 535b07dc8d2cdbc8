"""Which changes are asked for: kind, region, since when, before what; and the events that fit."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

from flask import request

from akkuri.errors import RequestError, UsageError
from akkuri.naming.answers import UnresolvedError
from akkuri.naming.things import kinds, places
from akkuri.release.change_log import Publication, RecordEvent, publications
from akkuri.release.known import KnownReleases
from akkuri.texts import text
from akkuri.web.http.repeated import refuse_repeated
from akkuri.web.http.state import state
from akkuri.web.page.rendering import language
from akkuri.web.page.site import site

__all__ = ["ChangesAsked", "change_log", "cursor", "events", "read_request", "refuse_others"]

_DAY: Final = 10
"""Signs of a date to the day."""
_SHOWN: Final = 100
_PARAMS: Final = ("kind", "region", "since", "before")
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


def read_request() -> ChangesAsked:
    """Read the request; raises RequestError (400) for a kind, a region or a time that there is not.

    A name that none of the parameters has is refused too: who misspells a filter would follow everything.
    """
    log, lang = change_log(), language().code
    refuse_others(_PARAMS, lang)
    given = {name: request.args.get(name, "").strip()[:_SHOWN] for name in _PARAMS}
    try:
        if given["kind"]:
            given["kind"] = site().known.find(given["kind"], kinds(), lang, "kind").id
        if given["region"]:
            changed = {code for each in log for event in each.events for code in event.state.regions}
            wanted = places().within(lambda place: place.id in changed)
            given["region"] = site().known.find(given["region"], wanted, lang, "region").id
    except UnresolvedError as error:
        raise RequestError(400, "feed.not_known", {"sentence": error.sentence(lang)}) from error
    asked = ChangesAsked(**given)
    first = log[0]
    if asked.since and not _is_version(asked.since, log):
        moment = _moment(asked.since)
        if moment is None:
            raise RequestError(400, "feed.no_time", {"value": asked.since})
        if moment[:_DAY] < first.issued:
            told = {"value": asked.since, "version": first.version, "date": first.issued}
            raise RequestError(400, "feed.before_first", told)
    if asked.before:
        version, _, place = asked.before.rpartition(":")
        if not (_is_version(version, log) and place.isascii() and place.isdigit()):
            raise RequestError(400, "feed.no_place", {"value": asked.before})
    return asked


def refuse_others(known: Sequence[str], lang: str) -> None:
    """Raise RequestError (400) for a parameter besides `lang` that is not known, or is given twice."""
    known = (*known, "lang")
    for name in request.args:
        if name not in known:
            told = text(lang, "analysis.unknown_parameter", name=name[:50], known=", ".join(known))
            raise RequestError(400, "feed.not_known", {"sentence": told})
    try:
        refuse_repeated(known, lang)
    except UsageError as error:
        raise RequestError(400, "feed.not_known", {"sentence": error.sentence(lang)}) from error


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
    """Return a day or a time as feeds write it, in UTC; None for what is none."""
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
