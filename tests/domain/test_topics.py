"""What is stored must stay readable: topics never change, and stored samples are read back for good.

A sample is never edited: where an event has grown, its next version adds a line below.
"""

from dataclasses import asdict
from pathlib import Path
from typing import Any

import pytest

from domain.json_text import dumps, loads
from domain.topics import TOPICS, UnknownTopic, event_of, topic_of

SAMPLES = [loads(line) for line in Path(__file__).with_name("stored_samples.jsonl").read_bytes().splitlines()]


def test_the_known_topics_are_those_with_a_stored_sample() -> None:
    assert sorted(TOPICS) == sorted({sample["topic"] for sample in SAMPLES})


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: sample["topic"])
def test_a_stored_sample_is_read_back(sample: dict[str, Any]) -> None:
    event = event_of(sample["topic"], sample["fields"])
    event_class: Any = type(event)
    assert topic_of(event_class) == sample["topic"]
    grown = asdict(event)
    assert dumps({name: grown[name] for name in sample["fields"]}) == dumps(sample["fields"])


def test_no_two_topics_share_an_event() -> None:
    assert len(set(TOPICS.values())) == len(TOPICS)


def test_unknown_topics_and_events_say_so() -> None:
    unknown: Any = dict
    with pytest.raises(UnknownTopic, match=r"workflow\.exploded"):
        event_of("workflow.exploded", {})
    with pytest.raises(UnknownTopic, match="add it to TOPICS"):
        topic_of(unknown)
