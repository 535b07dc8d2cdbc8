"""Pairs that fit and have never worked together, each with the reason in words."""

from typing import Final

from akkuri.analysis.network.asked import NetworkAsked
from akkuri.analysis.network.filters import COUNTRY
from akkuri.analysis.network.pairs import (
    Neighbours,
    Pair,
    ScoredPair,
    complementary,
    neighbours,
    scored,
    strangers,
)
from akkuri.analysis.network.rolled import Rolled
from akkuri.analysis.views.columns import Holds, ViewColumn, plain
from akkuri.analysis.views.filters import GROUPS, STAGE, TOP, most
from akkuri.analysis.views.view import Front, View, ViewPage, ViewRows
from akkuri.texts import text

__all__ = ["VIEW"]

MOST: Final = 20
"""So many pairs unless more are asked for: each costs the search for its reason."""
TOLD: Final = 2
"""So many fits are told in a reason."""
NAMED: Final = 3
"""So many common acquaintances are named in a reason."""


def _rows(asked: NetworkAsked) -> ViewRows:
    country, breadth = asked[COUNTRY] or asked.model.home, asked[GROUPS] or "own"
    # For those asked about each by itself, the row says through whom they are tied all the same.
    around = _around(asked)
    shown = Rolled(asked.model.groups, around, "family" if breadth == "none" else breadth)
    found, count = complementary(
        asked.model, asked.parameters, around, country, asked[STAGE], most(asked, MOST), breadth
    )
    rows = [
        {
            "one": pair.one,
            "one_name": asked.name(pair.one),
            "other": pair.other,
            "other_name": asked.name(pair.other),
            "score": pair.score,
            "common": list(pair.common),
            "reason": _reason(asked, pair, through := shown.through(pair.one, pair.other)),
            "through": list(through),
            "through_names": asked.names(through),
        }
        for pair in found
    ]
    without = strangers(asked.model, asked.parameters, around, country, asked[STAGE], breadth)
    notes = (
        *asked.told_country(country),
        text(asked.lang, "analysis.note_pairs"),
        text(asked.lang, "analysis.note_strangers", count=without),
        *_left_out(asked, country, breadth, shown),
    )
    hidden = frozenset({"through", "through_names"}) if breadth != "none" else frozenset[str]()
    totals = {"pairs": count, "without_tie": without}
    return ViewRows(rows, notes, totals, total=count, hidden=hidden)


def _around(asked: NetworkAsked) -> Neighbours:
    return asked.basis.once((VIEW.name,), lambda: neighbours(asked.ties, asked.parameters))


def _left_out(asked: NetworkAsked, country: str | None, breadth: str, rolled: Rolled) -> tuple[str, ...]:
    """Say which pairs would be suggested if their groups did not work together, the best first."""
    if breadth == "none":
        return ()
    given = (asked.model, asked.parameters, _around(asked), country, asked[STAGE])
    out = [pair for pair in scored(*given, "none") if rolled.tied(pair.one, pair.other)]
    if not out:
        return ()
    named = "; ".join(_through(asked, pair, rolled) for pair in out[:NAMED])
    return (text(asked.lang, "analysis.note_rolled", count=len(out), names=named),)


def _through(asked: NetworkAsked, pair: ScoredPair, rolled: Rolled) -> str:
    """Return `One – Other (through whom)`."""
    through = asked.names(rolled.through(pair.one, pair.other))
    why = ", ".join(through) or text(asked.lang, "analysis.one_group")
    return f"{asked.name(pair.one)} – {asked.name(pair.other)} ({why})"


def _reason(asked: NetworkAsked, pair: Pair, through: tuple[str, ...]) -> str:
    """Say in words what each brings, who could introduce them, and that nothing ties them yet."""
    lang = asked.lang
    one, other = asked.name(pair.one), asked.name(pair.other)
    sentences = [
        text(
            lang,
            "analysis.reason_fit",
            one=one,
            brings=_list(asked, fit.brings),
            stage=asked.concept("value-chain-stage", fit.stage),
            other=other,
            other_brings=_list(asked, fit.other_brings),
            next_stage=asked.concept("value-chain-stage", fit.next_stage),
        )
        for fit in sorted(pair.fits, key=lambda fit: -fit.score)[:TOLD]
    ]
    if len(pair.fits) > TOLD:
        sentences.append(text(lang, "analysis.reason_more", count=len(pair.fits) - TOLD))
    if pair.common:
        names = ", ".join(asked.names(pair.common[:NAMED]))
        sentences.append(text(lang, "analysis.reason_common", count=len(pair.common), names=names))
    if through:
        sentences.append(text(lang, "analysis.reason_through", names=", ".join(asked.names(through))))
    else:
        sentences.append(text(lang, "analysis.reason_never"))
    return " ".join(sentences)


def _list(asked: NetworkAsked, capabilities: tuple[str, ...]) -> str:
    return ", ".join(asked.concept("capability", c) for c in capabilities)


VIEW: Final = View(
    name="pairs",
    order=70,
    rows=_rows,
    columns=(
        *plain("one"),
        ViewColumn("one_name", Holds.RECORD, "one"),
        *plain("other"),
        ViewColumn("other_name", Holds.RECORD, "other"),
        *plain("score", "common", "reason", "through"),
        ViewColumn("through_names", Holds.RECORDS, "through"),
    ),
    shown=("one_name", "other_name", "score", "reason", "through_names"),
    filters=(COUNTRY, STAGE, GROUPS, TOP),
    most=MOST,
    page=ViewPage("future", Front(5)),
    at_home=True,
    questions=("network/never-together",),
)
