"""A small cluster with a history, whose releases are served side by side."""

from pathlib import Path

import pytest

from history import History, copied


@pytest.fixture(scope="module")
def history(made_history: Path, tmp_path_factory: pytest.TempPathFactory) -> History:
    """Three releases; change none of them without putting it back."""
    return copied(made_history, tmp_path_factory.mktemp("history"))
