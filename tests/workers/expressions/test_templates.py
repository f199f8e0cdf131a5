import pytest

from workers.expressions.lexer import ExpressionSyntax
from workers.expressions.templates import Body, parse


def texts(template: str) -> list[str]:
    return [part.text if isinstance(part, Body) else f"text {part}" for part in parse(template).parts]


@pytest.mark.parametrize(
    ("template", "body"),
    [
        ("{{ 1 + 1 }}", "1 + 1"),
        ('{{ "}}" }}', '"}}"'),
        ("{{ 'it\\'s }}' }}", "'it\\'s }}'"),
        ("{{ `a}}${ {b: '}}'}.b }}}` }}", "`a}}${ {b: '}}'}.b }}}`"),
        ("{{ {a: {b: 1}} }}", "{a: {b: 1}}"),
        ("{{ {a: {b: 1}}}}", "{a: {b: 1}}"),
        ("{{ (() => { return {a: {}} })() }}", "(() => { return {a: {}} })()"),
        ("{{ /[}}]}}/.test($json.a) }}", "/[}}]}}/.test($json.a)"),
        ("{{ $json.a / 2 }}", "$json.a / 2"),
        ("{{ $json.a / 2 + '/' }}", "$json.a / 2 + '/'"),
        ("{{ 1 /* }} */ + 1 }}", "1 /* }} */ + 1"),
        ("{{ 1 // }}\n + 1 }}", "1 // }}\n + 1"),
        ("{{ $json?.a?.['}}'] }}", "$json?.a?.['}}']"),
    ],
)
def test_a_body_ends_at_the_first_closing_pair_that_is_not_inside_something(template: str, body: str) -> None:
    assert texts(template) == [body]
    assert parse(template).alone


@pytest.mark.parametrize(
    ("body", "read", "matched"),
    [
        ("$('A').first().json", {"A"}, set()),
        ("$('A').item.json", set(), {"A"}),
        ("$('A')?.item.json + $('B').all().length", {"B"}, {"A"}),
        ("$('A').itemMatching(2).json", set(), {"A"}),
        ("((a) => a.item)($('A'))", {"A"}, {"A"}),
        ("$('A')['item']", {"A"}, {"A"}),
        ("$input.item.json.x + $('A').last().json.x", {"A"}, set()),
    ],
)
def test_what_of_other_nodes_is_read_can_be_told(body: str, read: set[str], matched: set[str]) -> None:
    [found] = parse(f"{{{{ {body} }}}}").bodies
    assert (set(found.nodes), set(found.matched)) == (read, matched)


def test_text_and_bodies_keep_their_order() -> None:
    assert texts("a {{ $json.x }} b {{ $json.y }}") == ["text a ", "$json.x", "text  b ", "$json.y"]


def test_one_blank_before_a_body_makes_it_text() -> None:
    assert not parse(" {{ 1 }}").alone


def test_an_escaped_pair_is_literal() -> None:
    assert texts(r"\{{ a }} {{ 1 }}") == ["text {{ a }} ", "1"]


@pytest.mark.parametrize(
    ("template", "why"),
    [
        ("{{ }}", "empty"),
        ("{{ /* nothing */ }}", "empty"),
        ("{{ $json.a", "never closed"),
        ("{{ (1 }}", "closes nothing"),
        ("{{ [1, 2 ", r"\[ is never closed"),
        ("{{ 1) }}", "closes nothing"),
        ("{{ 'open }}", "never closed"),
        ("{{ `open }}", "never closed"),
        ("{{ import('fs') }}", "import isn't available"),
    ],
)
def test_what_cannot_be_an_expression_is_refused_without_running_it(template: str, why: str) -> None:
    with pytest.raises(ExpressionSyntax, match=why):
        parse(template)


def test_a_property_called_import_is_fine() -> None:
    assert texts("{{ $json.import }}") == ["$json.import"]


@pytest.mark.parametrize(
    ("body", "plain"),
    [
        ("$json", True),
        ("$json.a.b[0]['x y']", True),
        ('$json?.a?.["b"]', True),
        ("$input.item.json.a", True),
        ("$('A node').first().json.a", True),
        ("$itemIndex", True),
        ("$json.größe", True),
        ("$json.a + 1", False),
        ("$json.a()", False),
        ("$json[a]", False),
        ("$json[01]", False),
        ("$json['\\x41']", True),
        ("$json.a b", False),
        ("$json..a", False),
        ("$json.#a", False),
        ("$('A node').item.json.a", True),
        ("$('A node').itemMatching(0).json", False),
        ("Object", False),
    ],
)
def test_plain_paths_are_told_from_everything_else(body: str, plain: bool) -> None:
    [found] = parse(f"{{{{ {body} }}}}").bodies
    assert (found.path is not None) is plain


def test_the_nodes_that_a_body_reads_are_known_beforehand() -> None:
    [body] = parse("{{ $('One').all().length + $(\"Two\").first().json.n }}").bodies
    assert body.nodes == {"One", "Two"}
