"""Python code climbs from an exception to the frames above it, and from there to everything that the
interpreter holds: modules, functions, objects. Sandboxes within a language were left that way.

There is nothing to find: the process is the step's own, and the boundary is the container.
"""

from uuid import uuid4

from tests.sandbox.attacks.arena import Arena

CLIMB = """
import gc, threading
frames, names = [], set()
try:
    raise ValueError
except ValueError as error:
    frame = error.__traceback__.tb_frame
while frame is not None:
    frames.append(frame)
    names.add(frame.f_code.co_name)
    frame = frame.f_back
texts = set()
def keep(value):
    if isinstance(value, (str, bytes)): texts.add(value if isinstance(value, str) else value.decode("latin-1"))
for frame in frames:
    for value in [*frame.f_locals.values(), *frame.f_globals.values()]: keep(value)
for each in gc.get_objects():
    if isinstance(each, dict):
        for key, value in list(each.items()): keep(key), keep(value)
    elif isinstance(each, (list, tuple, set, frozenset)):
        for value in list(each): keep(value)
subclasses = [each.__name__ for each in ().__class__.__mro__[-1].__subclasses__()]
return {"names": sorted(names), "seen": [text for text in texts if "canary" + "-" in text and 20 < len(text) < 200],
        "subclasses": len(subclasses), "threads": len(threading.enumerate())}
"""  # noqa: E501


async def test_the_frames_above_hold_nothing_of_other_steps(arena: Arena) -> None:
    canary = f"canary-{uuid4().hex}"
    await arena.run("python", f"return {{'kept': '{canary}'}}", [{"a": canary}], env={"A": canary})
    found = await arena.found("python", CLIMB)
    assert found["seen"] == []
    assert {"become_step", "code"} <= set(found["names"]), "it does climb to the top"
    assert found["subclasses"] > 100


async def test_what_is_changed_up_there_is_gone_with_the_step(arena: Arena) -> None:
    code = """
import sys, builtins, json
frame = sys._getframe()
while frame is not None:
    for name, value in list(frame.f_globals.items()):
        if callable(value): frame.f_globals[name] = lambda *_, **__: "poisoned"
    frame = frame.f_back
builtins.len = builtins.open = json.dumps = json.loads = lambda *_, **__: "poisoned"
sys.modules.clear()
sys.path[:] = ["/work"]
sys.setrecursionlimit(50)
"""
    await arena.attack("python", code)
