"""Requests that are answered without gunicorn: only those that it would read in the same way."""

import pytest

from akkuri.web.service.whole_request import whole_request

HEAD = b"POST /sparql?format=csv HTTP/1.1\r\nHost: localhost:80\r\nContent-Length: 6\r\nAccept: a/b\r\n\r\n"


def test_a_plain_request_is_read() -> None:
    found = whole_request(HEAD + b"ASK {}")
    assert found is not None
    assert (found.method, found.path, found.query, found.body) == (
        "POST",
        "/sparql",
        b"format=csv",
        b"ASK {}",
    )
    assert found.fields.headers == [
        (b"host", b"localhost:80"),
        (b"content-length", b"6"),
        (b"accept", b"a/b"),
    ]
    assert not found.lacking
    assert not found.fields.last


def test_a_small_body_may_come_behind_its_head() -> None:
    found = whole_request(HEAD + b"ASK")
    assert found is not None
    assert found.lacking == 3


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"GET / HT",
        b"GET / HTTP/1.1\r\nHost: x\r\n",
        b"GET / HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.0\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nAccept: */*\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x y\r\n\r\n",
        b"GET / HTTP/1.1\nHost: x\n\n",
        b"GET //x HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /a%2Fb HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET /#a HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET http://x/ HTTP/1.1\r\nHost: x\r\n\r\n",
        b"PUT / HTTP/1.1\r\nHost: x\r\nContent-Length: 0\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\na",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\na",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: +1\r\n\r\na",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\na",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\nExpect: 100-continue\r\n\r\na",
        b"GET / HTTP/1.1\r\nHost: x\r\nContent_Length: 1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nA : b\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nA: b\r\n c\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nA: b\0\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nA: b\rc\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nConnection: Upgrade\r\nUpgrade: h2c\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\nX-Forwarded-Proto: https\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: x\r\n\r\nGET / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 1\r\n\r\naGET / HTTP/1.1\r\nHost: x\r\n\r\n",
        b"POST / HTTP/1.1\r\nHost: x\r\nContent-Length: 9000\r\n\r\na",
    ],
)
def test_anything_else_is_left_to_gunicorn(data: bytes) -> None:
    assert whole_request(data) is None
