"""The SPARQL endpoint: `/sparql`."""

import time
from typing import Final
from urllib.parse import quote

from flask import Response, current_app, redirect, request

from akkuri.ask.processes.attempt import LaterError
from akkuri.ask.service import Answer
from akkuri.errors import ClientGoneError, Refusal
from akkuri.store import Format
from akkuri.texts import text
from akkuri.web.endpoint import protocol
from akkuri.web.endpoint.description import describe
from akkuri.web.http import negotiation
from akkuri.web.http.routes import EveryStore
from akkuri.web.http.state import state
from akkuri.web.http.told import counted, tell

__all__ = ["blueprint"]

blueprint = EveryStore("sparql", __name__)

_PAGE: Final = negotiation.Offer("page", "text/html", ("application/xhtml+xml",))
CACHE: Final = "public, no-cache"
_PLAIN: Final = " <>:/#?&=.,;()[]@!$'*+~"
"""What a quoted string of a header may hold besides letters and digits."""


@blueprint.route("/sparql", methods=["GET", "POST"])
@blueprint.route("/sparql/", methods=["GET", "POST"])
def sparql() -> Response:
    """Answer a query, or describe the service when there is none."""
    here = state()
    asked = protocol.read(request, here.settings)
    if asked.query is None:
        return _without_query()
    accept = request.environ.get("HTTP_ACCEPT")

    def choose(form: str) -> Format:
        tell(kind=form)
        return negotiation.choose(form, accept, asked.format)

    started = time.perf_counter()
    outcome: str | None = "ok"
    try:
        answer = here.ask.answer(
            asked.query,
            choose,
            asked.dataset,
            known=_known,
        )
        if answer.unchanged:
            outcome = "unchanged"
        tell(cache="answer" if answer.kept else None)
    except Refusal as refusal:
        outcome = refusal.kind
        raise
    except ClientGoneError:
        outcome = "gone"
        raise
    except LaterError:
        outcome = None  # it goes on in a thread
        raise
    finally:
        if outcome is not None:
            here.metrics.count(outcome, time.perf_counter() - started)
    return _response(answer)


def _known(etag: str) -> bool:
    """Say whether the client named this ETag."""
    wanted = request.environ.get("HTTP_IF_NONE_MATCH")
    named = wanted is not None and etag in (part.strip() for part in wanted.split(","))
    return named and request.method != "POST"


def _response(answer: Answer) -> Response:
    if answer.unchanged:
        response = Response(status=304)
    else:
        pieces = counted(answer.body, answer.form.name)
        body = pieces if answer.length is None else b"".join(pieces)
        response = Response(body, content_type=answer.form.content_type)
    response.call_on_close(answer.close)
    if answer.unbound:
        told = (quote(text("en", "endpoint.no-function", function=iri), _PLAIN) for iri in answer.unbound)
        response.headers["Warning"] = ", ".join(f'199 - "{sentence}"' for sentence in told)
    response.headers["Vary"] = "Accept"
    if answer.etag is None:
        response.headers["Cache-Control"] = "no-store"
    else:
        response.headers["Cache-Control"] = CACHE
        response.headers["ETag"] = answer.etag
    return response


def _without_query() -> Response:
    """Send people to the editor where there is one, programs to the service description."""
    accept = request.environ.get("HTTP_ACCEPT")
    formats = negotiation.family("describe")
    offers = (*(negotiation.Offer("data", form.media_type, form.aliases) for form in formats), _PAGE)
    wants_page = negotiation.chosen(accept, offers) == _PAGE.name
    if accept and wants_page and any(rule.rule == "/query" for rule in current_app.url_map.iter_rules()):
        response = redirect("/query", 303)
        response.headers["Vary"] = "Accept"
        # The types of Flask name werkzeug's response, of which its own is a subclass.
        return response  # type: ignore[return-value]
    form = negotiation.choose("describe", accept, None) if accept and not wants_page else formats[0]
    response = Response(describe(request.base_url, state(), form), content_type=form.content_type)
    response.headers["Vary"] = "Accept"
    return response
