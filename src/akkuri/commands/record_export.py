"""`akkuri export FORMAT --record ID`: one record, as the document about it is served."""

from pathlib import Path
from typing import Final

from akkuri.errors import UsageError
from akkuri.publish.files import stream, suffix_compression
from akkuri.publish.formats import Exported, find_format
from akkuri.release.opening import Release
from akkuri.settings import Settings
from akkuri.store import GRAPHS, EmbeddedStore, Format

__all__ = ["write_record"]

_WITHDRAWN: Final = 410
"""The status of a record that was taken back: its document is there and says so."""


def write_record(
    release: Release, settings: Settings, form: str, record: str, out: Path | None, compression: str | None
) -> Exported:
    """Write the document about a record (its id, name or address) in a format of RDF.

    The bytes are those of `/doc/KIND/NAME.EXTENSION`: the site itself answers. Raises UsageError for
    another format or a record that is not there, and as `stream` does.
    """
    written_as = _graph_format(form, settings)
    settings = release.verify().settled(settings)
    store = EmbeddedStore.of_release(release.graph_path, release.version)
    from akkuri.ask.service import Ask
    from akkuri.naming.resolver import Resolver
    from akkuri.naming.things import records
    from akkuri.web.app import create_app

    wanted = records(*(kind.name for kind in settings.names.kinds))
    found = Resolver.over(store.select, settings.names).find(record, wanted, settings.lang)
    address = f"/doc/{found.group.partition('/')[2]}/{found.id}.{written_as.extension}"
    answer = create_app(settings, Ask.over(store, settings), release).test_client().get(address)
    if answer.status_code not in (200, _WITHDRAWN):
        raise UsageError.worded("publish.no-document", record=found.iri)
    with stream(out, compression or suffix_compression(out)) as (sink, written):
        sink.write(answer.data)
    return Exported(out, written.size, written.sha256)


def _graph_format(name: str, settings: Settings) -> Format:
    """Return the serialisation of RDF that a format is; raises UsageError where it is none."""
    chosen = find_format(name).name
    for form in GRAPHS:
        if form.name == chosen:
            return form
    known = ", ".join(form.name for form in GRAPHS)
    raise UsageError.worded("publish.no-record-format", format=chosen, known=known)
