"""The head of a request: in which forms a target comes."""

import pytest

from akkuri.web.service.request_head import in_origin_form


@pytest.mark.parametrize(
    ("method", "target", "path"),
    [
        ("GET", b"/gaps", "/gaps"),
        ("GET", b"http://elsewhere.example:80/gaps", "/gaps"),
        ("GET", b"HTTPS://elsewhere.example", "/"),
        ("OPTIONS", b"*", "/"),
        ("GET", b"*", "*"),
    ],
)
def test_the_path_of_every_form(method: str, target: bytes, path: str) -> None:
    scope = {"method": method, "raw_path": target, "path": target.decode()}
    assert in_origin_form(scope)["path"] == path
