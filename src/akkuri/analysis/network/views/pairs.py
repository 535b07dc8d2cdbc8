"""Pairs that fit and have never worked together, each with the reason in words."""

from typing import Final

from akkuri.analysis.network.asked import NetworkAsked
from akkuri.analysis.network.filters import COUNTRY
from akkuri.analysis.network.pairs import Pair, complementary
from akkuri.analysis.views.columns import Holds, ViewColumn, plain
from akkuri.analysis.views.filters import STAGE, TOP
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
    country = asked[COUNTRY] or asked.model.home
    found, count = complementary(
        asked.model,
        asked.parameters,
        asked.ties,
        country,
        asked[STAGE],
        asked.most(MOST),
    )
    rows = [
        {
            "one": pair.one,
            "one_name": asked.name(pair.one),
            "other": pair.other,
            "other_name": asked.name(pair.other),
            "score": pair.score,
            "common": list(pair.common),
            "reason": _reason(asked, pair),
        }
        for pair in found
    ]
    note = text(asked.lang, "analysis.note_pairs")
    return ViewRows(rows, (note,), {"pairs": count}, total=count)


def _reason(asked: NetworkAsked, pair: Pair) -> str:
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
        *plain("score", "common", "reason"),
    ),
    shown=("one_name", "other_name", "score", "reason"),
    filters=(COUNTRY, STAGE, TOP),
    most=MOST,
    page=ViewPage("future", Front(5)),
)
