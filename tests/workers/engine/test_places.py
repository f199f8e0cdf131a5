from uuid import UUID

from domain.ids import new_id
from workers.engine.places import Places
from workers.engine.ports import LOWEST_PRIORITY, Claim, Room

ONE, OTHER = new_id(), new_id()


def left(room: Room, project: UUID, priority: int) -> int:
    """How many more of this project and priority find a place."""
    of_project = room.of_a_project[priority] - room.held.get(project, 0)
    return max(0, min(room.by_priority[priority], of_project))


def test_a_project_leaves_places_to_others() -> None:
    room = Places(32).room([ONE] * 24)
    assert (left(room, ONE, 3), left(room, OTHER, 3)) == (0, 8)


def test_where_everything_is_taken_more_urgent_ones_find_a_place() -> None:
    room = Places(32).room([ONE] * 24 + [OTHER] * 8)
    assert [left(room, ONE, priority) for priority in (3, 2, 1, 0)] == [0, 0, 4, 8]


def test_webhooks_do_not_take_what_is_kept_for_interactive_ones() -> None:
    room = Places(32).room([ONE] * 18 + [OTHER] * 18)
    assert [left(room, new_id(), priority) for priority in (3, 1, 0)] == [0, 0, 4]


def test_a_worker_of_one_place_has_it_for_everybody_and_others_for_the_urgent() -> None:
    places = Places(1)
    assert left(places.room([]), ONE, LOWEST_PRIORITY) == 1
    assert [left(places.room([ONE]), ONE, priority) for priority in (3, 1, 0)] == [0, 1, 2]


def claims(project: UUID, count: int) -> list[Claim]:
    return [Claim(new_id(), project, 1) for _ in range(count)]


def test_somebody_may_be_waiting_once_a_project_has_its_share_or_nothing_is_left() -> None:
    places = Places(32)
    assert not places.room([]).is_used_up_by(claims(ONE, 23))
    assert places.room([]).is_used_up_by(claims(ONE, 24))
    assert places.room([ONE] * 22).is_used_up_by(claims(ONE, 2))
    assert not places.room([OTHER] * 22).is_used_up_by(claims(ONE, 2))
    assert places.room([OTHER] * 22).is_used_up_by(claims(ONE, 10))
    assert places.room([ONE] * 20 + [OTHER] * 12).is_used_up_by([])
