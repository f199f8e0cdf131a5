from hypothesis import given
from hypothesis import strategies as st

from workers.parts import parts


def test_indexes_are_told_apart_by_the_chunk_that_they_are_in() -> None:
    assert list(parts([2, 0, 3], [4, 1, 2])) == [(0, 0, [1]), (2, 2, [2, 4])]


@given(st.lists(st.integers(0, 4)), st.sets(st.integers(0, 30)))
def test_each_index_that_is_there_is_found_once(counts: list[int], indexes: set[int]) -> None:
    found = list(parts(counts, indexes))
    assert [index for *_, some in found for index in some] == sorted(i for i in indexes if i < sum(counts))
    for number, start, some in found:
        assert start == sum(counts[:number])
        assert all(start <= index < start + counts[number] for index in some)
