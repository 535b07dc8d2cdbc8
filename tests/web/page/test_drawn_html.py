"""Networks written without a template: what names say stays text, linked or not."""

from xml.etree import ElementTree

import pytest
from flask import Flask

from akkuri.web.analyses.drawn_network import DrawnActor
from akkuri.web.analyses.network_layout import SMALL, EdgeLine, Layout, NodeSpot
from akkuri.web.charts.labels import NO_LABEL, PlacedLabel
from akkuri.web.page.drawn_html import provide_drawings
from akkuri.web.page.values import Value

HOSTILE = "A&B <script>\"x\"</script> 'c'"


@pytest.mark.parametrize("linked", [True, False])
def test_hostile_names_stay_text(linked: bool) -> None:
    app = Flask(__name__)
    provide_drawings(app)
    spots = [NodeSpot("a", 1.5, 2, 3, PlacedLabel(HOSTILE, 4, 5.5)), NodeSpot("b", 6, 7, 8, NO_LABEL)]
    actors = [
        DrawnActor(Value(HOSTILE, "/doc/organisation/a?x='<"), HOSTILE, HOSTILE, 1, 1.5, "#123456"),
        DrawnActor(Value("b", "/doc/organisation/b"), "", "", 1, 1.5, "#123456"),
    ]
    layout = Layout(SMALL, spots, [EdgeLine(0, 1, 1.2)])
    drawn = app.jinja_env.from_string("{{ network_drawing(layout, actors, linked) }}")
    read = ElementTree.fromstring(f"<svg>{drawn.render(layout=layout, actors=actors, linked=linked)}</svg>")
    assert [each.text for each in read.iter("title")] == [f"{HOSTILE} ({HOSTILE}, {HOSTILE})", "b"]
    assert [each.text for each in read.iter("text")] == [HOSTILE]
    assert [each.get("href") for each in read.iter("a")] == [each.name.href for each in actors if linked]
    assert read.find("g/line") is not None
