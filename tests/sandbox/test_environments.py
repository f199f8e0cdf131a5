"""What makes an environment, and what is refused."""

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from sandbox.environments import (
    SHIPPED,
    BadEnvironment,
    Environments,
    NoSuchEnvironment,
    choose,
    default_environment,
    is_shipped,
    load_environments,
    read_environments,
)
from sandbox.environments.environment import KEYS, LANGUAGES

Write = Callable[..., Path]


@pytest.fixture
def write(tmp_path: Path) -> Write:
    def write(name: str = "geo", text: str = "", base: str | None = "python", title: str = "Geo") -> Path:
        path = tmp_path / f"{name}.toml"
        lines = [f'title = "{title}"'] * bool(title) + [f'base = "{base}"'] * bool(base) + [text]
        path.write_text("\n".join(lines))
        return path

    return write


def load(*paths: Path) -> None:
    load_environments([SHIPPED, *{path.parent for path in paths}])


def test_those_that_ship_are_right_and_pin_all_that_they_install() -> None:
    shipped = load_environments([SHIPPED])
    assert list(shipped) == ["bash", "data", "javascript", "python"]
    assert all(map(is_shipped, shipped.values()))
    assert all(shipped[default_environment(language)].languages for language in LANGUAGES)
    assert shipped["data"].base is shipped["data"].chain[0] is not None
    assert [each.name for each in shipped["data"].chain] == ["python", "data"]


def test_an_environment_adds_to_its_base(write: Write) -> None:
    path = write(text='apt = ["gdal-bin"]\npip = ["shapely==2.2.0"]\npreload = ["shapely"]')
    geo = load_environments([SHIPPED, path.parent])["geo"]
    assert (geo.apt, geo.pip, geo.npm) == (("gdal-bin",), ("shapely==2.2.0",), ())
    assert geo.languages == ("python", "bash")
    assert geo.base is not None
    assert geo.base.name == "python"
    assert not is_shipped(geo)


def test_a_folder_that_is_not_there_has_none(tmp_path: Path) -> None:
    assert load_environments([SHIPPED, tmp_path / "none"]).keys() == load_environments([SHIPPED]).keys()


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ('pips = ["httpx"]', "unknown key 'pips'; possible are title, description, base, node, languages"),
        ("description = 7", "description has to be a text"),
        ('apt = "git"', "apt has to be a list"),
        ("preload = [7]", "7 in preload is not a Python module"),
        ('languages = ["perl"]', "'perl' in languages is not one of python, javascript, bash"),
        (
            'pip = ["httpx"]',
            "'httpx' in pip is not a Python package with its version, such as 'httpx==0.28.1'",
        ),
        ('pip = ["httpx>=0.28"]', "is not a Python package with its version"),
        ('pip = ["--index-url=http://example.com/"]', "is not a Python package with its version"),
        ('pip = ["httpx @ https://example.com/x.whl"]', "is not a Python package with its version"),
        ('npm = ["luxon"]', "'luxon' in npm is not an npm package with its version"),
        ('npm = ["luxon@^3.7.2"]', "is not an npm package with its version"),
        ('npm = ["git+ssh://example.com/x"]', "is not an npm package with its version"),
        ('apt = ["git; rm -rf /"]', "is not a Debian package"),
        ('apt = ["-o=Dir=/"]', "is not a Debian package"),
        ('apt = ["git\\nvim"]', "is not a Debian package"),
        ('preload = ["os; import x"]', "is not a Python module"),
        ('node = "newest"', "node is 'newest'; it has to be a version, such as '24.21.0'"),
        ('npm = ["luxon@3.7.2"]', 'JavaScript and npm packages need Node.js: base = "javascript", or node'),
        ('languages = ["javascript"]', "JavaScript and npm packages need Node.js"),
        ("apt = git", "line 3"),
    ],
)
def test_a_file_that_is_wrong_is_refused_and_told_why(write: Write, text: str, says: str) -> None:
    path = write(text=text)
    with pytest.raises(BadEnvironment) as refused:
        load(path)
    assert str(refused.value).startswith(f"{path}: ")
    assert says in str(refused.value)


