"""What the analyses read of the release that is served: its model and weights, read once for each version."""

import threading
from pathlib import Path
from typing import Any, Final

from flask import current_app

from akkuri.analysis.model.kept import read_model
from akkuri.analysis.model.loading import load_model
from akkuri.analysis.model.statements import SelectSource
from akkuri.analysis.model.values import Model
from akkuri.analysis.views.asking import Basis, ViewRequest
from akkuri.analysis.views.filters import TOP
from akkuri.analysis.views.subject import Subject
from akkuri.analysis.views.table import ViewTable
from akkuri.analysis.weights import load_parameters
from akkuri.computing import held
from akkuri.garbage import staying
from akkuri.web.analyses.turns import turn
from akkuri.web.page.site import site

__all__ = ["analysed", "served_basis", "whole_table"]

_BASIS: Final = "akkuri_analysis"
_TABLES: Final = "akkuri_view_tables"
_LOCK: Final = threading.Lock()
_WHOLE: Final = threading.Lock()
"""Held while a whole table is computed: who wants the same at the same time finds it."""


def served_basis() -> Basis:
    """Return the model of what is served; read once for each version of the content."""
    version = site().reader.version
    kept: tuple[str, Basis] | None = current_app.extensions.get(_BASIS)
    if kept is not None and kept[0] == version and version:
        return kept[1]
    with held(_LOCK), staying():
        kept = current_app.extensions.get(_BASIS)
        if kept is None or kept[0] != version or not version:
            model = _model(version)
            model.version = version or None
            kept = (version, Basis(model, load_parameters(site().cluster), kept=_folder(version)))
            current_app.extensions[_BASIS] = kept
    return kept[1]


def _model(version: str) -> Model:
    """Read the model from the file of the release, else, or when the content is another, by queries."""
    here = site()
    source = SelectSource(here.reader.select)
    here.labels.whole()
    if (folder := _folder(version)) is not None:
        kept = read_model(folder, here.names, source, here.known, here.labels)
        if kept is not None:
            return kept
    return load_model(source, here.names, here.known, here.labels)


def _folder(version: str) -> Path | None:
    """Return the folder of the release, where that is what is served."""
    return site().folder if version == site().reader.manifest.get("version") else None


def analysed(subject: Subject[Any], request: ViewRequest, basis: Basis | None = None) -> ViewTable:
    """Answer a request on what is served, or on another basis, when it is its turn.

    Raises UsageError as `Subject.table`, RequestError 503 when too many are asked for at once.
    """

    def table() -> ViewTable:
        with turn():
            return subject.table(basis or served_basis(), request)

    if basis is not None:
        return table()
    return site().reader.once((subject.name, repr(request)), table)


def whole_table(subject: Subject[Any], show: str, lang: str, first: int | None = None) -> ViewTable:
    """Return a view without filters: computed once for each version and language, as it takes a while.

    `first` asks for so many rows only, where the view can stop there. Raises UsageError where it has no
    answer, RequestError 503 when too many are asked for at once.
    """
    version = site().reader.version
    few = first is not None and TOP in subject.find(show, lang).filters
    kept: dict[tuple[str, str, str, str, int | None], ViewTable] = current_app.extensions.setdefault(
        _TABLES, {}
    )
    key = (version, subject.name, show, lang, first if few else None)
    found = kept.get(key)
    if found is None:
        basis = served_basis()
        with turn(), held(_WHOLE):
            found = kept.get(key)
            if found is None:
                given = {TOP.name: str(first)} if few else {}
                found = subject.table(basis, ViewRequest(show, given, lang, whole=not few))
            if version:
                for old in [old for old in kept if old[0] != version]:
                    kept.pop(old, None)
                kept[key] = found
    return found
