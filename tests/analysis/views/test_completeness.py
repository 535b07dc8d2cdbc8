"""Every view has its texts in every language and the columns it declares; what is lacking is named."""

from typing import Any

import pytest

from akkuri.analysis.model.values import Model
from akkuri.analysis.subjects import GAPS, NETWORK, SUBJECTS
from akkuri.analysis.views.asking import Asked, Basis, ViewRequest
from akkuri.analysis.views.columns import plain
from akkuri.analysis.views.filter import Filter, Takes
from akkuri.analysis.views.subject import Subject
from akkuri.analysis.views.table import ViewTable
from akkuri.analysis.views.view import Front, NoPage, View, ViewPage, ViewRows
from akkuri.analysis.weights import Parameters
from akkuri.ask.named.chart import ChartDeclaration
from akkuri.texts import LANGUAGES, catalogue, text

from .needed_texts import lacking, odd_rows

EVERY = [(subject, view.name) for subject in SUBJECTS for view in subject.views]
ASKS = {
    "path": {"from": "VTT", "to": "Umicore"},
    "facility": {"facility": "vtt-battery-laboratory"},
    "what-if": {
        "what-if": "action,facility,status\nstatus,fac-turku-uas-rikkova-test-cabinet,operational\n",
    },
}


@pytest.fixture(scope="module")
def basis(national: Model, parameters: Parameters) -> Basis:
    return Basis(national, parameters)


def depth(_asked: Asked, given: str) -> str:
    return given


DEPTH = Filter("depth", depth)


def tides(**more: Any) -> View[Asked]:
    """A view that nobody has written texts for."""
    declared: dict[str, Any] = {
        "name": "tides",
        "order": 1,
        "rows": lambda asked: ViewRows([{"height": 1}]),
        "columns": plain("height"),
        "shown": ("height",),
        "page": NoPage("It is made up."),
    }
    return View(**declared | more)


def subject_of(view: View[Asked], monkeypatch: pytest.MonkeyPatch) -> Subject[Asked]:
    monkeypatch.setattr("akkuri.analysis.views.subject.declared", lambda *_: [("sea", view)])
    return Subject("sea", "nowhere", Asked)


@pytest.mark.parametrize("subject", SUBJECTS, ids=lambda subject: subject.name)
def test_no_view_lacks_a_text_in_a_language(subject: Subject[Any]) -> None:
    assert lacking(subject) == []


@pytest.mark.parametrize(("subject", "name"), EVERY, ids=lambda each: getattr(each, "name", each))
def test_rows_have_the_columns_that_the_view_declares(
    basis: Basis, national: Model, subject: Subject[Any], name: str
) -> None:
    asked = {"before": national} if name == "trend" else ASKS.get(name, {})
    table = subject.table(basis, ViewRequest(name, asked))
    assert table.rows or any(note == text("en", f"views.none_{name}") for note in table.notes)
    assert odd_rows(table) == []


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize(
    ("subject", "name", "asked"),
    [
        ("gaps", "former", {"stage": "use-and-charging"}),
        ("gaps", "cells", {"stage": "recycling", "capability": "dry-room"}),
        ("gaps", "resilience", {"region": "CH", "stage": "raw-materials"}),
        ("network", "isolated", {"country": "IS"}),
        ("network", "bridges", {"organisation": "Kempower", "country": "FI", "kind": ("owns",)}),
    ],
)
def test_an_answer_without_a_row_says_what_that_means(
    basis: Basis, subject: str, name: str, asked: dict[str, Any], lang: str
) -> None:
    (found,) = (each for each in SUBJECTS if each.name == subject)
    table = found.table(basis, ViewRequest(name, asked, lang))
    assert not table.rows
    assert table.notes[0] == text(lang, f"views.none_{name}")


def test_rows_with_other_columns_are_named() -> None:
    assert odd_rows(ViewTable(tides(), [{"hight": 1}], 1)) == ["height", "hight"]


