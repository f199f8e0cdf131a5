"""The written-down name of every stored event. A name, once released, never changes."""

from functools import cache
from typing import Any

from domain.execution import events as execution
from domain.identity import events as identity
from domain.workflow import events as workflow

TOPICS: dict[str, type] = {**workflow.TOPICS, **execution.TOPICS, **identity.TOPICS}


class UnknownTopic(LookupError):
    """The tape holds an event that this version of Flowtape doesn't know."""


@cache
def topic_of(event_class: type) -> str:
    """The stored topic of an event class."""
    for topic, known in TOPICS.items():
        if known is event_class:
            return topic
    raise UnknownTopic(f"{event_class.__name__} has no topic; add it to TOPICS in its module")


def event_of(topic: str, fields: dict[str, Any]) -> Any:
    """The event that a stored topic and its fields describe."""
    event_class = TOPICS.get(topic)
    if event_class is None:
        raise UnknownTopic(f"no event is known by the topic {topic!r}")
    return event_class(**fields)
