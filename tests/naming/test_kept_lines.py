"""Lines of a file are found by their keys, in whatever order they are asked for."""

from pathlib import Path

import pytest

from akkuri.naming.kept_lines import KeptLists, json_line, open_lines

LISTS = {
    "": ["nothing"],
    "a": ["first"],
    "a b": ["with a space", 1],
    'a"': ["with a quotation mark"],
    "ab": [],
    "äiti": ["mother", [2, 3]],
    "ö\\": ["last"],
}


@pytest.fixture
def lists(tmp_path: Path) -> KeptLists:
    file = tmp_path / "lists.jsonl"
    lines = sorted(json_line([key, *listed]) for key, listed in LISTS.items())
    file.write_text(json_line({"form": 1, "what": "lists"}) + "".join(lines), encoding="utf-8")
    found = open_lines(file, 1)
    assert found is not None
    head, read = found
    assert head["what"] == "lists"
    return KeptLists(read)


def test_each_list_is_found_in_any_order(lists: KeptLists) -> None:
    for order in (list(lists), list(LISTS), list(LISTS)[::-1], ["ab", "ab", "", "ab"]):
        assert [lists[key] for key in order] == [LISTS[key] for key in order]
    assert dict(lists) == LISTS


@pytest.mark.parametrize("key", ["!", "a ", "a b c", "aa", "b", "ä", "öö", "\U0001f600"])
def test_what_has_no_line_is_not_found(lists: KeptLists, key: str) -> None:
    assert lists["ab"] == []
    assert key not in lists
    assert lists.get(key) is None


def test_another_form_and_no_file_are_not_read(tmp_path: Path) -> None:
    assert open_lines(None, 1) is None
    assert open_lines(tmp_path / "none.jsonl", 1) is None
    (tmp_path / "lists.jsonl").write_text(json_line({"form": 2}), encoding="utf-8")
    assert open_lines(tmp_path / "lists.jsonl", 1) is None
