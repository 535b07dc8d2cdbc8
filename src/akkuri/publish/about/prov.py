"""PROV: which tables, rules and program made the release. No clock: the date is that of the data."""

from collections.abc import Iterable, Mapping

from pyoxigraph import NamedNode, Quad

from akkuri import __version__
from akkuri.publish.about.dataset import About
from akkuri.publish.about.statements import Statements

__all__ = ["describe_build"]


def describe_build(about: About, rows: Mapping[str, int], rules: Iterable[str]) -> list[Quad]:
    """Return the provenance of the build as part of the graph `graph/release`.

    `rows` are the rows read from each table, `rules` the names of the derivation rules that ran.
    """
    names = about.names
    out = Statements(names, names.graph("release"))
    build, program = f"{about.catalog}#build", f"{about.catalog}#program"
    tables = {table: f"{about.catalog}#table-{table}" for table in rows}
    out.add(
        about.dataset,
        a=out.iri("prov:Entity"),
        prov_wasGeneratedBy=NamedNode(build),
        prov_wasAttributedTo=NamedNode(about.publisher_iri),
        prov_wasDerivedFrom=[NamedNode(iri) for iri in tables.values()],
    )
    out.add(
        build,
        a=out.iri("prov:Activity"),
        prov_used=[NamedNode(iri) for iri in tables.values()],
        prov_wasAssociatedWith=NamedNode(program),
    )
    out.add(
        program,
        a=[out.iri("prov:SoftwareAgent"), out.iri("prov:Agent")],
        foaf_name="akkuri",
        schema_softwareVersion=__version__,
    )
    for table, count in rows.items():
        out.add(
            tables[table],
            a=[out.iri("prov:Entity"), out.iri("void:Dataset")],
            dct_title=f"{table}.csv",
            void_entities=count,
        )
    for rule in rules:
        graph, step = names.graph(f"derived/{rule}"), f"{about.catalog}#rule-{rule}"
        out.add(
            graph,
            a=out.iri("prov:Entity"),
            prov_wasGeneratedBy=NamedNode(step),
            prov_wasDerivedFrom=NamedNode(about.dataset),
        )
        out.add(step, a=out.iri("prov:Activity"), dct_title=rule, dct_isPartOf=NamedNode(build))
    return out.quads
