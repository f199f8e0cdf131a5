"""What one stream is about: executions, workflows and lists, each from its own place on the tape."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple, get_args
from uuid import UUID

from domain.ids import log_stream_of
from domain.tape import Recorded
from web.api.event_view import edit_shown, envelope, sent, shown
from web.api.owners import Kind
from web.api.ports import Watch
from web.api.problems import Refusal
from web.api.streams.lists import TOPICS, ListName, summary

MOST = 50
FAR = 50_000
"""A list that has missed more of the tape than this is to be loaded anew."""


class Subject(NamedTuple):
    """``place`` is a position; what is past it is told. None: what happens from now on."""

    kind: Kind
    id: UUID
    place: int | None


@dataclass(frozen=True, slots=True)
class Subjects:
    project_id: UUID
    streams: Mapping[UUID, Subject]
    """By the streams that their events are in."""
    lists: Mapping[ListName, int | None]

    @property
    def watch(self) -> Watch:
        topics = frozenset(topic for name in self.lists for topic in TOPICS[name])
        places = [place for place in self.lists.values() if place is not None]
        return Watch(
            streams={stream: subject.place for stream, subject in self.streams.items()},
            project=self.project_id if self.lists else None,
            topics=topics,
            project_after=min(places, default=None),
        )

    @property
    def workflows(self) -> set[UUID]:
        return {subject.id for subject in self.streams.values() if subject.kind == "workflow"}

    def frame(self, recorded: Recorded) -> bytes:
        """In full where its subject is watched, with what a list shows of it as ``row``; else only that."""
        kind: Kind = "workflow" if recorded.topic.startswith("workflow.") else "execution"
        subject = self.streams.get(recorded.stream_id)
        told: dict[str, Any] = {f"{kind}_id": subject.id if subject else recorded.stream_id}
        if name := self._list_of(recorded):
            told["list"] = name
        if subject and recorded.position > (subject.place or 0):
            told |= edit_shown(recorded) if kind == "workflow" else shown(recorded)
            if name:
                told["row"] = summary(recorded)
        else:
            told |= {**envelope(recorded), "data": summary(recorded)}
        return sent(recorded.topic, told, recorded.position)

    def _list_of(self, recorded: Recorded) -> ListName | None:
        for name, place in self.lists.items():
            if recorded.topic in TOPICS[name] and recorded.position > (place or 0):
                return name
        return None


def subjects_of(
    project_id: UUID,
    *,
    executions: Sequence[str],
    workflows: Sequence[str],
    lists: Sequence[str],
    seen: int | None,
) -> Subjects:
    """Each text is ``<uuid>`` or ``<uuid>@<position>``; ``seen`` is the last position that the client has.

    An execution without a place is told from its first event on. Raises 422.
    """
    named = [
        *(_subject("execution", text, seen, 0) for text in executions),
        *(_subject("workflow", text, seen, None) for text in workflows),
    ]
    if not named and not lists:
        raise _wrong("name what to watch: execution=<id>, workflow=<id>, list=executions or list=workflows")
    if len(named) > MOST:
        raise _wrong(f"a stream has at most {MOST} executions and workflows; open another one for the rest")
    return Subjects(project_id, dict(_with_logs(named)), dict(_list(text, seen) for text in lists))


def settled(subjects: Subjects, now: int | None) -> tuple[Subjects, list[ListName]]:
    """The subjects with a place each, and the lists that begin anew; ``now``: None while it isn't known."""
    far = [name for name, place in subjects.lists.items() if place is not None and (now or 0) - place > FAR]
    streams = {
        stream: subject._replace(place=_or(subject.place, now))
        for stream, subject in subjects.streams.items()
    }
    lists = {name: now if name in far else _or(place, now) for name, place in subjects.lists.items()}
    return Subjects(subjects.project_id, streams, lists), far


def _or(place: int | None, now: int | None) -> int | None:
    return now if place is None else place


def _with_logs(named: Iterable[Subject]) -> Iterable[tuple[UUID, Subject]]:
    for subject in named:
        yield subject.id, subject
        if subject.kind == "execution":
            yield log_stream_of(subject.id), subject


def _subject(kind: Kind, text: str, seen: int | None, otherwise: int | None) -> Subject:
    identity, place = _placed(text, seen)
    return Subject(kind, UUID(identity), otherwise if place is None else place)


def _list(text: str, seen: int | None) -> tuple[ListName, int | None]:
    name, place = _placed(text, seen)
    known: tuple[ListName, ...] = get_args(ListName)
    for each in known:
        if each == name:
            return each, place
    raise _wrong(f"there is no list {name!r}; there are {' and '.join(known)}")


def _placed(text: str, seen: int | None) -> tuple[str, int | None]:
    """What was seen counts where it is further on: the client resumes what it asked for in the same words."""
    name, _, position = text.partition("@")
    places = [place for place in (int(position) if position else None, seen) if place is not None]
    return name, max(places, default=None)


def _wrong(detail: str) -> Refusal:
    return Refusal(422, "invalid_request", detail)
