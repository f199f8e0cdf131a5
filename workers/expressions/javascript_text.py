"""Values as JavaScript writes them into text."""

import math
from typing import Any

from workers.expressions.paths import Undefined


def text_of(value: Any) -> str:
    """``String(value)``, but nothing for null, undefined and NaN."""
    match value:
        case None | Undefined():
            return ""
        case bool():
            return "true" if value else "false"
        case str():
            return value
        case float():
            return "" if math.isnan(value) else number_text(value)
        case int():
            return str(value)
        case list():
            return ",".join(text_of(element) for element in value)
        case _:
            return "[object Object]"


def number_text(number: float) -> str:
    """The shortest digits that give the number back; an exponent from 1e21 up and below 1e-6."""
    if number == 0:
        return "0"
    sign = "-" if number < 0 else ""
    mantissa, _, exponent = f"{abs(number)!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    digits = (whole + fraction).lstrip("0") if whole == "0" else whole + fraction
    point = len(whole) + int(exponent or 0) - (len(whole + fraction) - len(digits))
    return sign + _placed(digits.rstrip("0"), point)


def _placed(digits: str, point: int) -> str:
    """0.digits times ten to the power of ``point``, as ECMAScript's Number::toString lays it out."""
    count = len(digits)
    if count <= point <= 21:
        return digits + "0" * (point - count)
    if 0 < point <= 21:
        return f"{digits[:point]}.{digits[point:]}"
    if -6 < point <= 0:
        return "0." + "0" * -point + digits
    exponent = f"e{point - 1:+d}"
    return f"{digits[0]}.{digits[1:]}{exponent}" if count > 1 else digits + exponent
