"""The workbooks to fill in: for an export they are made here, of tables that are read once for all."""

import re
from collections.abc import Mapping
from functools import partial
from typing import TYPE_CHECKING, Final

from akkuri.temporary import own_folder
from akkuri.texts import LANGUAGES
from akkuri.web.curation.apart import tables_served
from akkuri.web.page.site import site

if TYPE_CHECKING:
    from akkuri.checks.cluster import Cluster
    from akkuri.tables.rows import Tables

__all__ = ["template_at"]

_WORKBOOK: Final = re.compile(rf"/template/([^/?]+)\.xlsx(?:\?lang=({'|'.join(LANGUAGES)}))?")


def template_at(address: str) -> bytes | None:
    """Return the empty workbook that an address answers with; None where it is another's to answer.

    The server starts the program for each (akkuri.web.curation.templates), as strangers ask it.
    """
    named = _WORKBOOK.fullmatch(address)
    if named is None:
        return None
    lang = named[2] or LANGUAGES[0]
    return site().reader.once(("templates", lang), partial(_templates, lang)).get(named[1])


def _templates(lang: str) -> Mapping[str, bytes]:
    """Return the workbook of each kind in a language, and that of all."""
    from akkuri.curation.choices import Choices
    from akkuri.curation.fields import tables_of
    from akkuri.curation.template import make_template

    cluster, rows = site().reader.once("tables", _tables)
    choices = Choices(cluster, rows, lang)
    kinds = cluster.names.kinds
    wanted = {"all": list(kinds), **{kind.name: [kind] for kind in kinds}}
    return {
        name: make_template(cluster, rows, tables_of(chosen, cluster.schema), lang, None, choices)
        for name, chosen in wanted.items()
    }


def _tables() -> tuple["Cluster", "Tables"]:
    """Return the tables that are served, and what they are checked by."""
    from akkuri.checks.cluster import open_cluster

    with own_folder("templates") as place:
        cluster = open_cluster(tables_served(place), site().settings.names)
        return cluster, cluster.read()
