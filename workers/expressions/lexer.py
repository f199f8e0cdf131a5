"""Just enough of JavaScript's lexical grammar to find where a ``{{ … }}`` ends. Nothing is evaluated here."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

Fault = Literal["neverClosed", "braces", "quotes", "closesNothing", "empty", "import"]
Kind = Literal["name", "number", "string", "regex", "template", "mark"]

_SKIPPED = re.compile(r"(?:[\s\ufeff]|//[^\n\r\u2028\u2029]*|/\*.*?\*/)+", re.DOTALL)
_NAME = re.compile(r"(?:[\w$]|\\u)(?:[\w$]|\\u|(?<=u)\{[0-9a-fA-F]+\})*")
_NUMBER = re.compile(r"(?=\.?\d)(?:[\w.])+")
_STRING = re.compile(r'"(?:[^"\\\n\r]|\\(?:\r\n|.))*"|\'(?:[^\'\\\n\r]|\\(?:\r\n|.))*\'', re.DOTALL)
_REGEX = re.compile(r"/(?![*/])(?:[^/\\\[\n\r]|\\.|\[(?:[^\]\\\n\r]|\\.)*\])+/\w*")
_TEMPLATE_TEXT = re.compile(r"(?:[^`\\$]|\\.|\$(?!\{))*", re.DOTALL)
_MARK = re.compile(r"\?\.(?!\d)|=>|\.\.\.|.", re.DOTALL)
_BEFORE_REGEX = frozenset(
    {"await", "case", "delete", "do", "else", "in", "instanceof", "new", "of", "return", "throw"}
    | {"typeof", "void", "yield"}
)
_PARTNERS = {"(": ")", "[": "]", "{": "}", "${": "}"}


class ExpressionSyntax(ValueError):
    """The text can't be an expression; the message says why.

    ``fault`` names the reason, ``mark`` is the place in the text.
    """

    def __init__(self, fault: Fault, mark: str, message: str) -> None:
        super().__init__(message)
        self.fault: Fault = fault
        self.mark = mark


@dataclass(frozen=True, slots=True)
class Token:
    kind: Kind
    text: str


def scan(text: str, start: int) -> tuple[list[Token], int]:
    """The tokens of a body that begins at ``start``, and where the ``}}`` that ends it stands.

    Raises :class:`ExpressionSyntax` where brackets don't match, or nothing ends it.
    """
    scanner = _Scanner(text, start)
    tokens = list(scanner.tokens())
    return tokens, scanner.at


class _Scanner:
    def __init__(self, text: str, start: int) -> None:
        self.text = text
        self.at = start
        self.open: list[str] = []
        self.last: Token | None = None

    def tokens(self) -> Iterator[Token]:
        while True:
            if self.open and self.open[-1] == "`":
                token = self._template_part()
            else:
                skipped = _SKIPPED.match(self.text, self.at)
                self.at = skipped.end() if skipped else self.at
                if not self.open and self.text.startswith("}}", self.at):
                    return
                token = self._next()
            self.last = token
            yield token

    def _next(self) -> Token:
        if self.at >= len(self.text):
            raise self._never_closed()
        for kind, pattern in self._candidates():
            found = pattern.match(self.text, self.at)
            if found:
                self.at = found.end()
                return Token(kind, found.group())
        mark = _MARK.match(self.text, self.at)
        assert mark is not None
        self.at = mark.end()
        self._bracket(mark.group())
        return Token("mark", mark.group())

    def _never_closed(self) -> ExpressionSyntax:
        if self.open:
            return ExpressionSyntax("neverClosed", self.open[-1], f"{self.open[-1]} is never closed")
        return ExpressionSyntax("braces", "{{", "{{ is never closed by }}; write \\{{ for text")

    def _candidates(self) -> Iterator[tuple[Kind, re.Pattern[str]]]:
        yield "number", _NUMBER
        yield "name", _NAME
        yield "string", _STRING
        if self._regex_may_follow():
            yield "regex", _REGEX

    def _regex_may_follow(self) -> bool:
        match self.last:
            case None:
                return True
            case Token("name", text):
                return text in _BEFORE_REGEX
            case Token("mark", text):
                return text not in (")", "]", "}")
            case _:
                return False

    def _bracket(self, mark: str) -> None:
        if mark in ('"', "'"):
            raise ExpressionSyntax("quotes", mark, f"the text that begins with {mark} is never closed")
        if mark in ("(", "[", "{", "`"):
            self.open.append(mark)
        elif mark in (")", "]", "}"):
            if not self.open or _PARTNERS.get(self.open[-1]) != mark:
                raise ExpressionSyntax("closesNothing", mark, f"{mark} closes nothing")
            self.open.pop()

    def _template_part(self) -> Token:
        found = _TEMPLATE_TEXT.match(self.text, self.at)
        assert found is not None
        start, self.at = self.at, found.end()
        if self.text.startswith("${", self.at):
            self.at += 2
            self.open.append("${")
        elif self.text.startswith("`", self.at):
            self.at += 1
            self.open.pop()
        else:
            raise ExpressionSyntax("neverClosed", "`", "` is never closed")
        return Token("template", self.text[start : self.at])
