"""JavaScript leaves its context for the process around it, where later steps of the workflow would run: by
constructors of constructors, stack traces, errors at the end of the stack, promises, proxies.

Nothing that a context can reach is of the process, until a step asks for something that the process lends;
then the process is used up, and no other step gets it.
"""

import pytest

from tests.sandbox.attacks.arena import Arena
from tests.sandbox.javascript.code import names, script
from tests.sandbox.javascript.test_escapes import PRELUDE


@pytest.mark.parametrize("trick", names("tricks"))
async def test_no_trick_leads_out_of_the_context(arena: Arena, trick: str) -> None:
    code = f"{PRELUDE}{script(trick)}\nreturn {{ reached: reached.join() }}"
    variables = {"nodes": {"other": [{"json": {"a": 1}}]}}
    assert await arena.found("javascript", code, variables=variables) == {"reached": ""}


@pytest.mark.parametrize("loan", names("loans"))
async def test_what_the_process_lends_uses_it_up(arena: Arena, loan: str) -> None:
    born = "return { born: performance.timeOrigin }"
    before = await arena.found("javascript", f"{PRELUDE}{script(loan)}\n{born}")
    assert await arena.found("javascript", born) != before
