"""The forms of views: one field for each filter, with what may be chosen where that can be listed."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from flask import request

from akkuri.analysis.views.asking import Asked
from akkuri.analysis.views.filter import Filter
from akkuri.analysis.views.filters import REGION
from akkuri.errors import UsageError
from akkuri.naming.alphabet import alphabetical
from akkuri.texts import text
from akkuri.web.analyses.view_tables import phrases
from akkuri.web.http.repeated import refuse_repeated
from akkuri.web.page.values import PageView

__all__ = ["FilterField", "actor_names", "filter_fields", "given", "refuse_repeated_filters"]

_LENGTH: Final = 200
_OFFERED: Final = 2_000
"""So many names are offered while one writes; more would make the page heavy."""


@dataclass(frozen=True, slots=True)
class FilterField:
    """One field of a form: a choice, or a line to write on where there are no options."""

    name: str
    label: str
    value: str
    options: tuple[tuple[str, str], ...] = ()
    asked: bool = False
    """Whether the address gives it."""
    numeric: bool = False
    listed: bool = False
    """Whether the names of the actors are offered while one writes."""
    hint: str = ""
    """What is written in it, where that is no choice and no name."""
    wrong: bool = False
    """Whether it is what the page refuses."""
    chosen: tuple[str, ...] | None = None
    """What is chosen where several may be; None where one is."""


def given(filters: Iterable[Filter[Any]]) -> dict[str, Any]:
    """Return what the address gives for filters: a text, or several where there may be many."""
    found: dict[str, Any] = {}
    for item in filters:
        texts = [each for value in request.args.getlist(item.name) if (each := value.strip()[:_LENGTH])]
        if texts:
            found[item.name] = tuple(texts) if item.many else texts[0]
    return found


def refuse_repeated_filters(filters: Iterable[Filter[Any]], lang: str) -> None:
    """Raise UsageError where the address gives a field of a form twice, for which one may be chosen."""
    labels = {item.name: text(lang, f"views.field_{item.worded}") for item in filters if not item.many}
    refuse_repeated(labels, lang, labels)


def filter_fields(
    filters: Iterable[Filter[Any]],
    values: Mapping[str, Any],
    asked: Asked,
    shown: PageView,
    at_home: bool = False,
    wrong: Sequence[str] = (),
) -> list[FilterField]:
    """Return the fields of a form, filled in with what was given.

    With `at_home` no country means the home country, and the form says so. `wrong` names those refused.
    """
    found = [_field(item, values.get(item.name) or "", asked, shown, at_home) for item in filters]
    return [replace(field, wrong=field.name in wrong) for field in found]


def actor_names(asked: Asked, filters: Iterable[Filter[Any]]) -> list[str]:
    """Return the names of the actors, to be offered while one writes; none where there are too many."""
    organisations = asked.model.organisations
    if not any(item.actors for item in filters) or len(organisations) > _OFFERED:
        return []
    return alphabetical(map(asked.name, organisations))


def _field(item: Filter[Any], value: Any, asked: Asked, shown: PageView, at_home: bool) -> FilterField:
    written = value[0] if isinstance(value, tuple) else str(value)
    written = _understood(item, value, asked) or written
    at_home = at_home and item.countries
    options = _options(item, written, asked, shown, at_home)
    home = (item is REGION or at_home) and written == asked.model.home
    return FilterField(
        item.name,
        text(shown.lang, f"views.field_{item.worded}"),
        "" if home else written,
        tuple(options),
        asked=bool(written),
        numeric=item.schema["type"] in ("integer", "number"),
        listed=item.actors,
        hint=text(shown.lang, item.expects) if item.expects else "",
    )


def _understood(item: Filter[Any], value: Any, asked: Asked) -> str:
    """Return the one of a filter's choices that a name means; empty where there is none."""
    if not item.choices or not value:
        return ""
    try:
        meant = item.read(asked, value)
    except UsageError:
        return ""
    return str(meant[0] if isinstance(meant, tuple) else meant)


def _options(
    item: Filter[Any], value: str, asked: Asked, shown: PageView, at_home: bool
) -> list[tuple[str, str]]:
    """Return what may be chosen; what was given and is not in the list is added to it."""
    found = item.choices(asked) if item.choices else []
    if not found:
        return []
    phrase, home = phrases(shown.lang), asked.model.home
    if item.countries:
        named = [(code, shown.language.country(code) if code == label else label) for code, label in found]
        found = sorted(named, key=lambda pair: pair[1].casefold())
    if item is REGION and value not in {*dict(found), home, ""}:
        found.append((value, shown.language.country(value)))
    if item.default:
        return found
    if at_home and home:
        return [("", shown.language.country(home)), *(pair for pair in found if pair[0] != home)]
    if item is REGION and home:
        return [("", phrase("any_region", country=shown.language.country(home))), *found]
    return [("", phrase("any")), *found]
