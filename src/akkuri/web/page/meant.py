"""Pages that an address names in a person's words: understood as every other name is, led to by their ids."""

from typing import Final, NoReturn

from flask import abort, redirect, request, url_for

from akkuri.errors import RequestError
from akkuri.kinds import Kind
from akkuri.naming.answers import Found
from akkuri.naming.things import Thing, kinds, records
from akkuri.web.page.rendering import language, view
from akkuri.web.page.site import site
from akkuri.web.page.values import Value

__all__ = ["lead_to", "lead_to_record", "meant_kind", "unknown_kind", "unknown_record"]

_SHOWN: Final = 100


def meant_kind(written: str, argument: str = "kind") -> Kind:
    """Return the kind of record whose id stands in an address; by another name it leads to that address.

    Raises RequestError 404 with what is near; `argument` is the part of the route that names the kind.
    """
    declared = site().kinds.get(written)
    if declared is not None:
        return declared
    answer = site().known.known(written[:_SHOWN], kinds())
    if isinstance(answer, Found) and request.method == "GET":
        lead_to(**{argument: answer.thing.id})
    raise unknown_kind(written)


def lead_to_record(kind: str, written: str, argument: str = "slug") -> NoReturn:
    """Lead to the address with the id of the record that a name means; the record of that id is not there.

    Raises RequestError 404 with what is near.
    """
    answer = site().known.known(written[:_SHOWN], records(kind))
    if isinstance(answer, Found) and request.method == "GET" and answer.thing.id != written:
        lead_to(**{argument: answer.thing.id})
    raise unknown_record(kind, written)


def lead_to(**ids: str) -> NoReturn:
    """Lead to the address that was asked for, with ids where names were written."""
    parts = {**(request.view_args or {}), **ids}
    query = f"?{request.query_string.decode('ascii', 'ignore')}" if request.query_string else ""
    abort(redirect(f"{url_for(request.endpoint or '', **parts)}{query}"))


def unknown_kind(written: str) -> RequestError:
    """Make the 404 of a kind of record: those whose names are near, or all there are."""
    lang = language().code
    near: list[Thing] = site().known.meant(written[:_SHOWN], kinds())
    listed = [site().kinds[thing.id] for thing in near] or list(site().kinds)
    choices = [Value(kind.many(lang), f"/browse/{kind.name}") for kind in listed]
    return RequestError(404, "web.unknown_kind", {"kind": written[:_SHOWN]}, choices)


def unknown_record(kind: str, written: str) -> RequestError:
    """Make the 404 of a record, with those whose names are closest."""
    near = [thing.iri for thing in site().known.meant(written[:_SHOWN], records(kind))]
    site().labels.need(near)
    shown = view()
    told = {"kind": site().kinds[kind].one(shown.lang), "slug": written[:_SHOWN]}
    return RequestError(404, "web.unknown_record", told, [shown.link(iri) for iri in near])
