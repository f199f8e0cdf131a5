from collections.abc import AsyncIterator, Callable
from typing import Any

import pytest

from workers.expressions.hosts import ExpressionHosts

NewHosts = Callable[..., ExpressionHosts]


@pytest.fixture(scope="session")
async def hosts() -> AsyncIterator[ExpressionHosts]:
    """Shared: for what leaves no host behind that another test could notice."""
    hosts = ExpressionHosts(spares=0)
    yield hosts
    await hosts.close()


@pytest.fixture
async def new_hosts() -> AsyncIterator[NewHosts]:
    """Makes hosts of the test's own, which are ended after it whatever happens."""
    made: list[ExpressionHosts] = []

    def make(**settings: Any) -> ExpressionHosts:
        made.append(ExpressionHosts(**{"spares": 0, **settings}))
        return made[-1]

    yield make
    for hosts in made:
        await hosts.close()
