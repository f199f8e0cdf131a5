"""The README's table of settings is the settings model's."""

from pydantic import AliasChoices
from pydantic.fields import FieldInfo

from infra.settings import Settings
from tests.docs.pages import settings_table


def test_the_table_has_every_setting_and_no_other() -> None:
    assert settings_table().keys() == {_variable(name, field) for name, field in _settings()}


def test_the_table_has_the_defaults() -> None:
    told = settings_table()
    fixed = [(name, field) for name, field in _settings() if field.default_factory is None]
    assert {_variable(name, field): _shown(field.default) for name, field in fixed} == {
        _variable(name, field): told[_variable(name, field)] for name, field in fixed
    }


def _settings() -> list[tuple[str, FieldInfo]]:
    return list(Settings.model_fields.items())


def _variable(name: str, field: FieldInfo) -> str:
    if isinstance(field.validation_alias, AliasChoices):
        return str(field.validation_alias.choices[0])
    return f"{Settings.model_config['env_prefix']}{name.upper()}"


def _shown(default: object) -> str:
    return "–" if default in (None, "") else f"`{default}`"
