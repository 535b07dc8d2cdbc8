"""YAML that people write: read fast and safely, with the line of what is wrong."""

from collections.abc import Iterable
from typing import Any, Final

import yaml

__all__ = ["broken_line", "line_of", "read_yaml"]

_LOADER: Final[Any] = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""libyaml's parser, ten times as fast as the one in Python, wherever PyYAML was built with it."""


def read_yaml(text: str) -> Any:
    """Return what a YAML text says, in plain Python values; raises yaml.YAMLError."""
    return yaml.load(text, Loader=_LOADER)  # noqa: S506 - both loaders are safe ones


def broken_line(lines: Iterable[str]) -> int | None:
    """Return the line, counted from 1, from which on a text is no YAML; None where it is."""
    try:
        yaml.compose("\n".join(lines), Loader=_LOADER)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        return mark.line + 1 if mark else 1
    return None


def line_of(text: str, path: Iterable[str | int]) -> int:
    """Return the line, counted from 1, of a part of a text, or of what is around a lacking one.

    `path` leads to the part by keys and by places in lists.
    """
    node = yaml.compose(text, Loader=_LOADER)
    line = 1
    for step in path:
        if isinstance(node, yaml.MappingNode):
            found = [(key, value) for key, value in node.value if key.value == step]
            if not found:
                break
            line, node = found[0][0].start_mark.line + 1, found[0][1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            node = node.value[step]
            line = node.start_mark.line + 1
        else:
            break
    return line
