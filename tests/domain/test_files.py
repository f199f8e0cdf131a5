"""What a file may be called, and what it is taken for."""

import pytest

from domain.files import UNKNOWN, base_name, mime_of, problem_of_name


@pytest.mark.parametrize("name", ["a", "a.tar.gz", "../../etc/passwd", "C:\\x", "Ünï ☂ \u202e", "x" * 255])
def test_any_text_may_be_a_name(name: str) -> None:
    assert problem_of_name(name) is None


@pytest.mark.parametrize("name", ["", "x" * 256, "a\0b", "a\nb", "\x7f", "\ud800"])
def test_what_is_no_line_of_text_may_not(name: str) -> None:
    assert problem_of_name(name)


@pytest.mark.parametrize(
    ("name", "base"),
    [
        ("a.csv", "a.csv"),
        ("../../etc/passwd", "passwd"),
        ("C:\\files\\a.txt", "a.txt"),
        ("..", "file"),
        ("a/", "file"),
        ("/", "file"),
    ],
)
def test_the_base_of_a_name_leads_nowhere(name: str, base: str) -> None:
    assert base_name(name) == base


@pytest.mark.parametrize(
    ("name", "said", "mime"),
    [
        ("a.csv", None, "text/csv"),
        ("a.csv", "text/plain; charset=utf-8", "text/plain"),
        ("a.csv", "nonsense\r\nX: y", "text/csv"),
        ("a.csv", {"not": "text"}, "text/csv"),
        ("a", "", UNKNOWN),
        ("a.csv.gz", None, UNKNOWN),
        ("a.html/", None, UNKNOWN),
    ],
)
def test_the_type_is_what_was_said_or_what_the_name_suggests(name: str, said: object, mime: str) -> None:
    assert mime_of(name, said) == mime
