"""The same query in the tools that people use: what to run, or to paste, for the same answer."""

from typing import Final
from urllib.parse import quote

__all__ = ["snippets"]

_CURL: Final = """curl {endpoint} -H 'Accept: {media_type}' --data-urlencode query@- <<'{end}'
{query}
{end}"""
_PYTHON: Final = """import csv, io, urllib.parse, urllib.request

query = {query}
asked = urllib.parse.urlencode({{"query": query}}).encode()
request = urllib.request.Request("{endpoint}", asked, {{"Accept": "text/csv"}})
with urllib.request.urlopen(request) as answer:
    rows = list(csv.DictReader(io.TextIOWrapper(answer, "utf-8")))"""
_R: Final = """query <- {query}
rows <- read.csv(url(
  paste0("{endpoint}?query=", URLencode(enc2utf8(query), reserved = TRUE)),
  headers = c(Accept = "text/csv"), encoding = "UTF-8"
))"""
"""For R as it is installed; an address has no room for the longest queries."""
_LONGEST_IN_ADDRESS: Final = 6_000
_R_POSTED: Final = """library(httr2)

query <- {query}
answer <- request("{endpoint}") |>
  req_headers(Accept = "text/csv") |>
  req_body_form(query = query) |>
  req_perform()
rows <- read.csv(text = resp_body_string(answer))"""
_POWER_QUERY: Final = """let
    Query = {query},
    Answer = Web.Contents("{endpoint}", [
        Headers = [Accept = "text/csv", #"Content-Type" = "application/x-www-form-urlencoded"],
        Content = Text.ToBinary(Uri.BuildQueryString([query = Query]))
    ]),
    Rows = Table.PromoteHeaders(Csv.Document(Answer, [Delimiter = ",", Encoding = 65001]))
in
    Rows"""


def snippets(query: str, endpoint: str, *, graph: bool) -> list[tuple[str, str]]:
    """Return the name of each tool and its text; for a `graph` (CONSTRUCT, DESCRIBE) only that of curl."""
    query = query.replace("\r\n", "\n").strip("\n")
    curl = _CURL.format(
        endpoint=endpoint,
        media_type="text/turtle" if graph else "text/csv",
        query=query,
        end=_unused("SPARQL", query),
    )
    if graph:
        return [("curl", curl)]
    return [
        ("curl", curl),
        ("Python", _PYTHON.format(endpoint=endpoint, query=_python(query))),
        ("R", _r(query, endpoint)),
        ("Power Query", _POWER_QUERY.format(endpoint=endpoint, query=_power_query(query))),
    ]


def _unused(word: str, query: str) -> str:
    """Return the word, longer where the query has it: it ends the text."""
    while word in query:
        word += "_"
    return word


def _python(query: str) -> str:
    return repr(query) if '"""' in query else f'r"""\n{query}\n"""'


def _r(query: str, endpoint: str) -> str:
    fits = len(quote(query, safe="")) <= _LONGEST_IN_ADDRESS
    dashes = "---"
    while f'){dashes}"' in query:
        dashes += "-"
    told = f'r"{dashes}(\n{query}\n){dashes}"'
    return (_R if fits else _R_POSTED).format(endpoint=endpoint, query=told)


def _power_query(query: str) -> str:
    """Return a text of M, in which quotes are doubled and `#(` begins an escape."""
    told = query.replace('"', '""').replace("#(", "#(#)(")
    return f'"{told}"'
