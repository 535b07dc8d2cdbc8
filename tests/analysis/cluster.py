"""A small hand-written cluster: two stages, a few capabilities, and the statements that a test adds."""

from pyoxigraph import RdfFormat, Store

from akkuri.analysis.model.loading import load_model
from akkuri.analysis.model.statements import EngineSource
from akkuri.analysis.model.values import Model
from akkuri.namespaces import Names

PREFIXES = """
@prefix ak: <https://w3id.org/akkuri/ontology#> .
@prefix foaf: <http://xmlns.com/foaf/0.1/> .
@prefix skos: <http://www.w3.org/2004/02/skos/core#> .
@prefix org: <https://w3id.org/akkuri/id/organisation/> .
@prefix net: <https://w3id.org/akkuri/id/network/> .
@prefix fac: <https://w3id.org/akkuri/id/facility/> .
@prefix prj: <https://w3id.org/akkuri/id/project/> .
@prefix x: <https://w3id.org/akkuri/id/other/> .
@prefix cap: <https://w3id.org/akkuri/concept/capability/> .
@prefix stage: <https://w3id.org/akkuri/concept/value-chain-stage/> .
@prefix region: <https://w3id.org/akkuri/concept/region/> .
@prefix status: <https://w3id.org/akkuri/concept/status/> .
@prefix scale: <https://w3id.org/akkuri/concept/scale/> .
@prefix access: <https://w3id.org/akkuri/concept/access-mode/> .
@prefix type: <https://w3id.org/akkuri/concept/organisation-type/> .
@prefix role: <https://w3id.org/akkuri/concept/participation-role/> .
@prefix kind: <https://w3id.org/akkuri/concept/collaboration-kind/> .
@prefix gap: <https://w3id.org/akkuri/concept/gap-kind/> .
@prefix scheme: <https://w3id.org/akkuri/concept/> .
"""
FRAME = """
stage:one skos:inScheme scheme:value-chain-stage ; ak:order 1 .
stage:two skos:inScheme scheme:value-chain-stage ; ak:order 2 .
cap:all skos:inScheme scheme:capability .
cap:mix skos:inScheme scheme:capability ; skos:broader cap:all ; ak:expectedStage stage:one , stage:two .
cap:test skos:inScheme scheme:capability ; skos:broader cap:all ; ak:expectedStage stage:two .
cap:shake skos:inScheme scheme:capability ; skos:broader cap:test .
region:FI1A skos:inScheme scheme:region . region:FI1B skos:inScheme scheme:region .
"""


def store_of(turtle: str) -> Store:
    """Return a store with the frame and some statements."""
    store = Store()
    store.load((PREFIXES + FRAME + turtle).encode(), format=RdfFormat.TURTLE)
    return store


def model_of(turtle: str) -> Model:
    """Return the model of some statements."""
    return load_model(EngineSource(store_of(turtle)), Names())


PLACE = 'ak:countryCode "FI" ; ak:region region:FI1A'


def facility(name: str, operator: str = "a", status: str | None = "operational", more: str = "") -> str:
    state = f"ak:status status:{status} ;" if status else ""
    document = f"<https://w3id.org/akkuri/doc/facility/{name}> foaf:primaryTopic fac:{name} .\n"
    return f"{document}fac:{name} a ak:Facility ; ak:operator org:{operator} ; {state} {more} {PLACE} .\n"


def offering(name: str, facility: str, capability: str = "mix", stage: str = "one", more: str = "") -> str:
    return (
        f"x:{name} a ak:Offering ; ak:facility fac:{facility} ; ak:capability cap:{capability} ;"
        f" ak:stage stage:{stage} {more} .\n"
    )


NEED = "x:need a ak:Gap ; ak:gapKind gap:laboratory ; ak:stage stage:one ; ak:capability cap:mix .\n"
OPEN_PILOT = "; ak:accessMode access:open ; ak:scale scale:pilot"
LABELS = "".join(
    f'<https://w3id.org/akkuri/concept/{c}> ak:labelEn "{c}" ; skos:inScheme scheme:{c.partition("/")[0]} .\n'
    for c in (
        "status/operational",
        "status/closed",
        "scale/pilot",
        "access-mode/open",
        "region/FI1A",
        "region/FI1B",
    )
)
