"""What things are called: what is remembered of it holds while the labels do."""

from pyoxigraph import Literal, NamedNode

from akkuri.namespaces import Names
from akkuri.naming.labels import Labels
from akkuri.store import Term


def test_what_is_made_of_labels_is_made_anew_when_there_are_others() -> None:
    rows: list[dict[str, Term]] = []
    versions = ["1"]
    names = Names()
    labels = Labels(lambda _: rows, names, lambda: versions[-1])
    iri = names.id("facility", "x")

    def made() -> str:
        return labels.made("name", lambda: labels.best(iri, "en").value)

    assert made() == "x"
    rows.append({"iri": NamedNode(iri), "label": Literal("Hall", language="en")})
    assert made() == "x", "nobody has asked for its name"
    labels.need([iri])
    assert made() == "Hall"
    rows[0]["label"] = Literal("House", language="en")
    labels.need([iri])
    assert made() == "Hall", "it is known"
    versions.append("2")
    labels.need([iri])
    assert made() == "House"
