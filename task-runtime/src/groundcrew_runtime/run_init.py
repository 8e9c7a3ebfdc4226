"""The small process above one run: it starts the command, keeps its limits and ends everything below it.

``become`` is called in a child that the supervisor has just forked and never returns. One init serves one run at a time,
and many of them one after the other: it has no children when a run is over, so nothing of that run is left for the next.

It talks to the supervisor over one socket. It receives ``R`` + 4 bytes of length + JSON with the run's descriptors
attached (start this run) and ``T<grace seconds>`` (end it), and sends ``X`` + JSON when nothing of the run is left. End of
file means that the supervisor died: the tree is killed at once.
"""

from __future__ import annotations

import ctypes
import fcntl
import json
import os
import resource
import select
import signal
import socket
import struct
import subprocess
import time
from typing import Any, NoReturn

from groundcrew_runtime import process_tree

_PR_SET_CHILD_SUBREAPER = 36
_PR_SET_NO_NEW_PRIVS = 38
_TICK_SECONDS = 0.1
# Descriptors of the init itself lie above those that a command may be given.
_OWN_DESCRIPTORS = 10
_CLOSE_ON_EXEC: int = getattr(socket, "MSG_CMSG_CLOEXEC", 0)
_DEFAULT_LIMITS = {
    "processes": 512,
    "memoryBytes": 1 << 30,
    "fileBytes": 1 << 30,
    "openFiles": 1024,
    "cpuSeconds": 4 * 3600,
}

_libc = ctypes.CDLL(None, use_errno=True) if process_tree.LINUX else None


def _prctl(option: int, value: int) -> None:
    if _libc is not None and _libc.prctl(option, value, 0, 0, 0) != 0:
        raise OSError(ctypes.get_errno(), f"prctl({option}, {value}) was refused")


def become_subreaper() -> None:
    """Orphans below this process become its children. Linux only; elsewhere it does nothing."""
    _prctl(_PR_SET_CHILD_SUBREAPER, 1)


def _lower(kind: int, wanted: int) -> None:
    _, hard = resource.getrlimit(kind)
    value = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
    resource.setrlimit(kind, (value, value))


def _come_first() -> None:
    """Lets this process run before what it watches: a fork bomb must not keep it from counting.

    Children do not inherit it. Only root may; for others there is RLIMIT_NPROC.
    """
    if process_tree.LINUX and os.geteuid() == 0:
        try:
            os.sched_setscheduler(0, os.SCHED_RR | os.SCHED_RESET_ON_FORK, os.sched_param(1))
        except PermissionError:
            return


def limits_of(spec: dict[str, Any]) -> dict[str, int]:
    """The limits of a START payload, with the defaults for those that it does not name."""
    return {**_DEFAULT_LIMITS, **(spec.get("limits") or {})}


def _limit(limits: dict[str, int], uid: int | None) -> None:
    """Lowers the limits of this process; what it starts inherits them and cannot raise them again."""
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_CPU, limits["cpuSeconds"])
    _lower(resource.RLIMIT_FSIZE, limits["fileBytes"])
    _lower(resource.RLIMIT_NOFILE, limits["openFiles"])
    # Not RLIMIT_AS: Go, Node and Java reserve far more address space than they use and would not start.
    # RLIMIT_NPROC counts a whole user and is not enforced for root, so processes are counted per run (see _tick).
    _lower(resource.RLIMIT_DATA, limits["memoryBytes"])
    if (os.geteuid() if uid is None else uid) != 0:
        # A backstop only, since it counts all of the user's processes and threads.
        _lower(resource.RLIMIT_NPROC, 8 * limits["processes"])


def _own(descriptor: int) -> int:
    """Moves a descriptor out of the commands' range."""
    moved = int(fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, _OWN_DESCRIPTORS))
    os.close(descriptor)
    return moved


