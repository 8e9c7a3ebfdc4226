"""What a run puts where everybody may: files outside its directory, and segments that outlive their process."""

from __future__ import annotations

import contextlib
import itertools
import os
import stat
import time
from collections.abc import Callable, Iterator

PLACES: tuple[str, ...] = ("/tmp", "/var/tmp", "/dev/shm")

# A file system's clock may be a tick behind the one that is read here.
_CLOCK_NANOS = 20_000_000
_SEGMENTS = ("shm", "msg", "sem")


class Leftovers:
    """Of one run whose user is nobody else's, so that what is that user's is the run's."""

    def __init__(self, uid: int, directory: str) -> None:
        """Made before the run begins.

        :param uid: the run's user
        :param directory: the run's own, which is not among what it leaves wherever it is
        """
        self._uid = uid
        self._directory = directory
        self._begun = time.time_ns()

    def paths(self, most: int | None = None) -> list[str]:
        """What lies directly in the public places and is the run's. Looks only into those that have changed.

        :param most: how many at the most; None for all
        """
        return list(itertools.islice(self._found(), most))

    def _found(self) -> Iterator[str]:
        for place in PLACES:
            with contextlib.suppress(OSError):
                if os.stat(place).st_mtime_ns < self._begun - _CLOCK_NANOS:
                    continue
                with os.scandir(place) as entries:
                    yield from (entry.path for entry in entries if self._is_own(entry))

    def _is_own(self, entry: os.DirEntry[str]) -> bool:
        try:
            own = entry.stat(follow_symlinks=False).st_uid == self._uid
            return own and not f"{self._directory}/".startswith(f"{entry.path}/")
        except OSError:
            # Gone since, or a mount that not even root may look at; the others are to be found all the same.
            return False

    def remove(self) -> None:
        """Removes it; nothing of the run may live. What cannot be removed stays, closed to later runs as it is."""
        for path in self.paths():
            with contextlib.suppress(OSError):
                remove(path)


def remove(path: str) -> None:
    """Removes a file or a directory with all that is in it, however deep, and follows no link.

    Every directory is moved to the top before it is emptied: neither the length of a path nor the number of open
    directories bounds the depth that way.
    """
    if not stat.S_ISDIR(os.lstat(path).st_mode):
        os.unlink(path)
        return
    prefix = os.urandom(8).hex()
    moved = 0
    top = os.open(path, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    try:
        waiting = _directories_left(top)
        while waiting:
            name = waiting.pop()
            inner = os.open(name, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC, dir_fd=top)
            try:
                for deeper in _directories_left(inner):
                    moved += 1
                    os.rename(deeper, f"{prefix}-{moved}", src_dir_fd=inner, dst_dir_fd=top)
                    waiting.append(f"{prefix}-{moved}")
            finally:
                os.close(inner)
            os.rmdir(name, dir_fd=top)
    finally:
        os.close(top)
    os.rmdir(path)


def _directories_left(directory: int) -> list[str]:
    """Unlinks whatever is no directory; the names of the directories."""
    directories = []
    with os.scandir(directory) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                directories.append(entry.name)
            else:
                os.unlink(entry.name, dir_fd=directory)
    return directories


def bound_segments(most_bytes: int) -> None:
    """Lets the shared memory of this IPC namespace hold so much in all, and its queues little. Only root may."""
    for name, most in (("shmall", most_bytes // os.sysconf("SC_PAGE_SIZE")), ("msgmni", 64)):
        with open(f"/proc/sys/kernel/{name}", "w", encoding="ascii") as file:
            file.write(str(most))


class Segments:
    """What lies in the IPC namespace that this process had when this was made. Source: ``/proc/sysvipc``."""

    def __init__(self, own: Callable[[int], int]) -> None:
        """
        :param own: given a descriptor that was just opened, closes it and returns its copy where this process keeps its own
        """
        # Opening the files anew after every run takes several times as long as reading them.
        self._listings = [own(os.open(f"/proc/sysvipc/{kind}", os.O_RDONLY | os.O_CLOEXEC)) for kind in _SEGMENTS]

    def left(self) -> bool:
        """Whether the namespace holds a segment, a queue or a set of semaphores."""
        # The first line is a heading.
        return any(os.pread(listing, 4096, 0).count(b"\n") > 1 for listing in self._listings)
