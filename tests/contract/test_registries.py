"""What every adapter of a registry keeps to: entries with checked identifiers, a sentence for a bad file."""

import json
import zipfile
from dataclasses import dataclass
from pathlib import Path

import pytest

from akkuri.errors import UsageError
from akkuri.link.registries import profiles, registry
from akkuri.texts.quoting import quoted


def tsv(*lines: str) -> str:
    return "".join(line.replace("|>", "\t") + "\n" for line in lines)


@dataclass(frozen=True)
class Sample:
    """A small snapshot in one of a registry's forms, and what must be read from it."""

    key: str
    form: str
    text: str
    identifier: str
    names: set[str]
    count: int = 1


GEONAMES_DUMP = (
    "658225|>Helsinki|>Helsinki|>Helsingfors,Helsinki|>60.16952|>24.93545|>P|>PPLC|>FI|>|>01|>011|>|>|>658864|>|>26"
    "|>Europe/Helsinki|>2026-01-01\n"
).replace("|>", "\t")
RESULTS = {
    "head": {"vars": ["item", "field", "value"]},
    "results": {
        "bindings": [
            {
                "item": {"type": "uri", "value": item},
                "field": {"type": "literal", "value": field},
                "value": value,
            }
            for item, field, value in [
                (
                    "http://www.wikidata.org/entity/Q300980",
                    "label",
                    {"value": "Aalto University", "xml:lang": "en"},
                ),
                (
                    "http://www.wikidata.org/entity/Q300980",
                    "label",
                    {"value": "Aalto-yliopisto", "xml:lang": "fi"},
                ),
                ("http://www.wikidata.org/entity/Q300980", "country", {"value": "FI"}),
                ("http://www.wikidata.org/entity/Q300980", "id:ror", {"value": "https://ror.org/020hwjq30"}),
            ]
        ]
    },
}
EURIO = json.loads(
    json.dumps(RESULTS).replace(
        "http://www.wikidata.org/entity/Q300980", "http://data.europa.eu/s66/resource/projects/x"
    )
)
EURIO["results"]["bindings"].append(
    {
        "item": {"value": "http://data.europa.eu/s66/resource/projects/x"},
        "field": {"value": "id:grant"},
        "value": {"value": "101104013"},
    }
)
RESEARCH_FI = {
    "infraIdentifier": {
        "keyIdentifierURN": "urn:nbn:fi:ttv-202509000687197",
        "otherPid": [
            {"pidContent": "https://urn.fi/urn:nbn:fi:research-infras-2016072525", "pidType": "URN"}
        ],
    },
    "infraName": [{"text": "OtaNano", "language": "en"}, {"text": "OtaNano-keskus", "language": "fi"}],
    "infraAcronym": "ON",
    "infraHomepage": [{"url": "https://otanano.fi"}],
}
ROR_V2 = {
    "id": "https://ror.org/020hwjq30",
    "status": "active",
    "names": [{"value": "Aalto University", "types": ["ror_display", "label"], "lang": "en"}],
    "types": ["education"],
    "locations": [{"geonames_details": {"name": "Espoo", "country_code": "FI"}}],
}
SAMPLES = [
    Sample("ror", "json", json.dumps([ROR_V2]), "https://ror.org/020hwjq30", {"Aalto University"}),
    Sample(
        "ror",
        "tsv",
        tsv("ror_id|>name|>labels_lang", "https://ror.org/020hwjq30|>Aalto University|>Aalto-yliopisto@fi"),
        "https://ror.org/020hwjq30",
        {"Aalto University", "Aalto-yliopisto"},
    ),
    Sample(
        "wikidata",
        "tsv",
        tsv(
            "wikidata|>ror_id|>name|>label_fi",
            "Q300980|>https://ror.org/020hwjq30|>Aalto University|>Aalto-yliopisto",
        ),
        "http://www.wikidata.org/entity/Q300980",
        {"Aalto University", "Aalto-yliopisto"},
    ),
    Sample(
        "wikidata",
        "results",
        json.dumps(RESULTS),
        "http://www.wikidata.org/entity/Q300980",
        {"Aalto University", "Aalto-yliopisto"},
    ),
    Sample(
        "cordis",
        "json",
        json.dumps([{"id": "101104013", "acronym": "GIGAGREEN", "title": "Towards green giga-factories"}]),
        "https://cordis.europa.eu/project/id/101104013",
        {"GIGAGREEN", "Towards green giga-factories"},
    ),
    Sample(
        "cordis",
        "csv",
        'id;acronym;title\n"101104013";"GIGAGREEN";"Towards; green"\n',
        "https://cordis.europa.eu/project/id/101104013",
        {"GIGAGREEN", "Towards; green"},
    ),
    Sample(
        "cordis",
        "results",
        json.dumps(EURIO),
        "https://cordis.europa.eu/project/id/101104013",
        {"Aalto University", "Aalto-yliopisto"},
    ),
    Sample(
        "esfri",
        "2021",
        tsv(
            "id|>name|>full_name|>roadmap_2021_status|>website",
            "eli-eric|>ELI-ERIC|>Extreme Light Infrastructure|>Landmark|>https://eli.eu",
        ),
        "https://roadmap2021.esfri.eu/projects-and-landmarks/browse-the-catalogue/eli-eric/",
        {"Extreme Light Infrastructure", "ELI-ERIC", "ELI"},
    ),
    Sample(
        "esfri",
        "2016",
        tsv(
            "Type|>Name|>Full Name|>Town|>Country",
            "Landmark|>European XFEL|>European X-Ray Laser|>Hamburg|>Germany",
        ),
        "https://roadmap2021.esfri.eu/projects-and-landmarks/browse-the-catalogue/european-xfel/",
        {"European X-Ray Laser", "European XFEL"},
    ),
    Sample(
        "meril",
        "tsv",
        tsv("name|>acronym|>id", "European Synchrotron Radiation Facility|>ESRF|>15474", "UK Biobank|>TBA|>"),
        "https://portal.meril.eu/meril/view/facilitys/15474",
        {"European Synchrotron Radiation Facility", "ESRF"},
    ),
    Sample(
        "research-fi",
        "json",
        json.dumps([RESEARCH_FI]),
        "urn:nbn:fi:ttv-202509000687197",
        {"OtaNano", "OtaNano-keskus", "ON"},
    ),
    Sample(
        "research-fi",
        "tsv",
        tsv("urn|>name|>name_fi", "https://urn.fi/URN:NBN:fi:research-infras-2016072525|>OtaNano|>"),
        "urn:nbn:fi:research-infras-2016072525",
        {"OtaNano"},
    ),
    Sample(
        "eosc",
        "json",
        json.dumps(
            {
                "results": [
                    {
                        "id": "csc-fi",
                        "name": "CSC – IT Center for Science",
                        "abbreviation": "CSC",
                        "location": {"country": "fi", "city": "Espoo"},
                    }
                ]
            }
        ),
        "https://catalogue.eosc-portal.eu/providers/csc-fi",
        {"CSC – IT Center for Science", "CSC"},
    ),
    Sample(
        "geonames",
        "tsv",
        tsv("geonameid|>name|>countrycode|>alternatenames", "658225|>Helsinki|>FI|>Helsingfors|Helsinki"),
        "https://sws.geonames.org/658225/",
        {"Helsinki", "Helsingfors"},
    ),
    Sample(
        "geonames",
        "dump",
        GEONAMES_DUMP,
        "https://sws.geonames.org/658225/",
        {"Helsinki", "Helsingfors"},
    ),
    Sample(
        "nuts",
        "tsv",
        tsv(
            "nuts_code|>level|>label|>country_code",
            "FI1B1|>3|>Helsinki-Uusimaa|>FI",
            "FI1B1|>3|>Helsinki-Uusimaa|>FI",
        ),
        "http://data.europa.eu/nuts/code/FI1B1",
        {"Helsinki-Uusimaa"},
    ),
]
EVERY = pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: f"{sample.key}-{sample.form}")
KEYS = pytest.mark.parametrize("key", list(profiles()))
WRONG = {
    "ror": ["https://ror.org/020hwjq31", "020hwjq", "https://ror.org/0il0o0u00"],
    "wikidata": ["300980", "Q0", "Q12x", "P31"],
    "cordis": ["A70678", "", "1234", "1234567890"],
    "esfri": ["", "two words", "https://example.org/eli/"],
    "meril": ["", "12", "x15474"],
    "research-fi": ["urn:nbn:fi:jyu-201", "research-infras-2016", "urn:nbn:fi:ttv-"],
    "eosc": ["", "a b", "https://example.org/x y"],
    "geonames": ["", "-1", "Helsinki", "٣"],
    "nuts": ["", "F", "FI1B11", "1234"],
}


