"""Examples: the defaults of questions that differ from cluster to cluster, such as which organisation."""

import json
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Final

import yaml
from pyoxigraph import Literal, NamedNode, Store

from akkuri.ask.named.parameters import Context, Parameter
from akkuri.errors import UsageError
from akkuri.namespaces import PREFIXES, Names
from akkuri.texts import Wording
from akkuri.yaml import line_of, read_yaml

__all__ = ["EXAMPLES", "add_examples", "check_examples", "found_examples", "read_mapping"]

EXAMPLES: Final = "examples.yaml"
"""Name of a cluster's file with the value that a parameter has when nobody gives one: name → value."""

_EXPECTED: Final = Wording("cluster.examples-form")
_MENTIONED: Final = """SELECT ?thing WHERE {
  { SELECT ?thing (COUNT(*) AS ?times) WHERE {
      GRAPH ?graph { ?subject ?property ?thing }
      FILTER(STRSTARTS(STR(?thing), "%s") && STRSTARTS(STR(?subject), "%s"))
  } GROUP BY ?thing }
} ORDER BY DESC(?times) ?thing LIMIT 1"""
"""What the records mention most often among the things whose IRIs begin alike."""


def read_mapping(file: Path, expected: Wording) -> dict[str, Any]:
    """Return the mapping in a YAML file; empty when the file is not there.

    Raises UsageError naming the file and the line.
    """
    if not file.is_file():
        return {}
    try:
        content = read_yaml(file.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        mark = getattr(error, "problem_mark", None)
        reason = getattr(error, "problem", None) or getattr(error, "reason", "malformed")
        line = mark.line + 1 if mark else 1
        said = {"file": file, "line": line, "reason": reason, "expected": expected}
        raise UsageError.worded("cluster.not-yaml", **said) from error
    if not isinstance(content, Mapping | None):
        raise UsageError.worded("cluster.no-mapping", file=file, expected=expected)
    return dict(content or {})


def found_examples(parameters: Iterable[Parameter], store: Store, names: Names) -> dict[str, str]:
    """Return an example for each parameter that has none: what the records of the graph mention most.

    For a text it is the first word of the record of its kind mentioned most. What has nothing to be found
    stays without one and does not restrict.
    """
    found: dict[str, str] = {}
    for parameter in parameters:
        if parameter.example and parameter.default is None and parameter.name not in found:
            value = _most_mentioned(parameter, store, names)
            if value is not None:
                found[parameter.name] = value
    return found


def add_examples(folder: Path, examples: Mapping[str, str]) -> None:
    """Write examples behind those that a folder of questions has; no file where there are none."""
    if examples:
        folder.mkdir(exist_ok=True)
        given = read_mapping(folder / EXAMPLES, _EXPECTED)
        text = "".join(f"{name}: {json.dumps(str(value))}\n" for name, value in {**given, **examples}.items())
        (folder / EXAMPLES).write_text(text, encoding="utf-8")


def _most_mentioned(parameter: Parameter, store: Store, names: Names) -> str | None:
    if parameter.type == "country":
        return _home(store, names)
    if parameter.type == "text":
        named = _first(store, names.id(parameter.kinds[0], ""), names)
        label = NamedNode(PREFIXES["skos"] + "prefLabel")
        quads = () if named is None else store.quads_for_pattern(named, label, None)
        texts = [quad.object for quad in quads if isinstance(quad.object, Literal)]
        texts.sort(key=lambda label: (label.language != "en", label.value))
        return texts[0].value.split()[0].lower() if texts else None
    if parameter.type == "record":
        for kind in parameter.kinds:
            thing = _first(store, names.id(kind, ""), names)
            if thing is not None:
                return f"{names.kinds[kind].prefix}-{thing.value.removeprefix(names.id(kind, ''))}"
        return None
    root = f"{names.concept(parameter.scheme or '')}/"
    thing = _first(store, root, names)
    return None if thing is None else thing.value.removeprefix(root)


def _home(store: Store, names: Names) -> str | None:
    """Return the country that most records are in."""
    quads = store.quads_for_pattern(None, NamedNode(f"{names.ak}countryCode"), None)
    codes = Counter(quad.object.value for quad in quads if isinstance(quad.object, Literal))
    return min(codes, key=lambda code: (-codes[code], code), default=None)


def _first(store: Store, root: str, names: Names) -> NamedNode | None:
    solutions: Any = store.query(_MENTIONED % (root, names.id("", "").rstrip("/") + "/"))
    for solution in solutions:
        thing = solution["thing"]
        return thing if isinstance(thing, NamedNode) else None
    return None


def check_examples(folder: Path, parameters: Iterable[Parameter], store: Store, names: Names) -> None:
    """Refuse an example of a cluster's file that is no record or concept of its graph.

    `folder` holds the file. Raises UsageError naming the file and the line.
    """
    file = folder / EXAMPLES
    if not file.is_file():
        return
    given = read_mapping(file, _EXPECTED)
    known = {parameter.name: parameter for parameter in parameters if parameter.example}
    text = file.read_text(encoding="utf-8")
    for name in given:
        said = {"place": f"{file}:{line_of(text, [name])}", "name": name}
        parameter = known.get(name)
        if parameter is None:
            raise UsageError.worded("cluster.no-example", known=", ".join(known), **said)
        if parameter.default is None or parameter.type in ("text", "country"):
            continue
        term = parameter.term(parameter.default, Context(names))
        if not isinstance(term, NamedNode) or next(store.quads_for_pattern(term, None, None), None) is None:
            raise UsageError.worded("cluster.example-unknown", value=parameter.default, **said)
