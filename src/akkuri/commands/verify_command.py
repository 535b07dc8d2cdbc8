"""`akkuri verify ADDRESS`: prove an answer, or a release, by building the release again."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

import click

from akkuri import resources
from akkuri.errors import OutsideError, UsageError
from akkuri.graph.diff import diff_graphs
from akkuri.release.opening import Release, find_release
from akkuri.settings import Settings
from akkuri.texts import LANGUAGES, text
from akkuri.web.permanent.proof import Given, Rebuilt, other_makers, rebuilt, same_result

__all__ = ["command"]

_ADDRESS: Final = re.compile(
    r"(?P<root>https?://[^?#]+?/)release/(?P<version>\w[\w.-]*)(?P<path>[/?][^#]*)?(#.*)?", re.ASCII
)
"""An address by release as it may be copied: with the place in the page, and of the release alone."""
_MOST: Final = 256 * 1024 * 1024
"""Bytes of an answer that is compared."""
_SECONDS: Final = 120


@dataclass(frozen=True, slots=True)
class Claim:
    """What is to be proved: a release by its manifest, and an answer of it or its folder."""

    manifest: Mapping[str, Any]
    folder: Path | None = None
    root: str = ""
    path: str = ""
    given: Given | None = None


@click.command(name="verify")
@click.argument("address")
@click.option(
    "--data",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    help="Folder of the tables in their git repository (default: the national graph's).",
)
@click.option("--lang", type=click.Choice(LANGUAGES), help="Language (default: AKKURI_LANG).")
def command(address: str, data: Path | None, lang: str | None) -> int:
    """Build the release of an answer again from the tables of its commit, and compare.

    ADDRESS is that of an answer (https://…/release/VERSION/…) or the folder of a release. With the same code
    and engine every byte must be the same; with others this is said, and result sets are compared.
    """
    settings = Settings.from_env(lang=lang)
    claim = _claim(address)
    version = str(claim.manifest.get("version", ""))
    made = {
        key: str(claim.manifest.get(key) or "?") for key in ("commit", "code", "engine", "akkuri_version")
    }
    click.echo(text(settings.lang, "verify.release", version=version, **made))
    others = other_makers(claim.manifest)
    for theirs, ours in others:
        click.echo(text(settings.lang, "verify.other", theirs=theirs or "?", ours=ours))
    with rebuilt(claim.manifest, data or resources.data(), settings) as again:
        same, unlike = again.files()
        key = "files-unlike" if unlike else "files"
        told = {"count": len(same), "all": len(same) + len(unlike), "names": ", ".join(unlike)}
        click.echo(text(settings.lang, f"verify.{key}", **told))
        if claim.given is not None:
            proved = _compared(claim, claim.given, again, bool(others), settings.lang)
        else:
            proved = not unlike or (bool(others) and _same_graph(claim, again, settings.lang))
    click.echo(text(settings.lang, "verify.proved" if proved else "verify.not-proved"))
    return 0 if proved else 1


def _claim(address: str) -> Claim:
    """Fetch what an address answers and the manifest of its release; UsageError for what is neither."""
    found = _ADDRESS.fullmatch(address)
    if found is not None:
        by_release = f"{found['root']}release/{found['version']}"
        manifest = _fetched(f"{by_release}/manifest.json")[0].body
        try:
            facts = json.loads(manifest)
        except ValueError as error:
            raise OutsideError.worded("verify.no-manifest", address=address) from error
        asked = f"{by_release}/{(found['path'] or '').removeprefix('/')}"
        given, came_from = _fetched(asked)
        answered = _ADDRESS.fullmatch(came_from)  # the document of a record, where its IRI was asked
        if answered is None or answered["version"] != found["version"]:
            raise UsageError.worded("verify.leads-on", address=asked, to=came_from)
        return Claim(facts, None, answered["root"], answered["path"] or "/", given)
    if address.startswith(("http://", "https://")) or not Path(address).is_dir():
        raise UsageError.worded("verify.no-address", address=address[:200])
    release = find_release(Path(address))
    if release is None:
        raise UsageError.worded("verify.no-address", address=address)
    return Claim(release.manifest, release.folder)


def _compared(claim: Claim, given: Given, again: Rebuilt, others: bool, lang: str) -> bool:
    """Compare an answer with that of the rebuilt release, say what was found, and whether it is proved."""
    own = again.answer(claim.root, claim.path)
    if (own.body, own.media_type) == (given.body, given.media_type):
        click.echo(text(lang, "verify.same-bytes", count=len(own.body)))
        return True
    if not others:
        click.echo(text(lang, "verify.other-bytes", count=len(given.body), own=len(own.body)))
        return False
    same = same_result(given, again.by_their_version(own))
    key = {None: "no-result-set", True: "same-result", False: "other-result"}[same]
    click.echo(text(lang, f"verify.{key}"))
    return bool(same)


def _same_graph(claim: Claim, again: Rebuilt, lang: str) -> bool:
    """Compare two releases as sets of statements."""
    if claim.folder is None:
        return False
    unlike = list(diff_graphs(Release(claim.folder).graph_path, again.release.graph_path))
    key = "verify.other-graph" if unlike else "verify.same-graph"
    click.echo(text(lang, key, count=len(unlike), names=", ".join(change.graph for change in unlike[:3])))
    return not unlike


def _fetched(address: str) -> tuple[Given, str]:
    """Fetch an answer; returns also the address that it came from, where that asked leads on."""
    request = Request(address, headers={"Accept": "*/*"})  # noqa: S310 - http or https, as _ADDRESS says
    try:
        with urlopen(request, timeout=_SECONDS) as answer:  # noqa: S310
            body = answer.read(_MOST + 1)
            media_type, came_from = answer.headers.get_content_type(), answer.url
    except HTTPError as error:
        raise OutsideError.worded("verify.refused", address=address, reason=_reason(error)) from error
    except (URLError, OSError, ValueError) as error:
        reason = getattr(error, "reason", error)
        raise OutsideError.worded("verify.silent", address=address, reason=reason) from error
    if len(body) > _MOST:
        raise UsageError.worded("verify.too-long", address=address, limit=_MOST // 2**20)
    return Given(body, media_type), came_from


def _reason(error: HTTPError) -> str:
    """Return what a problem document says, with the status."""
    try:
        return f"{json.loads(error.read(100_000))['detail']} ({error.code})"
    except (ValueError, KeyError, TypeError, OSError):
        return f"{error.code} {error.reason}"
