"""The catalogue of named queries: one question a file, with titles, parameters and columns in its header."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from akkuri.ask.named.examples import EXAMPLES, read_mapping
from akkuri.ask.named.header import QueryFile
from akkuri.ask.named.parameters import Parameter
from akkuri.ask.named.question import NamedQuery
from akkuri.ask.named.reader import Shared, read_query
from akkuri.errors import UsageError
from akkuri.namespaces import Names
from akkuri.naming.did_you_mean import did_you_mean, nearest
from akkuri.naming.things import COUNTRIES, KIND, UNITS
from akkuri.texts import Wording, text

__all__ = ["GROUPS", "SHARED", "Catalogue"]

GROUPS: Final = ("directory", "network", "gaps", "quality")
"""The folders of questions, in the order in which people see them; `derive` holds rules, not questions."""

SHARED: Final = "shared.yaml"
"""Titles of columns and labels of parameters that many queries use."""


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All named queries by `group/name`."""

    queries: Mapping[str, NamedQuery]

    @classmethod
    def load(
        cls,
        folders: Iterable[Path],
        names: Names | None = None,
        examples: Mapping[str, str] | None = None,
        *,
        checked: bool = False,
    ) -> "Catalogue":
        """Read every query under the folders, moved to the base of `names`.

        A query of a later folder takes the place of one with the same name in an earlier one, and so do
        the titles in its file of shared ones. `examples` are added to those in the folders. `checked`
        says that a build has compared the columns with what each query gives, which takes longer than all
        else. Raises UsageError for the first file whose header or text is wrong.
        """
        return cls(dict(_Files(folders, names or Names(), examples, checked=checked)))

    @classmethod
    def opened(cls, folders: Iterable[Path], names: Names | None = None) -> "Catalogue":
        """Know every query under the folders by its path, and read a file when it is asked for.

        For asking one question; errors as in `load`, but only of that question's file.
        """
        return cls(_Files(folders, names or Names()))

    def __iter__(self) -> Iterator[NamedQuery]:
        return iter(self.queries.values())

    @property
    def parameters(self) -> list[Parameter]:
        """The parameters of all queries."""
        return [parameter for query in self for parameter in query.params.values()]

    @property
    def named_groups(self) -> list[str]:
        """The groups whose things parameters take by name: kinds of records, schemes, units of numbers."""
        wanted = (parameter.wanted for parameter in self.parameters)
        groups = {UNITS, *(group for each in wanted if each for group in each.groups)}
        return sorted(groups - {COUNTRIES, KIND})

    def __len__(self) -> int:
        return len(self.queries)

    def find(self, name: str, lang: str = "en") -> NamedQuery:
        """Return a query by `group/name`, or by its name alone where that is unique.

        Raises UsageError naming the closest ones.
        """
        if name in self.queries:
            return self.queries[name]
        short = [path for path in self.queries if path.rpartition("/")[2] == name]
        if len(short) == 1:
            return self.queries[short[0]]
        if short:
            raise UsageError(text(lang, "queries.ambiguous", value=name, names=", ".join(short)))
        sentence = text(lang, "queries.no_query", value=name)
        raise UsageError(sentence + did_you_mean(lang, self.near(name)))

    def near(self, name: str) -> list[str]:
        """Return the paths of the queries whose names are most like a wrong one."""
        shorts = {path.rpartition("/")[2]: path for path in self.queries}
        found = nearest(name, self.queries)
        return found or [shorts[hit] for hit in nearest(name.rpartition("/")[2], shorts)]


class _Files(Mapping[str, NamedQuery]):
    """The queries of some folders by `group/name`, each read from its file when it is taken."""

    def __init__(
        self,
        folders: Iterable[Path],
        names: Names,
        examples: Mapping[str, str] | None = None,
        *,
        checked: bool = False,
    ) -> None:
        self._names = names
        self._checked = checked
        folders = list(folders)
        self._shared = _read_shared(folders, examples or {})
        self._files: dict[str, Path] = {}
        for folder in folders:
            _refuse_others(folder)
        for group in GROUPS:
            files = {file.stem: file for folder in folders for file in (folder / group).glob("*.rq")}
            self._files |= {f"{group}/{name}": file for name, file in sorted(files.items())}

    def __getitem__(self, path: str) -> NamedQuery:
        group, _, name = path.partition("/")
        file = self._files[path]
        try:
            source = file.read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise UsageError.worded("cluster.query-unreadable", file=file, reason=error) from error
        found = QueryFile(str(file), source)
        return read_query(found, group, name, self._names, self._shared, checked=self._checked)

    def __contains__(self, path: object) -> bool:
        return path in self._files

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)


def _refuse_others(folder: Path) -> None:
    """Refuse a query outside the groups: nobody would ever see it."""
    for file in sorted(folder.rglob("*.rq")):
        if file.parent.name not in (*GROUPS, "derive") or file.parent.parent != folder:
            expected = ", ".join(f"{group}/" for group in GROUPS)
            raise UsageError.worded("cluster.no-group", file=file, known=expected)


def _read_shared(folders: Iterable[Path], examples: Mapping[str, str]) -> Shared:
    """Read what many queries use, from those files that are there."""
    found: dict[str, dict[str, Any]] = {"columns": {}, "params": {}, "examples": {}}
    for folder in folders:
        content = read_mapping(folder / SHARED, Wording("cluster.shared-form"))
        for key in ("columns", "params"):
            found[key].update(content.get(key) or {})
        given = read_mapping(folder / EXAMPLES, Wording("cluster.examples-form"))
        found["examples"].update({name: str(value) for name, value in given.items()})
    found["examples"].update(examples)
    return found
