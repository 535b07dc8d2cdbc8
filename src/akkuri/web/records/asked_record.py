"""Which record an address asks for; what there is not is refused with what is near."""

import re
from typing import Final

from akkuri.errors import RequestError
from akkuri.naming.things import records
from akkuri.web.page.rendering import view
from akkuri.web.page.site import site
from akkuri.web.records.lists import kind_choices

__all__ = ["check_record", "unknown_record"]

_SLUG: Final = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*", re.ASCII)


def check_record(kind: str, slug: str) -> None:
    """Refuse a kind there is not and a slug that cannot be one."""
    if kind not in site().kinds:
        raise RequestError(404, "web.unknown_kind", {"kind": kind}, kind_choices(view().lang))
    if not _SLUG.fullmatch(slug):
        raise unknown_record(kind, slug)


def unknown_record(kind: str, slug: str) -> RequestError:
    """Make the 404 of a record, with those whose names are closest."""
    near = [thing.iri for thing in site().known.meant(slug, records(kind))]
    site().labels.need(near)
    shown = view()
    return RequestError(
        404, "web.unknown_record", {"kind": kind, "slug": slug}, [shown.link(iri) for iri in near]
    )
