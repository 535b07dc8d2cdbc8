"""What is made of a release stays, and the collector, for which all threads stop, never looks at it."""

import gc

from akkuri.web.page.per_version import PerVersion


class Kept(list[object]):
    """Something that the collector minds."""


def test_it_is_made_once_a_version_and_left_to_itself() -> None:
    version, made = ["1"], list[Kept]()

    def make() -> Kept:
        made.append(Kept())
        return made[-1]

    thing = PerVersion(lambda: version[0], make)
    try:
        assert thing() is thing()
        assert not any(isinstance(each, Kept) for each in gc.get_objects())
        version[0] = "2"
        assert thing() is made[1]
        assert len(made) == 2
    finally:
        gc.unfreeze()
