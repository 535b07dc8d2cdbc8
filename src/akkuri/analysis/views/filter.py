"""A filter of a view: one declaration gives the option, the API's parameter and the field of the form."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import Any, Generic, TypeVar

__all__ = ["Choice", "Filter", "Takes"]

_T = TypeVar("_T")

Choice = tuple[str, str]
"""A value that may be chosen, and its label."""


class Takes(Enum):
    """What is given for a filter."""

    TEXT = auto()
    """A text: an option, a parameter of the API, a field of the form."""
    FILE = auto()
    """The content of a file: a file on the command line, the body of a POST over HTTP."""
    RELEASE = auto()
    """The model of another release: a folder on the command line; not over HTTP."""


@dataclass(frozen=True, slots=True, eq=False)
class Filter(Generic[_T]):
    """What narrows a view, by the name that command line, API and Python use.

    Its texts are `views.param_<worded>` (what it does) and, with a field, `views.field_<worded>` (a label).
    """

    name: str
    read: Callable[[Any, Any], _T]
    """From what was asked so far and the text given (a tuple of texts where there may be many) to a value.

    Raises UsageError for what cannot be meant, with the nearest that can.
    """
    schema: Mapping[str, Any] = field(default_factory=lambda: {"type": "string"})
    """JSON Schema of one value."""
    choices: Callable[[Any], list[Choice]] | None = None
    """What the form offers, where that can be listed."""
    default: _T | None = None
    takes: Takes = Takes.TEXT
    many: bool = False
    """May be given more than once."""
    countries: bool = False
    """Its values may be country codes, which people read by their names."""
    actors: bool = False
    """The form offers the names of the actors while one writes."""
    field: bool = True
    """Has a field in forms."""
    expects: str = ""
    """The text that says what is written in its field, where that is no choice and no name."""
    texts: str = ""
    """What its texts are called by, where another filter has its name and means something else."""

    @property
    def worded(self) -> str:
        """What its texts are called by."""
        return self.texts or self.name

    @property
    def option(self) -> str:
        """The option of the command line."""
        return f"--{self.name}"

    @property
    def keyword(self) -> str:
        """The name as a Python keyword argument."""
        return self.name.replace("-", "_")
