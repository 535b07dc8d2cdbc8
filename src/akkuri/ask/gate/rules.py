"""The gate: what may reach a parser at all. Its verdicts cost microseconds and are remembered."""

from collections import OrderedDict
from threading import Lock
from typing import Final

from akkuri.ask.gate.deviations import needed
from akkuri.ask.gate.parse_errors import misspelt, stray_bracket, unclosed_bracket
from akkuri.ask.gate.scan import FORMS, UPDATES, Scan, place, scan
from akkuri.errors import Refusal
from akkuri.settings import Settings

__all__ = ["Gate"]

REMEMBERED: Final = 2048
SHORT: Final = 16 * 1024


class Gate:
    """Bounds length, nesting and number of parts, lets query forms only pass, and finds SERVICE."""

    def __init__(self, settings: Settings) -> None:
        self._bytes = settings.query_bytes
        self._depth = settings.query_nesting
        self._parts = settings.query_parts
        self._hosts = frozenset(settings.service_hosts)
        self._verdicts: OrderedDict[str, Scan] = OrderedDict()
        self._lock = Lock()

    def check(self, text: str) -> Scan:
        """Return what the scan found, or raise the Refusal that says what is wrong and where."""
        with self._lock:
            known = self._verdicts.get(text)
            if known is not None:
                self._verdicts.move_to_end(text)
                return known
        found = self._judge(text)
        if len(text) <= SHORT:
            with self._lock:
                self._verdicts[text] = found
                if len(self._verdicts) > REMEMBERED:
                    self._verdicts.popitem(last=False)
        return found

    def _judge(self, text: str) -> Scan:
        size = len(text.encode("utf-8", "surrogatepass"))
        if size > self._bytes:
            raise Refusal("too-long", size=size, limit=self._bytes)
        found = scan(text, self._depth, self._parts)
        if found.depth > self._depth:
            raise Refusal("too-deep", limit=self._depth)
        if found.parts > self._parts:
            raise Refusal("too-many-parts", limit=self._parts)
        if found.unclosed_string is not None:
            line, column = place(text, found.unclosed_string)
            raise Refusal("unclosed-string", line=line, column=column)
        if found.form in UPDATES:
            raise Refusal("update-refused", word=found.form.upper())
        if found.stray is not None:
            raise stray_bracket(text, found.stray)
        if found.unclosed is not None:
            raise unclosed_bracket(text, found.unclosed)
        if found.form not in FORMS:
            raise misspelt(text, found)
        if found.services and not self._hosts:
            line, column = place(text, found.services[0].offset)
            raise Refusal("service-refused", line=line, column=column)
        need = needed(text)
        found.needed_graphs, found.needed_terms = need.graphs, need.terms
        return found
