"""Units as people write them: the codes of UCUM, in which data is exact, are none to read."""

import re
from typing import Final

__all__ = ["symbol"]

_SYMBOLS: Final = {
    "Cel": "°C",
    "deg": "°",
    "Ohm": "Ω",
    "um": "µm",
    "uL": "µl",
    "m2": "m²",
    "m3": "m³",
    "L": "l",
    "har": "ha",
    "By": "B",
    "kBy": "kB",
    "MBy": "MB",
    "GBy": "GB",
    "TBy": "TB",
    "GiBy": "GiB",
    "TiBy": "TiB",
}
_POWERS: Final = str.maketrans("0123456789-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁻")


def symbol(ucum: str) -> str:
    """Write a UCUM code as people do: `Cel` as °C, `kW.h` as kWh; nothing for a plain number."""
    if ucum == "1":
        return ""
    text = re.sub(r"10\*(-?[0-9]+)", lambda match: "10" + match[1].translate(_POWERS) + " ", ucum)
    parts = [
        "·".join(_SYMBOLS.get(unit, unit) for unit in part.split("."))
        for part in re.sub(r"[{}]", "", text).split("/")
    ]
    return "/".join(parts).replace("W·h", "Wh").replace("A·h", "Ah")
