"""What every exporter keeps to: the same bytes twice, no half file, errors in one sentence."""

import gzip
import hashlib
import os
import time
import zipfile
from collections.abc import Callable
from functools import cache
from pathlib import Path

import pytest
import zstandard
from pyoxigraph import Quad, RdfFormat, Triple, parse

from akkuri.errors import AkkuriError, OutsideError, UsageError
from akkuri.publish.edition import Edition
from akkuri.publish.export_format import ExportFormat
from akkuri.publish.formats import FORMATS, export, find_format
from akkuri.release.build import build_release
from akkuri.release.opening import Release
from akkuri.settings import Settings

EVERY = pytest.mark.parametrize("form", FORMATS, ids=lambda form: form.name)
QUADS = {"nquads": RdfFormat.N_QUADS, "trig": RdfFormat.TRIG, "jsonld": RdfFormat.JSON_LD}
TRIPLES = {"ntriples": RdfFormat.N_TRIPLES, "turtle": RdfFormat.TURTLE, "rdfxml": RdfFormat.RDF_XML}


@pytest.fixture(scope="session")
def edition(national: Release) -> Edition:
    return national.edition


@pytest.fixture(scope="session")
def quads(edition: Edition) -> set[Quad]:
    return set(parse(path=edition.graph, format=RdfFormat.N_QUADS))


def name_of(form: ExportFormat) -> str:
    return f"national.{form.extension}"


def alone(edition: Edition, form: ExportFormat, folder: Path) -> Path:
    """Export into an empty folder; what is told of the file is true, and nothing lies beside it."""
    target = folder / name_of(form)
    done = export(edition, form, target)
    content = target.read_bytes()
    assert (done.size, done.sha256) == (len(content), hashlib.sha256(content).hexdigest())
    assert list(folder.iterdir()) == [target]
    return target


@pytest.fixture(scope="module")
def exported(edition: Edition, tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], Path]:
    """A format's file, written when it is first asked for."""
    return cache(lambda name: alone(edition, find_format(name), tmp_path_factory.mktemp(name)))


@EVERY
def test_the_same_edition_gives_the_same_bytes_and_leaves_nothing_else(
    edition: Edition, exported: Callable[[str], Path], form: ExportFormat, tmp_path: Path
) -> None:
    assert alone(edition, form, tmp_path).read_bytes() == exported(form.name).read_bytes()


@EVERY
def test_a_full_disk_is_one_sentence_and_keeps_the_earlier_file(
    hydrogen_release: Release, form: ExportFormat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target = tmp_path / name_of(form)
    target.write_text("the earlier file")

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OutsideError, match=r"the disk is full") as caught:
        export(hydrogen_release.edition, form, target)
    assert str(target) in str(caught.value)
    assert caught.value.exit_code == 3
    assert target.read_text() == "the earlier file"
    assert list(tmp_path.iterdir()) == [target]


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="this system has no /dev/full")
def test_a_device_that_is_full_is_one_sentence(edition: Edition) -> None:
    with pytest.raises(OutsideError, match=r"/dev/full: the disk is full"):
        export(edition, find_format("nquads"), Path("/dev/full"))


@EVERY
def test_a_place_that_is_not_there_is_one_sentence(
    edition: Edition, form: ExportFormat, tmp_path: Path
) -> None:
    target = tmp_path / "nowhere" / name_of(form)
    with pytest.raises(UsageError, match="cannot be written") as caught:
        export(edition, form, target)
    assert caught.value.exit_code == 2
    assert list(tmp_path.iterdir()) == []


@EVERY
def test_an_edition_that_cannot_be_read_leaves_nothing(
    edition: Edition, form: ExportFormat, tmp_path: Path
) -> None:
    broken = tmp_path / "broken.nq"
    broken.write_bytes(edition.graph.read_bytes()[:50_000] + b"<half a")
    lost = Edition(tmp_path / "lost.nq", edition.tables, edition.names, edition.facts)
    cut = Edition(broken, edition.tables, edition.names, edition.facts)
    with pytest.raises(AkkuriError, match=r"lost\.nq"):
        export(lost, form, tmp_path / name_of(form))
    with pytest.raises(AkkuriError, match=r"broken\.nq"):
        export(cut, form, tmp_path / name_of(form))
    assert list(tmp_path.iterdir()) == [broken]


@pytest.mark.parametrize("name", QUADS)
def test_what_is_read_back_is_the_dataset(
    exported: Callable[[str], Path], quads: set[Quad], name: str
) -> None:
    # There are no blank nodes, so isomorphism is equality.
    assert set(parse(path=exported(name), format=QUADS[name])) == quads


@pytest.mark.parametrize("name", TRIPLES)
def test_what_is_read_back_is_the_graph(exported: Callable[[str], Path], quads: set[Quad], name: str) -> None:
    read = list(parse(path=exported(name), format=TRIPLES[name]))
    assert len(read) == len(quads), "a triple stands in one graph only"
    assert {Triple(item.subject, item.predicate, item.object) for item in read} == {
        quad.triple for quad in quads
    }


