"""Gap cells as Data Cube observations."""

from typing import Final

from pyoxigraph import Literal, NamedNode, Store

from akkuri.analysis.derive.results import DerivedGraph, derived_iri
from akkuri.analysis.gaps.cells import Cell
from akkuri.analysis.weights import Parameters
from akkuri.namespaces import Names

__all__ = ["RULE", "cell_iri", "write_cells"]

RULE: Final = "gap-cells"
QB: Final = "http://purl.org/linked-data/cube#"
RDF_TYPE: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
XSD_DATE: Final = NamedNode("http://www.w3.org/2001/XMLSchema#date")
DIMENSIONS: Final = ("stage", "capability", "area")
MEASURES: Final = {
    "facilityCount": "facilities",
    "operatorCount": "operators",
    "openFacilityCount": "open",
    "pilotFacilityCount": "pilot",
    "plannedFacilityCount": "planned",
    "statedNeedCount": "needs",
}
"""Counts that every observation has, and the field they count."""
ATTRIBUTES: Final = {
    "inHouseFacilityCount": "in_house",
    "unknownStatusCount": "unknown",
    "formerFacilityCount": "former",
}
"""Counts stated only above zero."""
LINKS: Final = {
    "usableFacility": "usable",
    "inHouseFacility": "in_house",
    "plannedFacility": "planned",
    "formerFacility": "former",
}
"""Links to the facilities that are counted, and the field they are in."""


def cell_iri(names: Names, cell: Cell) -> str:
    """Return the IRI of a cell: `{base}derived/gap-cell/{area}/{stage}/{capability}`."""
    return derived_iri(names, "gap-cell", *cell.key)


def write_cells(store: Store, names: Names, found: list[Cell], issued: str, parameters: Parameters) -> int:
    """Write the cells, their data set and its structure; return the number of triples."""
    out = DerivedGraph(store, names, RULE)
    dataset = derived_iri(names, "gap-cells")
    _structure(out, dataset)
    out.add(dataset, "asOf", Literal(issued, datatype=XSD_DATE))
    out.method(
        "Counts, for every stage and capability of the frame and every area, the facilities that have the "
        "capability at the stage; each shortcoming that applies is told, the first is the state; severity "
        "follows from the weights. An operator's own subsidiaries count as the operator; a facility of "
        "several operators is one place; one whose operators have all ended counts as former.",
        dict(parameters.weights) | {"unknown-status-counts": parameters.unknown_counts},
    )
    regions = {cell.area for cell in found if len(cell.area) > 2}
    for cell in found:
        iri = cell_iri(names, cell)
        out.link(iri, RDF_TYPE, "GapCell")
        out.link(iri, RDF_TYPE, f"{QB}Observation")
        out.link(iri, f"{QB}dataSet", dataset)
        out.concept(iri, "stage", "value-chain-stage", cell.stage)
        out.concept(iri, "capability", "capability", cell.capability)
        out.add(iri, "area", Literal(cell.area))
        if cell.area in regions:
            out.concept(iri, "region", "region", cell.area)
        out.concept(iri, "cellState", "cell-state", cell.state)
        out.number(iri, "severity", cell.severity)
        for term, field in MEASURES.items():
            out.number(iri, term, len(getattr(cell, field)))
        for term, field in ATTRIBUTES.items():
            if count := len(getattr(cell, field)):
                out.number(iri, term, count)
        _lists(out, iri, cell)
        if cell.sole_operator in cell.operators and "/id/facility/" not in str(cell.sole_operator):
            out.link(iri, "soleOperator", str(cell.sole_operator))
        if cell.sole_facility:
            out.link(iri, "soleFacility", cell.sole_facility)
    return out.finish()


def _lists(out: DerivedGraph, iri: str, cell: Cell) -> None:
    """State what a cell may have several of."""
    for state in cell.shortcomings:
        out.concept(iri, "cellShortcoming", "cell-state", state)
    for term, field in LINKS.items():
        for facility in getattr(cell, field):
            out.link(iri, term, facility)
    for level in cell.trl:
        out.number(iri, "trlLevel", level)
    for statement in cell.evidence:
        out.link(iri, "evidence", statement)


def _structure(out: DerivedGraph, dataset: str) -> None:
    """Describe the data set to tools that read Data Cube."""
    structure = f"{dataset}#structure"
    out.link(dataset, RDF_TYPE, f"{QB}DataSet")
    out.link(dataset, f"{QB}structure", structure)
    out.link(structure, RDF_TYPE, f"{QB}DataStructureDefinition")
    for kind, terms in (
        ("dimension", DIMENSIONS),
        ("measure", ("cellState", "severity", *MEASURES)),
    ):
        for term in terms:
            component = f"{dataset}#component-{term}"
            out.link(structure, f"{QB}component", component)
            out.link(component, RDF_TYPE, f"{QB}ComponentSpecification")
            out.link(component, f"{QB}{kind}", out.names.ak + term)
            out.link(out.names.ak + term, RDF_TYPE, f"{QB}{kind.capitalize()}Property")
    # One day for all cells, so it is stated once, at the data set.
    dated = f"{dataset}#component-asOf"
    out.link(structure, f"{QB}component", dated)
    out.link(dated, RDF_TYPE, f"{QB}ComponentSpecification")
    out.link(dated, f"{QB}attribute", f"{out.names.ak}asOf")
    out.link(dated, f"{QB}componentAttachment", f"{QB}DataSet")
    out.link(f"{out.names.ak}asOf", RDF_TYPE, f"{QB}AttributeProperty")
