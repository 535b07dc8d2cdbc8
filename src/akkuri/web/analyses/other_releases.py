"""The releases that lie beside the one that is served: named by their versions, read when compared with."""

import re
import threading
from typing import Final

from flask import current_app

from akkuri.analysis.model.opening import model_of_file
from akkuri.analysis.views.asking import Basis
from akkuri.computing import held
from akkuri.errors import UsageError
from akkuri.release.layout import MANIFEST
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.texts import text
from akkuri.web.analyses.basis import served_basis
from akkuri.web.page.site import site

__all__ = ["basis_of_release", "is_version", "versions"]

_VERSION: Final = re.compile(r"\d{4}-\d\d-\d\d-[0-9a-f]{12}(\.\d+)?")
_KEPT: Final = "akkuri_other_release"
_LOCK: Final = threading.Lock()
"""One release is read at a time and one is kept, so that clients cannot fill the memory with them."""


def is_version(name: str) -> bool:
    """Tell whether a text is the version of a release, there or not."""
    return _VERSION.fullmatch(name) is not None


def versions() -> list[str]:
    """Return the versions that lie beside what is served, the newest first, itself among them.

    Empty where no release is served, or one in a folder that is called otherwise.
    """
    served = site().folder
    if served is None or not is_version(served.name):
        return []
    found = [each.name for each in served.parent.iterdir() if is_version(each.name)]
    return sorted((name for name in found if (served.parent / name / MANIFEST).is_file()), reverse=True)


def basis_of_release(version: str, lang: str) -> Basis:
    """Return what the analyses read of a release, with the weights of the one that is served.

    Raises UsageError where there is none of this version, or it is not what its manifest says.
    """
    known = versions()
    if version not in known:
        raise UsageError(
            text(lang, "analysis.no_release_beside", version=version, known=", ".join(known) or "–")
        )
    served = site().folder
    if served is None or version == served.name:
        return served_basis()
    with held(_LOCK):
        kept: tuple[str, Basis] | None = current_app.extensions.get(_KEPT)
        if kept is None or kept[0] != version:
            release = Release(served.parent / version).verify()
            names = release.settled(Settings()).names
            kept = (
                version,
                Basis(model_of_file(release.graph_path, names, version), served_basis().parameters),
            )
            current_app.extensions[_KEPT] = kept
    return kept[1]
