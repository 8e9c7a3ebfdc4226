"""What a run may use at the most, and how much of it that is."""

from __future__ import annotations

import contextlib
import errno
import os
import resource
import stat
from typing import Any

_DEFAULTS = {
    "processes": 512,
    "memoryBytes": 1 << 30,
    "fileBytes": 1 << 30,
    "diskBytes": 1 << 30,
    "openFiles": 1024,
    "cpuSeconds": 4 * 3600,
}
MOST_ENTRIES = 100_000


def limits_of(spec: dict[str, Any]) -> dict[str, int]:
    """The limits of a START payload, with the defaults for those that it does not name."""
    return {**_DEFAULTS, **(spec.get("limits") or {})}


def _lower(kind: int, wanted: int) -> None:
    _, hard = resource.getrlimit(kind)
    value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(kind, (value, value))


def lower(limits: dict[str, int], other_user: bool) -> None:
    """Lowers the limits of this process; what it starts inherits them and cannot raise them again.

    :param other_user: whether the runs are those of another user than this process's
    """
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_CPU, limits["cpuSeconds"])
    _lower(resource.RLIMIT_FSIZE, limits["fileBytes"])
    _lower(resource.RLIMIT_NOFILE, limits["openFiles"])
    # Not RLIMIT_AS: Go, Node and Java reserve far more address space than they use and would not start.
    # RLIMIT_NPROC counts a whole user and is not enforced for root, so processes are counted per run as well.
    _lower(resource.RLIMIT_DATA, limits["memoryBytes"])
    if other_user:
        # No two runs at a time are the same user's, and threads count.
        _lower(resource.RLIMIT_NPROC, 4 * limits["processes"])
    elif os.geteuid() != 0:
        # A backstop only, since it counts all of the user's processes and threads.
        _lower(resource.RLIMIT_NPROC, 8 * limits["processes"])


def disk_bytes(places: list[str], most: int) -> int:
    """Bytes on disk of ``places`` and everything below them; counting ends once it is more than ``most``.

    More than 100,000 entries count as more than ``most``: what takes that many keeps the disk as busy as large files. So
    does a path that is longer than the kernel takes, since what is at its end could not be counted.
    """
    total = entries = 0
    waiting = []
    for place in places:
        with contextlib.suppress(FileNotFoundError):
            found = os.lstat(place)
            entries += 1
            total += found.st_blocks * 512
            # An empty file takes no block, and as much of the file system's tables as any other.
            if total > most or entries > MOST_ENTRIES:
                return most + 1
            if stat.S_ISDIR(found.st_mode):
                waiting.append(place)
    while waiting:
        try:
            with os.scandir(waiting.pop()) as listing:
                for entry in listing:
                    entries += 1
                    total += entry.stat(follow_symlinks=False).st_blocks * 512
                    if total > most or entries > MOST_ENTRIES:
                        return most + 1
                    if entry.is_dir(follow_symlinks=False):
                        waiting.append(entry.path)
        except OSError as error:
            if error.errno == errno.ENAMETOOLONG:
                return most + 1
            # Gone since, or closed by the task itself; what is in it is then counted by the next look or not at all.
            continue
    return total
