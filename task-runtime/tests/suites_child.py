"""The forked side of :mod:`suites`: one run of the runtime's command line in a process and environment of its own."""

from __future__ import annotations

import os
import sys

import robot

import RW.Core
import RW._platform.session
import RW.platform
from groundcrew_runtime import robot_run

assert robot and RW.platform and RW._platform.session


def run(directory: str, environment: dict[str, str]) -> None:
    """Runs ``directory/bundle/sli.robot`` in ``directory/execution`` with the secrets in ``directory/stdin``."""
    os.environ.clear()
    os.environ.update(environment)
    stdin = os.open(f"{directory}/stdin", os.O_RDONLY)
    output = os.open(f"{directory}/stdout", os.O_WRONLY | os.O_CREAT, 0o600)
    os.dup2(stdin, 0)
    os.dup2(output, 1)
    os.dup2(output, 2)
    sys.stdin = sys.__stdin__ = os.fdopen(0, "r")
    sys.stdout = sys.__stdout__ = os.fdopen(1, "w", buffering=1)
    sys.stderr = sys.__stderr__ = os.fdopen(2, "w", buffering=1)
    sys.argv = ["robot_run", "--robot", f"{directory}/bundle/sli.robot", "--execution", f"{directory}/execution"]
    robot_run.main()
