"""Which facilities exist and are services to others, and who runs them."""

from akkuri.publish.registries.codes import code
from akkuri.publish.registries.record_access import Records

__all__ = ["capabilities", "exists", "mailboxes", "offered", "offerings"]


def exists(records: Records, iri: str) -> bool:
    """Tell whether a thing exists or did: no registry takes a plan for one."""
    status = records.iri(iri, "ak:status")
    return not status or bool(code("existing", "status", status, records.names))


def offered(records: Records, form: str, entity: str) -> list[str]:
    """Return what others can use of an entity: what exists, offers something or has such an access."""
    return [
        iri
        for iri in records.exported(form, entity)
        if exists(records, iri)
        and (
            offerings(records, iri)
            or any(
                code("offered", "access-mode", mode, records.names)
                for mode in records.iris(iri, "ak:accessMode")
            )
        )
    ]


def offerings(records: Records, facility: str) -> list[str]:
    """Return the offerings of a facility."""
    wanted = f"{records.names.ak}Offering"
    return [
        iri for iri in records.subjects("ak:facility", facility) if wanted in records.iris(iri, "rdf:type")
    ]


def capabilities(records: Records, facility: str) -> list[str]:
    """Return the capability concepts that a facility offers."""
    found = (
        concept for iri in offerings(records, facility) for concept in records.iris(iri, "ak:capability")
    )
    return sorted(set(found))


def mailboxes(records: Records, iri: str) -> list[str]:
    """Return the public addresses of a record, those of its office first; never one of a person."""
    stated = (*records.values(iri, "schema:email"), *records.iris(iri, "schema:email"))
    return [
        *records.values(iri, "ak:functionalMailbox"),
        *(address.removeprefix("mailto:") for address in stated),
    ]
