"""/preview.png: what readers show beside a link to this site: the sign of Akkuri and the matrix in colours.

Readers of previews take no SVG. Squares, discs and lines need neither a raster library nor a font.
"""

import struct
import zlib
from typing import TYPE_CHECKING, Any, Final

from flask import Blueprint, Response

from akkuri.analysis.gaps.cells import frame
from akkuri.analysis.subjects import GAPS
from akkuri.analysis.views.asking import ViewRequest
from akkuri.web.analyses.basis import served_basis
from akkuri.web.analyses.gaps.matrix import Mark, matrix
from akkuri.web.page.rendering import cached, etag, not_modified, view
from akkuri.web.page.told import PREVIEW

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

__all__ = ["blueprint"]

blueprint = Blueprint("preview_picture", __name__)

_WIDTH, _HEIGHT = 1200, 630
_LEFT: Final = 430
"""Where the matrix begins; the sign stands before it."""
_MARGIN: Final = 36
_GREEN, _WHITE = (11, 90, 87), (255, 255, 255)
_COLOURS: Final = {
    "stated-missing": (226, 110, 84),
    "none-recorded": (190, 200, 204),
    "planned-only": (126, 176, 226),
    "in-house-only": (176, 150, 220),
    "single-operator": (240, 174, 80),
    "no-pilot-scale": (240, 214, 92),
    "trl-hole": (176, 208, 130),
    "covered": (104, 194, 130),
}
_DISCS: Final = ((8, 9, 4.0), (24, 8, 3.0), (13, 24, 4.5), (25, 21, 2.5))
"""The sign: x, y and radius on a field of 32, as in its SVG."""
_LINES: Final = ((0, 1), (0, 2), (1, 2), (2, 3))


@blueprint.get(PREVIEW)
def preview() -> Response:
    """Draw the picture; without a frame the sign alone."""
    tag = etag("png")
    if answer := not_modified(tag):
        return answer
    import numpy as np

    picture: NDArray[np.uint8] = np.full((_HEIGHT, _WIDTH, 3), _GREEN, dtype=np.uint8)
    _sign(picture)
    model = served_basis().model
    if model.home is not None and frame(model):
        shown = view()
        asked = GAPS.asked(served_basis(), ViewRequest(lang=shown.lang))
        _squares(picture, [row for _, rows in matrix(asked, shown).groups for _, row in rows])
    return cached(Response(_png(picture), content_type="image/png"), tag)


def _squares(picture: "NDArray[np.uint8]", rows: list[list[Mark | None]]) -> None:
    picture[:, _LEFT:] = _WHITE
    wide = (_WIDTH - _LEFT - 2 * _MARGIN) // len(rows[0])
    high = (_HEIGHT - 2 * _MARGIN) // len(rows)
    for number, row in enumerate(rows):
        for place, cell in enumerate(row):
            if cell is not None:
                top, left = _MARGIN + number * high, _LEFT + _MARGIN + place * wide
                picture[top : top + high - 2, left : left + wide - 3] = _COLOURS[cell.state]


def _sign(picture: "NDArray[np.uint8]") -> None:
    import numpy as np

    y, x = np.mgrid[0:_HEIGHT, 0:_LEFT]
    scale, dx, dy = 10.0, _LEFT / 2 - 165, _HEIGHT / 2 - 160
    points = [(dx + scale * cx, dy + scale * cy, scale * radius) for cx, cy, radius in _DISCS]
    for cx, cy, radius in points:
        picture[:, :_LEFT][(x - cx) ** 2 + (y - cy) ** 2 <= radius**2] = _WHITE
    for one, other in _LINES:
        (ax, ay, _), (bx, by, _) = points[one], points[other]
        along = ((x - ax) * (bx - ax) + (y - ay) * (by - ay)) / ((bx - ax) ** 2 + (by - ay) ** 2)
        along = np.clip(along, 0, 1)
        far = (x - ax - along * (bx - ax)) ** 2 + (y - ay - along * (by - ay)) ** 2
        picture[:, :_LEFT][far <= scale**2] = _WHITE


def _png(picture: "NDArray[Any]") -> bytes:
    """Write pixels (height, width, 3 bytes) as PNG."""
    height, width, _ = picture.shape
    lines = b"".join(b"\0" + line.tobytes() for line in picture)
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = [(b"IHDR", head), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b"")]
    body = b"".join(
        struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        for kind, data in parts
    )
    return b"\x89PNG\r\n\x1a\n" + body
