"""Asking the application for many addresses as its server would, in one request that is kept for all."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from typing import Any
from urllib.parse import unquote

from flask import Flask, Response
from flask.ctx import RequestContext
from werkzeug.test import create_environ

from akkuri.web.http.public_address import PublicAddress
from akkuri.web.http.state import state
from akkuri.web.permanent.addresses import cite_as

__all__ = ["Asking"]


class Asking:
    """Answers addresses; what is worth its time only for a client that asks once is left out."""

    def __init__(self, app: Flask) -> None:
        self._app = app
        self._server = _server(app)

    @contextmanager
    def kept(self) -> Iterator[Callable[[str], Response]]:
        """Give what answers an address, for as long as the block lasts."""
        with self._app.request_context(self._environ("/")) as context:
            yield lambda address: self._answer(context, address)

    def _answer(self, context: RequestContext, address: str) -> Response:
        """Answer an address by its view: what is done before and after views is of headers that no file has.

        But for how to cite the answer, which pages have in their head. What stumbles is asked again as a
        server does, which makes an answer of an error.
        """
        environ = self._environ(address)
        context.request = request = self._app.request_class(environ, populate_request=False)
        request.json_module = self._app.json
        try:
            # Which rules there are is the same for every request; a context without them matches nothing.
            found = context.url_adapter.match(request.path, return_rule=True)  # type: ignore[union-attr]
            request.url_rule, request.view_args = found[0], dict(found[1])
            answer = cite_as(self._app.make_response(self._app.dispatch_request()))
        except Exception:  # whatever it is, it is raised again below
            return self._whole(environ)
        answer.direct_passthrough = False
        return answer

    def _whole(self, environ: dict[str, Any]) -> Response:
        """Answer a request with all that stands around a view."""
        with self._app.request_context(environ):
            try:
                answer = self._app.full_dispatch_request()
            except Exception as error:  # whatever a page raises is a page that has no answer
                answer = self._app.handle_exception(error)
            answer.direct_passthrough = False
            answer.get_data()
            return answer

    def _environ(self, address: str) -> dict[str, Any]:
        path, _, query = address.partition("?")
        return {
            **self._server,
            "PATH_INFO": unquote(path, "latin-1"),
            "QUERY_STRING": query,
            "REQUEST_URI": address,
            "RAW_URI": address,
            "wsgi.input": BytesIO(),
        }


def _server(app: Flask) -> dict[str, Any]:
    """Return the variables that requests have in common, as the server at the public address has them."""
    with app.app_context():
        address = state().settings.public_address
    found = create_environ("/")

    def keep(environ: dict[str, Any], _: Callable[..., Any]) -> tuple[()]:
        found.update(environ)
        return ()

    PublicAddress(keep, address)(dict(found), lambda *_: None)
    return found
