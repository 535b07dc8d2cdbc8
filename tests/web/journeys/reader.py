"""Somebody who reads pages, follows their links and sends their forms, as a browser without script does."""

from collections.abc import Mapping
from urllib.parse import urlencode, urljoin, urlsplit

from flask.testing import FlaskClient
from lxml import html

__all__ = ["LostReaderError", "SiteReader"]


class LostReaderError(AssertionError):
    """What was to be done cannot be done on the page."""


class SiteReader:
    """One visit, which begins at home."""

    def __init__(self, client: FlaskClient, lang: str = "en") -> None:
        self._client = client
        self._headers = {"Accept": "text/html", "Accept-Language": lang}
        self.address = "/"
        self._open("/")

    @property
    def text(self) -> str:
        """What stands on the page, but for what stands on every page."""
        return " ".join(self._main.text_content().split())

    def search(self, words: str) -> None:
        """Type words into the search field and send them."""
        self.fill({"q": words})

    def follow(self, text: str) -> None:
        """Follow the link with a text, or else the first that has it; the page comes before its frame."""
        links = [link for part in (self._main, self._page) for link in part.iter("a") if link.get("href")]
        said = [" ".join(link.text_content().split()) for link in links]
        fitting = [n for n, each in enumerate(said) if each == text]
        fitting += [n for n, each in enumerate(said) if text in each]
        if not fitting:
            raise LostReaderError(f"{self.address} has no link “{text}”.")
        self._open(links[fitting[0]].get("href"))

    def fill(self, values: Mapping[str, str]) -> None:
        """Send the form that has these fields, the others left as they are."""
        for form in self._page.forms:
            if form.method == "GET" and values.keys() <= set(form.fields.keys()):
                kept = {name: value for name, value in form.form_values() if value}
                return self._open(f"{form.get('action') or self.address}?{urlencode({**kept, **values})}")
        raise LostReaderError(f"{self.address} has no form with {', '.join(values)}.")

    def _open(self, address: str) -> None:
        parts = urlsplit(urljoin(self.address, address))
        self.address = parts.path + (f"?{parts.query}" if parts.query else "")
        answer = self._client.get(self.address, headers=self._headers, follow_redirects=True)
        if answer.status_code != 200:
            raise LostReaderError(f"{self.address} answers with {answer.status_code}.")
        self._page = html.fromstring(answer.text)
        self._main = self._page.get_element_by_id("main")
