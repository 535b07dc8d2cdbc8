"""The accepted decisions on links, read from data/links in plain Python."""

import csv
from pathlib import Path

from akkuri import resources

NAMESPACES = {
    "cordis": "https://cordis.europa.eu/project/id/",
    "esfri": "https://roadmap2021.esfri.eu/projects-and-landmarks/browse-the-catalogue/",
    "meril": "https://portal.meril.eu/meril/view/facilitys/",
    "ror": "https://ror.org/",
    "urnnbnfi": "urn:nbn:fi:",
    "wikidata": "http://www.wikidata.org/entity/",
}


def rows(file: Path) -> list[dict[str, str]]:
    lines = [line for line in file.read_text(encoding="utf-8").splitlines() if not line.startswith("#")]
    return list(csv.DictReader(lines, delimiter="\t"))


def links() -> list[tuple[str, str, str]]:
    """Kind and name of the record, prefix and number in the registry, of every accepted decision."""
    found = []
    for file in sorted((resources.data() / "links").glob("*.sssom.tsv")):
        for row in rows(file):
            kind, _, slug = row["subject_id"].removeprefix("akid:").partition("/")
            prefix, _, local = row["object_id"].partition(":")
            sure = row["mapping_justification"] == "semapv:ManualMappingCuration"
            likely = sure or float(row["confidence"] or 0) >= 0.95
            same = row["predicate_id"] == "skos:exactMatch" and row["predicate_modifier"] != "Not"
            if same and likely and slug and prefix in NAMESPACES and row["subject_id"].startswith("akid:"):
                found.append((f"{kind}/{slug}", prefix, NAMESPACES[prefix] + local))
    return found
