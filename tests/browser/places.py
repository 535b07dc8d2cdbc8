"""The address of every kind of page: declared pages by themselves, those with a name in it by example."""

import re
from typing import Final

from flask import Flask

from akkuri import resources
from akkuri.settings import Settings
from akkuri.web.http.routes import find_blueprints
from akkuri.web.page.navigation import site_pages

EXAMPLES: Final[dict[str, tuple[str, ...]]] = {
    "/brief/<kind>/<slug>": ("/brief/facility/vtt-battery-laboratory",),
    "/brief/cell/<stage>/<capability>": ("/brief/cell/recycling/hydrometallurgy",),
    "/brief/region/<code>": ("/brief/region/FI196",),
    "/browse/<kind>": ("/browse/facility", "/browse/organisation", "/browse/facility?filter=yes"),
    "/concept/<name>": ("/concept/capability", "/concept/chemistry"),
    "/concept/<scheme>/<name>": ("/concept/capability/hydrometallurgy", "/concept/unit/ampere"),
    "/doc/<kind>/<name>": ("/doc/facility/vtt-battery-laboratory", "/doc/organisation/vtt"),
    "/gaps/<stage>/<capability>": (
        "/gaps/recycling/hydrometallurgy",
        "/gaps/use-and-charging/fire-safety?region=FI196",
    ),
    "/gaps/<show>": ("/gaps/investments?budget=50000000", "/gaps/cells?state=single-operator"),
    "/network/<show>": ("/network/path?from=VTT&to=Northvolt", "/network/cut-off?without=VTT"),
    "/queries/<group>/<name>": ("/queries/directory/facilities", "/queries/directory/near?municipality=272"),
    "/suggest/<kind>/<slug>": ("/suggest/facility/vtt-battery-laboratory",),
}
"""For each route with a name in its address, pages that stand for it."""

ASKED: Final = (
    "/search?q=kokkola",
    "/search?q=300+kW",
    "/search?q=qwxzqwxz",
    "/search?q=Where+can+I+test+at+-40+°C",
    "/gaps?region=FI1B1",
    "/gaps/what-if?region=FI196&capability=hydrometallurgy&stages=recycling",
    "/chain?step1=electrode-processing&step2=cell-assembly",
    "/compare?one=FI&other=SE",
    "/map?kind=laboratory",
    "/network/picture?colour=community",
    "/query?query=SELECT+*+WHERE+{?s+?p+?o}+LIMIT+5",
)
"""Pages that show more once something is asked."""

REFUSED: Final = (
    "/nothing",
    "/doc/facility/nothing",
    "/browse/facility?page=0",
    "/query?query=SELEC",
    "/gaps?region=X",
)
"""Pages that say what was not understood."""

MACHINES: Final = re.compile(
    r"/(api|download|reconcile|health|metrics|linkset|id|release|static|sparql|template|\.well-known|derived|graph)(/|$)"
    r"|\.(<extension>|xml|txt|svg|jsonld|xlsx|csv)$|sitemap|/ontology/<version>"
)
"""Routes that answer with data, files or the page of another address."""


def kinds() -> list[str]:
    """Return the names of all kinds of which there is a record: a table may begin with its header only."""
    tables = {kind.name: resources.data() / f"{kind.table}.csv" for kind in Settings().names.kinds}
    return [name for name, table in tables.items() if len(table.read_text(encoding="utf-8").splitlines()) > 1]


def routes() -> set[str]:
    """Return the routes with a name in their address that answer with a page."""
    app = Flask("routes")
    for blueprint in find_blueprints("akkuri.web", with_release=True):
        app.register_blueprint(blueprint)
    rules = (rule for rule in app.url_map.iter_rules() if rule.arguments and "GET" in (rule.methods or ()))
    return {rule.rule for rule in rules if not MACHINES.search(rule.rule)}


def places() -> list[str]:
    """Return every kind of page once, and some twice; a declared page is among them by being declared."""
    there = routes()
    named = [page for route, pages in EXAMPLES.items() if route in there for page in pages]
    return [page.path for page in site_pages()] + named + list(ASKED)
