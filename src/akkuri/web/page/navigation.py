"""The pages that the site leads to: each module declares its own as SITE_PAGES, nothing lists them."""

from dataclasses import dataclass
from functools import cache

from akkuri.declared import declared

__all__ = ["SitePage", "navigation", "site_pages"]


@dataclass(frozen=True, slots=True)
class SitePage:
    """One page that is the same for every release."""

    path: str
    nav: int | None = None
    """Its place in the navigation, where it is in it under the text `web.nav_<key>`."""
    key: str = ""
    crawled: bool = True
    """Whether the sitemap leads to it."""

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
