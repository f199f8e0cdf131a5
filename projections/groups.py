"""All read models, by the groups that share a position."""

from projections.engine.group import Group
from projections.executions.projector import EXECUTIONS
from projections.workflows.projector import WORKFLOWS

GROUPS: tuple[Group, ...] = (WORKFLOWS, EXECUTIONS)


def group_named(name: str) -> Group:
    """Raises KeyError where there is no such group."""
    return {group.name: group for group in GROUPS}[name]
