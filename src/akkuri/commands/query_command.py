"""`akkuri query`: runs a named query or one's own over the release, or lists the named queries."""

import json
import sys
from collections.abc import Collection, Iterable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Final

import click

from akkuri import resources
from akkuri.errors import UsageError
from akkuri.release.opening import Release, locate_release
from akkuri.settings import Settings
from akkuri.store import GRAPHS, EmbeddedStore, Format, Store, Term, by_name, rows
from akkuri.texts import LANGUAGES, text

if TYPE_CHECKING:
    from akkuri.ask.named.parameters import Context
    from akkuri.ask.named.question import NamedQuery
    from akkuri.ask.service import Ask
    from akkuri.naming.store_source import Select

__all__ = ["command", "print_answer"]

_kept: Final[list[Store]] = []
"""The store that was asked, until the process ends: to free every term of it takes longer than to answer."""
_TABLES: Final = ("table", "json", "csv", "tsv", "xml", "srj")
_FORMATS: Final = (*_TABLES, *(form.name for form in GRAPHS))


@click.command(name="query")
@click.argument("name", required=False, metavar="NAME|FILE|-")
@click.argument("params", nargs=-1, metavar="[key=value]...")
@click.option(
    "--format",
    "form",
    type=click.Choice(_FORMATS),
    help="Default: a table on a terminal, else CSV; Turtle for a graph. json: rows as objects.",
)
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language of labels and messages.")
@click.option("--release", type=click.Path(path_type=Path), help="Folder of the releases, or one release.")
@click.option("--store", "url", help="Address of a SPARQL 1.1 endpoint to ask instead of the release.")
def command(
    name: str | None,
    params: tuple[str, ...],
    form: str | None,
    lang: str | None,
    release: Path | None,
    url: str | None,
) -> None:
    """Run a named query, such as gaps/single-operator, or a query in a file (- for standard input).

    Without a name, list the named queries with their parameters.
    """
    settings = Settings.from_env(release=release, lang=lang)
    found = locate_release(settings.release) if url is None else None
    if found is not None:
        found.check_manifest()  # the files are verified while the graph is loaded
    if name is None:
        _list(found, settings)
        return
    with ThreadPoolExecutor(2) as pool:
        if found is not None:
            verifying = pool.submit(found.verify)
            settings = found.settled(settings)
        query, sparql, values = _question(name, params, settings, found.cluster if found else None)
        # The engine loads what the question reads without holding Python, which gets ready meanwhile.
        named = values.get("lang", settings.lang).strip().lower()
        read = query.properties_in(named) if query is not None and url is None else None
        opening = pool.submit(_store, settings, url, found, read)

        def select(text: str) -> list[dict[str, Term]]:
            """Ask for names in all of the graph, which is loaded where the file of names does not tell."""
            if read is not None and not _kept:
                _kept.append(_store(settings, url, found, None))
            return (_kept[0] if _kept else opening.result()).select(text)

        from akkuri.ask.named.unanswered import unanswered
        from akkuri.ask.processes.fence import deep_stack
        from akkuri.ask.service import Ask

        if found is not None:
            verifying.result()
        if query is not None:
            context = _context(query, values, select, found, settings)
            sparql = query.bind(values, context)
        store = opening.result()
    _kept.append(store)
    deep_stack()
    ask = Ask.over(store, settings)
    empty = not print_answer(sparql, query, ask, form, settings.lang)
    if query is not None and set(values) - {"lang"}:
        for sentence in unanswered(query, values, context, ask.select, empty=empty).sentences(settings.lang):
            click.echo(sentence, err=True)


def _question(
    name: str, params: Iterable[str], settings: Settings, cluster: Path | None
) -> tuple["NamedQuery | None", str, dict[str, str]]:
    """Return a named query, or the text of one's own, and the values given for its parameters."""
    from akkuri.ask.named.catalogue import Catalogue

    own = _own(name)
    if own is None:
        query = Catalogue.opened(resources.questions(cluster), settings.names).find(name, settings.lang)
        return query, query.text, _values(params, settings.lang)
    values = _values(params, settings.lang)
    if values:
        key = next(iter(values))
        raise UsageError(text(settings.lang, "queries.no_file_params", file=name, name=key))
    return None, own, values


def _own(name: str) -> str | None:
    """Return the text of one's own query; None when the name is that of a named one."""
    if name == "-":
        return sys.stdin.read()
    file = Path(name)
    if not file.is_file():
        if file.suffix == ".rq":
            raise UsageError.worded("files.missing", place=file)
        return None
    try:
        return file.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UsageError.worded("cluster.query-unreadable", file=file, reason=error) from error


def _values(params: Iterable[str], lang: str) -> dict[str, str]:
    values = {}
    for param in params:
        key, equals, value = param.partition("=")
        if not equals:
            raise UsageError(text(lang, "queries.not_pair", value=param))
        values[key] = value
    return values


