"""Reading RDF files: formats by ending, relative IRIs, and errors that name the place."""

import os
from pathlib import Path

import pytest

from akkuri.errors import UsageError
from akkuri.store import EmbeddedStore

FILES = {
    "a.nt": "<x:a> <x:p> <x:b> .",
    "a.nq": "<x:a> <x:p> <x:b> <x:g> .",
    "a.ttl": "@prefix x: <x:> . x:a x:p x:b .",
    "a.trig": "@prefix x: <x:> . x:g { x:a x:p x:b }",
    "a.rdf": '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:x="x:">'
    '<rdf:Description rdf:about="x:a"><x:p rdf:resource="x:b"/></rdf:Description></rdf:RDF>',
    "a.jsonld": '{"@id": "x:a", "x:p": {"@id": "x:b"}}',
    "A.TTL": "@prefix x: <x:> . x:a x:p x:b .",
}


@pytest.mark.parametrize(("name", "text"), FILES.items(), ids=FILES.keys())
def test_formats_by_ending(tmp_path: Path, name: str, text: str) -> None:
    file = tmp_path / name
    file.write_text(text)
    store = EmbeddedStore.in_memory([file], union=True)
    assert len(store) == 1
    assert store.select("SELECT ?s { ?s <x:p> <x:b> }")[0]["s"].value == "x:a"  # type: ignore[union-attr]


def test_graphs_come_from_formats_that_name_them(tmp_path: Path) -> None:
    file = tmp_path / "a.nq"
    file.write_text(FILES["a.nq"])
    assert list(EmbeddedStore.in_memory([file]).graphs()) == ["x:g"]


def test_relative_iris_are_relative_to_the_file(tmp_path: Path) -> None:
    file = tmp_path / "a.ttl"
    file.write_text("<#me> <x:p> 1 .")
    found = EmbeddedStore.in_memory([file]).select("SELECT ?s { ?s <x:p> 1 }")
    assert found[0]["s"].value == f"{file.as_uri()}#me"  # type: ignore[union-attr]


def test_a_mistake_has_file_and_line(tmp_path: Path) -> None:
    file = tmp_path / "bad.ttl"
    file.write_text("<x:a> <x:p> 1 .\n<x:a> <x:p> oops .\n")
    with pytest.raises(UsageError, match=r"bad\.ttl:2:\d+: "):
        EmbeddedStore.in_memory([file])


def test_an_unknown_ending_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"“\.docx” names no RDF format; expected one of \.nq"):
        EmbeddedStore.in_memory([tmp_path / "a.docx"])


def test_a_missing_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match=r"missing\.ttl"):
        EmbeddedStore.in_memory([tmp_path / "missing.ttl"])


def test_what_might_never_end_is_not_waited_for(tmp_path: Path) -> None:
    pipe, link, folder = tmp_path / "pipe.ttl", tmp_path / "link.nt", tmp_path / "folder.nq"
    os.mkfifo(pipe)
    link.symlink_to("/dev/zero")
    folder.mkdir()
    for file in (pipe, link, folder):
        with pytest.raises(UsageError, match=f"{file.name}: is no file"):
            EmbeddedStore.in_memory([file])
