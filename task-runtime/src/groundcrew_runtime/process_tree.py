"""Finds and signals the processes below one process.

Imported by the supervisor before it forks, so it imports little. On Linux the tree is read from ``/proc``; elsewhere
only process groups are known, which a process that calls ``setsid`` leaves.
"""

from __future__ import annotations

import os
import signal

from groundcrew_runtime import linux

_PAGE_BYTES: int = os.sysconf("SC_PAGE_SIZE")


def children(pid: int) -> list[int]:
    """Process ids of the direct children of ``pid``; empty when it is gone. Source: ``/proc/PID/task/*/children``."""
    found: list[int] = []
    try:
        for thread in os.listdir(f"/proc/{pid}/task"):
            with open(f"/proc/{pid}/task/{thread}/children", "rb") as listing:
                found.extend(int(word) for word in listing.read().split())
    except (FileNotFoundError, ProcessLookupError):
        # A kernel without CONFIG_PROC_CHILDREN has no such file for a process that does live.
        if os.path.exists(f"/proc/{pid}/stat") and not os.path.exists(f"/proc/{pid}/task/{pid}/children"):
            return _children_by_scan(pid)
    return found


def _children_by_scan(pid: int) -> list[int]:
    found = []
    for name in os.listdir("/proc"):
        if name.isdigit():
            try:
                with open(f"/proc/{name}/stat", "rb") as stat:
                    if int(stat.read().rpartition(b")")[2].split()[1]) == pid:
                        found.append(int(name))
            except (FileNotFoundError, ProcessLookupError):
                continue
    return found


def descendants(pid: int) -> list[int]:
    """Process ids of everything below ``pid``, nearest first. Empty where there is no ``/proc``."""
    if not linux.LINUX:
        return []
    found = children(pid)
    for one in found:
        found.extend(children(one))
    return found


def resident_bytes(pids: list[int]) -> int:
    """Sum of the resident memory of ``pids`` in bytes; those that are gone count 0. Source: ``/proc/PID/statm``."""
    total = 0
    for pid in pids:
        try:
            with open(f"/proc/{pid}/statm", "rb") as statm:
                total += int(statm.read().split()[1]) * _PAGE_BYTES
        except (FileNotFoundError, ProcessLookupError):
            continue
    return total


def send(pids: list[int], number: int) -> None:
    """Sends signal ``number`` to each of ``pids``; those that are gone are passed over."""
    for pid in pids:
        try:
            os.kill(pid, number)
        except (ProcessLookupError, PermissionError):
            continue


def send_to_group(group: int, number: int) -> None:
    """Sends signal ``number`` to process group ``group``; no error when it is empty."""
    try:
        os.killpg(group, number)
    except (ProcessLookupError, PermissionError):
        return


def kill_below(root: int) -> None:
    """Sends SIGKILL to everything below ``root``.

    The tree is stopped first, until a look finds nobody new: a process that forks faster than it is killed would
    otherwise always be one child ahead. Stopping gives up after 50 looks, since each look also bounds what is new.
    """
    stopped: set[int] = set()
    for _ in range(50):
        fresh = [pid for pid in descendants(root) if pid not in stopped]
        if not fresh:
            break
        send(fresh, signal.SIGSTOP)
        stopped.update(fresh)
    send(descendants(root), signal.SIGKILL)
