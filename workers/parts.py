"""Which of some items are in which of some chunks."""

from bisect import bisect_right
from collections.abc import Collection, Iterator, Sequence
from itertools import accumulate, groupby


def parts(counts: Sequence[int], indexes: Collection[int]) -> Iterator[tuple[int, int, list[int]]]:
    """Of chunks that have so many items, those that any of the indexes is in: the chunk's number, the index
    of its first item, and the indexes, in order."""
    ends = list(accumulate(counts))
    for number, some in groupby(sorted(indexes), lambda index: bisect_right(ends, index)):
        if number < len(ends):
            yield number, ends[number] - counts[number], list(some)
