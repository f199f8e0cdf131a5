"""What may be asked about executions. Other projects' are not there: the answer is None."""

from projections.executions.events import list_events
from projections.executions.items import last_run, node_items, offset_of
from projections.executions.lineage import came_from, pinned_version
from projections.executions.logs import list_logs
from projections.executions.nodes import list_nodes
from projections.executions.one import get_execution
from projections.executions.recorded import newest_with_data
from projections.executions.several import list_executions
from projections.executions.to_run_again import candidates, failed_nodes

__all__ = [
    "came_from",
    "candidates",
    "failed_nodes",
    "get_execution",
    "last_run",
    "list_events",
    "list_executions",
    "list_logs",
    "list_nodes",
    "newest_with_data",
    "node_items",
    "offset_of",
    "pinned_version",
]