class _Orders:
    """What the supervisor says, in whatever pieces it arrives."""

    def __init__(self, link: socket.socket) -> None:
        self.link = link
        self._buffer = bytearray()
        self._descriptors: list[int] = []

    def next_run(self) -> tuple[dict[str, Any], list[int]] | None:
        """Waits for the next run and its descriptors; None when the supervisor is gone."""
        while True:
            # An order to end a run crosses that run's end and means nothing then.
            self.grace()
            if len(self._buffer) >= 5:
                (length,) = struct.unpack_from(">I", self._buffer, 1)
                if len(self._buffer) >= 5 + length:
                    spec = json.loads(self._buffer[5 : 5 + length])
                    del self._buffer[: 5 + length]
                    descriptors, self._descriptors = self._descriptors, []
                    return spec, descriptors
            if not self.hear():
                return None

    def hear(self) -> bool:
        """Reads once; False when the supervisor is gone."""
        try:
            data, descriptors, _, _ = socket.recv_fds(self.link, 1 << 16, 4, _CLOSE_ON_EXEC)
        except ConnectionError:
            return False
        self._descriptors += descriptors
        self._buffer += data
        return bool(data)

    def grace(self) -> float | None:
        """The grace of the last order to end a run that was heard; None when there was none."""
        grace = None
        while self._buffer.startswith(b"T") and b"\n" in self._buffer:
            order, _, rest = self._buffer.partition(b"\n")
            self._buffer = rest
            grace = float(order[1:] or 0)
        return grace


class _Init:
    """One run as its init sees it."""

    def __init__(self, spec: dict[str, Any], limits: dict[str, int], orders: _Orders, woken: int) -> None:
        self._spec = spec
        self._limits = limits
        self._orders = orders
        self._woken = woken
        self._main = 0
        self._status: int | None = None
        self._killed_by: str | None = None
        self._kill_at: float | None = None
        self._cpu_seconds = 0.0
        self._max_rss_bytes = 0

    def run(self, descriptors: list[int]) -> dict[str, Any]:
        """Starts the command and returns how it ended when nothing of it is left."""
        code = self._start(descriptors)
        if code is None:
            self._watch()
            self._sweep()
        status = self._status if self._status is not None else 0
        return {
            "code": code if code is not None else os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
            "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else None,
            "timedOut": self._killed_by == "timeout",
            "killedBy": self._killed_by,
            "cpuSeconds": round(self._cpu_seconds, 6),
            "maxRssBytes": self._max_rss_bytes,
        }

    def _start(self, descriptors: list[int]) -> int | None:
        """Starts the command in a session of its own; 126 or 127 when it cannot be, None else.

        Everything that a command must be given is given without code between fork and exec, so that it can be a vfork:
        a fork of this interpreter costs as much again as a bash.
        """
        program, directory, uid = self._spec["argv"][0], self._spec["cwd"], self._spec.get("uid")
        result = len(descriptors) > 3
        if result:
            os.dup2(descriptors[3], 3, inheritable=True)
        try:
            process = subprocess.Popen(
                self._spec["argv"],
                stdin=descriptors[0],
                stdout=descriptors[1],
                stderr=descriptors[2],
                pass_fds=(3,) if result else (),
                cwd=directory,
                env=self._spec["env"],
                start_new_session=True,
                user=uid,
                group=None if uid is None else self._spec["gid"],
                extra_groups=None if uid is None else [],
            )
        except FileNotFoundError as error:
            os.write(descriptors[2], f"cannot start {program!r} in {directory!r}: {error.strerror}\n".encode())
            return 127
        except (OSError, ValueError, subprocess.SubprocessError) as error:
            os.write(descriptors[2], f"cannot start {program!r}: {error}\n".encode())
            return 126
        finally:
            for descriptor in descriptors:
                os.close(descriptor)
            if result:
                os.dup2(0, 3, inheritable=False)
        self._main = process.pid
        # Reaped below together with all others; without this the object would wait for it as well.
        process.returncode = 0
        return None

    def _watch(self) -> None:
        """Until the command itself is over."""
        poll = select.poll()
        poll.register(self._orders.link, select.POLLIN)
        poll.register(self._woken, select.POLLIN)
        deadline = time.monotonic() + float(self._spec["timeoutSeconds"])
        next_tick = time.monotonic() + _TICK_SECONDS
        self._heed()
        while True:
            # Before the first wait: a command that is over already has left its signal in the pipe.
            self._reap()
            if self._status is not None:
                return
            now = time.monotonic()
            if self._killed_by is None and now >= deadline:
                self._end("timeout", float(self._spec.get("graceSeconds", 5)))
            if self._kill_at is not None and now >= self._kill_at:
                self._kill()
                self._kill_at = now + 1
            if now >= next_tick:
                self._tick()
                next_tick = now + _TICK_SECONDS
            until = min(next_tick, self._kill_at or next_tick, max(deadline, now) if self._killed_by is None else next_tick)
            for descriptor, _ in poll.poll(max(1, (until - time.monotonic()) * 1000)):
                if descriptor == self._woken:
                    os.read(self._woken, 512)
                elif not self._obey():
                    poll.unregister(self._orders.link)

    def _obey(self) -> bool:
        """Reads what the supervisor asks. False when it is gone."""
        if not self._orders.hear():
            self._killed_by = self._killed_by or "supervisor"
            self._kill()
            self._kill_at = time.monotonic() + 0.1
            return False
        self._heed()
        return True

    def _heed(self) -> None:
        grace = self._orders.grace()
        if grace is not None:
            self._end("cancel", grace)

    def _end(self, reason: str, grace_seconds: float) -> None:
        """Asks the tree to end, and kills it after the grace. Asked again, the earlier end counts."""
        self._killed_by = self._killed_by or reason
        at = time.monotonic() + grace_seconds
        self._kill_at = at if self._kill_at is None else min(at, self._kill_at)
        if grace_seconds > 0:
            process_tree.send_to_group(self._main, signal.SIGTERM)
            process_tree.send(process_tree.descendants(os.getpid()), signal.SIGTERM)

    def _kill(self) -> None:
        process_tree.send_to_group(self._main, signal.SIGKILL)
        if process_tree.LINUX:
            process_tree.kill_below(os.getpid())

    def _tick(self) -> None:
        below = process_tree.descendants(os.getpid())
        if len(below) > self._limits["processes"]:
            self._over("processes")
        elif process_tree.resident_bytes(below) > self._limits["memoryBytes"]:
            self._over("memory")

    def _over(self, limit: str) -> None:
        self._killed_by = self._killed_by or limit
        self._kill_at = time.monotonic()

    def _reap(self) -> bool:
        """Takes the exit status of everything that ended. False when there is nobody below any more."""
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return False
            if pid == 0:
                return True
            if pid == self._main:
                self._status = status
            self._cpu_seconds += usage.ru_utime + usage.ru_stime
            scale = 1024 if process_tree.LINUX else 1
            self._max_rss_bytes = max(self._max_rss_bytes, usage.ru_maxrss * scale)

    def _sweep(self) -> None:
        """Kills what the command left behind. As subreaper this process is the parent of every orphan of the run."""
        if not process_tree.LINUX:
            process_tree.send_to_group(self._main, signal.SIGKILL)
            return
        poll = select.poll()
        poll.register(self._woken, select.POLLIN)
        while self._reap():
            process_tree.kill_below(os.getpid())
            if poll.poll(50):
                os.read(self._woken, 512)


