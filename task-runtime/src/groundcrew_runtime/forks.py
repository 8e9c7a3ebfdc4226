"""Runs that are forks of their warm init, each made before its run is ordered: the run does not wait for the fork."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import sys
from typing import Any, NoReturn, Protocol

from groundcrew_runtime import linux, orders
from groundcrew_runtime.starting import NotStarted


class Warm(Protocol):
    """What a warm interpreter does in a fork of it."""

    def prepare(self) -> None:
        """Does before its order what touches memory in every run, since a fork copies each page that it touches.

        It may be root then, so it runs nobody's code but the runtime's.
        """

    def run(self, argv: list[str]) -> int:
        """Does what ``argv`` as a command would; the exit status."""


class Forks:
    """Makes the runs of one init, one after the other, and one ahead where it is told to."""

    def __init__(self, warm: Warm) -> None:
        self._warm = warm
        self._next: tuple[int, socket.socket] | None = None

    def prepare(self) -> None:
        """Makes the next one, which then waits, if it can be made now. Only between runs, when nobody could touch it."""
        with contextlib.suppress(OSError):
            self._next = self._next or self._forked()

    def start(self, descriptors: list[int]) -> int:
        """Gives the next one its run; its process id.

        :param descriptors: standard input, output, error and, where it is captured, descriptor 3; last, that of the order
        :raises NotStarted: when there can be none
        """
        if self._next is not None:
            pid, link = self._next
            self._next = None
            try:
                self._order(link, descriptors)
                return pid
            except ConnectionError:
                # It was killed, as the kernel does where memory is short.
                pass
        try:
            pid, link = self._forked()
            self._order(link, descriptors)
        except OSError as error:
            raise NotStarted(126, f"cannot fork the interpreter: {error}") from error
        return pid

    @staticmethod
    def _order(link: socket.socket, descriptors: list[int]) -> None:
        with link:
            socket.send_fds(link, [b"R"], descriptors)

    def _forked(self) -> tuple[int, socket.socket]:
        ours, theirs = socket.socketpair()
        with theirs:
            try:
                pid = os.fork()
            except OSError:
                ours.close()
                raise
            if pid == 0:
                ours.close()
                _live(theirs, self._warm)
        return pid, ours


def _live(link: socket.socket, warm: Warm) -> NoReturn:
    """Waits for an order and carries it out; ends when there is none to come."""
    status = 1
    try:
        os.setsid()
        signal.set_wakeup_fd(-1)
        signal.signal(signal.SIGCHLD, signal.SIG_DFL)
        signal.signal(signal.SIGINT, signal.default_int_handler)
        warm.prepare()
        ordered, descriptors, _, _ = socket.recv_fds(link, 1, orders.MOST_DESCRIPTORS)
        status = warm.run(_become_task(descriptors)) if ordered else 0
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else 0 if error.code is None else 1
        if isinstance(error.code, str):
            print(error.code, file=sys.stderr)
    except BaseException:  # noqa: B902 - a forked copy must never return into the init's loop
        sys.excepthook(*sys.exc_info())
    finally:
        _leave(status)


def _become_task(descriptors: list[int]) -> list[str]:
    """Leaves nothing of the init but its memory: no descriptor, no privilege, no variable. The run's ``argv``."""
    *streams, order = descriptors
    with open(order, "rb", closefd=False) as file:
        spec: dict[str, Any] = json.load(file)
    for place, descriptor in enumerate(streams):
        os.dup2(descriptor, place, inheritable=True)
    os.closerange(len(streams), 4096)
    uid, gid = spec.get("uid"), spec.get("gid")
    if uid is not None and gid is not None:
        os.setgroups([])
        os.setresgid(gid, gid, gid)
        os.setresuid(uid, uid, uid)
        linux.be_readable_by_own_user()
    elif os.geteuid() != 0:
        linux.drop_capabilities()
    os.chdir(spec["cwd"])
    os.environ.clear()
    os.environ.update(spec["env"])
    argv: list[str] = spec["argv"]
    return argv


def _leave(status: int) -> NoReturn:
    """Ends this process as the interpreter would, without what only its parent has to tidy up."""
    import atexit

    try:
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    finally:
        os._exit(status & 0xFF)
