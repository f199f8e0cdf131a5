"""A process for tests: says when it is loaded, and when it has passed the gate."""

from infra.supervisor.gate import wait_at_the_gate

print("loaded", flush=True)
wait_at_the_gate()
print("passed", flush=True)
