"""Starts a program as a run's main process below its init; :mod:`groundcrew_runtime.forks` is the other way."""

from __future__ import annotations

import contextlib
import os
import subprocess
from collections.abc import Iterator
from typing import Any

# Descriptors of the init itself lie above those that a run may be given.
OWN_DESCRIPTORS = 10


def start_program(spec: dict[str, Any], descriptors: list[int]) -> int:
    """Starts ``argv`` in a session of its own; its process id.

    Everything that a program must be given is given without code between fork and exec, so that it can be a vfork: a fork
    of this interpreter costs as much again as a bash.

    :param descriptors: standard input, output, error and, where it is captured, descriptor 3
    :raises NotStarted: when the program cannot be started
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
