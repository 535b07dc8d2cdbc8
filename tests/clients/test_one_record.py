"""One record on the command line is the document that its address answers."""

from pathlib import Path

import pytest

from akkuri.release.opening import Release
from program import akkuri
from serving import Server


@pytest.mark.parametrize(
    ("form", "record", "path"),
    [
        ("turtle", "fac-zsw-ulm", "/doc/facility/zsw-ulm.ttl"),
        ("jsonld", "https://w3id.org/akkuri/id/facility/zsw-ulm", "/doc/facility/zsw-ulm.jsonld"),
        ("rdf/xml", "ZSW lithium-ion battery research centre Ulm", "/doc/facility/zsw-ulm.rdf"),
    ],
)
def test_it_gives_the_same_bytes(
    served: Server, national: Release, tmp_path: Path, form: str, record: str, path: str
) -> None:
    out = tmp_path / "record"
    done = akkuri("export", form, "--record", record, out, AKKURI_RELEASE=national.folder)
    assert done.returncode == 0, done.stderr
    reply = served.request("GET", path)
    assert (reply.status, reply.body) == (200, out.read_bytes())


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("turtle", "--record", "fac-zsw-ulmm"), "(fac-zsw-ulm)"),
        (("parquet", "--record", "fac-zsw-ulm"), "one alone is written as turtle, ntriples, "),
        (("site", "--record", "fac-zsw-ulm"), "--record is one record in a format of RDF"),
        (("nq", "--record", "fac-zsw-ulm", "--part", "derived"), "it takes no --part"),
    ],
)
def test_what_cannot_be_one_record_is_told(national: Release, words: tuple[str, ...], sentence: str) -> None:
    done = akkuri("export", *words, AKKURI_RELEASE=national.folder)
    assert (done.returncode, done.stdout) == (2, "")
    assert sentence in done.stderr
    assert done.stderr.count("\n") == 1
