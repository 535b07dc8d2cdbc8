"""Random addresses of releases made from a history of tables: the same bytes after a rebuild.

`python -m cited [ADDRESSES] [RELEASES]` does so with the history of data/, and asks rdflib named questions.
"""

import math
import random
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from flask.testing import FlaskClient
from rdflib import Dataset, Literal, URIRef
from rdflib.plugins.sparql.operators import register_custom_function
from rdflib.plugins.sparql.sparql import SPARQLError

from akkuri import resources
from akkuri.ask.named.parameters import Context
from akkuri.ask.service import Ask
from akkuri.curation.revisions import tables_at
from akkuri.errors import AkkuriError
from akkuri.release.build import build_release
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.store import EmbeddedStore
from akkuri.web.app import create_app
from akkuri.web.page.site import site
from akkuri.web.permanent.proof import rebuilt

__all__ = ["client_of", "random_addresses", "unlike"]

ROOT = "https://graph.example/"
FORMS = ("", ".html", ".ttl", ".jsonld", ".nt", ".rdf")
LANGUAGES = ("en", "fi", "sv")
PAGES = (
    "/",
    "/gaps",
    "/network",
    "/map",
    "/chain",
    "/compare",
    "/data",
    "/about",
    "/browse",
    "/queries",
    "/concept",
)
QUESTIONS = 12
"""Named questions that rdflib is asked of a release."""
_POINT = re.compile(r"POINT\s*\(\s*(\S+) ([^\s)]+)\s*\)")
_EARTH = 6_371_008.8
"""The mean radius of the earth in metres."""
_DISTANCE = URIRef("http://www.opengis.net/def/function/geosparql/distance")
SECONDS = 20
"""Seconds that rdflib may take for one question; it is many times slower than the engine."""


def client_of(release: Release) -> FlaskClient:
    """Serve a release from this process, at an address by release."""
    settings = Settings(base=str(release.manifest["base"]), public_address=ROOT)
    store = EmbeddedStore.of_release(release.graph_path, release.version)
    return create_app(settings, Ask.over(store, settings), release).test_client()


def random_addresses(release: Release, client: FlaskClient, count: int, seed: int) -> list[str]:
    """Return so many addresses: pages, records in every form, questions, analyses, queries."""
    chance = random.Random(seed)
    lines = release.graph_path.read_text(encoding="utf-8")
    records = sorted(
        set(re.findall(rf"<{re.escape(str(release.manifest['base']))}id/([^/>#]+/[^>#]+)>", lines))
    )
    questions = [each["query"] for each in client.get("/api/queries").get_json()["queries"]]
    shows = [
        f"/api/{subject}?show={show}"
        for subject, names in (
            ("gaps", ("cells", "coverage", "ladder", "needs")),
            ("network", ("ties", "measures")),
        )
        for show in names
    ]
    makers = (
        lambda: f"/doc/{chance.choice(records)}{chance.choice(FORMS)}",
        lambda: f"/doc/{chance.choice(records)}?lang={chance.choice(LANGUAGES)}",
        lambda: f"/api/queries/{chance.choice(questions)}?format={chance.choice(('json', 'csv'))}",
        lambda: f"{chance.choice(shows)}&lang={chance.choice(LANGUAGES)}",
        lambda: f"{chance.choice(PAGES)}?lang={chance.choice(LANGUAGES)}",
        lambda: "/sparql?query=DESCRIBE%20%3C" + f"{release.manifest['base']}id/{chance.choice(records)}%3E",
    )
    return [chance.choice(makers)() for _ in range(count)]


def unlike(release: Release, data: Path, addresses: list[str]) -> Iterator[str]:
    """Answer addresses of a release, build it again from its commit, and yield those that differ."""
    client = client_of(release)
    given = [client.get(f"/release/{release.version}{address}") for address in addresses]
    with rebuilt(release.manifest, data, Settings()) as again:
        yield from again.files()[1]
        other = client_of(again.release)
        for address, before in zip(addresses, given, strict=True):
            after = other.get(f"/release/{release.version}{address}")
            if (before.status_code, before.data) != (after.status_code, after.data):
                yield f"{release.version}{address}: {before.status_code} {after.status_code}"


