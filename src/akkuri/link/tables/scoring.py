"""Score candidate pairs of two tables with Splink: a weight per pair, then a distribution per record."""

import json
import logging
import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Final

import pyarrow as pa

from akkuri.link.registries.base import Entry
from akkuri.link.tables.comparisons import COMPARISONS, creators
from akkuri.link.tables.own_records import kinds
from akkuri.link.tables.pairs import PER_RECORD, hosts
from akkuri.link.tables.splink_engines import database
from akkuri.link.text.normalise import content, fold, raw_words

__all__ = ["PairModel", "ScoredCandidate", "levels", "probabilities", "score", "shipped"]

_SECOND_LEVEL: Final = frozenset({"co", "com", "ac", "edu", "org", "gov", "net", "or", "gv"})
"""Labels under which a country registers names: `ac.uk`."""
_QUALIFIED: Final = re.compile(r"\s*\([^()]*\)\s*$")
_SHORT: Final = 8
_STRONGEST: Final = 60.0
"""Bits beyond which a weight says nothing more."""
_TEXTS: Final = pa.list_(pa.string())
_COLUMNS: Final = {
    "unique_id": pa.string(), "names": _TEXTS, "sorted_names": _TEXTS, "acronyms": _TEXTS,
    "country": pa.string(), "city": pa.string(), "hosts": _TEXTS, "kinds": _TEXTS, "own": pa.string(),
    "wikidata": pa.string(), "isni": pa.string(), "parents": _TEXTS,
}  # fmt: skip
_SCHEMA: Final = pa.schema(list(_COLUMNS.items()))

Weights = Mapping[str, Sequence[tuple[float, float]]]


@dataclass(frozen=True, slots=True)
class ScoredCandidate:
    """A candidate of a record: the chance that they are the same, and how alike each property is."""

    record: int
    entry: int
    probability: float
    weight: float
    levels: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class PairModel:
    """Fitted (m, u) of every level of every comparison, the share of linked records, and the calibration."""

    weights: Weights
    share: float
    scale: float


@cache
def shipped() -> PairModel:
    """Return the model inside the package, fitted by akkuri.link.training.tables."""
    text = (files(__package__) / "fitted" / "organisations.json").read_text(encoding="utf-8")
    found: dict[str, Any] = json.loads(text)
    weights = {name: [(m, u) for m, u in pairs] for name, pairs in found["weights"].items()}
    return PairModel(weights, float(found["share"]), float(found["scale"]))


def score(
    records: Sequence[Entry],
    entries: Sequence[Entry],
    pairs: Sequence[tuple[int, int]],
    registry: str,
    engine: str = "duckdb",
    model: PairModel | None = None,
) -> list[ScoredCandidate]:
    """Return every candidate pair with its probability, the best of each record first.

    `registry` is the key under which records may already state their identifier. Raises what `database` does.
    """
    fitted = model or shipped()
    found = levels(records, entries, pairs, registry, engine, fitted)
    chances = probabilities(found, fitted.scale)
    scored = [
        ScoredCandidate(record, entry, chance, weight, alike)
        for (record, entry, weight, alike), chance in zip(found, chances, strict=True)
    ]
    return sorted(scored, key=lambda item: (item.record, -item.probability, item.entry))


def levels(
    records: Sequence[Entry],
    entries: Sequence[Entry],
    pairs: Sequence[tuple[int, int]],
    registry: str,
    engine: str,
    fitted: PairModel,
) -> list[tuple[int, int, float, dict[str, int]]]:
    """Let Splink compare the pairs: (record, entry, match weight, level reached in each comparison)."""
    if not pairs:
        return []
    from splink import Linker, SettingsCreator, block_on

    logging.getLogger("splink").setLevel(logging.ERROR)
    odds = fitted.share / (1 - fitted.share) / PER_RECORD
    api = database(engine)
    names = {entry.id: entry for entry in records}
    wanted = sorted({entry for _, entry in pairs})
    left = _table([(f"r{row}", _described(item, registry, names)) for row, item in enumerate(records)])
    right = _table([(f"e{row}", _described(entries[row], "", {})) for row in wanted])
    linker = Linker(
        [_register(api, left, "a_records"), _register(api, right, "b_entries")],
        SettingsCreator(
            link_type="link_only",
            comparisons=creators(fitted.weights),
            blocking_rules_to_generate_predictions=[block_on("country")],  # our candidates replace it
            retain_matching_columns=True,
            retain_intermediate_calculation_columns=False,
            probability_two_random_records_match=odds / (1 + odds),
        ),
        log_level=None,
        validate_settings=False,
    )
    blocked = pa.table(
        {
            "match_key": ["0"] * len(pairs),
            "join_key_l": [f"a_records-__-r{record}" for record, _ in pairs],
            "join_key_r": [f"b_entries-__-e{entry}" for _, entry in pairs],
        }
    )
    linker.table_management.register_blocked_pairs_for_predict(_register(api, blocked, "blocked"))
    answer = linker.inference.predict(warning_mode="never")
    columns = answer.as_dict()
    gammas = {name: columns[f"gamma_{name}"] for name in COMPARISONS}
    return [
        (int(one[1:]), int(other[1:]), float(weight), {name: int(gammas[name][at]) for name in COMPARISONS})
        for at, (one, other, weight) in enumerate(
            zip(columns["unique_id_l"], columns["unique_id_r"], columns["match_weight"], strict=True)
        )
    ]