def _serve(link: socket.socket, limits: dict[str, int], uid: int | None) -> None:
    os.setsid()
    become_subreaper()
    _prctl(_PR_SET_NO_NEW_PRIVS, 1)
    _come_first()
    os.umask(0o077)
    woken, waker = (_own(end) for end in os.pipe())
    os.set_blocking(waker, False)
    os.set_blocking(woken, False)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
    _limit(limits, uid)
    orders = _Orders(link)
    while (order := orders.next_run()) is not None:
        spec, descriptors = order
        end = _Init(spec, limits, orders, woken).run(descriptors)
        try:
            link.sendall(b"X" + json.dumps(end).encode() + b"\n")
        except ConnectionError:
            return


def become(link: socket.socket, limits: dict[str, int], uid: int | None) -> NoReturn:
    """Turns the calling process into the init of runs with these limits; never returns.

    :param link: socket to the supervisor; of all other inherited descriptors only standard error stays open
    :param limits: of every run that it will be given
    :param uid: of every run that it will be given; None for the supervisor's own
    """
    code = 0
    try:
        own = socket.socket(fileno=_own(link.detach()))
        for low, high in ((0, 2), (3, own.fileno()), (own.fileno() + 1, 4096)):
            os.closerange(low, high)
        # The places of a command's descriptors, so that nothing else is ever found there.
        for place in (0, 1, 3):
            if os.open(os.devnull, os.O_RDWR) != place:
                raise OSError(f"Expected descriptor {place} to be free")
        _serve(own, limits, uid)
    except BaseException as error:  # noqa: B902 - a forked copy must never return into the supervisor's loop
        code = 1
        os.write(2, f"run init failed: {type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(code)
