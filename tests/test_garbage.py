"""When the collector looks at everything: when nobody waits, and not for a handful of objects."""

import gc
from collections.abc import Iterator

import pytest

from akkuri.garbage import collect_seldom, collect_when_quiet


@pytest.fixture(autouse=True)
def _as_before() -> Iterator[None]:
    often = gc.get_threshold()
    yield
    gc.set_threshold(*often)
    gc.unfreeze()


@pytest.fixture
def whole() -> Iterator[list[str]]:
    """What begins to be looked at as a whole."""
    seen: list[str] = []

    def note(phase: str, facts: dict[str, int]) -> None:
        if phase == "start" and facts["generation"] == 2:
            seen.append(phase)

    gc.callbacks.append(note)
    yield seen
    gc.callbacks.remove(note)


def test_many_objects_are_looked_at_when_it_is_quiet(whole: list[str]) -> None:
    collect_seldom()
    gc.collect()
    whole.clear()
    kept = [[number] for number in range(200_000)]  # as hundreds of connections have
    assert whole == []
    collect_when_quiet()
    assert whole == ["start"]
    collect_when_quiet()
    assert whole == ["start"]
    assert len(kept) == 200_000
