"""Where the readings of a sentence lead: addresses of the answer for programs and for people."""

from collections.abc import Mapping
from typing import Any

from akkuri.analysis.gaps.scenarios.new_facility import WHAT_IF
from akkuri.analysis.subjects import SUBJECTS
from akkuri.namespaces import Names
from akkuri.search.own_words.answer import OwnWordsAnswer, SentenceReading
from akkuri.texts import text
from akkuri.web.page.addresses import Addresses, with_params

__all__ = ["addresses_of", "answer_document", "reading_document"]


def addresses_of(reading: SentenceReading, names: Names, lang: str) -> tuple[str, str]:
    """Return the address of the answer as data and as a page."""
    given = dict(reading.parameters)
    if reading.question == "record":
        page = Addresses(names).href(names.record(given["id"])) or "/"
        return f"{page}.jsonld", page
    if reading.question == "search":
        return with_params("/api/search", q=given["text"], lang=lang), with_params("/search", q=given["text"])
    subject, colon, show = reading.question.partition(":")
    if not colon:
        path = f"/queries/{reading.question}"
        return with_params(f"/api{path}", **given, lang=lang), with_params(path, **given)
    if reading.question == WHAT_IF:
        return with_params("/api/what-if", **given, lang=lang), with_params("/gaps/what-if", **given)
    if (subject, show) == ("network", "path"):
        return with_params("/api/network/path", **given, lang=lang), with_params("/network/path", **given)
    pages = {view.name for each in SUBJECTS if each.name == subject for view, _ in each.pages}
    path = f"/{subject}/{show}" if show in pages else f"/{subject}"
    return with_params(f"/api/{subject}", show=show, **given, lang=lang), with_params(path, **given)


def answer_document(answer: OwnWordsAnswer, names: Names, release: str) -> dict[str, Any]:
    """Return the JSON of an answer."""
    document: dict[str, Any] = {"q": answer.sentence, "lang": answer.lang, "release": release}
    if answer.read_as:
        document["read_as"] = answer.read_as
    if answer.refused or answer.best is None:
        document["refused"] = refusal(answer)
    else:
        document |= reading_document(answer.best, names, answer.lang)
    document["alternatives"] = [reading_document(each, names, answer.lang) for each in answer.alternatives]
    return document


def refusal(answer: OwnWordsAnswer) -> str:
    """Return the sentence that says why nothing is answered."""
    return text(answer.lang, f"search.refused_{answer.refused}", **answer.told)


def reading_document(reading: SentenceReading, names: Names, lang: str) -> dict[str, Any]:
    """Return the JSON of one reading."""
    data, page = addresses_of(reading, names, lang)
    told: Mapping[str, Any] = {"why": list(reading.why), "not_used": list(reading.unused)}
    return {
        "question": reading.question,
        "title": reading.title,
        "parameters": dict(reading.parameters),
        "answer": data,
        "page": page,
        **{name: value for name, value in told.items() if value},
    }
