"""The small process above one run: it starts the command, keeps its limits and ends everything below it.

``become`` is called in a child that the supervisor has just forked and never returns. It talks to the supervisor over
one socket: it sends ``S`` + JSON when the command has started and ``X`` + JSON when nothing of the run is left, and
receives ``T<grace seconds>`` (end the run). End of file means that the supervisor died: the tree is killed at once.
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
import time
from typing import Any, NoReturn

from groundcrew_runtime import process_tree

_PR_SET_PDEATHSIG = 1
_PR_SET_CHILD_SUBREAPER = 36
_PR_SET_NO_NEW_PRIVS = 38
_TICK_SECONDS = 0.1
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


def _limit(limits: dict[str, int]) -> None:
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_CPU, limits["cpuSeconds"])
    _lower(resource.RLIMIT_FSIZE, limits["fileBytes"])
    _lower(resource.RLIMIT_NOFILE, limits["openFiles"])
    # Not RLIMIT_AS: Go, Node and Java reserve far more address space than they use and would not start.
    # RLIMIT_NPROC counts a whole user and is not enforced for root, so processes are counted per run (see _tick).
    _lower(resource.RLIMIT_DATA, limits["memoryBytes"])


def _execute(spec: dict[str, Any], limits: dict[str, int], descriptors: dict[int, int], parent: int) -> NoReturn:
    """In the command's own process: limits, descriptors, identity, then execve. A failure is exit status 126 or 127."""
    try:
        os.setpgid(0, 0)
        for number in (signal.SIGPIPE, signal.SIGXFSZ, signal.SIGCHLD, signal.SIGTERM, signal.SIGINT):
            signal.signal(number, signal.SIG_DFL)
        signal.set_wakeup_fd(-1)
        # First above the targets, so that no target overwrites a source; then down to its place.
        high = {target: _duplicate_above(source, 64) for target, source in descriptors.items()}
        for target, source in high.items():
            os.dup2(source, target, inheritable=True)
        os.umask(0o077)
        _limit(limits)
        user = os.geteuid() if spec.get("uid") is None else spec["uid"]
        if user != 0:
            # A backstop only, since it counts all of the user's processes and threads.
            _lower(resource.RLIMIT_NPROC, 8 * limits["processes"])
        if spec.get("uid") is not None:
            os.setgroups([])
            os.setresgid(spec["gid"], spec["gid"], spec["gid"])
            os.setresuid(spec["uid"], spec["uid"], spec["uid"])
        os.chdir(spec["cwd"])
        _prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != parent:
            os._exit(126)
        os.execvpe(spec["argv"][0], spec["argv"], spec["env"])
    except FileNotFoundError as error:
        os.write(2, f"cannot start {spec['argv'][0]!r} in {spec['cwd']!r}: {error.strerror}\n".encode())
        os._exit(127)
    except BaseException as error:  # noqa: B902 - whatever it is, this process must not run on as the supervisor
        os.write(2, f"cannot start {spec['argv'][0]!r}: {error}\n".encode())
        os._exit(126)


def _duplicate_above(source: int, least: int) -> int:
    return int(fcntl.fcntl(source, fcntl.F_DUPFD_CLOEXEC, least))


class _Init:
    def __init__(self, spec: dict[str, Any], link: socket.socket, descriptors: dict[int, int]) -> None:
        self._spec = spec
        self._link = link
        self._descriptors = descriptors
        self._limits = {**_DEFAULT_LIMITS, **(spec.get("limits") or {})}
        self._main = 0
        self._status: int | None = None
        self._killed_by: str | None = None
        self._kill_at: float | None = None
        self._cpu_seconds = 0.0
        self._max_rss_bytes = 0
        self._supervised = True

    def run(self) -> None:
        me = os.getpid()
        os.setsid()
        become_subreaper()
        _prctl(_PR_SET_NO_NEW_PRIVS, 1)
        _come_first()
        woken, waker = os.pipe()
        os.set_blocking(waker, False)
        os.set_blocking(woken, False)
        signal.signal(signal.SIGCHLD, lambda *_: None)
        signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
        self._main = os.fork()
        if self._main == 0:
            _execute(self._spec, self._limits, self._descriptors, me)
        for source in set(self._descriptors.values()):
            os.close(source)
        self._tell(b"S", {"pid": self._main})
        self._watch(woken)
        self._sweep(woken)
        status = self._status if self._status is not None else 0
        self._tell(
            b"X",
            {
                "code": os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
                "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else None,
                "timedOut": self._killed_by == "timeout",
                "killedBy": self._killed_by,
                "cpuSeconds": round(self._cpu_seconds, 6),
                "maxRssBytes": self._max_rss_bytes,
            },
        )

    def _tell(self, kind: bytes, body: dict[str, Any]) -> None:
        try:
            self._link.sendall(kind + json.dumps(body).encode() + b"\n")
        except OSError:
            self._supervised = False

    def _watch(self, woken: int) -> None:
        """Until the command itself is over."""
        poll = select.poll()
        poll.register(self._link, select.POLLIN)
        poll.register(woken, select.POLLIN)
        deadline = time.monotonic() + float(self._spec["timeoutSeconds"])
        next_tick = time.monotonic() + _TICK_SECONDS
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
                if descriptor == woken:
                    os.read(woken, 512)
                elif not self._obey():
                    poll.unregister(self._link)

    def _obey(self) -> bool:
        """Reads what the supervisor asks. False when it is gone."""
        try:
            data = self._link.recv(256)
        except ConnectionError:
            data = b""
        if not data:
            self._supervised = False
            self._killed_by = self._killed_by or "supervisor"
            self._kill()
            self._kill_at = time.monotonic() + 0.1
            return False
        for command in data.split(b"\n"):
            if command.startswith(b"T"):
                self._end("cancel", float(command[1:] or 0))
        return True

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

    def _sweep(self, woken: int) -> None:
        """Kills what the command left behind. As subreaper this process is the parent of every orphan of the run."""
        if not process_tree.LINUX:
            process_tree.send_to_group(self._main, signal.SIGKILL)
            return
        poll = select.poll()
        poll.register(woken, select.POLLIN)
        while self._reap():
            process_tree.kill_below(os.getpid())
            if poll.poll(50):
                os.read(woken, 512)


def become(spec: dict[str, Any], link: socket.socket, descriptors: dict[int, int]) -> NoReturn:
    """Turns the calling process into the init of one run; never returns.

    :param spec: the START payload (see PROTOCOL.md), already checked
    :param link: socket to the supervisor
    :param descriptors: file descriptor in the command → file descriptor here; all other inherited ones are closed
    """
    code = 0
    try:
        keep = sorted({2, link.fileno(), *descriptors.values()})
        low = 0
        for descriptor in keep:
            os.closerange(low, descriptor)
            low = descriptor + 1
        os.closerange(low, max(low, 4096))
        _Init(spec, link, descriptors).run()
    except BaseException as error:  # noqa: B902 - a forked copy must never return into the supervisor's loop
        code = 1
        os.write(2, f"run init failed: {type(error).__name__}: {error}\n".encode())
    finally:
        os._exit(code)
