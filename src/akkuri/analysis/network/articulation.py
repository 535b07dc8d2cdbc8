"""What falls apart when an actor leaves: articulation points and the sizes of the parts."""

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from akkuri.analysis.model.groups import Groups
from akkuri.analysis.network.graph import Network

if TYPE_CHECKING:
    import rustworkx as rx

__all__ = ["cut_off", "cut_sizes", "group_cut_sizes"]


def cut_off(network: Network, actor: str, group: Iterable[str] = ()) -> list[list[str]]:
    """Return the parts that lose the connection to the largest remaining part of the actor's network.

    Those of its `group` that are in the network leave with it. Largest part first; empty when nobody would
    be cut off.
    """
    import rustworkx as rx

    graph = network.graph.copy()
    leaving = {network.index[one] for one in {actor, *group} if one in network.index}
    around = set().union(*(rx.node_connected_component(graph, one) for one in leaving)) - leaving
    graph.remove_nodes_from(list(leaving))
    parts = [part for part in rx.connected_components(graph) if part & around]
    named = sorted((sorted(network.graph[i] for i in part) for part in parts), key=lambda p: (-len(p), p))
    return named[1:]


def group_cut_sizes(network: Network, groups: Groups, breadth: str = "own") -> dict[str, int]:
    """Return, for every actor whose leaving with its group cuts somebody off, how many that are."""
    found = {network.graph[node]: size for node, size in cut_sizes(network.graph).items()}
    led = groups.heads if breadth == "own" else sorted(network.index) if breadth == "family" else []
    for actor in led:
        group = groups.within(actor, breadth)
        if actor in network.index and len(group & network.index.keys()) > 1:
            found[actor] = sum(map(len, cut_off(network, actor, group)))
    return {actor: size for actor, size in found.items() if size}


def cut_sizes(graph: "rx.PyGraph[Any, Any]") -> dict[int, int]:
    """Return, for every articulation point, how many nodes lose the largest remaining part when it leaves.

    Hopcroft and Tarjan's depth-first search without recursion: one pass over the graph for all nodes.
    """
    order: dict[int, int] = {}
    low: dict[int, int] = {}
    size: dict[int, int] = {}
    parts: dict[int, list[int]] = {}
    found: dict[int, int] = {}
    for root in graph.node_indices():
        if root in order:
            continue
        visited = _search(graph, root, order, low, size, parts)
        total = len(visited)
        for node in visited:
            cut = parts[node] if node == root else [*parts[node], total - 1 - sum(parts[node])]
            cut = [part for part in cut if part]
            if len(cut) > 1:
                found[node] = total - 1 - max(cut)
    return found


def _search(
    graph: "rx.PyGraph[Any, Any]",
    root: int,
    order: dict[int, int],
    low: dict[int, int],
    size: dict[int, int],
    parts: dict[int, list[int]],
) -> list[int]:
    """Search from a root; `parts` gets the sizes of the subtrees that hang on a node alone."""
    visited: list[int] = []

    def enter(node: int) -> None:
        order[node] = low[node] = len(order)
        size[node] = 1
        parts[node] = []
        visited.append(node)

    enter(root)
    stack = [(root, -1, iter(graph.neighbors(root)))]
    while stack:
        node, parent, rest = stack[-1]
        following = next(rest, None)
        if following is None:
            stack.pop()
            if stack:
                low[parent] = min(low[parent], low[node])
                size[parent] += size[node]
                if low[node] >= order[parent]:
                    parts[parent].append(size[node])
        elif following not in order:
            enter(following)
            stack.append((following, node, iter(graph.neighbors(following))))
        elif following != parent:
            low[node] = min(low[node], order[following])
    return visited
