"""Templates compiled once for an installation, as modules are: compiling one takes as long as a page."""

import os
import sys
from collections.abc import Callable, MutableMapping
from functools import partial
from pathlib import Path
from types import FunctionType, MethodType
from typing import Any, Final

from flask import Flask
from flask.templating import Environment
from jinja2 import FileSystemBytecodeCache
from jinja2.bccache import Bucket
from jinja2.runtime import Context

__all__ = ["keep_compiled", "load_templates"]

_FOLDER: Final = Path(__file__).parent.parent / "templates" / "__pycache__"
_ENDINGS: Final = (".html", ".svg")
_PLAIN: Final = frozenset({FunctionType, MethodType, partial})
"""What takes nothing of a template but what stands in its brackets, unless it is marked as taking it."""


def keep_compiled(app: Flask) -> None:
    """Let an application keep what it compiles beside its templates, where that may be written.

    What is kept is found by the text of the template and the version of Python: it is never out of date.
    Where Python is told to keep no bytecode of modules (PYTHONDONTWRITEBYTECODE, as in most containers),
    templates are kept all the same: an installer compiles modules regardless of it, but no templates.
    """
    app.jinja_environment = _Environment
    try:
        _FOLDER.mkdir(exist_ok=True)
    except OSError:
        return
    if os.access(_FOLDER, os.W_OK) or any(_FOLDER.iterdir()):
        cache = _Cache(str(_FOLDER), f"%s.{sys.implementation.cache_tag}.pyc")
        app.jinja_options = {**app.jinja_options, "bytecode_cache": cache}


def load_templates(app: Flask) -> None:
    """Load the templates before the first page asks for them, and compile those of which nothing is kept."""
    for name in app.jinja_env.list_templates():
        if name.endswith(_ENDINGS):
            app.jinja_env.get_template(name)


class _Context(Context):
    """Calls plain functions at once: a page calls a hundred, and looking at what each takes lasts as long."""

    def call(self, called: Callable[..., Any], /, *args: Any, **named: Any) -> Any:
        if type(called) not in _PLAIN or hasattr(called, "jinja_pass_arg"):
            return super().call(called, *args, **named)
        if named:  # what a template passes with every call within a loop or a block
            named.pop("_block_vars", None)
            named.pop("_loop_vars", None)
        return called(*args, **named)


class _Environment(Environment):
    """Gives its globals to templates as they are: Jinja chains them, which makes each import slow."""

    context_class = _Context

    def make_globals(self, d: MutableMapping[str, Any] | None) -> MutableMapping[str, Any]:
        return super().make_globals(d) if d else self.globals


class _Cache(FileSystemBytecodeCache):
    """Writes nothing where it may not, without a word."""

    def dump_bytecode(self, bucket: Bucket) -> None:
        try:
            super().dump_bytecode(bucket)
        except OSError:
            return
