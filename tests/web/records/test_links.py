"""Every accepted decision on a link stands on the record: on its page, in its documents, in its exports."""

import json
import re

import pytest
import rdflib
from flask.testing import FlaskClient

from decided_links import NAMESPACES, links

IDENTIFIERS = {"ror": "rorId", "wikidata": "wikidataId", "urnnbnfi": "nationalPid"}


LINKS = links()


def test_there_are_decisions_of_every_registry() -> None:
    assert {prefix for _, prefix, _ in LINKS} == set(NAMESPACES)


@pytest.mark.parametrize("prefix", NAMESPACES)
def test_every_accepted_link_is_in_the_documents_of_its_record(national: FlaskClient, prefix: str) -> None:
    missing = []
    for record, _, target in (link for link in LINKS if link[1] == prefix):
        answer = national.get(f"/doc/{record}.ttl")
        if answer.status_code == 404:
            continue  # a decision on a record that has been merged since
        graph = rdflib.Graph().parse(data=answer.text, format="turtle")
        this = rdflib.URIRef(f"https://w3id.org/akkuri/id/{record}")
        wanted = rdflib.URIRef(target)
        names = {str(name).rpartition("#")[2] for name in graph.predicates(this, wanted)}
        if "exactMatch" not in names and IDENTIFIERS.get(prefix, "exactMatch") not in names:
            missing.append((record, target))
        elif prefix in IDENTIFIERS and not any(graph.objects(this, term(IDENTIFIERS[prefix]))):
            missing.append((record, IDENTIFIERS[prefix]))
    assert missing == []


def term(name: str) -> rdflib.URIRef:
    return rdflib.URIRef(f"https://w3id.org/akkuri/ontology#{name}")


@pytest.mark.parametrize("prefix", NAMESPACES)
def test_the_page_shows_the_link_and_says_it_is_the_same(national: FlaskClient, prefix: str) -> None:
    shown = 0
    for record, _, target in [link for link in LINKS if link[1] == prefix][::9]:
        answer = national.get(f"/doc/{record}.html")
        if answer.status_code == 404:
            continue
        found = re.search(r'<script type="application/ld\+json">(.*?)</script>', answer.text, re.DOTALL)
        assert found
        assert target in answer.text.replace(found.group(0), "")
        if target.startswith("http"):
            assert target in json.loads(found.group(1))["sameAs"]
        shown += 1
    assert shown
