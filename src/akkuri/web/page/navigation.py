"""The pages that the site leads to: each module declares its own as SITE_PAGES, nothing lists them."""

from dataclasses import dataclass
from functools import cache

from akkuri.declared import declared

__all__ = ["SitePage", "navigation", "site_pages", "ways_to"]


@dataclass(frozen=True, slots=True)
class SitePage:
    """One page that is the same for every release."""

    path: str
    nav: int | None = None
    """Its place in the navigation, where it is in it under the text `web.nav_<key>`."""
    key: str = ""
    crawled: bool = True
    """Whether the sitemap leads to it."""
    part_of: str = ""
    """The page of the navigation that it is reached by, where its address does not say so."""
    holds: tuple[str, ...] = ()
    """What the addresses of other pages begin with that are reached by it, such as those of records."""

    @property
    def title_key(self) -> str:
        """The key of what the navigation calls it."""
        return f"web.nav_{self.key or self.path.strip('/')}"


@cache
def site_pages() -> tuple[SitePage, ...]:
    """Return every page that a module of the site declares, those of the navigation first, in its order.

    Raises ValueError for two pages at one address.
    """
    found = [page for _, pages in declared("akkuri.web", "SITE_PAGES", tuple) for page in pages]
    found.sort(key=lambda page: (page.nav is None, page.nav, page.path))
    paths = [page.path for page in found]
    if twice := [path for path in paths if paths.count(path) > 1]:
        raise ValueError(f"Two modules declare the page {twice[0]}.")
    return tuple(found)


def navigation() -> tuple[SitePage, ...]:
    """Return the pages of the navigation in order."""
    return tuple(page for page in site_pages() if page.nav is not None)


def ways_to(here: str) -> frozenset[str]:
    """Return the pages of the site that lead to the page at a path: itself, and those whose part it is."""
    found = set()
    for page in site_pages():
        if _within(here, page.path):
            found |= {page.path, page.part_of} - {""}
    held = [(len(start), page.path) for page in site_pages() for start in page.holds if _within(here, start)]
    return frozenset(found | {path for _, path in sorted(held)[-1:]})


def _within(here: str, path: str) -> bool:
    return here == path or here.startswith(f"{path}/")
