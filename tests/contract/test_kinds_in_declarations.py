"""A kind of record is declared in one file: no other room says its prefix, its class, its table or its name.

The rooms that are about certain kinds may name them: the analyses and their pages are about facilities and
organisations, and a registry that is linked holds what it holds.
"""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from akkuri.kinds import shared_kinds

SOURCE = Path(__file__).parents[2] / "src" / "akkuri"
ABOUT_CERTAIN_KINDS = ("analysis", "link", "web/analyses")
MEAN_SOMETHING_ELSE = {
    "ask/named/catalogue.py": {"network", "gaps"},  # groups of questions
    "assistants/answers.py": {"sources"},  # members of an answer
    "assistants/tools.py": {"gaps", "network"},  # the analyses
    "checks/facts/ages.py": {"facilities", "networks", "organisations"},  # rules about these tables
    "checks/facts/evidence.py": {"col-", "collaborations", "facility", "src-", "sources"},  # mailboxes too
    "checks/report/forms.py": {"source"},  # dct:source
    "cli.py": {"network", "gaps", "sources"},  # commands
    "commands/export_command.py": {"source"},  # a column of a report
    "commands/gaps_command.py": {"gaps"},
    "commands/link_command.py": {"source"},  # the file of an option
    "commands/network_command.py": {"network"},
    "commands/sources_command.py": {"sources"},
    "namespaces.py": {"org"},  # the W3C's organisation ontology
    "curation/proposals.py": {"source"},  # a member of a proposal
    "curation/harvest/mapping.py": {"source"},  # a key of mapping files
    "curation/harvest/proposing.py": {"source"},  # the same key
    "naming/resolver.py": {"Source"},  # where names come from
    "graph/jsonld_context.py": {"source"},  # dct:source
    "publish/registries/cerif.py": {"Equipment", "Project"},  # entities of CERIF
    "publish/registries/cerif_xml.py": {"Equipment", "Project"},
    "publish/registries/uniquip.py": {"equipment", "facility"},  # what its column Type may hold
    "search/own_words/candidates.py": {"facility", "network", "organisation"},  # what analyses are asked of
    "search/own_words/partly_named.py": {"facility", "organisation"},  # a facility called by its owner
    "search/shown.py": {"facility"},  # properties that say whose something is
    "search/values.py": {"facility"},  # a variable of a query
    "settings.py": {"networks"},  # a key of its texts: addresses of proxies
    "web/curation/suggest.py": {"source"},  # a field of the form
    "web/editor/answer_views.py": {"network"},  # a way of showing an answer
    "web/plain/graph_files.py": {"network"},  # a group of questions
    "web/plain/places.py": {"gaps", "network"},  # the analyses
    "web/release/home_page.py": {"facilities"},  # keys of its texts
    "web/search/readings.py": {"network"},  # the analysis
    "web/records/search_entries.py": {"facility"},  # a variable of a query
}


def said(file: Path) -> Iterator[str]:
    """The texts of a program file that are no documentation, and the parts of those that are f-strings."""
    tree = ast.parse(file.read_text(encoding="utf-8"))
    lines = [node.value for node in ast.walk(tree) if isinstance(node, ast.Expr)]
    documentation = {id(line) for line in lines if isinstance(line, ast.Constant)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in documentation:
            yield node.value


def declared() -> set[str]:
    found = set()
    for kind in map(shared_kinds().__getitem__, shared_kinds().names):
        local = kind.cls.partition(":")[2]
        found |= {kind.name, kind.table, kind.prefix, f"{kind.prefix}-", local, kind.cls}
    return found


def files() -> list[str]:
    names = [file.relative_to(SOURCE).as_posix() for file in sorted(SOURCE.rglob("*.py"))]
    return [name for name in names if not name.startswith(ABOUT_CERTAIN_KINDS)]


@pytest.mark.parametrize("name", files())
def test_a_file_that_is_about_every_kind_names_none(name: str) -> None:
    found = declared().intersection(said(SOURCE / name))
    assert found == MEAN_SOMETHING_ELSE.get(name, set())


def test_what_is_looked_for_is_found_where_it_stands() -> None:
    """The analyses name kinds, so the search would find one elsewhere."""
    found = {word for file in (SOURCE / "analysis").rglob("*.py") for word in said(file)}
    assert {"facility", "Facility"} <= found
