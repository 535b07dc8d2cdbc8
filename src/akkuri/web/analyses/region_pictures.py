"""What a region looks like: where its facilities are, and who there works together."""

from dataclasses import dataclass

from akkuri.web.analyses.basis import served_basis
from akkuri.web.analyses.small_network import SmallNetwork, network_among
from akkuri.web.map.small_map import SmallMap, small_map
from akkuri.web.page.values import PageView

__all__ = ["RegionPictures", "region_pictures"]


@dataclass(frozen=True, slots=True)
class RegionPictures:
    """Both pictures; None where there is nothing to draw."""

    map: SmallMap | None
    network: SmallNetwork | None


def region_pictures(region: str, shown: PageView) -> RegionPictures:
    """Draw the facilities of a region, and those actors that are there or operate one of them."""
    model = served_basis().model
    facilities = [one for _, one in sorted(model.facilities.items()) if one.region == region]
    actors = {actor.iri for actor in model.organisations.values() if actor.region == region}
    actors |= {operator for facility in facilities for operator in facility.operators}
    return RegionPictures(small_map(model, facilities, shown, region=region), network_among(actors, shown))
