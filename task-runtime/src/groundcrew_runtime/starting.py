"""The two ways to start a run's main process below its init: a program, or a fork of a warm interpreter."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from typing import Any

from groundcrew_runtime import linux

# Descriptors of the init itself lie above those that a run may be given.
OWN_DESCRIPTORS = 10


def start_program(spec: dict[str, Any], descriptors: list[int]) -> int | None:
    """Starts ``argv`` in a session of its own; its process id, or None when it cannot be started.

    Everything that a program must be given is given without code between fork and exec, so that it can be a vfork: a fork
    of this interpreter costs as much again as a bash.

    :param descriptors: standard input, output, error and, where it is captured, descriptor 3
    :raises OSError: when the program cannot be started, with the status that a shell would give in ``status``
    """
    program, directory = spec["argv"][0], spec["cwd"]
    result = len(descriptors) > 3
    if result:
        os.dup2(descriptors[3], 3, inheritable=True)
    try:
        with _as_user(spec.get("uid"), spec.get("gid")):
            process = subprocess.Popen(
                spec["argv"],
                stdin=descriptors[0],
                stdout=descriptors[1],
                stderr=descriptors[2],
                pass_fds=(3,) if result else (),
                cwd=directory,
                env=spec["env"],
                start_new_session=True,
            )
    except FileNotFoundError as error:
        raise NotStarted(127, f"cannot start {program!r} in {directory!r}: {error.strerror}") from error
    except (OSError, ValueError, subprocess.SubprocessError) as error:
        raise NotStarted(126, f"cannot start {program!r}: {error}") from error
    finally:
        if result:
            os.dup2(0, 3, inheritable=False)
    # The init reaps it together with all others; without this the object would wait for it as well.
    process.returncode = 0
    return process.pid


class NotStarted(Exception):
    """Why a program could not be started.

    :ivar status: the exit status that a shell would give
    """

    def __init__(self, status: int, reason: str) -> None:
        super().__init__(reason)
        self.status = status


@contextlib.contextmanager
def _as_user(uid: int | None, gid: int | None) -> Iterator[None]:
    """Makes this process another user's until the end of the block, with the way back open to itself only.

    A program that is started meanwhile has no way back: exec forgets the saved user. Told to do it itself, ``Popen`` would
    fork instead of vfork.
    """
    if uid is None or gid is None:
        yield
        return
    os.setgroups([])
    os.setresgid(gid, gid, 0)
    os.setresuid(uid, uid, 0)
    try:
        yield
    finally:
        os.setresuid(0, 0, 0)
        os.setresgid(0, 0, 0)


def start_warm(spec: dict[str, Any], descriptors: list[int], run: Callable[[list[str]], int]) -> int:
    """Forks this interpreter into a session of its own that calls ``run`` with ``argv``; its process id.

    :param run: gives the exit status; what it raises ends the process with status 1 and a traceback
    """
    pid = os.fork()
    if pid:
        return pid
    status = 1
    try:
        _become_task(spec, descriptors)
        status = run(spec["argv"])
    except SystemExit as error:
        status = error.code if isinstance(error.code, int) else 0 if error.code is None else 1
        if isinstance(error.code, str):
            print(error.code, file=sys.stderr)
    except BaseException:  # noqa: B902 - a forked copy must never return into the init's loop
        sys.excepthook(*sys.exc_info())
    finally:
        _leave(status)


def _become_task(spec: dict[str, Any], descriptors: list[int]) -> None:
    """Leaves nothing of the init but its memory: no descriptor, no handler, no privilege, no variable.

    :param descriptors: the task's own, and then that of its variables
    """
    *descriptors, variables = descriptors
    with open(variables, "rb", closefd=False) as file:
        environment = json.load(file)
    os.setsid()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGCHLD, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for place, descriptor in enumerate(descriptors):
        os.dup2(descriptor, place, inheritable=True)
    os.closerange(len(descriptors), 4096)
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
    os.environ.update(environment)


def _leave(status: int) -> None:
    """Ends this process as the interpreter would, without what only its parent has to tidy up."""
    import atexit

    try:
        atexit._run_exitfuncs()
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
    finally:
        os._exit(status & 0xFF)