def written(sample: Sample, folder: Path) -> Path:
    path = folder / "snapshot"
    path.write_text(sample.text, encoding="utf-8")
    return path


def test_every_registry_has_a_sample() -> None:
    assert set(profiles()) == {sample.key for sample in SAMPLES}


@EVERY
def test_the_entries_are_read(sample: Sample, tmp_path: Path) -> None:
    adapter = registry(sample.key)
    entries = list(adapter.read(written(sample, tmp_path)))
    assert [entry.id for entry in entries] == [sample.identifier]
    assert {name.text for name in entries[0].names} == sample.names
    assert adapter.key == sample.key


@EVERY
def test_an_identifier_is_in_its_full_form_and_stays_so(sample: Sample) -> None:
    adapter = registry(sample.key)
    assert adapter.check_identifier(sample.identifier) == sample.identifier
    namespace = profiles()[sample.key].namespace
    assert sample.identifier.startswith(namespace)
    if not namespace.startswith("urn:"):
        assert adapter.check_identifier(sample.identifier.removeprefix(namespace)) == sample.identifier


@KEYS
def test_what_cannot_be_an_identifier_is_refused_in_one_sentence(key: str) -> None:
    for text in WRONG[key]:
        with pytest.raises(UsageError, match="expected") as caught:
            registry(key).check_identifier(text)
        assert quoted(text) in str(caught.value)


