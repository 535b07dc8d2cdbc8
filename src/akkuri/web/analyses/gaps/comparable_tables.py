"""What comparable facilities cost, for a page: sentences and the list of facilities behind them."""

from dataclasses import dataclass

from akkuri.analysis.evidence import cited
from akkuri.analysis.gaps.comparable_words import said, scale_name
from akkuri.analysis.gaps.comparables import Comparable, ComparablePool, Comparables
from akkuri.analysis.gaps.plans.candidates import known_sum
from akkuri.analysis.model.values import Model
from akkuri.analysis.views.asking import Basis
from akkuri.texts import text
from akkuri.web.page.addresses import with_params
from akkuri.web.page.values import PageView, Value

__all__ = ["CostTable", "cost_tables", "cost_words", "costs_of"]


@dataclass(frozen=True, slots=True)
class CostTable:
    """One capability in one scale class."""

    title: str
    sentences: list[str]
    headings: list[str]
    rows: list[list[list[Value]]]
    href: str
    """The same as a view, with its files."""


def cost_words(lang: str) -> dict[str, str]:
    """Return the words around the tables."""
    keys = {
        "title": "views.view_comparables",
        "files": "analysis_pages.comparables_files",
        "none": "analysis.comparables_none",
    }
    return {name: text(lang, key) for name, key in keys.items()}


def cost_tables(groups: list[Comparables], model: Model, view: PageView) -> list[CostTable]:
    """Word groups of comparable facilities, each facility with its link, sum, year, country and sources."""
    return [_table(group, model, view) for group in groups]


def costs_of(record: str, basis: Basis, view: PageView) -> list[CostTable]:
    """Return what compares with a stated need, or with a planned facility whose sum is not told."""
    model, parameters = basis.model, basis.parameters
    capabilities: list[str] = []
    if record in model.gaps:
        capabilities = list(model.gaps[record].capabilities)
    elif record in model.facilities:
        planned = model.facilities[record].status in parameters.group("planned-status")
        listed = [item for item in model.investments if item.facility == record]
        if planned and known_sum(listed).amount is None:
            capabilities = sorted({use.capability for use in model.uses if use.facility == record})
    if not capabilities:
        return []
    pool = ComparablePool(model, parameters)
    return cost_tables([group for each in capabilities for group in pool.of(each)], model, view)


def _table(group: Comparables, model: Model, view: PageView) -> CostTable:
    lang = view.lang
    capability = model.concept_label("capability", group.capability, lang)
    columns = ("name", "amount_eur", "year", "country", "covers", "capability_count", "standing_name")
    parts = (("counted", group.counted), ("unconverted", group.unconverted), ("planned", group.planned))
    return CostTable(
        f"{capability} ({scale_name(group.scale, lang)})",
        said(group, lang),
        [text(lang, f"views.col_{name}") for name in (*columns, "source_names")],
        [_row(each, standing, group, model, view) for standing, these in parts for each in these],
        view.local(with_params("/gaps/comparables", capability=group.capability, scale=group.scale)),
    )


def _row(
    item: Comparable, standing: str, group: Comparables, model: Model, view: PageView
) -> list[list[Value]]:
    words, money, told = view.language, item.investment, group.low is not None
    amount = Value(words.money(str(money.amount), "EUR")) if told and money.amount is not None else None
    return [
        [view.link(item.facility.iri)],
        [amount] if amount else [],
        [Value(str(money.year))] if money.year else [],
        [Value(words.country(item.facility.country))] if item.facility.country else [],
        [Value(money.covers, lang="en" if view.lang != "en" else None)] if told and money.covers else [],
        [Value(words.number(len(item.capabilities)))],
        [Value(text(view.lang, f"analysis.comparables_standing_{standing}"))],
        [view.link(source.source) for source in cited(model, money.iri)],
    ]
