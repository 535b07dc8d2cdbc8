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
from collections.abc import Generator, Hashable, Iterator, Mapping
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from multiprocessing import get_context
from pathlib import Path
from types import FrameType
from urllib.parse import quote, unquote

import rdflib
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, Triple, parse, serialize
from rdflib import Graph, Literal, URIRef
from rdflib.plugins.sparql import evaluate
from rdflib.plugins.sparql.aggregates import Aggregator, GroupConcat
from rdflib.plugins.sparql.evalutils import _ebv
from rdflib.plugins.sparql.operators import register_custom_function
from rdflib.plugins.sparql.parserutils import CompValue
from rdflib.plugins.sparql.sparql import FrozenBindings, NotBoundError, QueryContext, SPARQLError
from rdflib.query import ResultRow
from werkzeug.test import TestResponse

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
SHAPES = (
    "DESCRIBE <{record}>",
    "SELECT ?p ?o WHERE { <{record}> ?p ?o }",
    "SELECT ?s ?p WHERE { ?s ?p <{record}> }",
    "SELECT ?p ?name WHERE { <{record}> ?p ?x . ?x <{base}ontology#labelEn> ?name }",
    "SELECT (COUNT(*) AS ?n) (COUNT(DISTINCT ?o) AS ?d) WHERE { ?s <{one}> ?o }",
    "SELECT ?type (COUNT(?s) AS ?n) WHERE { ?s a ?type ; <{one}> ?o } GROUP BY ?type HAVING (COUNT(?s) > 1)",
    "SELECT ?s WHERE { ?s <{one}> ?o FILTER NOT EXISTS { ?s <{other}> ?any } }",
    "SELECT ?s ?o ?also WHERE { ?s <{one}> ?o OPTIONAL { ?s <{other}> ?also } }",
    "SELECT (MIN(STR(?o)) AS ?first) (MAX(STR(?o)) AS ?last) "
    "WHERE { ?s <{one}> ?o MINUS { ?s <{other}> ?any } }",
    "ASK { <{record}> <{one}> ?o }",
    "CONSTRUCT { ?x <{one}> ?o } WHERE { { <{record}> ?p ?x } UNION { ?x ?p <{record}> } ?x <{one}> ?o }",
)
"""Queries that somebody might cite, about a record and about properties."""
QUESTIONS = 10
"""Named questions that rdflib is asked of a release."""
_JOINED = re.compile(r"[|,;\s]+")
"""What stands between the parts of a joined list, and between words."""
_GRAPHS = re.compile(r"\bGRAPH\b")
_POINT = re.compile(r"POINT\s*\(\s*(\S+) ([^\s)]+)\s*\)")
_SORTED_BY = evaluate._val
_EARTH = 6_371_008.8
"""The mean radius of the earth in metres."""
_DISTANCE = URIRef("http://www.opengis.net/def/function/geosparql/distance")
SECONDS = 3
"""Seconds of computing that rdflib may take for one query; it is many times slower than the engine."""
PROCESSES = 2
"""Releases that are compared at a time."""


def client_of(release: Release) -> FlaskClient:
    """Serve a release from this process, at an address by release."""
    settings = Settings(base=str(release.manifest["base"]), public_address=ROOT)
    store = EmbeddedStore.of_release(release.graph_path, release.version)
    return create_app(settings, Ask.over(store, settings), release).test_client()