@pytest.mark.parametrize(
    ("more", "keys"),
    [
        ({}, {"view_tides", "none_tides", "col_height"}),
        ({"filters": (DEPTH,)}, {"view_tides", "none_tides", "col_height", "param_depth"}),
        (
            {"filters": (DEPTH,), "needs": (DEPTH,)},
            {"view_tides", "none_tides", "col_height", "param_depth", "needs_tides"},
        ),
        (
            {
                "filters": (DEPTH,),
                "page": ViewPage("sea", Front(3, ask=(DEPTH,))),
            },
            {
                "view_tides",
                "none_tides",
                "col_height",
                "param_depth",
                "field_depth",
                "about_tides",
                "group_sea",
                "ask_tides",
                "front_tides",
            },
        ),
    ],
)
def test_what_a_view_lacks_is_named_in_each_language(
    monkeypatch: pytest.MonkeyPatch, more: dict[str, Any], keys: set[str]
) -> None:
    found = lacking(subject_of(tides(**more), monkeypatch))
    assert {sentence.split(" the text views.")[1].split()[0] for sentence in found} == keys
    assert len(found) == 3 * len(keys)
    assert "The view tides lacks the text views.view_tides in sv: write it into texts/sv/views.toml." in found


def test_one_title_that_is_lacking_in_one_language_is_enough(monkeypatch: pytest.MonkeyPatch) -> None:
    subject = subject_of(tides(), monkeypatch)
    for lang in LANGUAGES:
        monkeypatch.setitem(catalogue(lang), "views.view_tides", "Tides")
        monkeypatch.setitem(catalogue(lang), "views.none_tides", "No tide is known.")
        if lang != "fi":
            monkeypatch.setitem(catalogue(lang), "views.col_height", "Height")
    assert lacking(subject) == [
        "The view tides lacks the text views.col_height in fi: write it into texts/fi/views.toml."
    ]


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"shown": ("depth",)}, "shows depth, which is none of its columns"),
        (
            {"chart": ChartDeclaration("bar", ("height",), ("width",))},
            "shows width, which is none of its columns",
        ),
        ({"columns": plain("height", "height")}, "has a column twice"),
        ({"needs": (DEPTH,)}, "asked for by depth, which is none of its filters"),
    ],
)
def test_a_declaration_that_contradicts_itself_is_refused(more: dict[str, Any], sentence: str) -> None:
    with pytest.raises(ValueError, match=sentence):
        tides(**more)


def test_two_views_or_filters_of_one_name_are_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    other = tides(filters=(Filter("depth", depth),))
    monkeypatch.setattr("akkuri.analysis.views.subject.declared", lambda *_: [("a", tides()), ("b", other)])
    with pytest.raises(ValueError, match="Two views of sea are called tides"):
        _ = Subject("sea", "nowhere", Asked).views
    renamed = tides(name="ebb", filters=(DEPTH,))
    monkeypatch.setattr("akkuri.analysis.views.subject.declared", lambda *_: [("a", renamed), ("b", other)])
    with pytest.raises(ValueError, match="Two filters of sea are called depth"):
        _ = Subject("sea", "nowhere", Asked).filters


def test_names_of_views_are_told_apart_between_the_analyses() -> None:
    names = [view.name for subject in SUBJECTS for view in subject.views]
    assert len(names) == len(set(names))


def test_the_most_important_view_comes_first_and_is_shown_unless_asked(basis: Basis) -> None:
    assert GAPS.table(basis, ViewRequest()).name == GAPS.views[0].name == "cells"
    assert NETWORK.table(basis, ViewRequest()).name == NETWORK.views[0].name == "measures"
    for subject in SUBJECTS:
        orders = [view.order for view in subject.views]
        assert orders == sorted(set(orders))


@pytest.mark.parametrize(
    ("subject", "given", "show"),
    [
        (GAPS, {"budget": "5 000 000"}, "investments"),
        (NETWORK, {"facility": "vtt-battery-laboratory"}, "facility"),
        (NETWORK, {"without": "VTT"}, "cut-off"),
        (NETWORK, {"from": "VTT", "to": "Umicore"}, "path"),
        (NETWORK, {"country": "FI"}, "measures"),
    ],
)
def test_a_filter_may_ask_for_its_view(
    basis: Basis, subject: Subject[Any], given: dict[str, str], show: str
) -> None:
    assert subject.table(basis, ViewRequest(given=given)).name == show


def test_a_view_without_a_page_says_why() -> None:
    for subject in SUBJECTS:
        for view in subject.views:
            assert isinstance(view.page, ViewPage) or view.page.reason.endswith(".")
            assert view.over_http or any(item.takes is not Takes.TEXT for item in view.needs)
