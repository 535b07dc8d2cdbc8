"""Proving an answer: its release is built again from the tables of its commit, and asked the same."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path
from typing import Any

from flask import Flask

from akkuri.ask.service import Ask
from akkuri.curation.revisions import tables_at
from akkuri.errors import UsageError
from akkuri.release.opening import Release
from akkuri.release.origin import code_digest, engine
from akkuri.settings import Settings
from akkuri.store import EmbeddedStore
from akkuri.temporary import own_folder
from akkuri.web.app import create_app
from akkuri.web.permanent.addresses import BY_RELEASE
from akkuri.web.permanent.result_sets import result_set

__all__ = ["Given", "Rebuilt", "other_makers", "rebuilt", "same_result"]


@dataclass(frozen=True, slots=True)
class Given:
    """What an address answered."""

    body: bytes
    media_type: str
    status: int = 200


def other_makers(manifest: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Return what a release was made with and what is here instead, where these differ."""
    told = [(str(manifest.get("code") or ""), code_digest()), (str(manifest.get("engine") or ""), engine())]
    return [(theirs, ours) for theirs, ours in told if theirs != ours]


@contextmanager
def rebuilt(manifest: Mapping[str, Any], data: Path, settings: Settings) -> Iterator["Rebuilt"]:
    """Build a release anew from the tables that git keeps in the folder `data`, in an empty folder.

    Raises UsageError where its manifest names no commit or git has none of them, OutsideError without git,
    ReleaseRefusedError where this program finds violations in the tables.
    """
    from akkuri.release.build import build_release  # with all that reads and checks tables, as no page does

    commit = manifest.get("commit")
    if not commit:
        raise UsageError.worded("verify.no-commit", version=str(manifest.get("version", "")))
    with (
        tables_at(str(commit), data) as tables,
        own_folder("verify") as place,
    ):
        base = str(manifest.get("base", settings.base))
        made = replace(settings, base=base, release=place / "releases")
        release = build_release(made, tables, made.release, commit=str(commit))
        yield Rebuilt(release, release.settled(made), manifest)


@dataclass
class Rebuilt:
    """A release that was built anew, beside the manifest of the one it is to prove."""

    release: Release
    settings: Settings
    manifest: Mapping[str, Any]

    def files(self) -> tuple[list[str], list[str]]:
        """Return the names of the files that have the same bytes in both, and of those that do not."""
        theirs, ours = self.manifest.get("sha256", {}), self.release.manifest["sha256"]
        same = {name for name in theirs.keys() & ours.keys() if theirs[name] == ours[name]}
        return sorted(same), sorted((theirs.keys() | ours.keys()) - same)

    def answer(self, root: str, path: str) -> Given:
        """Answer a path, with its query, as a server at the address `root` (with a slash) would."""
        place = f"{self._below(root)}{BY_RELEASE}{self.release.version}{path}"
        answer = self._site(root).test_client().get(place, headers={"Accept": "*/*"})
        return Given(answer.data, answer.mimetype or "", answer.status_code)

    def by_their_version(self, answer: Given) -> Given:
        """Return an answer with the version of the release to prove: other code gives another one."""
        own, theirs = self.release.version, str(self.manifest.get("version", ""))
        return replace(answer, body=answer.body.replace(own.encode(), theirs.encode()))

    @staticmethod
    def _below(root: str) -> str:
        return "/" + root.partition("://")[2].partition("/")[2].rstrip("/") if root.count("/") > 3 else ""

    def _site(self, root: str) -> Flask:
        settings = replace(self.settings, public_address=root)
        return create_app(settings, Ask(self._ask.runner, settings), self.release)

    @cached_property
    def _ask(self) -> Ask:
        return Ask.over(EmbeddedStore.of_release(self.release.graph_path, self.release.version))


def same_result(one: Given, other: Given) -> bool | None:
    """Say whether two answers are the same as result sets; None for what is none."""
    if (one.media_type, one.status) != (other.media_type, other.status):
        return False
    try:
        left, right = result_set(one.body, one.media_type), result_set(other.body, other.media_type)
    except (ValueError, SyntaxError):
        return None
    return None if left is None else left == right
