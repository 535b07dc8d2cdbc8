"""Free text is linked to the right entries of a tiny registry, or to none."""

import pytest

from akkuri.link.text.linker import Linker

AALTO = "https://ror.org/020hwjq30"
VTT = "https://ror.org/04b181w54"
NOVIA = "https://ror.org/05e08rb26"
NORTHMARK = "https://ror.org/0aaaaa169"


@pytest.mark.parametrize(
    ("text", "ids"),
    [
        ("Department of Chemistry, Aalto University, Espoo, Finland", {AALTO}),
        ("Aalto-yliopisto, Espoo", {AALTO}),
        ("Yrkeshögskolan Novia, Vasa, Finland", {NOVIA}),
        ("VTT Technical Research Centre of Finland Ltd, Espoo, Finland", {VTT}),
        (
            "Dept. of Physics, Aalto Univ., Espoo, Finland; VTT Technical Research Centre of Finland",
            {AALTO, VTT},
        ),
        ("Dept. of Chemistry, Aalto Univ., Espoo, Finland; VTT Ltd", {AALTO, VTT}),
        ("Northmark College of Technology, Northmark, England", {NORTHMARK}),
        ("Department of Botany, University of Nowhere, Atlantis", set()),
        ("Finland", set()),
        ("", set()),
    ],
)
def test_links(linker: Linker, text: str, ids: set[str]) -> None:
    (link,) = linker.link([text])
    assert set(link.ids) == ids
    assert 0 <= link.confidence <= 1


def test_one_answer_per_text_in_order(linker: Linker) -> None:
    texts = ["Aalto University, Espoo, Finland", "", "University of Oulu, Oulu, Finland"] * 200
    links = list(linker.link(texts))
    assert [link.ids for link in links] == [(AALTO,), (), ("https://ror.org/03yj89h83",)] * 200


def test_hostile_texts_are_answered(linker: Linker) -> None:
    texts = [
        "(" * 10_000,
        "a " * 20_000,
        '" OR *:* AND NOT ^~',
        "\x00\t\n",
        "university " * 3000,
        "𝔘𝔫𝔦",
        '+-&&||!(){}[]^"~*?:\\',
    ]
    assert len(list(linker.link(texts))) == len(texts)
