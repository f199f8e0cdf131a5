"""Edits of the workflow as a whole."""

from collections.abc import Sequence
from typing import Annotated, Any, Literal

from domain.workflow import events as e
from domain.workflow.catalogue import NodeCatalogue
from domain.workflow.changes import settings_changed
from domain.workflow.edits.base import Edit
from domain.workflow.fields import AS_GIVEN, Description, Name, WorkflowSettings
from domain.workflow.state import Workflow
from domain.workflow.touching import DESCRIPTION, NAME, Part, setting


class ChangeSettings(Edit):
    """Only the settings that are named change; null removes one."""

    type: Literal["change_settings"]
    settings: Annotated[WorkflowSettings, AS_GIVEN]

    def touches(self) -> set[Part]:
        return {setting(name) for name in self.settings}

    def decide(self, workflow: Workflow, catalogue: NodeCatalogue) -> Sequence[e.WorkflowEvent]:
        merged: dict[str, Any] = workflow.settings | {**self.settings}
        return settings_changed(
            workflow, {name: value for name, value in merged.items() if value is not None}
        )


class RenameWorkflow(Edit):
    type: Literal["rename_workflow"]
    name: Name

    def touches(self) -> set[Part]:
        return {NAME}

    def decide(self, workflow: Workflow, catalogue: NodeCatalogue) -> Sequence[e.WorkflowEvent]:
        return [] if workflow.name == self.name else [e.WorkflowRenamed(name=self.name)]


class DescribeWorkflow(Edit):
    type: Literal["describe_workflow"]
    description: Description

    def touches(self) -> set[Part]:
        return {DESCRIPTION}

    def decide(self, workflow: Workflow, catalogue: NodeCatalogue) -> Sequence[e.WorkflowEvent]:
        unchanged = workflow.description == self.description
        return [] if unchanged else [e.WorkflowDescribed(description=self.description)]
