"""How deep and how large JSON is, told from its bytes before it is read: a text of a few megabytes can become
gigabytes of values, and walking through those takes minutes. Of what is no JSON the answers mean nothing."""

import re

_PEELED = 8
"""The innermost levels go quickly, all at once; of the rest there is not much."""
_RUN = re.compile(rb"\[+|\]+")
_BRACKETS = bytes.maketrans(b"{}", b"[]")
_NO_BRACKETS = bytes(set(range(256)) - set(b"[]{}"))
_WHITESPACE = b" \t\r\n"
_NEITHER_BRACKETS_NOR_QUOTES = bytes(set(range(256)) - set(b'[]{}"'))


def is_deeper(text: bytes, levels: int) -> bool:
    """Whether lists and objects are nested in more than so many levels."""
    if len(text) <= levels:
        return False
    skeleton = _without_escapes(text).translate(None, _NEITHER_BRACKETS_NOR_QUOTES)
    if skeleton.count(b"[") + skeleton.count(b"{") <= levels:
        return False
    brackets = _outside_of_strings(skeleton).translate(_BRACKETS, _NO_BRACKETS)
    peeled = min(levels, _PEELED)
    for _ in range(peeled):
        brackets = brackets.replace(b"[]", b"")
    depth = 0
    for run in _RUN.findall(brackets):
        depth += len(run) if run.startswith(b"[") else -len(run)
        if depth > levels - peeled:
            return True
    return False


def has_more_values(text: bytes, most: int) -> bool:
    """Whether there are more than so many, lists and objects included."""
    if len(text) <= 2 * most or _beginnings(text) < most:  # each takes a byte, and one that parts it
        return False
    plain = _without_escapes(text)
    if plain.count(b'"') // 2 > 2 * most:  # at most half of the strings are keys
        return True
    structure = _outside_of_strings(plain, b'"').translate(None, _WHITESPACE)
    return 1 + _beginnings(structure) - structure.count(b"[]") - structure.count(b"{}") > most


def _beginnings(text: bytes) -> int:
    """All values but the outermost begin after a comma or a bracket; after the bracket of an empty list or
    object there is none."""
    return sum(map(text.count, (b",", b"[", b"{")))


def _outside_of_strings(text: bytes, mark: bytes = b"") -> bytes:
    """Each string is the mark."""
    return mark.join(text.split(b'"')[::2])


def _without_escapes(text: bytes) -> bytes:
    """Each quotation mark that is left begins or ends a string."""
    return text.replace(rb"\\", b"").replace(rb"\"", b"") if b"\\" in text else text
