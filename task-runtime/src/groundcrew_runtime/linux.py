"""The few Linux system calls that Python has no name for. Imported by the supervisor, so it imports little.

Elsewhere than on Linux only :func:`become_subreaper` may be called; it does nothing there.
"""

from __future__ import annotations

import ctypes
import os
import sys

LINUX: bool = sys.platform.startswith("linux")

CLONE_NEWNS, CLONE_NEWIPC, CLONE_NEWUSER, CLONE_NEWPID = 0x20000, 0x8000000, 0x10000000, 0x20000000
MS_RDONLY, MS_NOSUID, MS_NODEV, MS_NOEXEC, MS_REMOUNT, MS_BIND = 1, 2, 4, 8, 32, 4096
MS_REC, MS_PRIVATE, MS_NOATIME, MS_NODIRATIME, MS_RELATIME = 16384, 1 << 18, 1024, 2048, 1 << 21
MNT_DETACH = 2

_MADV_COLLAPSE = 25
_PR_SET_PDEATHSIG, _PR_SET_DUMPABLE, _PR_SET_CHILD_SUBREAPER, _PR_SET_NO_NEW_PRIVS = 1, 4, 36, 38
_CAPABILITY_VERSION_3 = 0x20080522
# What a mounted file system says of itself, and the flag that a remount must repeat for it.
_KEPT_FLAGS = {2: MS_NOSUID, 4: MS_NODEV, 8: MS_NOEXEC, 1024: MS_NOATIME, 2048: MS_NODIRATIME, 4096: MS_RELATIME}

_libc = ctypes.CDLL(None, use_errno=True) if LINUX else None


def _call(what: str, name: str, *arguments: object) -> None:
    if getattr(_libc, name)(*arguments) != 0:
        number = ctypes.get_errno()
        raise OSError(number, f"{what}: {os.strerror(number)}")


def _prctl(option: int, value: int) -> None:
    _call(f"prctl({option}, {value})", "prctl", option, value, 0, 0, 0)


def become_subreaper(become: bool = True) -> None:
    """Orphans below this process become its children; with False they are those of a process above it again."""
    if LINUX:
        _prctl(_PR_SET_CHILD_SUBREAPER, int(become))


def forbid_new_privileges() -> None:
    """Neither this process nor what it starts gains anything by a set-user-id program."""
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)


def die_with_parent(signal_number: int) -> None:
    """This process gets the signal when the thread that made it ends. A change of user forgets it."""
    _prctl(_PR_SET_PDEATHSIG, signal_number)


def be_readable_by_own_user() -> None:
    """Gives ``/proc/self`` back to the process's own user after a change of user."""
    _prctl(_PR_SET_DUMPABLE, 1)


def drop_capabilities() -> None:
    """Gives up every capability, for good once :func:`forbid_new_privileges` was called."""
    header = (ctypes.c_uint32 * 2)(_CAPABILITY_VERSION_3, 0)
    _call("capset", "capset", header, (ctypes.c_uint32 * 6)())


def unshare(flags: int) -> None:
    """Leaves the namespaces named by ``CLONE_NEW…`` flags for new ones. OSError when the kernel refuses."""
    _call("unshare", "unshare", flags)


def collapse(address: int, length: int) -> bool:
    """Puts memory of this process into huge pages. False when the kernel will not: before 6.1, or where there are none."""
    return bool(_libc.madvise(ctypes.c_void_p(address), ctypes.c_size_t(length), _MADV_COLLAPSE) == 0)


def mount(source: str | None, target: str, kind: str | None, flags: int, options: str | None = None) -> None:
    """Mounts as ``mount(2)`` does. OSError, naming the target, when the kernel refuses."""
    texts = [None if text is None else os.fsencode(text) for text in (source, target, kind, options)]
    _call(f"mount {target}", "mount", texts[0], texts[1], texts[2], ctypes.c_ulong(flags), texts[3])


def make_read_only(target: str) -> None:
    """Makes a bind mount read-only and keeps the restrictions it has."""
    flags = MS_REMOUNT | MS_BIND | MS_RDONLY
    has = os.statvfs(target).f_flag
    for bit, flag in _KEPT_FLAGS.items():
        if has & bit:
            flags |= flag
    mount(None, target, None, flags)


def unmount(target: str) -> None:
    """Takes a mount away at once; what still uses it keeps it until it closes it."""
    _call(f"unmount {target}", "umount2", os.fsencode(target), MNT_DETACH)