@EVERY
def test_a_file_cut_off_anywhere_in_its_last_line_is_refused(sample: Sample, tmp_path: Path) -> None:
    if sample.form not in ("json", "results"):
        lines = sample.text.splitlines()
        cut = "\n".join([*lines[:-1], lines[-1].replace("\t", ";").split(";")[0]])
    else:
        cut = sample.text[: len(sample.text) * 2 // 3]
    path = tmp_path / "cut"
    path.write_text(cut, encoding="utf-8")
    with pytest.raises(UsageError, match="expected") as caught:
        list(registry(sample.key).read(path))
    assert str(caught.value).startswith(f"{path}: ")
    assert "\n" not in str(caught.value)


@KEYS
@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"<!DOCTYPE html><html>Too many requests</html>",
        b"\xff\xfe\x00x",
        b'{"error": 1}',
        b"[]",
        b"a\tb\n1\t2\n",
    ],
    ids=["nothing", "web page", "no UTF-8", "other JSON", "empty list", "other columns"],
)
def test_another_file_is_refused_in_one_sentence(key: str, content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "wrong"
    path.write_bytes(content)
    with pytest.raises(UsageError, match="expected") as caught:
        list(registry(key).read(path))
    assert str(path) in str(caught.value)


@KEYS
def test_a_missing_file_is_named(key: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="No such file"):
        list(registry(key).read(tmp_path / "nowhere"))


def test_an_unknown_registry_is_answered_with_the_list() -> None:
    with pytest.raises(
        UsageError, match="cordis, eosc, esfri, geonames, meril, nuts, research-fi, ror, wikidata"
    ):
        registry("grid")


def test_a_cordis_dump_may_be_zipped(tmp_path: Path) -> None:
    path = tmp_path / "dump.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("json/project.json", SAMPLES[4].text)
        archive.writestr("json/organization.json", "[]")
    assert [entry.identifiers["grant"] for entry in registry("cordis").read(path)] == ["101104013"]
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("readme.txt", "x")
    with pytest.raises(UsageError, match=r"holds no file project\.json"):
        list(registry("cordis").read(path))


def test_meril_counts_the_records_nothing_can_point_to(tmp_path: Path) -> None:
    adapter = registry("meril")
    list(adapter.read(written(next(sample for sample in SAMPLES if sample.key == "meril"), tmp_path)))
    assert len(adapter.notes) == 1
    assert "1 records have no number" in adapter.notes[0]


def test_research_fi_finds_the_older_urn_of_the_same_infrastructure(tmp_path: Path) -> None:
    sample = next(sample for sample in SAMPLES if sample.key == "research-fi")
    (entry,) = registry("research-fi").read(written(sample, tmp_path))
    assert entry.identifiers == {"urn": "urn:nbn:fi:research-infras-2016072525"}


@pytest.mark.parametrize(
    ("key", "file", "least"),
    [
        ("ror", "registries/ror_records.tsv", 51_000),
        ("wikidata", "registries/fi_wikidata.tsv", 295),
        ("esfri", "registries/esfri_2021.tsv", 50),
        ("esfri", "registries/esfri_2016.tsv", 50),
        ("geonames", "geo/geonames_fi_cities500.tsv", 300),
        ("nuts", "geo/nuts_2021_2024.tsv", 1_000),
    ],
)
def test_the_real_snapshots_are_read(key: str, file: str, least: int, shared: Path) -> None:
    adapter = registry(key)
    entries = list(adapter.read(shared / file))
    assert len(entries) >= least
    assert all(adapter.check_identifier(entry.id) == entry.id and entry.names for entry in entries)