def unlike_in_rdflib(release: Release, client: FlaskClient, chance: random.Random) -> Counter[str]:
    """Ask rdflib some named questions at their defaults; counts what is the same, differs or takes long."""
    graph = Dataset(default_union=True)
    graph.parse(release.graph_path, format="nquads")
    store = EmbeddedStore.of_release(release.graph_path, release.version)
    with client.application.app_context():
        catalogue, names = site().catalogue, site().names
    found: Counter[str] = Counter()
    for question in chance.sample(sorted(catalogue, key=lambda each: each.path), QUESTIONS):
        try:
            text = question.bind({}, Context(names))
        except AkkuriError:
            continue  # it has a parameter without a default
        own = Counter(
            frozenset((name, _value(term)) for name, term in row.items()) for row in store.select(text)
        )
        signal.alarm(SECONDS)
        try:
            result = graph.query(text)
            theirs = Counter(
                frozenset((str(name), _value(term)) for name, term in row.asdict().items()) for row in result
            )
        except _SlowError:
            found["slow"] += 1
        except Exception as error:  # rdflib stumbles over some aggregates of what is not bound
            print(f"  rdflib cannot answer {question.path}: {error!r:.100}")
            found["none"] += 1
        else:
            same = own == theirs
            found["same" if same else "other"] += 1
            if not same:
                print(f"  rdflib differs: {question.path} ({sum(own.values())} rows, {sum(theirs.values())})")
        finally:
            signal.alarm(0)
    return found


def distance(here: Literal, there: Literal, unit: URIRef) -> Literal:
    """Return the metres between two points of geo:wktLiteral on a sphere, which rdflib knows no function for.

    Raises SPARQLError, as for any function, for what is no point or another unit.
    """
    points = [_POINT.search(str(place)) for place in (here, there)]
    if None in points or not str(unit).endswith("metre"):
        raise SPARQLError(f"no points in metres: {here} {there} {unit}")
    (east, north), (west, south) = (
        (math.radians(float(found[1])), math.radians(float(found[2]))) for found in points if found
    )
    half = math.sin((north - south) / 2) ** 2
    half += math.cos(north) * math.cos(south) * math.sin((east - west) / 2) ** 2
    return Literal(2 * _EARTH * math.asin(math.sqrt(half)))


class _SlowError(Exception):
    """rdflib takes too long."""


def _late(_number: int, _frame: object) -> None:
    raise _SlowError


def _value(term: object) -> str:
    """Return a term as both engines write it: numbers by their value, the parts of a joined list sorted."""
    text = str(getattr(term, "value", None) if getattr(term, "value", None) is not None else term)
    try:
        return f"{float(text):.9g}"
    except ValueError:
        return " ".join(sorted(text.replace("|", " ").replace(",", " ").split())).replace("T00:00:00", "")


def releases_of(data: Path, root: Path, count: int) -> Iterator[Release]:
    """Build releases of the newest commits that this code can build, each from the tables of its commit."""
    made = 0
    command = ["git", "-C", str(data), "log", "--format=%H", "--", "."]
    for commit in subprocess.run(command, check=True, capture_output=True, text=True).stdout.split():
        if made == count:
            return
        with tables_at(commit, data) as tables:
            try:
                release = build_release(Settings(), tables, root, commit=commit)
            except AkkuriError as error:
                print(f"{commit[:12]}: not built by this code: {str(error)[:160]}")
                continue
        if release.manifest["commit"] == commit:
            made += 1
            yield release


def main(addresses: int, releases: int) -> int:
    """Compare and say what was found; returns the exit code."""
    signal.signal(signal.SIGALRM, _late)
    register_custom_function(_DISTANCE, distance)
    differing, asked, built = [], 0, 0
    with tempfile.TemporaryDirectory(prefix="cited-") as place:
        for number, release in enumerate(releases_of(resources.data(), Path(place), releases)):
            started, built = time.process_time(), built + 1
            client = client_of(release)
            chosen = random_addresses(release, client, -(-addresses // releases), seed=number)
            found = list(unlike(release, resources.data(), chosen))
            differing += found
            asked += len(chosen)
            rdflib = unlike_in_rdflib(release, client, random.Random(number)) if number % 4 == 0 else {}
            seconds = time.process_time() - started
            compared = f"{len(chosen)} addresses, {len(found)} differ; rdflib {dict(rdflib)}"
            print(f"{release.version}: {compared}; {seconds:.0f} s")
    print(f"{asked} addresses over {built} releases; {len(differing)} differ after a rebuild")
    print("".join(f"  {line}\n" for line in differing[:20]), end="")
    return 1 if differing or built < releases else 0


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in (*sys.argv[1:], "1000", "12")[:2])))
