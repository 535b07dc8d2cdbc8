"""A small cluster with a history, whose releases are served side by side."""

import pytest

from history import History, make_history


@pytest.fixture(scope="module")
def history(tmp_path_factory: pytest.TempPathFactory) -> History:
    """Three releases; change none of them without putting it back."""
    return make_history(tmp_path_factory.mktemp("history"))