@pytest.mark.parametrize(
    ("name", "base", "says"),
    [
        ("Geo", "python", "the file's name is the environment's: lower-case letters"),
        ("debian", "python", "debian is what environments are based on; give the file another name"),
        ("python", "debian", "python is there already"),
        ("geo", "snake", "there is no base 'snake'; possible are debian, bash, data, javascript, python"),
        ("geo", "debian", "languages is missing; say which of python, javascript, bash"),
        ("geo", None, "base is missing"),
        ("geo", "geo", "it is based on itself: geo → geo"),
    ],
)
def test_a_name_or_base_that_cannot_be_is_refused(
    write: Write, name: str, base: str | None, says: str
) -> None:
    with pytest.raises(BadEnvironment) as refused:
        load(write(name, base=base))
    assert says in str(refused.value)


def test_a_title_is_needed(write: Write) -> None:
    with pytest.raises(BadEnvironment, match="title is missing"):
        load(write(title=""))


def test_bases_that_lead_in_a_circle_are_refused(write: Write) -> None:
    write("a", base="b")
    write("b", base="c")
    with pytest.raises(BadEnvironment, match="it is based on itself: a → b → c → a"):
        load(write("c", base="a"))


def test_what_is_wrong_in_one_file_spoils_only_what_is_based_on_it(write: Write) -> None:
    write("good")
    write("above", base="wrong")
    folder = write("wrong", base="python", text='npm = ["luxon@3.7.2"]').parent
    (folder / "folder.toml").mkdir()
    (folder / "bytes.toml").write_bytes(b"\xff")
    found, problems = read_environments([SHIPPED, folder])
    assert "good" in found
    assert sorted(problem.name for problem in problems) == ["above", "bytes", "folder", "wrong"]
    [above] = [problem for problem in problems if problem.name == "above"]
    assert f"its base is wrong: {folder}/wrong.toml: JavaScript and npm" in str(above)


def test_a_step_runs_in_its_languages_own_or_in_the_one_it_names() -> None:
    shipped = load_environments([SHIPPED])
    assert [choose(None, language, shipped).name for language in LANGUAGES] == list(LANGUAGES)
    assert choose("data", "bash", shipped) is shipped["data"]


def test_an_unknown_environment_or_a_language_it_lacks_is_refused_with_those_that_there_are() -> None:
    shipped = load_environments([SHIPPED])
    with pytest.raises(NoSuchEnvironment) as unknown:
        choose("snake", "bash", shipped)
    assert str(unknown.value) == "There is no environment 'snake'. Those for bash: bash, data, python."
    with pytest.raises(NoSuchEnvironment) as lacking:
        choose("javascript", "python", shipped)
    assert str(lacking.value) == "The environment 'javascript' has no python. Those for python: data, python."


def test_files_that_come_change_and_go_are_noticed(write: Write) -> None:
    folder = write("first").parent
    environments = Environments([SHIPPED, folder])
    before = environments.current()
    assert "first" in before
    assert environments.current() is before
    second = write("second", title="Old")
    assert environments.current()["second"].title == "Old"
    stat = second.stat()
    write("second", title="New")
    os.utime(second, ns=(stat.st_atime_ns, stat.st_mtime_ns + 1))
    assert environments.current()["second"].title == "New"
    write("second", text="nonsense = 1")
    assert "second" not in environments.current()
    [problem] = environments.problems()
    assert problem.name == "second"
    second.unlink()
    assert environments.current().keys() == before.keys()
    assert environments.problems() == []


def test_the_documentation_has_a_right_example_and_names_all_that_there_is(write: Write) -> None:
    page = (SHIPPED.parents[1] / "docs" / "sandbox-environments.md").read_text()
    example = page.partition("```toml\n")[2].partition("```")[0]
    path = write()
    path.write_text(example)
    environments = load_environments([SHIPPED, path.parent])
    assert environments["geo"].pip
    for name in (*load_environments([SHIPPED]), *KEYS):
        assert f"| `{name}` |" in page
