"""Makes the memory of a warm interpreter cheap to share with its forks.

A fork copies every page that it writes to and every entry that maps one, and takes them down when it ends. For a short run
that is most of its time.
"""

from __future__ import annotations

import gc

from groundcrew_runtime import linux

_HUGE_BYTES = 2 * 1024 * 1024
# Python keeps small objects by size, in steps of 16 bytes up to 512; a bytes object is 33 bytes longer than its content.
_SIZES = range(48, 513, 16)
_GAPS_OF_A_SIZE = 500

_fillers: list[object] = []


def settle() -> None:
    """Call it last, when everything that forks share is there."""
    gc.collect()
    _fill_gaps()
    # A collection would write to every object's header, and so copy every page that is shared.
    gc.freeze()
    if linux.LINUX:
        _use_huge_pages()


def _fill_gaps() -> None:
    """So that what a fork makes lies in new pages in a row, and not in gaps all over the pages that it shares."""
    _fillers.extend(bytes(size - 33) for size in _SIZES for _ in range(_GAPS_OF_A_SIZE))
    _fillers.extend(object() for _ in range(_GAPS_OF_A_SIZE))


def _use_huge_pages() -> None:
    """One entry then maps what 512 did. Where the kernel will not, forks take longer and do the same."""
    with open("/proc/self/maps", encoding="utf-8") as maps:
        places = [line.split() for line in maps]
    for place in places:
        begin, end = (int(address, 16) for address in place[0].split("-"))
        first, last = -(-begin // _HUGE_BYTES) * _HUGE_BYTES, end // _HUGE_BYTES * _HUGE_BYTES
        anonymous = len(place) == 5 or place[5] == "[heap]"
        if anonymous and place[1].startswith("rw") and first < last:
            linux.collapse(first, last - first)
