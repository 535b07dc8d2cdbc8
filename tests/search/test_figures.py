"""Numbers in words are read as figures that stand where the words stood."""

import pytest

from akkuri.search.own_words.figures import in_figures


@pytest.mark.parametrize(
    ("written", "figures"),
    [
        ("minus twenty-five degrees", "minus 25 degrees"),
        ("two hundred and fifty thousand tonnes", "250000 tonnes"),
        ("between one hundred and two hundred", "between 100 and 200"),
        ("five to ten", "5 to 10"),
        ("kahdeksassakymmenessä asteessa", "80 asteessa"),
        ("kaksisataaviisikymmentä ampeeria", "250 ampeeria"),
        ("kaksitoista kuukautta", "12 kuukautta"),
        ("sadankilometrin", "100kilometrin"),
        ("parin sadan", "200"),
        ("miljoonalla eurolla", "1 milj eurolla"),
        ("kymmenen miljoonaa euroa", "10 miljoonaa euroa"),
        ("hundratjugofem volt", "125 volt"),
        ("tvåhundratusen ton", "200000 ton"),
        ("en miljon euro", "1 miljon euro"),
        ("Satakunta", "Satakunta"),
        ("ett labb i en stad", "ett labb i en stad"),
        ("tenth", "tenth"),
    ],
)
def test_numbers_in_words_are_figures(written: str, figures: str) -> None:
    found = in_figures(written)
    assert " ".join(found.text.split()) == figures
    assert len(found.text) == len(written)
