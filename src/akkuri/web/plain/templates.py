"""The workbooks to fill in: for an export they are made here, of tables that are read once for all."""

import re
from collections.abc import Mapping
from functools import partial
from typing import Final

from akkuri.temporary import own_folder
from akkuri.texts import LANGUAGES
from akkuri.web.curation.apart import tables_served
from akkuri.web.page.site import site

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
    from akkuri.checks.cluster import open_cluster
    from akkuri.curation.choices import Choices
    from akkuri.curation.template import make_template
    from akkuri.curation.wishes import wishes_over

    settings = site().settings
    with own_folder("templates") as place:
        cluster = open_cluster(tables_served(place), settings.names)
        rows = cluster.read()
        choices = Choices(cluster, rows, lang)
        wanted = {"all": (), **{kind.name: (kind.name,) for kind in cluster.names.kinds}}
        found = {}
        for name, kinds in wanted.items():
            wish = wishes_over(cluster, rows, settings, kinds)
            found[name] = make_template(cluster, rows, wish.tables, lang, None, choices)
    return found
