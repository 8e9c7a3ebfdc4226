"""The small process above one run: it starts the command, keeps its limits and ends everything below it.

One init serves one run at a time, and many of them one after the other: it has no children when a run is over, so nothing
of that run is left for the next. It is forked by the supervisor, or by a fork server, whose warm interpreter its runs are
then forks of.

It talks to the supervisor over one socket: see :mod:`groundcrew_runtime.orders` for what it hears. It sends ``X`` + JSON
when nothing of a run is left, ``L`` + JSON when that was its last one. End of file means that the supervisor died: the tree
is killed at once.
"""

from __future__ import annotations

import fcntl
import json
import os
import signal
import socket
from typing import Any, NoReturn

from groundcrew_runtime import limits as bounds
from groundcrew_runtime import leftovers, linux, starting
from groundcrew_runtime.forks import Forks, Warm
from groundcrew_runtime.orders import Orders
from groundcrew_runtime.sandbox import Sandbox
from groundcrew_runtime.watched_run import WatchedRun


class Kind:
    """What all runs of one init have in common."""

    def __init__(self, spec: dict[str, Any]) -> None:
        """Reads it from a START payload."""
        self.limits = bounds.limits_of(spec)
        self.other_user = spec.get("uid") is not None
        self.sandbox: dict[str, Any] | None = spec.get("sandbox")

    def as_json(self) -> str:
        """The same kind gives the same text; :class:`Kind` reads it as it reads a START payload."""
        given = {"limits": self.limits, "uid": 0 if self.other_user else None, "sandbox": self.sandbox}
        return json.dumps(given, sort_keys=True)

    def seen(self) -> list[tuple[int, int]]:
        """Which directories its sandbox shows: one that was removed and made anew is another, and an init shows the first."""
        return [_identity(path) for path in (self.sandbox or {}).get("visible") or ()]


def _identity(path: str) -> tuple[int, int]:
    try:
        there = os.stat(path)
    except OSError:
        # The init says what is wrong with it.
        return 0, 0
    return there.st_dev, there.st_ino


def start(link: socket.socket, kind: Kind, warm: Warm | None, orphan: bool) -> int:
    """Forks an init; its process id as this process's parent or, where it is no orphan, this process sees it.

    :param link: the init's end of its socket to the supervisor
    :param warm: what warm runs do; None where runs are started as programs
    :param orphan: whether the init is to become a child of the next subreaper above instead of this process's own; with a
        sandbox it always does
    :raises OSError: when it could not be started; the text says why
    """
    view = Sandbox(kind.sandbox, kind.other_user) if kind.sandbox is not None else None
    if view is None and not orphan:
        pid = os.fork()
        if pid == 0:
            _become(link, kind, view, warm)
        return pid
    told, tell = os.pipe()
    between = os.fork()
    if between == 0:
        _pass_on(link, kind, view, warm, tell)
    os.close(tell)
    with open(told, "rb") as answer:
        text = answer.read().decode(errors="replace")
    os.waitpid(between, 0)
    if not text.isdigit():
        raise OSError(f"the sandbox of a run could not be made: {text or 'its process ended'}")
    return int(text)


def _pass_on(link: socket.socket, kind: Kind, view: Sandbox | None, warm: Warm | None, tell: int) -> NoReturn:
    """Forks the init in the namespaces of its own and leaves it an orphan."""
    try:
        if view is not None:
            view.enter()
        pid = os.fork()
        if pid == 0:
            _become(link, kind, view, warm)
        os.write(tell, str(pid).encode())
    except BaseException as error:  # noqa: B902 - a forked copy must never return into its maker's loop
        os.write(tell, f"{type(error).__name__}: {error}".encode())
    finally:
        os._exit(0)


def _become(link: socket.socket, kind: Kind, view: Sandbox | None, warm: Warm | None) -> NoReturn:
    """Turns the calling process into an init. Of all inherited descriptors only standard error stays open."""
    code = 0
    own = socket.socket(fileno=_own(link.detach()))
    try:
        for low, high in ((0, 2), (3, own.fileno()), (own.fileno() + 1, 4096)):
            os.closerange(low, high)
        # The places of a command's descriptors, so that nothing else is ever found there.
        for place in (0, 1, 3):
            if os.open(os.devnull, os.O_RDWR) != place:
                raise OSError(f"Expected descriptor {place} to be free")
        _serve(own, kind, view, warm)
    except BaseException as error:  # noqa: B902 - a forked copy must never return into its maker's loop
        code = 1
        own.sendall(b"X" + json.dumps({"error": f"the run could not be watched: {type(error).__name__}: {error}"}).encode() + b"\n")
    finally:
        os._exit(code)


def _serve(link: socket.socket, kind: Kind, view: Sandbox | None, warm: Warm | None) -> None:
    os.setsid()
    linux.become_subreaper()
    if linux.LINUX:
        linux.forbid_new_privileges()
    _come_first()
    if view is not None:
        view.arrange(kind.limits["memoryBytes"])
    segments = leftovers.Segments(_own) if view is not None else None
    os.umask(0o077)
    woken, waker = (_own(end) for end in os.pipe())
    os.set_blocking(waker, False)
    os.set_blocking(woken, False)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    signal.signal(signal.SIGCHLD, lambda *_: None)
    signal.set_wakeup_fd(waker, warn_on_full_buffer=False)
    bounds.lower(kind.limits, kind.other_user)
    orders = Orders(link)
    forks = Forks(warm) if warm is not None else None
    if forks is not None:
        forks.prepare()
    while (order := orders.next_run()) is not None:
        spec, descriptors = order
        run = WatchedRun(spec, kind.limits, view, orders, woken)
        end = run.run(descriptors, forks if spec.get("warm") else None)
        # They go with their namespace, which ends with this process.
        last = segments is not None and segments.left()
        try:
            link.sendall((b"L" if last else b"X") + json.dumps(end).encode() + b"\n")
        except ConnectionError:
            return
        # After the end was told, which makes the supervisor look at them: their own end would wake it once more.
        for descriptor in run.outputs(descriptors):
            os.close(descriptor)
        if last:
            return
        if forks is not None:
            forks.prepare()
        if view is not None:
            # Last, since taking a mount away waits for the whole kernel.
            try:
                view.dismiss(spec["cwd"])
            except OSError:
                # The next run must not see it. Nothing of this one is left to tell of.
                return


def _come_first() -> None:
    """Lets this process run before what it watches: a fork bomb must not keep it from counting.

    Children do not inherit it. Only root may; for others there is RLIMIT_NPROC.
    """
    if linux.LINUX and os.geteuid() == 0:
        try:
            os.sched_setscheduler(0, os.SCHED_RR | os.SCHED_RESET_ON_FORK, os.sched_param(1))
        except PermissionError:
            return


def _own(descriptor: int) -> int:
    """Moves a descriptor out of the commands' range."""
    moved = int(fcntl.fcntl(descriptor, fcntl.F_DUPFD_CLOEXEC, starting.OWN_DESCRIPTORS))
    os.close(descriptor)
    return moved
