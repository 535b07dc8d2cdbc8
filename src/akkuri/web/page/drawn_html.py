"""Outlines and networks as they stand in pages and files: hundreds of lines, which a macro writes slowly."""

from collections.abc import Sequence
from functools import lru_cache
from typing import Final

from flask import Flask
from markupsafe import Markup, escape

from akkuri.web.analyses.drawn_network import DrawnActor
from akkuri.web.analyses.network_layout import Layout
from akkuri.web.charts.drawing import Shape
from akkuri.web.map.frame import Outline
from akkuri.web.page.english_parts import english_in
from akkuri.web.page.rendering import language

__all__ = ["provide_drawings"]

_HOME: Final = (" home", "#f4f1e8")
_AROUND: Final = ("", "#e9edee")
_KEPT: Final = 64
"""Outlines of a picture that are kept as they are written: one a country and size, on each page of it."""


def provide_drawings(app: Flask) -> None:
    """Let the templates of an application write outlines and networks."""
    app.jinja_env.globals.update(
        outlines_html=_outlines, network_drawing=_network, shape_html=_shape, title_html=_title
    )


def _outlines(outlines: Sequence[Outline], unit: float) -> Markup:
    return _land(tuple(outlines), unit)


@lru_cache(_KEPT)
def _land(outlines: tuple[Outline, ...], unit: float) -> Markup:
    lines = []
    for outline in outlines:
        mark, colour = _HOME if outline.home else _AROUND
        lines.append(
            f'<path class="land{mark}" d="{escape(outline.path)}" fill="{colour}" stroke="#a9b4b8" '
            f'stroke-width="{0.7 * unit}"/>\n'
        )
    return _safe("".join(lines))


def _network(layout: Layout, actors: Sequence[DrawnActor], linked: bool = True) -> Markup:
    spots = layout.spots
    found = ['<g class="lines" stroke="#8a9aa1" stroke-opacity="0.45">']
    for line in layout.lines:
        one, other = spots[line.one], spots[line.other]
        found.append(
            f'<line data-a="{line.one}" data-b="{line.other}" x1="{one.x}" y1="{one.y}" x2="{other.x}" '
            f'y2="{other.y}" stroke-width="{line.width}"/>\n'
        )
    found.append("</g>\n")
    names = []
    for number, (spot, actor) in enumerate(zip(spots, actors, strict=False)):
        href = f'<a href="{escape(actor.name.href)}" data-n="{number}">' if linked else "<g>"
        country = f", {actor.country}" if actor.country else ""
        told = f" ({actor.kind}{country})" if actor.kind else ""
        found.append(
            f"{href}{_title(f'{actor.name.text}{told}')}"
            f'<circle cx="{spot.x}" cy="{spot.y}" r="{spot.radius}" fill="{escape(actor.colour)}" '
            f'stroke="#ffffff" stroke-width="0.8"/>{"</a>" if linked else "</g>"}\n'
        )
        label = spot.label
        if label.text:
            mark, words = _words(label.text)
            names.append(
                f'<text class="label" data-n="{number}" x="{label.x}" y="{label.y}"{mark}>{words}</text>\n'
            )
    found.append(
        f'<g class="names" font-size="{layout.sheet.plane.font}" fill="#1b2426" stroke="#ffffff" '
        f'stroke-width="2.5" paint-order="stroke">{"".join(names)}</g>'
    )
    return _safe("".join(found))


def _shape(shape: Shape) -> Markup:
    """Write one shape of a chart: names in what it says that are English are marked."""
    mark, words = _words(shape.text)
    told = _title(shape.title) if shape.title else ""
    attributes = "".join(f' {name}="{escape(value)}"' for name, value in shape.attributes.items())
    return _safe(f"<{shape.name}{attributes}{mark}>{words}{told}</{shape.name}>")


def _title(text: str) -> Markup:
    """Write what is told when something is pointed at; it has one language, as nothing can stand in it."""
    mark = "" if ": " in text else _words(text)[0]
    return _safe(f"<title{mark}>{escape(text)}</title>")


def _words(text: str) -> tuple[str, str]:
    found = english_in(text, "tspan")
    return found if found and language().code != "en" else ("", str(escape(text)))


def _safe(html: str) -> Markup:
    return Markup(html)  # noqa: S704 - each part is a number, ours, or escaped
