"""What the editor learns of environments."""

from pathlib import Path

import httpx

from infra.settings import Settings
from tests.web.people import Person, good, problem
from web.api.shapes.environments import Environments


async def test_the_shipped_environments_are_listed(ann: Person) -> None:
    answer = await ann.get("/api/environments")
    Environments.model_validate(answer)
    found = {each["name"]: each for each in answer["items"]}
    assert {name: each["default_for"] for name, each in found.items()} == {
        "bash": ["bash"],
        "data": [],
        "javascript": ["javascript"],
        "python": ["python"],
    }
    assert found["data"]["title"] == "Data"
    assert "NumPy" in found["data"]["description"]
    assert found["data"]["languages"] == ["python", "bash"]


async def test_an_administrators_environment_is_listed_as_soon_as_its_file_is_there(
    ann: Person, settings: Settings
) -> None:
    before = await ann.get("/api/environments")
    folder = settings.data_dir / "environments"
    folder.mkdir()
    _write(folder / "geo.toml", title="Geography")
    _write(folder / "broken.toml", title="Broken", node="newest")
    after = await ann.get("/api/environments")
    [added] = [each for each in after["items"] if each not in before["items"]]
    assert added == {
        "name": "geo",
        "title": "Geography",
        "description": "",
        "languages": ["python", "bash"],
        "default_for": [],
    }


async def test_nobody_sees_them_without_signing_in(client: httpx.AsyncClient) -> None:
    problem(await client.get("/api/environments"), 401, "unauthorised")


async def test_they_are_in_the_apis_description(client: httpx.AsyncClient) -> None:
    description = good(await client.get("/api/openapi.json"))
    answer = description["paths"]["/api/environments"]["get"]["responses"]["200"]
    assert answer["content"]["application/json"]["schema"]["$ref"].endswith("/Environments")


def _write(path: Path, **texts: str) -> None:
    path.write_text("".join(f'{key} = "{text}"\n' for key, text in {"base": "python", **texts}.items()))
