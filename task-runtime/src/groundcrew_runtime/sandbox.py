"""What a run sees of this machine: its own processes, its own directory, and nothing below the hidden places.

The part of a START payload under ``sandbox`` says it: ``{"hidden": […], "visible": […], "parent": DIR}``. In a mount and a
process namespace of its own, the init of a run covers every hidden place with an empty directory and puts back the visible
ones read-only, and ``parent``, in which the directories of runs are.

With ``uid`` and ``gid`` in the START payload the run is that user's: no two runs are the same user's, so each finds the
others' directories closed. A directory on the way to a visible place that others may not enter is then hidden too, since
the way would end there. Where the worker cannot change users, it makes the namespaces in a user namespace, and only the
run's own directory is put back into ``parent``.
"""

from __future__ import annotations

import os
import stat
from typing import Any

from groundcrew_runtime import leftovers, linux


class Sandbox:
    """The view of one init. Made before the fork, entered by the init's parent, arranged by the init."""

    def __init__(self, given: dict[str, Any], other_user: bool) -> None:
        """
        :param given: the ``sandbox`` part of a START payload
        :param other_user: whether runs are another user's than the worker's
        """
        self._visible = [os.path.realpath(path) for path in given.get("visible") or ()]
        self._parent = os.path.realpath(given["parent"])
        self._hidden = [os.path.realpath(path) for path in given.get("hidden") or () if os.path.exists(path)]
        self._other_user = other_user
        self._parent_descriptor = -1
        self._accounts = -1
        self._known_accounts = b""

    def enter(self) -> None:
        """Makes the namespaces; the next child of this process is the first one in them. OSError when refused."""
        uid, gid = os.geteuid(), os.getegid()
        own = linux.CLONE_NEWNS | linux.CLONE_NEWPID | linux.CLONE_NEWIPC
        if uid == 0:
            linux.unshare(own)
            return
        linux.unshare(own | linux.CLONE_NEWUSER)
        for name, text in (("setgroups", "deny"), ("uid_map", f"{uid} {uid} 1"), ("gid_map", f"{gid} {gid} 1")):
            with open(f"/proc/self/{name}", "w", encoding="ascii") as file:
                file.write(text)

    def arrange(self, most_segment_bytes: int) -> None:
        """Covers what is hidden and puts back what is visible; called by the first process of the namespaces.

        :param most_segment_bytes: what System V shared memory may hold, where this process may say so
        """
        os.umask(0o022)
        linux.mount(None, "/", None, linux.MS_REC | linux.MS_PRIVATE)
        linux.mount("proc", "/proc", "proc", linux.MS_NOSUID | linux.MS_NODEV | linux.MS_NOEXEC)
        if self._other_user:
            leftovers.bound_segments(most_segment_bytes)
        self._parent_descriptor = os.open(self._parent, os.O_PATH | os.O_CLOEXEC)
        opened = {path: os.open(path, os.O_PATH | os.O_CLOEXEC) for path in self._visible}
        covered = self._cover()
        for path, descriptor in opened.items():
            if _below(path, covered):
                self._put_back(path, descriptor)
                linux.make_read_only(path)
            os.close(descriptor)
        if not _below(self._parent, covered):
            os.close(self._parent_descriptor)
            self._parent_descriptor = -1
        elif self._other_user:
            self._put_back(self._parent, self._parent_descriptor)
            os.close(self._parent_descriptor)
            self._parent_descriptor = -1
        else:
            os.makedirs(self._parent, exist_ok=True)
        if self._other_user and covered:
            self._introduce(covered[0])

    def _cover(self) -> list[str]:
        wanted = set(self._hidden)
        if self._other_user:
            wanted.update(filter(None, map(_closed_on_the_way, [*self._visible, self._parent])))
        covered: list[str] = []
        for path in sorted(wanted):
            if _below(path, covered):
                continue
            if os.path.isdir(path):
                linux.mount("none", path, "tmpfs", linux.MS_NOSUID | linux.MS_NODEV, "size=1m,mode=755")
                covered.append(path)
            else:
                linux.mount("/dev/null", path, None, linux.MS_BIND)
        return covered

    @staticmethod
    def _put_back(path: str, descriptor: int) -> None:
        if stat.S_ISDIR(os.fstat(descriptor).st_mode):
            os.makedirs(path, exist_ok=True)
        else:
            os.makedirs(os.path.dirname(path), exist_ok=True)
            os.close(os.open(path, os.O_CREAT | os.O_WRONLY, 0o644))
        linux.mount(f"/proc/self/fd/{descriptor}", path, None, linux.MS_BIND | linux.MS_REC)

    def _introduce(self, covered: str) -> None:
        """Makes room for an entry in ``/etc/passwd``: ssh and psql do not serve a user whom they do not find there."""
        if not os.path.exists("/etc/passwd"):
            return
        with open("/etc/passwd", "rb") as accounts:
            self._known_accounts = accounts.read()
        own = os.path.join(covered, ".passwd")
        self._accounts = os.open(own, os.O_RDWR | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o644)
        linux.mount(own, "/etc/passwd", None, linux.MS_BIND)

    def admit(self, directory: str, uid: int | None, gid: int | None) -> None:
        """Puts a run's directory into view and its user into ``/etc/passwd``."""
        if self._parent_descriptor >= 0 and os.path.dirname(directory) == self._parent:
            os.mkdir(directory, 0o755)
            source = f"/proc/self/fd/{self._parent_descriptor}/{os.path.basename(directory)}"
            linux.mount(source, directory, None, linux.MS_BIND)
        if uid is not None and self._accounts >= 0:
            entry = f"groundcrew-task:x:{uid}:{gid}::{directory}:/bin/bash\n".encode()
            os.pwrite(self._accounts, self._known_accounts + entry, 0)
            os.ftruncate(self._accounts, len(self._known_accounts) + len(entry))

    def dismiss(self, directory: str) -> None:
        """Takes the directory of a run that is over out of view."""
        if self._parent_descriptor >= 0 and os.path.dirname(directory) == self._parent:
            linux.unmount(directory)
            os.rmdir(directory)


def hand_over(directory: str, uid: int, gid: int) -> None:
    """Makes ``directory`` and everything in it that user's. Links are changed, not followed."""
    os.chown(directory, uid, gid, follow_symlinks=False)
    with os.scandir(directory) as entries:
        for entry in entries:
            if entry.is_dir(follow_symlinks=False):
                hand_over(entry.path, uid, gid)
            else:
                os.chown(entry.path, uid, gid, follow_symlinks=False)


def _below(path: str, places: list[str]) -> bool:
    return any(path == place or path.startswith(place.rstrip("/") + "/") for place in places)


def _closed_on_the_way(path: str) -> str | None:
    """The first directory above ``path`` that others may not enter."""
    way = "/"
    for part in path.split("/")[1:-1]:
        way = os.path.join(way, part)
        if not os.stat(way).st_mode & stat.S_IXOTH:
            return way
    return None
