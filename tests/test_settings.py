"""Settings from the environment: every variable, and a sentence for each that makes no sense."""

from dataclasses import fields
from pathlib import Path

import pytest

from akkuri.errors import UsageError
from akkuri.settings import Settings
from akkuri.texts import LANGUAGES

OPERATING = Path(__file__).parents[1] / "OPERATING.md"
GOOD = {
    "base": ("http://kg.example/batteries/", "http://kg.example/batteries/"),
    "release": ("/srv/releases", Path("/srv/releases")),
    "lang": ("sv", "sv"),
    "host": ("::1", "::1"),
    "port": ("0", 0),
    "public_address": ("https://example.org/akkuri/", "https://example.org/akkuri/"),
    "workers": ("1", 1),
    "client_workers": ("2", 2),
    "access_log": ("json", "json"),
    "access_log_queries": ("yes", "yes"),
    "trusted_proxies": ("127.0.0.1, 10.0.0.0/8", ("127.0.0.1", "10.0.0.0/8")),
    "queue": ("0", 0),
    "queue_seconds": ("0.5", 0.5),
    "query_seconds": ("0.25", 0.25),
    "crowded_seconds": ("0.5", 0.5),
    "stream_seconds": ("60", 60.0),
    "request_seconds": ("10", 10.0),
    "stall_seconds": ("20", 20.0),
    "stop_seconds": ("0", 0.0),
    "spool_bytes": ("1000", 1000),
    "query_memory": ("1000", 1000),
    "query_bytes": ("1000", 1000),
    "query_nesting": ("20", 20),
    "query_parts": ("500", 500),
    "upload_bytes": ("1000", 1000),
    "page_rows": ("7", 7),
    "disk_bytes": ("0", 0),
    "cache_bytes": ("0", 0),
    "open_releases": ("0", 0),
    "open_release_seconds": ("60", 60.0),
    "service_hosts": ("a.example, b.example,", ("a.example", "b.example")),
    "proposals": ("/tmp", "/tmp"),
    "tracker": ("https://a.example/?t={title}&b={body}", "https://a.example/?t={title}&b={body}"),
    "mailbox": ("desk@a.example", "desk@a.example"),
}


def test_every_setting_is_tried_here_and_is_told() -> None:
    names = {field.name for field in fields(Settings) if field.metadata}
    assert names == set(GOOD)
    text = OPERATING.read_text(encoding="utf-8")
    assert not [name for name in names if f"`AKKURI_{name.upper()}`" not in text]


@pytest.mark.parametrize("name", GOOD)
def test_a_variable_sets_it(name: str) -> None:
    text, value = GOOD[name]
    found = Settings.from_env({f"AKKURI_{name.upper()}": text})
    assert getattr(found, name) == value
    assert type(getattr(found, name)) is type(value)


@pytest.mark.parametrize("name", GOOD)
def test_an_empty_variable_is_none(name: str) -> None:
    assert Settings.from_env({f"AKKURI_{name.upper()}": ""}) == Settings()


def test_there_are_texts_in_every_language() -> None:
    for lang in LANGUAGES:
        assert Settings.from_env({"AKKURI_LANG": lang}).lang == lang


def test_the_command_line_wins() -> None:
    assert Settings.from_env({"AKKURI_PORT": "1"}, port=2, host=None) == Settings(port=2)


@pytest.mark.parametrize(
    ("variable", "text", "expected"),
    [
        ("WORKERS", "many", "a whole number, one or more"),
        ("WORKERS", "0", "a whole number, one or more"),
        ("WORKERS", "1.5", "a whole number, one or more"),
        ("QUEUE", "-1", "a whole number, zero or more"),
        ("QUEUE_SECONDS", "inf", "a number, zero or more"),
        ("QUERY_SECONDS", "nan", "a number, zero or more"),
        ("QUERY_SECONDS", "inf", "a number, zero or more"),
        ("QUERY_SECONDS", "0", "more"),
        ("QUERY_MEMORY", "2GiB", "a whole number, one or more"),
        ("QUERY_BYTES", "0", "a whole number, one or more"),
        ("PAGE_ROWS", "0", "a whole number, one or more"),
        ("CACHE_BYTES", "9" * 30, "a whole number, zero or more, 9007199254740992 at most"),
        ("PORT", "65536", "65535 or less"),
        ("LANG", "xx", "one of en, fi, sv"),
        ("BASE", "kg.example/", "an http(s) address ending with a slash"),
        ("BASE", "http://kg.example", "an http(s) address ending with a slash"),
        ("BASE", "http:///", "an http(s) address ending with a slash"),
        ("BASE", "http://kg example/", "an http(s) address ending with a slash"),
        ("BASE", 'http://kg.example/"><script>/', "an http(s) address ending with a slash"),
        ("BASE", "http://kg.example/?x=/", "an http(s) address ending with a slash"),
    ],
)
def test_nonsense_is_one_sentence_with_the_variable(variable: str, text: str, expected: str) -> None:
    with pytest.raises(UsageError) as caught:
        Settings.from_env({f"AKKURI_{variable}": text})
    sentence = str(caught.value)
    assert sentence.startswith(f"AKKURI_{variable} is ")
    assert f"expected {expected}" in sentence
    assert "\n" not in sentence
