from uuid import UUID

from domain.ids import new_id
from workers.engine.places import Places
from workers.engine.ports import LOWEST_PRIORITY, Room

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


def test_it_is_crowded_where_somebody_may_wait_for_the_next_free_place() -> None:
    places = Places(32)
    assert not places.crowded(23)
    assert places.crowded(24)
