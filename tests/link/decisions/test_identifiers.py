"""The check digits of ROR ids: known ids pass, every single slip fails."""

import pytest

from akkuri.link.decisions.identifiers import is_ror, ror_check_digits

# "020hwjq" in base 32, by hand: 0,2,0,17,28,18,23 → 2*32^5 + 17*32^3 + 28*32^2 + 18*32 + 23
# = 67108864 + 557056 + 28672 + 576 + 23 = 67695191; times 100 mod 97 = 68; 98 - 68 = 30.


def test_digits_of_a_known_id() -> None:
    assert 67695191 * 100 % 97 == 68
    assert ror_check_digits("020hwjq") == "30"


@pytest.mark.parametrize("known", ["https://ror.org/04b181w54", "029pk6x14", "https://ror.org/02550n020"])
def test_published_ids_are_right(known: str) -> None:
    assert is_ror(known)


@pytest.mark.parametrize(
    "wrong",
    [
        "https://ror.org/020hwjq31",
        "020hwjq03",
        "120hwjq30",
        "020hwjl30",
        "020hwjq3",
        "",
        "https://example.org/020hwjq30",
    ],
)
def test_slips_are_found(wrong: str) -> None:
    assert not is_ror(wrong)
