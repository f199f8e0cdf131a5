"""What the string literals of JavaScript say."""

import re
import sys

from workers.expressions.lexer import Token

_ESCAPE = re.compile(
    r"\\(?:u\{0*([0-9a-fA-F]{1,6})\}|u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|(0)(?![0-9])|(\r\n|[^0-9ux]))",
    re.DOTALL,
)
_NAMED = {"n": "\n", "t": "\t", "r": "\r", "b": "\b", "f": "\f", "v": "\v", "0": "\0"}
_NAMED |= dict.fromkeys(("\n", "\r", "\r\n", "\u2028", "\u2029"), "")


def said_by(token: Token) -> str | None:
    """The text of a string literal; None where the token is none, or says what isn't Unicode text."""
    if token.kind != "string":
        return None
    text = token.text[1:-1]
    if "\\" not in text:
        return text
    parts, at = [], 0
    while (begin := text.find("\\", at)) >= 0:
        escape = _ESCAPE.match(text, begin)
        meant = escape and _meant(escape)
        if escape is None or meant is None:
            return None
        parts += [text[at:begin], meant]
        at = escape.end()
    try:
        return "".join((*parts, text[at:])).encode("utf-16-le", "surrogatepass").decode("utf-16-le")
    except UnicodeDecodeError:
        return None


def _meant(escape: re.Match[str]) -> str | None:
    *digits, zero, other = escape.groups()
    for each in digits:
        if each is not None:
            return chr(int(each, 16)) if int(each, 16) <= sys.maxunicode else None
    named = zero or other
    return _NAMED.get(named, named)