@pytest.mark.parametrize("name", [*QUADS, *TRIPLES])
def test_the_parts_are_apart_and_make_the_whole(
    edition: Edition, quads: set[Quad], name: str, tmp_path: Path
) -> None:
    form = QUADS.get(name) or TRIPLES[name]
    found: list[set[str]] = []
    for part in ("asserted", "derived", "links"):
        target = tmp_path / part
        export(edition, find_format(name), target, part)
        found.append({str(item) for item in parse(path=target, format=form)})
    asserted, derived, links = found
    assert asserted
    assert derived
    assert len(asserted) + len(derived) + len(links) == len(asserted | derived | links) == len(quads)


@pytest.mark.parametrize(("compression", "suffix"), [("gzip", ".gz"), ("zstd", ".zst")])
def test_compression_follows_the_suffix_and_is_reversible(
    edition: Edition, compression: str, suffix: str, tmp_path: Path
) -> None:
    target = tmp_path / f"national.nq{suffix}"
    export(edition, find_format("nq"), target)
    named = tmp_path / "named"
    export(edition, find_format("nq"), named, compression=compression)
    assert target.read_bytes() == named.read_bytes()
    unpack = gzip.decompress if suffix == ".gz" else unpack_zstd
    plain = unpack(target.read_bytes())
    assert plain == edition.graph.read_bytes()


def unpack_zstd(content: bytes) -> bytes:
    with zstandard.ZstdDecompressor().stream_reader(content) as reader:
        return reader.read()


def test_a_folder_holds_what_the_archive_holds(edition: Edition, tmp_path: Path) -> None:
    export(edition, find_format("csv"), tmp_path / "csv.zip")
    export(edition, find_format("csv"), tmp_path / "csv")
    with zipfile.ZipFile(tmp_path / "csv.zip") as archive:
        packed = {name: archive.read(name) for name in archive.namelist()}
    folder = tmp_path / "csv"
    files = [file for file in folder.rglob("*") if file.is_file() and file.name[0] != "."]
    loose = {file.relative_to(folder).as_posix(): file.read_bytes() for file in files}
    assert packed == loose


def test_a_folder_is_written_again_but_a_strangers_is_not(edition: Edition, tmp_path: Path) -> None:
    mine, strangers = tmp_path / "mine", tmp_path / "strangers"
    strangers.mkdir()
    (strangers / "letter.txt").write_text("dear diary")
    export(edition, find_format("csv"), mine)
    export(edition, find_format("csv"), mine)
    with pytest.raises(UsageError, match="is a folder with other files"):
        export(edition, find_format("csv"), strangers)
    assert [file.name for file in strangers.iterdir()] == ["letter.txt"]


@pytest.mark.parametrize(
    ("form", "options", "sentence"),
    [
        ("csv", {}, "csv is several files; name a folder or a .zip file with --out."),
        ("geojson", {"part": "derived"}, "geojson holds the records only; a part cannot be chosen for it."),
        ("nq", {"part": "guessed"}, "“guessed” is no part of the graph; expected one of"),
        ("nq", {"compression": "rar"}, "“rar” is no compression; expected one of gzip, zstd."),
    ],
)
def test_a_wrong_combination_is_one_sentence(
    edition: Edition, form: str, options: dict[str, str], sentence: str
) -> None:
    with pytest.raises(UsageError) as caught:
        export(edition, find_format(form), **options)  # type: ignore[arg-type]
    assert str(caught.value).startswith(sentence)


def test_an_unknown_format_names_the_known_ones() -> None:
    with pytest.raises(UsageError, match=r"“docx” is no format; expected one of nquads, trig, turtle,"):
        find_format("docx")


def test_another_cluster_under_another_base_goes_out_the_same_way(tmp_path: Path) -> None:
    data = Path(__file__).parents[1] / "fixtures" / "hydrogen"
    base = "https://h2.example/kg/"
    other = build_release(Settings(base=base), data=data, out=tmp_path / "release").edition
    for form in FORMATS:
        export(other, form, tmp_path / name_of(form))
        if form.name in QUADS:
            read = set(parse(path=tmp_path / name_of(form), format=QUADS[form.name]))
            assert read == set(other.quads())
            assert not any("w3id.org/akkuri" in str(quad) for quad in read)


@pytest.mark.skipif("AKKURI_LONG" not in os.environ, reason="a measure: part of .ci/run long")
def test_all_formats_take_less_than_twenty_seconds(edition: Edition, tmp_path: Path) -> None:
    started = time.process_time()  # of this process, so that a busy machine does not decide
    for number, form in enumerate(FORMATS):
        export(edition, form, tmp_path / f"{number}.{form.extension}")
    assert time.process_time() - started < 20
