"""The catalogue: DCAT-AP 3, one data set with its distributions and its SPARQL service."""

from collections.abc import Iterable, Mapping
from typing import Final

from pyoxigraph import Literal, NamedNode, Quad

from akkuri.publish.about.dataset import About
from akkuri.publish.about.statements import XSD, Statements, Values
from akkuri.publish.export_format import ExportFormat
from akkuri.publish.formats import FORMATS
from akkuri.texts import LANGUAGES, text

__all__ = ["describe_catalog", "describe_file"]

_EU: Final = "http://publications.europa.eu/resource/authority/"
_LANGUAGES: Final = {"en": f"{_EU}language/ENG", "fi": f"{_EU}language/FIN", "sv": f"{_EU}language/SWE"}
_MEDIA: Final = "http://www.iana.org/assignments/media-types/"
_STABLE: Final = f"{_EU}planned-availability/STABLE"
_DCATAP: Final = "http://data.europa.eu/r5r/"
_ATTRIBUTION: Final = "http://purl.org/adms/licencetype/Attribution"
_PROTOCOL: Final = "https://www.w3.org/TR/sparql11-protocol/"


def describe_catalog(about: About, forms: Iterable[ExportFormat] = FORMATS) -> list[Quad]:
    """Return the catalogue as part of the graph `graph/release`, with `forms` as its distributions."""
    names = about.names
    out = Statements(names, names.graph("release"))
    _publisher(out, about)
    _licence(out, about)
    out.add(names.base, a=out.iri("foaf:Document"))
    for iri in _LANGUAGES.values():
        _authority(out, iri, "dct:LinguisticSystem")
    shared = _shared(out, about)
    out.add(
        about.catalog,
        a=out.iri("dcat:Catalog"),
        foaf_homepage=NamedNode(names.base),
        dcat_dataset=NamedNode(about.dataset),
        dcat_service=NamedNode(f"{about.catalog}#sparql"),
        dcat_themeTaxonomy=NamedNode(f"{_EU}data-theme"),
        dct_spatial=[NamedNode(iri) for iri in about.spatial],
        **shared,
    )
    found = _found_by(out, about)
    _dataset(out, about, shared, found)
    _distributions(out, about, forms)
    _service(out, about, found)
    out.add(f"{_EU}data-theme", a=out.iri("skos:ConceptScheme"), dct_title=out.texts({"en": "Data theme"}))
    return out.quads


def _publisher(out: Statements, about: About) -> None:
    """State who publishes, and how they are reached."""
    out.add(about.publisher_iri, a=out.iri("foaf:Agent"), foaf_name=about.publisher)
    key = "vcard_hasEmail" if about.contact.startswith("mailto:") else "vcard_hasURL"
    out.add(
        f"{about.catalog}#contact",
        a=out.iri("vcard:Kind"),
        vcard_fn=about.publisher,
        **{key: NamedNode(about.contact or about.names.base)},
    )


def _licence(out: Statements, about: About) -> None:
    """State what the licence is, and asks for where that is known."""
    out.add(about.licence, a=out.iri("dct:LicenseDocument"))
    if about.licence.startswith("https://creativecommons.org/licenses/by/"):
        out.add(about.licence, dct_type=NamedNode(_ATTRIBUTION))
        out.add(
            _ATTRIBUTION,
            a=out.iri("skos:Concept"),
            skos_prefLabel=out.texts({"en": "Attribution"}),
            skos_inScheme=NamedNode(f"{_ATTRIBUTION.rpartition('/')[0]}/1.0"),
        )


def _shared(out: Statements, about: About) -> dict[str, Values]:
    """Return what is said of the catalogue and of its data set alike."""
    issued, publisher = out.date(about.issued), NamedNode(about.publisher_iri)
    return {
        "dct_title": out.texts(about.title),
        "dct_description": out.texts(about.description),
        "dct_creator": publisher,
        "dct_publisher": publisher,
        "dct_license": NamedNode(about.licence),
        "dct_issued": issued,
        "dct_modified": issued,
        "dct_language": [NamedNode(iri) for iri in _LANGUAGES.values()],
    }


def _found_by(out: Statements, about: About) -> dict[str, Values]:
    """Return by what the data set and its service are found, and whom to ask about them."""
    return {
        "dcat_contactPoint": NamedNode(f"{about.catalog}#contact"),
        "dcat_theme": [NamedNode(iri) for iri in about.themes],
        "dcat_keyword": [word for lang, text in about.keywords for word in out.texts({lang: text})],
    }


