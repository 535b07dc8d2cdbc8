"""The chains of facilities that do the steps asked for, each with place, access and way in."""

from typing import Any, Final

from akkuri.analysis.chain.chains import Chains, Missing, join
from akkuri.analysis.chain.filters import CHAINS, STEP
from akkuri.analysis.chain.links import HOLE, ChainLink, served
from akkuri.analysis.chain.places import ServicePlaces
from akkuri.analysis.chain.steps import ServiceStep, step_name
from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.views.columns import Holds, ViewColumn, plain
from akkuri.analysis.views.filters import REGION
from akkuri.analysis.views.view import NoPage, View, ViewRows
from akkuri.texts import text
from akkuri.texts.locales import country_name

__all__ = ["VIEW"]


def _rows(asked: GapsAsked) -> ViewRows:
    steps = asked[STEP] or ()
    places = ServicePlaces(asked.model)
    serving = [served(asked.model, asked.parameters, step, asked.area) for step in steps]
    chains = join(serving, asked[CHAINS] or 1, places.near)
    rows = [
        _row(asked, places, number, place, links, steps[place])
        for number, links in enumerate(chains.found, start=1)
        for place in range(len(links))
    ]
    notes = [_missing(asked, places, one, steps[one.step], links) for one, links in _breaks(chains)]
    broken = {one.step for one in chains.missing}
    notes += [
        _left_out(asked, steps[n], key, names)
        for n, one in enumerate(serving)
        for key, names in (("unscaled", one.unscaled), ("joint", one.joint if n in broken else ()))
        if names
    ]
    notes.append(text(asked.lang, "analysis.note_chain"))
    if scales := sorted(asked.model.scales, key=lambda scale: asked.model.scales[scale]):
        names = ", ".join(asked.concept("scale", scale) for scale in scales)
        notes.append(text(asked.lang, "analysis.note_chain_scales", names=names))
    whole = not chains.missing
    summary = text(
        asked.lang,
        f"analysis.{'chain_whole' if whole else 'chain_broken'}",
        count=chains.count if whole else len(chains.missing),
        names=" – ".join(step_name(asked, step) for step in steps),
    )
    totals = {
        "chains": chains.count,
        "whole": whole,
        "missing": [one.step + 1 for one in chains.missing],
        "steps": [step_name(asked, step) for step in steps],
    }
    return ViewRows(rows, tuple(notes), totals, summary)


def _breaks(chains: Chains) -> list[tuple[Missing, tuple[ChainLink, ...]]]:
    """Return the missing links, each with one chain that shows what stands before it."""
    best = chains.found[0] if chains.found else ()
    return [(one, best) for one in chains.missing]


def _row(
    asked: GapsAsked,
    places: ServicePlaces,
    number: int,
    place: int,
    links: tuple[ChainLink, ...],
    step: ServiceStep,
) -> dict[str, Any]:
    link, before = links[place], links[place - 1] if place else HOLE
    known = link is not HOLE
    facility = asked.model.facilities[link.facility] if known else None
    km = places.distance(before.facility, link.facility) if known and before is not HOLE else None
    ways = places.ways_in(link.facility) if known else []
    return {
        "chain": number,
        "step": place + 1,
        "step_name": step_name(asked, step),
        "capabilities": list(link.capabilities),
        "facility": link.facility or None,
        "facility_name": asked.name(link.facility) if known else text(asked.lang, "analysis.chain_hole"),
        "scale": link.scale or None,
        "scale_name": asked.concept("scale", link.scale),
        "place": places.town(link.facility, asked.lang) if known else "",
        "country": facility.country if facility else None,
        "km": round(km) if km is not None else None,
        "access": list(link.access),
        "access_names": [asked.concept("access-mode", mode) for mode in link.access],
        "way_in": next(iter(ways), ""),
        "ways_in": ways,
        "abroad": link.abroad,
    }


def _missing(
    asked: GapsAsked, places: ServicePlaces, one: Missing, step: ServiceStep, links: tuple[ChainLink, ...]
) -> str:
    """Name a missing link, why it is missing, and the nearest abroad."""
    words = {"number": one.step + 1, "name": step_name(asked, step)}
    found = text(asked.lang, f"analysis.chain_{'nobody' if one.nobody else 'no_scale'}", **words)
    if not one.offered:
        return f"{found} {text(asked.lang, 'analysis.chain_none_abroad')}"
    before = links[one.step - 1] if one.step and links else HOLE
    named = []
    for link in one.offered:
        elsewhere = before is not HOLE and before.facility != link.facility
        km = places.distance(before.facility, link.facility) if elsewhere else None
        code = asked.model.facilities[link.facility].country or ""
        country = country_name(asked.lang, code) or code
        where = ", ".join(filter(None, [places.town(link.facility, asked.lang), country]))
        named.append(f"{asked.name(link.facility)} ({where}{f', {km:.0f} km' if km is not None else ''})")
    return f"{found} {text(asked.lang, 'analysis.chain_abroad', names='; '.join(dict.fromkeys(named)))}"


def _left_out(asked: GapsAsked, step: ServiceStep, key: str, facilities: tuple[str, ...]) -> str:
    """Name who does a step and stands in no chain, and why."""
    names = "; ".join(asked.names(facilities))
    return text(asked.lang, f"analysis.chain_{key}", name=step_name(asked, step), names=names)


VIEW: Final = View(
    name="chain",
    order=10,
    rows=_rows,
    columns=(
        ViewColumn("chain", Holds.NUMERAL),
        ViewColumn("step", Holds.NUMERAL),
        *plain("step_name"),
        ViewColumn("capabilities", Holds.CONCEPTS, "capability"),
        *plain("facility"),
        ViewColumn("facility_name", Holds.RECORD, "facility"),
        *plain("scale", "scale_name", "place"),
        ViewColumn("country", Holds.COUNTRY),
        *plain("km", "access", "access_names", "way_in", "ways_in", "abroad"),
    ),
    shown=(
        *("chain", "step", "step_name", "facility_name", "scale_name"),
        *("place", "country", "km", "access_names", "ways_in"),
    ),
    filters=(STEP, REGION, CHAINS),
    needs=(STEP,),
    page=NoPage("Its page is /chain."),
)
