"""`akkuri ask`: the named question, analysis or record that a sentence asks for, and its answer."""

import json
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from akkuri.errors import UsageError
from akkuri.settings import Settings
from akkuri.texts import LANGUAGES, text

if TYPE_CHECKING:
    from akkuri.commands.finding import OpenedSearch
    from akkuri.search.own_words.answer import OwnWordsAnswer, SentenceReading

__all__ = ["command"]


@click.command(name="ask")
@click.argument("words", nargs=-1, required=True)
@click.option("--explain", is_flag=True, help="Only tell, as JSON, which question it is.")
@click.option("--format", "form", type=click.Choice(("table", "csv", "json")))
@click.option("--lang", type=click.Choice(LANGUAGES), help="Default: the language of the sentence.")
@click.option("--release", type=click.Path(path_type=Path), help="Folder of the releases, or one release.")
def command(
    words: tuple[str, ...], explain: bool, form: str | None, lang: str | None, release: Path | None
) -> None:
    """Answer a question in your own words, in English, Finnish or Swedish."""
    from akkuri.commands.finding import opened

    settings = Settings.from_env(release=release, lang=lang)
    here = opened(settings, asked=True)
    from akkuri.search.own_words.picking import OwnWords

    own = OwnWords(
        here.finder,
        here.known,
        here.settings.names,
        here.catalogue,
        here.questions,
        here.issued or date.today(),
        here.release.folder,
    )
    answer = own.answer(" ".join(words), lang)
    if explain:
        click.echo(json.dumps(_explained(answer), ensure_ascii=False, indent=2))
        return
    others = "; ".join(each.title for each in answer.alternatives)
    more = f"{text(answer.lang, 'search.or_else')} {others}" if others else ""
    if answer.read_as:
        click.echo(text(answer.lang, "search.read_as", sentence=answer.read_as), err=True)
    if answer.refused or answer.best is None:
        raise UsageError(
            f"{text(answer.lang, f'search.refused_{answer.refused}', **answer.told)} {more}".strip()
        )
    best = answer.best
    given = " ".join(f"{name}={value}" for name, value in best.parameters.items())
    click.echo(f"{best.title} ({best.question}{' ' if given else ''}{given})", err=True)
    if best.unused:
        click.echo(text(answer.lang, "search.not_used", words=", ".join(best.unused)), err=True)
    _answer(best, answer.lang, form, here)
    if more:
        click.echo(more, err=True)


def _answer(best: "SentenceReading", lang: str, form: str | None, here: "OpenedSearch") -> None:
    """Write the answer of what was understood; what an answer needs is imported for it alone."""
    names = here.settings.names
    if ":" in best.question:
        _answer_view(best, lang, form, here)
    elif best.question == "record":
        click.echo(names.record(best.parameters["id"]))
    elif best.question == "search":
        from akkuri.search.request import SearchRequest
        from akkuri.search.shown import Wordings

        found = here.finder.find(SearchRequest(best.parameters["text"], lang=lang))
        for hit in Wordings(names, here.labels, lang).hits(list(found.hits[:10])):
            click.echo(" · ".join(filter(None, hit.cells())))
    else:
        from akkuri.ask.named.parameters import Context
        from akkuri.ask.service import Ask
        from akkuri.commands.query_command import print_answer

        query = here.catalogue.find(best.question)
        values = dict(best.parameters)
        if "lang" in query.params:
            values["lang"] = lang
        sparql = query.bind(values, Context(names, lang, here.known))
        print_answer(sparql, query, Ask.over(here.store(), here.settings), form, lang)


def _answer_view(best: "SentenceReading", lang: str, form: str | None, here: "OpenedSearch") -> None:
    """Write a view of the analyses (`gaps:cells`)."""
    from akkuri.analysis.gaps.scenarios.new_facility import WHAT_IF, new_facility_request
    from akkuri.analysis.model.opening import model_of_store
    from akkuri.analysis.subjects import SUBJECTS
    from akkuri.analysis.views.asking import Basis, ViewRequest
    from akkuri.analysis.weights import load_parameters
    from akkuri.commands.view_commands import print_table

    subject = next(each for each in SUBJECTS if best.question.startswith(f"{each.name}:"))
    basis = Basis(model_of_store(here.store(), here.settings.names), load_parameters(here.release.cluster))
    if best.question == WHAT_IF:
        request = new_facility_request(best.parameters, lang)
    else:
        request = ViewRequest(best.question.partition(":")[2], dict(best.parameters), lang)
    print_table(subject.table(basis, request), form, lang)


def _explained(answer: "OwnWordsAnswer") -> dict[str, object]:
    def told(reading: "SentenceReading") -> dict[str, object]:
        return {
            "question": reading.question,
            "title": reading.title,
            "parameters": dict(reading.parameters),
            "why": list(reading.why),
            "not_used": list(reading.unused),
        }

    if answer.best is None or answer.refused:
        why = text(answer.lang, f"search.refused_{answer.refused}", **answer.told)
        best: dict[str, object] = {"refused": why}
    else:
        best = told(answer.best)
    return {"q": answer.sentence, **best, "alternatives": [told(each) for each in answer.alternatives]}
