"""How much of what is recorded is known from one publisher, and what a little more reading would bring."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any, Final

from akkuri.analysis.gaps.asked import GapsAsked
from akkuri.analysis.seen.again import Outlook, outlook, seen
from akkuri.analysis.seen.mentions import Mentions, home_mentions
from akkuri.analysis.views.columns import plain
from akkuri.analysis.views.filters import STAGE
from akkuri.analysis.views.view import View, ViewPage, ViewRows
from akkuri.texts import text

__all__ = ["MORE", "VIEW"]

MORE: Final = 0.25
"""The further reading that is looked out for, as a share of the reading so far."""


def _rows(asked: GapsAsked) -> ViewRows:
    everything = home_mentions(asked.model, asked.parameters)
    in_use = home_mentions(asked.model, asked.parameters, in_use=True)
    phrase = asked.lang
    rows = [
        _row(asked, None, text(phrase, "analysis.seen_all"), everything),
        _row(asked, None, text(phrase, "analysis.seen_in_use"), in_use),
    ]
    if asked[STAGE] is not None:
        rows = []
    for stage, facilities in _by_stage(asked):
        named = {iri: in_use[iri] for iri in sorted(facilities) if iri in in_use}
        rows.append(_row(asked, stage, asked.stage_name(stage), named))
    notes = (
        text(phrase, "analysis.seen_assumed"),
        text(phrase, "analysis.seen_collections"),
        text(phrase, "analysis.seen_no_total"),
    )
    return ViewRows(rows, notes)


def _row(asked: GapsAsked, stage: str | None, name: str, mentions: Mentions) -> Mapping[str, Any]:
    found = seen(mentions)
    ahead = outlook(found, MORE)
    return {
        "stage": stage,
        "counted": name,
        "seen_recorded": found.recorded,
        "from_one_publisher": found.once,
        "publisher_mentions": found.mentions,
        "more_expected": round(ahead.expected) if ahead else None,
        "more_low": ahead.low if ahead else None,
        "more_high": ahead.high if ahead else None,
        "more_told": _told(ahead, asked.lang),
    }


def _told(ahead: Outlook | None, lang: str) -> str:
    if ahead is None:
        return text(lang, "analysis.seen_too_few")
    return text(lang, "analysis.seen_more", count=round(ahead.expected), low=ahead.low, high=ahead.high)


def _by_stage(asked: GapsAsked) -> Iterator[tuple[str, Collection[str]]]:
    """Give each stage of the chain with the facilities that serve it, by themselves or by what they offer."""
    model = asked.model
    for stage in sorted(model.stages, key=lambda each: model.stages[each]):
        if asked.wants(stage):
            yield stage, model.at_stage(stage)


VIEW: Final = View(
    name="seen",
    order=85,
    rows=_rows,
    columns=plain(
        "stage",
        "counted",
        "seen_recorded",
        "from_one_publisher",
        "publisher_mentions",
        "more_expected",
        "more_low",
        "more_high",
        "more_told",
    ),
    shown=("counted", "seen_recorded", "from_one_publisher", "publisher_mentions", "more_told"),
    filters=(STAGE,),
    page=ViewPage("chain"),
)