def random_addresses(release: Release, client: FlaskClient, count: int, seed: int) -> list[str]:
    """Return so many addresses: pages, records in every form, questions, analyses, queries."""
    chance = random.Random(seed)
    lines, base = release.graph_path.read_text(encoding="utf-8"), str(release.manifest["base"])
    records = sorted(set(re.findall(rf"<{re.escape(base)}id/([^/>#]+/[^>#]+)>", lines)))
    questions = [each["query"] for each in client.get("/api/queries").get_json()["queries"]]
    shows = [
        f"/api/{subject}?show={show}"
        for subject, names in (
            ("gaps", ("cells", "coverage", "ladder", "needs")),
            ("network", ("ties", "measures")),
        )
        for show in names
    ]
    properties = sorted(set(re.findall(r"^<[^>]*> <([^>]*)>", lines, re.MULTILINE)))

    def query() -> str:
        about = {"record": f"{base}id/{chance.choice(records)}", "base": base}
        about |= {"one": chance.choice(properties), "other": chance.choice(properties)}
        text = chance.choice(SHAPES)
        for name, value in about.items():
            text = text.replace(f"{{{name}}}", value)
        return f"/sparql?query={quote(text, safe='')}"

    makers = (
        lambda: f"/doc/{chance.choice(records)}{chance.choice(FORMS)}",
        lambda: f"/doc/{chance.choice(records)}?lang={chance.choice(LANGUAGES)}",
        lambda: f"/api/queries/{chance.choice(questions)}?format={chance.choice(('json', 'csv'))}",
        lambda: f"{chance.choice(shows)}&lang={chance.choice(LANGUAGES)}",
        lambda: f"{chance.choice(PAGES)}?lang={chance.choice(LANGUAGES)}",
        query,
        query,
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


def sparql_of(addresses: list[str]) -> list[str]:
    """Return the queries among some addresses, each once."""
    start = "/sparql?query="
    found = [unquote(each.removeprefix(start)) for each in addresses if each.startswith(start)]
    return list(dict.fromkeys(found))


def unlike_in_rdflib(
    release: Release, client: FlaskClient, addresses: list[str], chance: random.Random
) -> Counter[str]:
    """Ask rdflib the queries among some addresses and some named questions at their defaults.

    Counts what is the same, differs, takes long, or reads single graphs, which is not asked: rdflib has the
    union of all graphs as one, as it would need minutes for each question over thousands of graphs.
    """
    graph = _in_rdflib(release)
    with client.application.app_context():
        catalogue, names = site().catalogue, site().names
    asked = [("query", text) for text in sparql_of(addresses)]
    for question in chance.sample(sorted(catalogue, key=lambda each: each.path), QUESTIONS):
        try:
            asked.append(("question", question.bind({}, Context(names))))
        except AkkuriError:
            continue  # it has a parameter without a default
    found: Counter[str] = Counter()
    for kind, text in asked:
        if _GRAPHS.search(text):
            found[f"{kind}: graphs"] += 1
            continue
        told = client.get(
            f"/release/{release.version}/sparql?query={quote(text, safe='')}",
            headers={"Accept": "application/sparql-results+json, application/n-triples;q=0.9"},
        )
        if told.status_code != 200:
            found[f"{kind}: {told.status_code}"] += 1
            continue
        own = _own_answer(told)
        signal.setitimer(signal.ITIMER_PROF, SECONDS, 1)  # again and again: rdflib catches much
        try:
            theirs = _their_answer(graph, text)
        except _SlowError:
            found[f"{kind}: slow"] += 1
        except Exception as error:  # whatever rdflib stumbles over is said
            print(f"  rdflib cannot answer ({error!r:.100}): {text:.200}")
            found[f"{kind}: none"] += 1
        else:
            found[f"{kind}: {'same' if own == theirs else 'other'}"] += 1
            if own != theirs:
                print(f"  rdflib differs ({sum(own.values())}, {sum(theirs.values())}): {text:.300}")
        finally:
            signal.setitimer(signal.ITIMER_PROF, 0)
    return found


def _in_rdflib(release: Release) -> Graph:
    """Read all statements of a release as one graph."""
    quads = parse(path=str(release.graph_path), format=RdfFormat.N_QUADS)
    lines = serialize(
        (Triple(quad.subject, quad.predicate, quad.object) for quad in quads), format=RdfFormat.N_TRIPLES
    )
    return Graph().parse(data=lines or b"", format="nt")


def _own_answer(told: TestResponse) -> Counter[Hashable]:
    """Return the rows, the truth or the statements of an answer of the endpoint."""
    if not (told.mimetype or "").endswith("json"):
        triples = [quad.triple for quad in parse(told.data, format=RdfFormat.N_TRIPLES)]
        return Counter(
            tuple(_value(getattr(term, "value", "")) for term in (one.subject, one.predicate, one.object))
            for one in triples
        )
    body = told.get_json()
    if "boolean" in body:
        return Counter([body["boolean"]])
    rows = body["results"]["bindings"]
    return Counter(_row({name: term["value"] for name, term in row.items()}) for row in rows)


def _their_answer(graph: Graph, query: str) -> Counter[Hashable]:
    """Return the same of an answer of rdflib."""
    result = graph.query(query)
    if result.type == "ASK":
        return Counter([result.askAnswer])
    if result.type in ("CONSTRUCT", "DESCRIBE"):
        return Counter(tuple(_value(term) for term in triple) for triple in result.graph or ())
    return Counter(_row(row.asdict()) for row in result if isinstance(row, ResultRow))


def _row(found: Mapping[str, object]) -> frozenset[tuple[str, str]]:
    """Return a row; a list joined of nothing is empty for the one engine and not bound for the other."""
    return frozenset((str(name), value) for name, term in found.items() if (value := _value(term)))


class JoinedParts(GroupConcat):
    """GROUP_CONCAT that leaves out what is not bound, as SPARQL says of errors; rdflib's breaks off at it."""

    def use_row(self, row: FrozenBindings) -> bool:
        """Say whether a solution counts: with DISTINCT, rdflib looks at its value before it may be none."""
        try:
            return super().use_row(row)
        except (NotBoundError, SPARQLError):
            return False


def left_join(ctx: QueryContext, join: CompValue) -> Generator[FrozenBindings, None, None]:
    """OPTIONAL as SPARQL has it.

    rdflib's loses a solution without one where a variable comes from VALUES, and joins what a query within
    binds to another value than the solution has.
    """
    for before in evaluate.evalPart(ctx, join.p1):
        found = False
        for both in evaluate.evalPart(ctx.thaw(before), join.p2):
            if both.compatible(before) and _ebv(join.expr, both.forget(ctx)):
                found = True
                yield both.merge(before)
        if not found:
            yield before


def sorting_value(term: object) -> tuple[int, object]:
    """Return what rdflib sorts a value by; rdflib breaks off where an error leaves it unbound."""
    return _SORTED_BY(term) or (-1, "")


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


class _SlowError(BaseException):
    """rdflib takes too long; it catches Exception in places, and would go on."""


def _late(_number: int, frame: FrameType | None) -> None:
    """Break off rdflib; not what comes after it, where a second ring would end the whole comparison."""
    while frame is not None:
        if frame.f_code is _their_answer.__code__:
            raise _SlowError
        frame = frame.f_back


def _value(term: object) -> str:
    """Return what a term or its text says: numbers by value, whichever way both engines write them."""
    text = str(term)
    try:
        return f"{float(text):.9g}"
    except ValueError:
        return " ".join(sorted(_JOINED.split(text))).replace("T00:00:00", "")


def releases_of(data: Path, root: Path, count: int) -> Iterator[Release]:
    """Build releases of the newest commits that this code can build, each from the tables of its commit.

    Commits that leave the release as it is (words of a search, a schema) are passed over: all are distinct.
    """
    made, known = 0, set[str]()
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
        if release.manifest["commit"] == commit and release.version not in known:
            made += 1
            known.add(release.version)
            yield release


@dataclass(frozen=True, slots=True)
class Compared:
    """What comparing one release found."""

    version: str
    asked: int
    differing: list[str]
    in_rdflib: Counter[str]

    def others(self) -> list[str]:
        """Return all that differs, here and in rdflib."""
        there = sum(count for kind, count in self.in_rdflib.items() if kind.endswith(": other"))
        return self.differing + [f"{self.version}: rdflib"] * there


def compare(number: int, release: Release, addresses: int) -> Compared:
    """Compare addresses of a release with a rebuild and its queries with rdflib, and say what was found."""
    signal.signal(signal.SIGPROF, _late)
    rdflib.NORMALIZE_LITERALS = False  # what is written is compared
    register_custom_function(_DISTANCE, distance)
    Aggregator.accumulator_classes["Aggregate_GroupConcat"] = JoinedParts
    evaluate.evalLeftJoin = left_join
    evaluate._val = sorting_value
    started = time.process_time()
    client = client_of(release)
    chosen = random_addresses(release, client, addresses, seed=number)
    found = list(unlike(release, resources.data(), chosen))
    rebuilding = time.process_time() - started
    there = unlike_in_rdflib(release, client, chosen, random.Random(number))
    told = f"{len(chosen)} addresses, {len(found)} differ ({rebuilding:.0f} s)"
    asking = time.process_time() - started - rebuilding
    print(f"{release.version}: {told}; rdflib {dict(sorted(there.items()))} ({asking:.0f} s)", flush=True)
    return Compared(release.version, len(chosen), found, there)


def main(addresses: int, releases: int) -> int:
    """Compare and say what was found; returns the exit code."""
    each = -(-addresses // releases)
    with (
        tempfile.TemporaryDirectory(prefix="cited-") as place,
        ProcessPoolExecutor(PROCESSES, get_context("spawn"), max_tasks_per_child=1) as pool,
    ):
        built = enumerate(releases_of(resources.data(), Path(place), releases))
        begun = [pool.submit(compare, number, release, each) for number, release in built]
        done = [one.result() for one in begun]
    differing = [line for one in done for line in one.others()]
    print(f"{sum(one.asked for one in done)} addresses over {len(done)} releases; {len(differing)} differ")
    print(f"in rdflib: {dict(sorted(sum((one.in_rdflib for one in done), Counter[str]()).items()))}")
    print("".join(f"  {line}\n" for line in differing[:20]), end="")
    return 1 if differing or len(done) < releases else 0


if __name__ == "__main__":
    sys.exit(main(*(int(word) for word in (*sys.argv[1:], "1000", "12")[:2])))
