"""How modules of the program lean on each other, besides the layers that `pyproject.toml` holds them to."""

from graphlib import TopologicalSorter

from grimp import build_graph


def test_no_module_needs_itself_by_way_of_others() -> None:
    """Also not for types alone: whoever reads one module can go on to what it needs and comes to an end."""
    graph = build_graph("akkuri", cache_dir=None)
    needs = {module: graph.find_modules_directly_imported_by(module) for module in graph.modules}
    TopologicalSorter(needs).prepare()
