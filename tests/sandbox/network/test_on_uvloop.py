"""The flow once more on the event loop that workers run on: it differs where connections break."""

import inspect
from collections.abc import Awaitable, Callable

import pytest
import uvloop

from tests.sandbox.network import test_flow

SCENARIOS = {
    name: function
    for name, function in vars(test_flow).items()
    if name.startswith("test_") and not inspect.signature(function).parameters
}


@pytest.mark.parametrize("name", SCENARIOS)
def test_it_is_the_same_on_the_workers_event_loop(name: str) -> None:
    scenario: Callable[[], Awaitable[None]] = SCENARIOS[name]

    async def run() -> None:
        await scenario()

    uvloop.run(run())