def probabilities(found: Sequence[tuple[int, int, float, Mapping[str, int]]], scale: float) -> list[float]:
    """Turn match weights into one distribution per record, over its candidates and "none of them".

    `scale` calibrates: below 1 it takes confidence back that comparisons which are not independent add up.
    """
    by_record: defaultdict[int, list[int]] = defaultdict(list)
    for at, (record, *_) in enumerate(found):
        by_record[record].append(at)
    chances = [0.0] * len(found)
    for places in by_record.values():
        odds = [2 ** max(-_STRONGEST, min(_STRONGEST, found[at][2] * scale)) for at in places]
        total = 1 + sum(odds)
        for at, value in zip(places, odds, strict=True):
            chances[at] = value / total
    return chances


def _register(api: Any, table: pa.Table, name: str) -> Any:
    """Hand a table to the engine; a Spark session keeps the views of an earlier run, which have to go."""
    if hasattr(api, "spark"):
        api.spark.catalog.dropTempView(name)
        frame = api.spark.createDataFrame(table.to_pylist(), schema=_spark_schema(table.schema))
        return api.register(frame, dataset_display_name=name)
    return api.register(table, dataset_display_name=name)


def _spark_schema(schema: pa.Schema) -> str:
    return ", ".join(
        f"{field.name} {'array<string>' if field.type == _TEXTS else 'string'}" for field in schema
    )


def _table(rows: Sequence[tuple[str, dict[str, Any]]]) -> pa.Table:
    return pa.Table.from_pylist([{"unique_id": key, **values} for key, values in rows], schema=_SCHEMA)


def _described(entry: Entry, registry: str, known: Mapping[str, Entry]) -> dict[str, Any]:
    """Return the comparable properties of an entry; None for what it does not say.

    `known` are the record's neighbours, among which a parent is found by its id.
    """
    keys = {" ".join(content(_plain(name.text))) for name in entry.names if name.kind != "acronym"}
    short = {
        fold(name.text).replace(".", "").replace(" ", "").replace("-", "")
        for name in entry.names
        if name.kind == "acronym" or (name.text.isupper() and len(name.text) <= _SHORT)
    }
    parents = {item for parent in entry.parents for item in _parent(parent, known, registry)}
    own = entry.identifiers.get(registry, "") if registry else entry.id
    return {
        "names": sorted(keys) or None,
        "sorted_names": sorted({" ".join(sorted(key.split())) for key in keys}) or None,
        "acronyms": sorted(short) or None,
        "country": entry.country or None,
        "city": " ".join(raw_words(entry.city)) or None,
        "hosts": sorted({_registrable(host) for host in hosts(entry)}) or None,
        "kinds": list(kinds(entry.types)) or None,
        "own": own.rpartition("/")[2] or None,
        "wikidata": entry.identifiers.get("wikidata") or None,
        "isni": entry.identifiers.get("isni", "").replace(" ", "") or None,
        "parents": sorted(parents) or None,
    }


def _parent(parent: str, known: Mapping[str, Entry], registry: str) -> list[str]:
    """Name a parent as the registry does, where our own record of the parent states its identifier."""
    if parent in known:
        stated = known[parent].identifiers.get(registry)
        return [stated] if stated else []
    return [parent]


def _plain(name: str) -> str:
    """Take off the country in brackets that registries add to companies."""
    return _QUALIFIED.sub("", name) or name


def _registrable(host: str) -> str:
    """Return the part of a host that is registered: `www.chem.uni.ac.uk` is `uni.ac.uk`."""
    labels = host.split(".")
    return ".".join(labels[-3:] if len(labels) > 2 and labels[-2] in _SECOND_LEVEL else labels[-2:])
