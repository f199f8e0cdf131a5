"""What a workflow does when nothing goes wrong."""

from tests.acceptance.workflows import chain, node, ran_once, run
from tests.conftest import Stack


def test_a_row_of_nodes_runs_to_its_end(stack: Stack) -> None:
    client = stack.client()
    execution = run(
        client,
        chain(node("set", "data.set", fields=[{"name": "a", "value": "{{ $json.b + 1 }}"}])),
        input={"b": 1},
    )
    assert execution["status"] == "completed", execution
    assert execution["output_data"] == {"set": [{"b": 1, "a": 2}]}
    ran_once(client, execution["id"])
