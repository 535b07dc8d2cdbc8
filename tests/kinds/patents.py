"""A newcomer's kind of record: what the folder of a cluster needs for `patents.csv`, file by file."""

import json
import shutil
from pathlib import Path

HYDROGEN = Path(__file__).parents[1] / "fixtures" / "hydrogen"

DECLARATION = """\
prefix: pat
class: ak:Patent
table: patents
order: 100
texts:
  en: {one: Patent, many: Patents, about: Rights to inventions.}
  fi: {one: Patentti, many: Patentit, about: Oikeuksia keksintöihin.}
  sv: {one: Patent, many: Patent, about: Rättigheter till uppfinningar.}
found_by: [ak:patentNumber]
list:
  - name: record()
  - ak:patentNumber
  - ak:applicant
facts:
  - ak:patentNumber
  - ak:applicant
sections: [sources]
schema_org:
  type: CreativeWork
  identifier: ak:patentNumber
  creator: ak:applicant
exports: {cerif: [OrgUnit]}
"""
SECTION = """\
title: {en: Patents it has, fi: Sen patentit, sv: Patent som den har}
class: ak:Patent
by: ak:applicant
columns:
  - name: record()
  - ak:patentNumber
also_on: [organisation]
"""
COLUMNS = [
    {
        "name": "id",
        "titles": {"en": "Identifier", "fi": "Tunniste", "sv": "Identifierare"},
        "required": True,
        "datatype": {"base": "string", "format": "pat-[a-z0-9]+(-[a-z0-9]+)*"},
        "suppressOutput": True,
    },
    {
        "name": "name_en",
        "titles": {"en": "Name in English", "fi": "Nimi englanniksi", "sv": "Namn på engelska"},
        "required": True,
        "propertyUrl": "skos:prefLabel",
        "lang": "en",
    },
    {
        "name": "number",
        "titles": {"en": "Number", "fi": "Numero", "sv": "Nummer"},
        "propertyUrl": "ak:patentNumber",
    },
    {
        "name": "applicant_id",
        "titles": {"en": "Applicant", "fi": "Hakija", "sv": "Sökande"},
        "propertyUrl": "ak:applicant",
        "ak:refersTo": ["org"],
    },
    {
        "name": "source_ids",
        "titles": {"en": "Sources", "fi": "Lähteet", "sv": "Källor"},
        "required": True,
        "separator": ";",
        "propertyUrl": "dct:source",
        "ak:refersTo": ["src"],
        "ak:about": "document",
    },
]
TABLES = {
    "tables": [
        {
            "url": "patents.csv",
            "dc:title": [
                {"@language": "en", "@value": "Patents"},
                {"@language": "fi", "@value": "Patentit"},
                {"@language": "sv", "@value": "Patent"},
            ],
            "ak:class": "ak:Patent",
            "tableSchema": {"primaryKey": "id", "columns": COLUMNS},
        }
    ]
}
TERMS = """\
@prefix ak: <https://w3id.org/akkuri/ontology#> .
@prefix owl: <http://www.w3.org/2002/07/owl#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .

ak:Patent a owl:Class ;
    rdfs:subClassOf ak:Record ;
    rdfs:label "patent"@en , "patentti"@fi , "patent"@sv ;
    skos:definition "A right to an invention."@en , "Oikeus keksintöön."@fi , "Rätt till en uppfinning."@sv .

ak:patentNumber a owl:DatatypeProperty ;
    rdfs:label "patent number"@en , "patenttinumero"@fi , "patentnummer"@sv .

ak:applicant a owl:ObjectProperty ;
    rdfs:label "applicant"@en , "hakija"@fi , "sökande"@sv .
"""
SHAPE = """\
@prefix ak: <https://w3id.org/akkuri/ontology#> .
@prefix aks: <https://w3id.org/akkuri/shapes/> .
@prefix sh: <http://www.w3.org/ns/shacl#> .

aks:Patent a sh:NodeShape ; sh:targetClass ak:Patent ; sh:property aks:Patent-number .

aks:Patent-number a sh:PropertyShape ;
    sh:path ak:patentNumber ;
    sh:name "patent number"@en , "patenttinumero"@fi , "patentnummer"@sv ;
    sh:severity sh:Violation ;
    sh:pattern "^[A-Z]{2}[0-9]+$" ;
    sh:message "{?value} is no number of a patent: write country and number."@en ,
        "{?value} ei ole patentin numero: kirjoita maa ja numero."@fi ,
        "{?value} är inget patentnummer: skriv land och nummer."@sv .
"""
ROWS = """\
id,name_en,number,applicant_id,source_ids
pat-quiet-electrolyser,Quiet electrolyser,FI123456,org-hiidenvesi-hydrogen,src-644dfcfe
"""

PARTS = {
    "kinds/patent.yaml": DECLARATION,
    "kinds/sections/patents.yaml": SECTION,
    "columns.json": json.dumps(TABLES, indent=1, ensure_ascii=False),
    "ontology/patent.ttl": TERMS,
    "shapes/patent.ttl": SHAPE,
    "patents.csv": ROWS,
}
"""Path in the folder → what a newcomer writes there."""


def cluster(folder: Path, **changed: str | None) -> Path:
    """Copy the small cluster and add the patents; `changed` replaces parts by stem, None leaves one out."""
    shutil.copytree(HYDROGEN, folder)
    for path, text in PARTS.items():
        text = changed.get(path.replace("/", "_").partition(".")[0], text)
        if text is not None:
            file = folder / path
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_text(text, encoding="utf-8")
    return folder
