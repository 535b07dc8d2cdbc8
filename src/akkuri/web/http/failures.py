"""What a page cannot answer: raised anywhere below a route, shown as a page or as problem+json by Accept."""

from dataclasses import dataclass, field

from akkuri.web.page.values import Value

__all__ = ["PageError"]


@dataclass(eq=False)
class PageError(Exception):
    """A refusal with its status; `key` names its texts (`<key>_title`, `<key>`), `choices` are links."""

    status: int
    key: str
    params: dict[str, str] = field(default_factory=dict)
    choices: list[Value] = field(default_factory=list)
