"""The named queries over the release of the national graph."""

import csv
from collections.abc import Callable
from pathlib import Path

import pytest

from akkuri import resources
from akkuri.ask.named.catalogue import Catalogue
from akkuri.ask.named.json_rows import plain_rows
from akkuri.ask.named.parameters import Context
from akkuri.ask.service import Ask
from akkuri.namespaces import Names
from akkuri.naming.resolver import Resolver
from akkuri.store import EmbeddedStore

Rows = list[dict[str, object]]
Run = Callable[..., Rows]


@pytest.fixture(scope="session")
def asking(national) -> Ask:
    store = EmbeddedStore.of_release(national.graph_path, national.version)
    return Ask.over(store)


@pytest.fixture(scope="session")
def catalogue() -> Catalogue:
    return Catalogue.load(resources.questions())


@pytest.fixture(scope="session")
def known(asking) -> Resolver:
    return Resolver.over(asking.select, Names())


@pytest.fixture(scope="session")
def run(asking, catalogue, known) -> Run:
    """Run a named query with values and return its rows as plain values."""

    def runner(path: str, **values: str) -> Rows:
        query = catalogue.queries[path]
        text = query.bind(values, Context(known=known))
        return plain_rows((column.name for column in query.columns), asking.select(text))

    return runner


@pytest.fixture(scope="session")
def table() -> Callable[[str], list[dict[str, str]]]:
    """Read a table of the national data with nothing but the csv module."""

    def read(name: str) -> list[dict[str, str]]:
        file: Path = resources.data() / f"{name}.csv"
        with file.open(encoding="utf-8", newline="") as handle:
            return list(csv.DictReader(handle))

    return read
