"""What stays when a page goes: the copy that was kept of a source, and the words quoted from it."""

import re

import pytest
from flask.testing import FlaskClient
from pyoxigraph import RdfFormat, parse


def sources_of(page: str) -> dict[str, dict[str, str]]:
    """Title of a source → heading → cell, of the table of sources on a page."""
    found = re.search(r'id="sources".*?</table>', page, re.DOTALL)
    assert found
    headings = [re.sub(r"<[^>]+>", "", each) for each in re.findall(r"<th[^>]*>(.*?)</th>", found[0])]
    lines = re.findall(r"<tr[^>]*>(.*?)</tr>", found[0], re.DOTALL)[1:]
    cells = [re.findall(r"<td[^>]*>(.*?)</td>", line, re.DOTALL) for line in lines]
    return {re.sub(r"<[^>]+>", "", each[0]).strip(): dict(zip(headings, each, strict=True)) for each in cells}


@pytest.mark.parametrize(
    ("lang", "archived", "day", "quoted"),
    [
        ("en", "Archived on", "27 Nov 2026", "Words quoted"),
        ("fi", "Arkistoitu", "27.11.2026", "Lainatut sanat"),
        ("sv", "Arkiverad", "27.11.2026", "Citerade ord"),
    ],
)
def test_beside_a_source_stands_when_it_was_archived_and_which_words_are_quoted(
    small: FlaskClient, lang: str, archived: str, day: str, quoted: str
) -> None:
    told = sources_of(small.get(f"/doc/facility/alpha?lang={lang}").text)
    assert day in told["First source"][archived]
    assert not told["Second source"][archived].strip()
    words = told["Second source"][quoted]
    assert "Laboratoriet &lt;b&gt;öppnade&lt;/b&gt; i september 2012." in words
    assert ('lang="sv"' in words) is (lang != "sv")
    assert "#offering-testing" in words, "the row that they support"
    assert not told["First source"][quoted].strip()


def test_the_page_of_a_source_tells_of_its_copy_and_of_what_is_quoted(small: FlaskClient) -> None:
    first, second = (small.get(f"/doc/source/{name}?lang=en").text for name in ("s1", "s2"))
    assert "Archived on" in first
    assert "27 Nov 2026" in first
    assert 'href="https://archive.example.org/one"' in first
    assert "Words quoted from it" in second
    assert "/doc/facility/alpha" in second
    assert "Archived on" not in second


def test_a_record_in_rdf_has_its_quotations_and_a_source_its_copy(small: FlaskClient) -> None:
    def objects(address: str, name: str) -> set[str]:
        quads = parse(small.get(address).data, format=RdfFormat.N_TRIPLES)
        return {quad.object.value for quad in quads if quad.predicate.value.endswith(f"#{name}")}

    assert objects("/doc/facility/alpha.nt", "quote") == {"Laboratoriet <b>öppnade</b> i september 2012."}
    assert objects("/doc/source/s1.nt", "archived") == {"2026-11-27"}
