"""`akkuri diff`: what it says when it is given something else than two releases."""

from pathlib import Path

import pytest
from click.testing import CliRunner

from akkuri.commands.diff_command import command
from akkuri.errors import UsageError


@pytest.mark.parametrize(
    ("make", "said"),
    [
        (lambda path: None, "is not there; expected the folder of a release or an N-Quads file"),
        (lambda path: path.mkdir(), "is no release; expected a folder with a manifest and a graph"),
        (lambda path: path.write_text("nothing\n"), "cannot be read as N-Quads"),
    ],
)
def test_what_is_no_release_is_one_sentence(make, said: str, tmp_path: Path) -> None:
    good, wrong = tmp_path / "good.nq", tmp_path / "wrong"
    good.write_text("<urn:a> <urn:b> <urn:c> <urn:d> .\n")
    make(wrong)
    result = CliRunner().invoke(command, [str(good), str(wrong)], standalone_mode=False)
    assert isinstance(result.exception, UsageError)
    assert said in str(result.exception)
    assert str(wrong) in str(result.exception)
