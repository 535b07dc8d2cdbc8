"""What the pictures of an answer are drawn with, read while another process computes the answer."""

import threading
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from typing import Final

from flask import current_app
from flask.ctx import AppContext

from akkuri.analysis.subjects import NETWORK
from akkuri.analysis.views.asking import ViewRequest
from akkuri.computing import aside
from akkuri.errors import AkkuriError
from akkuri.web.analyses.basis import served_basis
from akkuri.web.page.site import site

__all__ = ["pictures_meanwhile"]

_READING: Final = "akkuri_meanwhile"
_LOCK: Final = threading.Lock()


def pictures_meanwhile(pictures: Collection[str]) -> Callable[[], None]:
    """Begin to read what some kinds of pictures are drawn with, unless it is; returns what waits for that."""
    begun = [thread for name in pictures if (thread := _begun(name)) is not None]

    def wait() -> None:
        for thread in begun:
            if thread.is_alive():
                with aside():
                    thread.join()

    return wait


def _begun(name: str) -> threading.Thread | None:
    """Begin in a thread, once for each version of the content: who comes meanwhile waits for the same."""
    version = site().reader.version
    begun: dict[str, tuple[str, threading.Thread]] = current_app.extensions.setdefault(_READING, {})
    with _LOCK:
        kept = begun.get(name)
        if not version or (kept is not None and kept[0] == version):
            return kept[1] if version and kept else None
        thread = threading.Thread(
            target=_work, args=(current_app.app_context(), _READ[name]), name=f"meanwhile {name}", daemon=True
        )
        with suppress(RuntimeError):  # there are no more threads: the page reads it itself
            thread.start()
            begun[name] = version, thread
            return thread
    return None


def _work(context: AppContext, read: Callable[[], object]) -> None:
    """Read; what fails is left to the page that needs it, which says so."""
    with context, suppress(AkkuriError, OSError, ValueError, LookupError):
        read()


def _network() -> None:
    network = NETWORK.asked(served_basis(), ViewRequest()).network()
    network.weights  # noqa: B018 - counted once, for the colours


def _library() -> None:
    import rustworkx  # noqa: F401 - what graphs are laid out with is large


_READ: Final[Mapping[str, Callable[[], object]]] = {
    "map": served_basis,
    "together": _network,
    "ties": _library,
}
