"""/api/terms: what this graph uses, as a query writes it."""

from flask.testing import FlaskClient


def test_terms_stand_as_a_query_writes_them_with_their_labels(national: FlaskClient) -> None:
    answer = national.get("/api/terms?lang=fi")
    told = answer.get_json()
    assert dict(told["classes"])["ak:Facility"] == "infrastruktuuri"
    assert "ak:operator" in dict(told["properties"])
    concepts = dict(told["concepts"])
    assert "<https://w3id.org/akkuri/concept/capability/hydrometallurgy>" in concepts
    assert answer.headers["Content-Language"] == "fi"
    assert len(answer.data) < 200_000


def test_every_term_offered_can_stand_in_a_query(national: FlaskClient) -> None:
    told = national.get("/api/terms").get_json()
    prefixes = "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in told["prefixes"].items())
    terms = [term for kind in ("classes", "properties", "concepts") for term, _ in told[kind]]
    query = f"{prefixes}SELECT (COUNT(*) AS ?n) {{ VALUES ?term {{ {' '.join(terms)} }} }}"
    answer = national.post("/sparql", data={"query": query}, headers={"Accept": "text/csv"})
    assert answer.text.split() == ["n", str(len(terms))]


def test_who_has_the_terms_is_told_so(national: FlaskClient) -> None:
    tag = national.get("/api/terms").headers["ETag"]
    assert national.get("/api/terms", headers={"If-None-Match": tag}).status_code == 304