def _dataset(
    out: Statements, about: About, shared: Mapping[str, Values], found: Mapping[str, Values]
) -> None:
    """State the data set: where, of when and on what it is, and that it is open to all."""
    issued, period, public = out.date(about.issued), f"{about.catalog}#period", f"{_EU}access-right/PUBLIC"
    out.add(
        about.dataset,
        a=out.iri("dcat:Dataset"),
        dct_identifier=about.names.base,
        dct_accessRights=NamedNode(public),
        dct_spatial=[NamedNode(iri) for iri in about.spatial],
        dct_temporal=NamedNode(period) if issued else None,
        dcat_landingPage=NamedNode(about.names.base),
        **found,
        **shared,
    )
    _authority(out, public, "dct:RightsStatement")
    if issued:
        out.add(period, a=out.iri("dct:PeriodOfTime"), dcat_endDate=issued)
    for iri in about.spatial:
        _authority(out, iri, "dct:Location")
    for iri, labels in about.themes.items():
        _authority(out, iri, "skos:Concept")
        out.add(iri, skos_prefLabel=out.texts(labels))


def _service(out: Statements, about: About, found: Mapping[str, Values]) -> None:
    """State the SPARQL service of the data set."""
    address = f"{about.names.base}sparql"
    out.add(
        f"{about.catalog}#sparql",
        a=out.iri("dcat:DataService"),
        dct_title=[*out.texts({lang: text(lang, "publish.service-title") for lang in LANGUAGES})],
        dct_description=[*out.texts({lang: text(lang, "publish.service-description") for lang in LANGUAGES})],
        dct_publisher=NamedNode(about.publisher_iri),
        dct_license=NamedNode(about.licence),
        dct_conformsTo=NamedNode(_PROTOCOL),
        dcat_endpointURL=NamedNode(address),
        dcat_endpointDescription=NamedNode(address),
        dcat_servesDataset=NamedNode(about.dataset),
        **found,
    )
    out.add(address, a=out.iri("rdfs:Resource"))
    out.add(_PROTOCOL, a=out.iri("dct:Standard"))


def _distributions(out: Statements, about: About, forms: Iterable[ExportFormat]) -> None:
    """State the files that every server of the release has; what needs an extra, not every one can make."""
    _authority(out, _STABLE, "skos:Concept")
    out.add(_STABLE, skos_prefLabel=out.texts({"en": "Stable"}))
    for form in (form for form in forms if form.extra is None):
        distribution = f"{about.catalog}#{form.name}"
        address = NamedNode(f"{about.names.base}download/{form.file_name}")
        code = form.file_type
        out.add(about.dataset, dcat_distribution=NamedNode(distribution))
        out.add(
            distribution,
            a=out.iri("dcat:Distribution"),
            dct_title=form.name,
            dct_description=[*out.texts({lang: text(lang, form.title_key) for lang in LANGUAGES})],
            dct_license=NamedNode(about.licence),
            dct_format=NamedNode(f"{_EU}file-type/{code}") if code else None,
            dcat_mediaType=NamedNode(_MEDIA + form.media_type),
            dcat_packageFormat=NamedNode(_MEDIA + form.media_type) if form.packaged else None,
            dcat_accessURL=address,
            dcat_downloadURL=address,
            **{f"{_DCATAP}availability": NamedNode(_STABLE)},
        )
        out.add(_MEDIA + form.media_type, a=out.iri("dct:MediaType"))
        if code:
            _authority(out, f"{_EU}file-type/{code}", "dct:MediaTypeOrExtent")


def _authority(out: Statements, iri: str, cls: str) -> None:
    """Say of an entry of an EU authority list what validators look for and would have to fetch."""
    out.add(iri, a=out.iri(cls))
    if iri.startswith(_EU):
        out.add(iri, skos_inScheme=NamedNode(iri.rpartition("/")[0]))


def describe_file(about: About, form: ExportFormat, size: int, sha256: str) -> list[Quad]:
    """Return what is known of a distribution once its file is made: its bytes and their SHA-256."""
    out = Statements(about.names, about.names.graph("release"))
    distribution, place = f"{about.catalog}#{form.name}", f"{about.catalog}#{form.name}-checksum"
    out.add(distribution, dcat_byteSize=size, spdx_checksum=NamedNode(place))
    out.add(
        place,
        a=out.iri("spdx:Checksum"),
        spdx_algorithm=out.iri("spdx:checksumAlgorithm_sha256"),
        spdx_checksumValue=Literal(sha256, datatype=NamedNode(f"{XSD}hexBinary")),
    )
    out.add(out.iri("spdx:checksumAlgorithm_sha256").value, a=out.iri("spdx:ChecksumAlgorithm"))
    return out.quads
