"""What of the graph OWL 2 knows: statements whose literals are of its datatypes."""

from typing import Final

from pyoxigraph import Literal, Quad, Triple

__all__ = ["foreign_datatype"]

_RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
_XSD: Final = "http://www.w3.org/2001/XMLSchema#"
_DATATYPE_MAP: Final = frozenset(
    {f"{_RDF}{name}" for name in ("PlainLiteral", "XMLLiteral", "langString")}
    | {
        f"{_XSD}{name}"
        for name in (
            *("decimal", "integer", "nonNegativeInteger", "nonPositiveInteger", "positiveInteger"),
            *("negativeInteger", "long", "int", "short", "byte", "unsignedLong", "unsignedInt"),
            *("unsignedShort", "unsignedByte", "double", "float", "string", "normalizedString", "token"),
            *("language", "Name", "NCName", "NMTOKEN", "boolean", "hexBinary", "base64Binary", "anyURI"),
            *("dateTime", "dateTimeStamp"),
        )
    }
)
"""OWL 2 Structural Specification, section 4: a reasoner refuses others. Of dates: xsd:dateTime."""


def foreign_datatype(statement: Quad | Triple) -> str | None:
    """Return the datatype of a statement's literal where OWL 2 has no such datatype; else None."""
    value = statement.object
    datatype = value.datatype.value if isinstance(value, Literal) else None
    return None if datatype is None or datatype in _DATATYPE_MAP else datatype
