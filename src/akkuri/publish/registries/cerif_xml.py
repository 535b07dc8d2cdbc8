"""Writing OpenAIRE CERIF XML: the fields of an entity in the order of the schema, inside OAI-PMH."""

from collections.abc import Callable, Iterator
from typing import Any, Final
from urllib.parse import urlsplit

from akkuri.publish.edition import Edition
from akkuri.xml import Element, add, add_texts, bare, element, plain

__all__ = ["FUNDING_TYPES", "NAMESPACE", "SETS", "payload"]

NAMESPACE: Final = "https://www.openaire.eu/cerif-profile/1.2/"
FUNDING_TYPES: Final = "https://www.openaire.eu/cerif-profile/vocab/OpenAIRE_Funding_Types"

SETS: Final = {
    "OrgUnit": "openaire_cris_orgunits",
    "Project": "openaire_cris_projects",
    "Funding": "openaire_cris_funding",
    "Equipment": "openaire_cris_equipments",
}
"""Entity → OAI-PMH set, which is also the name of its file."""

Document = dict[str, Any]


def payload(entity: str, found: list[Document], edition: Edition) -> Iterator[bytes]:
    """Give an OAI-PMH answer piece by piece, so that memory does not grow with it."""
    date, host = f"{edition.issued}T00:00:00Z", urlsplit(edition.names.base).hostname or "localhost"
    path = urlsplit(edition.names.base).path.strip("/")
    yield (
        '<?xml version="1.0" encoding="UTF-8"?>\n'
        '<OAI-PMH xmlns="http://www.openarchives.org/OAI/2.0/">\n'
        f"<responseDate>{date}</responseDate>\n"
        f'<request verb="ListRecords" metadataPrefix="cerif_openaire" set="{SETS[entity]}">'
        f"{edition.names.base}download/cerif.zip</request>\n<ListRecords>\n"
    ).encode()
    for document in found:
        local = f"{path}/{document['id']}" if path else document["id"]
        header = (
            f"<record><header><identifier>oai:{host}:{plain(local)}</identifier>"
            f"<datestamp>{date}</datestamp><setSpec>{SETS[entity]}</setSpec></header>\n<metadata>"
        )
        root = element(NAMESPACE, entity, id=document["id"])
        _fill(root, entity, document)
        yield header.encode() + bare(root) + b"</metadata></record>\n"
    yield b"</ListRecords>\n</OAI-PMH>\n"


_ORDER: Final = {
    "OrgUnit": ("Type", "Acronym", "Name", "RORID", "ISNI", "Identifier", "ElectronicAddress", "PartOf"),
    "Project": (
        "Acronym",
        "Title",
        "Identifier",
        "StartDate",
        "EndDate",
        "Consortium",
        "Funded",
        "Subject",
        "Abstract",
    ),
    "Funding": ("Type", "Name", "Amount", "Identifier", "PartOf", "Duration"),
    "Equipment": ("Type", "Name", "Identifier", "Description", "Owner", "Link"),
}


def _fill(root: Element, entity: str, document: Document) -> None:
    """Write the fields of an entity in the order of the schema."""
    for field in _ORDER[entity]:
        value = document.get(field)
        if value:
            _FIELDS.get(field, _simple)(root, field, value)


def _simple(root: Element, field: str, value: Any) -> None:
    for text in value if isinstance(value, list) else [value]:
        add(root, field, text)


def _texts(root: Element, field: str, value: dict[str, str]) -> None:
    add_texts(root, field, value)


def _type(root: Element, field: str, value: Any) -> None:
    if isinstance(value, str):
        add(root, field, value, namespace=FUNDING_TYPES)
    else:
        _schemed(root, field, value)


def _schemed(root: Element, field: str, value: list[Document]) -> None:
    for entry in value:
        add(root, field, entry["value"], scheme=entry["scheme"])


def _identifier(root: Element, field: str, value: list[Document]) -> None:
    for entry in value:
        add(root, field, entry["value"], type=entry["type"])


def _part_of(root: Element, field: str, value: Any) -> None:
    for entry in value if isinstance(value, list) else [value]:
        entity = "Funding" if "Type" in entry else "OrgUnit"
        _nested(add(root, field), entity, entry)


def _nested(parent: Element, entity: str, document: Document) -> None:
    _fill(add(parent, entity, id=document["id"]), entity, document)


def _owner(root: Element, field: str, value: list[Document]) -> None:
    for entry in value:
        _nested(add(root, field), "OrgUnit", entry)


def _consortium(root: Element, field: str, value: dict[str, list[Document]]) -> None:
    container = add(root, field)
    for role, partners in value.items():
        _owner(container, role, partners)


def _write_funded(root: Element, field: str, value: list[Document]) -> None:
    for entry in value:
        container = add(root, field)
        if "By" in entry:
            _owner(container, "By", [entry["By"]])
        if "As" in entry:
            _nested(add(container, "As"), "Funding", entry["As"])


def _amount(root: Element, field: str, value: Document) -> None:
    add(root, field, value["value"], currency=value["currency"])


def _duration(root: Element, field: str, value: Document) -> None:
    add(root, field, **value)


def _link(root: Element, field: str, value: list[Document]) -> None:
    for entry in value:
        _nested(add(root, field, type=entry["type"]), "OrgUnit", entry["OrgUnit"])


_FIELDS: Final[dict[str, Callable[[Element, str, Any], None]]] = {
    "Type": _type,
    "Name": _texts,
    "Title": _texts,
    "Description": _texts,
    "Abstract": _texts,
    "Subject": _schemed,
    "Identifier": _identifier,
    "PartOf": _part_of,
    "Owner": _owner,
    "Consortium": _consortium,
    "Funded": _write_funded,
    "Amount": _amount,
    "Duration": _duration,
    "Link": _link,
}
