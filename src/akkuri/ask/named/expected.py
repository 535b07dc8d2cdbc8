"""What a parameter expects, in words: beside its field and in the sentence that refuses a value."""

from typing import TYPE_CHECKING, Final

from akkuri.texts import text
from akkuri.texts.numbers import decimal
from akkuri.texts.units import symbol

if TYPE_CHECKING:
    from akkuri.ask.named.parameters import Parameter

__all__ = ["EURO", "expected", "within"]

EURO: Final = "EUR"
_SUCH_AS: Final = {"number": "12.5", "integer": "3"}
_WORDED: Final = ("date", "record", "country")


def expected(parameter: "Parameter", lang: str) -> str:
    """Return what may be given for a parameter: a number in km, such as 200; empty where that is plain."""
    kind = parameter.type
    if kind == "number" and parameter.unit == EURO:
        return text(lang, "queries.expects_euros")
    if kind not in _SUCH_AS:
        return text(lang, f"queries.expects_{kind}") if kind in _WORDED else ""
    example = parameter.such_as or parameter.default or _SUCH_AS[kind]
    told = {"example": decimal(lang, example), "within": within(parameter, lang)}
    if unit := symbol(parameter.unit or ""):
        return text(lang, "queries.expects_unit", unit=unit, **told)
    return text(lang, f"queries.expects_{kind}", **told)


def within(parameter: "Parameter", lang: str) -> str:
    """Return the bounds of a number behind a comma; empty without any."""
    low, high = parameter.least, parameter.most
    key = "between" if low is not None and high is not None else "from" if low is not None else "to"
    if low is None and high is None:
        return ""
    return text(lang, f"queries.within_{key}", least=decimal(lang, low or 0), most=decimal(lang, high or 0))
