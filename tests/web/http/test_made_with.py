"""What the addresses of stylesheets and the ETags of pages rest on."""

from pathlib import Path

import pytest

from akkuri.web.http import made_with


def test_what_python_keeps_beside_templates_changes_no_address(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Pages of the first start, before anything is compiled, are those of the second."""
    web = tmp_path / "web"
    for folder in ("web/templates", "web/static", "texts"):
        (tmp_path / folder).mkdir(parents=True)
    template = web / "templates" / "page.html"
    template.write_text("one")
    monkeypatch.setattr(made_with, "files", lambda _: web)
    before = made_with.digest.__wrapped__()
    for folder in (web / "templates", tmp_path / "texts"):
        (folder / "__pycache__").mkdir()
        (folder / "__pycache__" / "page.cpython-311.pyc").write_bytes(b"compiled")
    assert made_with.digest.__wrapped__() == before
    template.write_text("two")
    assert made_with.digest.__wrapped__() != before