def _store(
    settings: Settings, url: str | None, release: Release | None, properties: Collection[str] | None
) -> Store:
    """Open what is asked: the release in use, all of it or some properties, or an endpoint elsewhere."""
    if url is not None:
        from akkuri.store.outside import StoreOutside

        return StoreOutside(url, settings.query_seconds)
    if release is None:
        raise UsageError(text(settings.lang, "queries.no_release", folder=settings.release))
    if not release.graph_path.is_file():
        release.verify()  # refuses; what is read at the same time might never end, as a pipe does
    return EmbeddedStore.of_release(release.graph_path, release.version, properties)


def _context(
    query: "NamedQuery", values: dict[str, str], select: "Select", release: Release | None, settings: Settings
) -> "Context":
    """Return what reading the values needs; labels are asked for in the reader's language."""
    from akkuri.ask.named.parameters import Context
    from akkuri.naming.kept_source import KeptSource
    from akkuri.naming.resolver import Resolver
    from akkuri.naming.store_source import StoreSource

    if "lang" in query.params:
        values.setdefault("lang", settings.lang)
    graph = StoreSource(select, settings.names)
    if release is None:
        return Context(settings.names, settings.lang, Resolver(graph, settings.names))
    kept = KeptSource(release.folder, settings.names, graph)
    return Context(settings.names, settings.lang, Resolver(kept, settings.names, countries=kept.countries))


def print_answer(sparql: str, query: "NamedQuery | None", ask: "Ask", wanted: str | None, lang: str) -> bool:
    """Ask, and write the answer in the format wanted or in the one that suits; tell whether it has rows."""
    from akkuri.ask.named.json_rows import plain_rows

    found: list[str] = []

    def choose(kind: str) -> Format:
        if kind in ("construct", "describe"):
            if wanted in _TABLES:
                names = ", ".join(form.name for form in GRAPHS)
                raise UsageError(text(lang, "queries.not_table", value=wanted, names=names))
            return by_name(wanted or "turtle")
        if wanted in {form.name for form in GRAPHS}:
            raise UsageError(text(lang, "queries.not_format", value=wanted, names=", ".join(_TABLES)))
        shown = wanted or ("table" if sys.stdout.isatty() and kind == "select" else "csv")
        if kind == "ask" and shown in ("table", "json"):
            shown = "csv"
        found.append(shown)
        return by_name("json" if shown in ("table", "json", "srj") else shown)

    answer = ask.answer(sparql, choose)
    try:
        body = b"".join(answer.body)
    finally:
        answer.close()
    for iri in answer.unbound:
        click.echo(text(lang, "endpoint.no-function", function=iri), err=True)
    shown = found[0] if found else ""
    if shown not in ("table", "json"):
        ending = b"" if body.endswith(b"\n") else b"\n"
        click.echo(body + ending, nl=False)
        return _has_rows(body, shown)
    columns = json.loads(body)["head"]["vars"]
    solutions = rows(body)
    if shown == "table":
        _table(columns, solutions, query, lang)
    else:
        name = query.path if query else None
        document = {"query": name, "columns": columns, "rows": plain_rows(columns, solutions)}
        click.echo(json.dumps(document, ensure_ascii=False, indent=2))
    return bool(solutions)


def _has_rows(body: bytes, form: str) -> bool:
    """Tell whether an answer has more than the names of its columns; a graph is no table."""
    match form:
        case "csv" | "tsv":
            return body.count(b"\n") > 1
        case "xml":
            return b"<result>" in body
        case "srj":
            return bool(json.loads(body).get("results", {}).get("bindings"))
    return True


def _table(
    columns: list[str], solutions: list[dict[str, Term]], query: "NamedQuery | None", lang: str
) -> None:
    """Show rows; a column of IRIs is left out where the one beside it names them."""
    from akkuri.ask.named.json_rows import plain
    from akkuri.commands.showing import show_rows

    titles = {column.name: column.title(lang) for column in query.columns} if query else {}
    shown = [name for name in columns if f"{name}Name" not in columns]
    cells = [[plain(row.get(name)) for name in shown] for row in solutions]
    show_rows(
        query.title(lang) if query else None,
        [titles.get(name, name) for name in shown],
        [["" if cell is None else str(cell) for cell in row] for row in cells],
    )
    count = text(lang, "queries.rows", count=len(solutions)) if solutions else text(lang, "queries.no_rows")
    click.echo(count, err=True)


def _list(release: Release | None, settings: Settings) -> None:
    """List the named queries: one line each where the output is piped, a table on a terminal."""
    from akkuri.ask.named.catalogue import Catalogue

    if release is not None:
        settings = release.settled(settings)
    lang = settings.lang
    catalogue = Catalogue.load(resources.questions(release.cluster if release else None), settings.names)
    if not sys.stdout.isatty():
        for query in catalogue:
            click.echo(f"{query.path}\t{query.title(lang)}\t{' '.join(query.params)}")
        return
    from rich.console import Console
    from rich.table import Table

    table = Table(*(text(lang, f"queries.column_{name}") for name in ("name", "question", "parameters")))
    for query in catalogue:
        table.add_row(query.path, query.title(lang), " ".join(query.params))
    Console().print(table)
    click.echo(text(lang, "queries.hint"), err=True)
