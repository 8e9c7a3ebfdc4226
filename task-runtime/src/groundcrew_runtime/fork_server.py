"""A warm interpreter that runs are forks of: Robot Framework and the runtime are imported, and a suite was run once.

Started by the supervisor as ``python -I -S …/fork_server.py`` with the interpreter of a collection's environment, one
server for each environment and collection tree, and a light one, which has only what light scripts import: see
:mod:`groundcrew_runtime.light_scripts`. It may be root, so it imports the runtime's own, pinned packages only:
everything of a collection and of its environment is imported by a run, after the run has become what it may be.

It talks to the supervisor over the socket whose descriptor is its first argument. It sends ``{"ready": true}``, then answers each order for an
init (JSON with the init's end of its socket attached) by ``{"pid": …}`` or ``{"error": …}``, one JSON object a message.
"""

from __future__ import annotations

import importlib
import io
import json
import os
import signal
import site
import socket
import sys
import tempfile
import time
from collections.abc import Callable
from typing import Any

_SOURCES = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))

if __name__ == "__main__":
    sys.path.insert(0, _SOURCES)

from groundcrew_runtime import light_scripts, linux, python_task, run_init, shared_pages

# What public collections use most, of what the runtime has.
_WORTH_IT = ("requests", "yaml", "jmespath", "dateutil.parser", "RW.Core", "RW.platform", "RW.CLI")
_LIBRARIES = ("BuiltIn", "Easter", "Collections", "DateTime", "OperatingSystem", "Process", "String")
# About what a run is given.
_VARIABLES = {f"RW_VARIABLE_{number}": "x" * 40 for number in range(30)}
_SUITE = """*** Settings ***
Library    RW.Core
Suite Setup    Begin
*** Tasks ***
Warm Up
    ${one}=    Evaluate    1 if $TEXT.strip() == "a b" else 2
    IF    ${one} == 1    Log    *one* http://127.0.0.1/ ${one}
    FOR    ${two}    IN    a    b
        RW.Core.Push Metric    ${one}
        RW.Core.Add Pre To Report    ${two}
    END
    RW.Core.Add Issue    severity=4    title=None of `${one}`
*** Keywords ***
Begin
    ${TEXT}=    RW.Core.Import User Variable    TEXT    default=a b
    Set Suite Variable    ${TEXT}    ${TEXT}
"""


class Unfit(Exception):
    """Why runs of this environment cannot be forks, as a sentence."""


def owned_by(path: list[str]) -> set[str]:
    """The top-level modules and the RW modules that the given places have, and that a warm copy must not stand for."""
    found: set[str] = set()
    for place in path:
        for directory, prefix in ((place, ""), (os.path.join(place, "RW"), "RW.")):
            if os.path.isdir(directory):
                found.update(prefix + name.split(".")[0] for name in os.listdir(directory))
    return found


def _own_packages() -> str:
    """Where the environment keeps packages of its own."""
    home = os.path.dirname(os.path.dirname(os.path.abspath(sys.executable)))
    return os.path.join(home, "lib", f"python{sys.version_info[0]}.{sys.version_info[1]}", "site-packages")


def foreign_modules(python_path: list[str]) -> set[str]:
    """The modules that are the collection's or its environment's: see :func:`owned_by`.

    :param python_path: what runs are given as ``PYTHONPATH``; the runtime's own places are known by :data:`_SOURCES`
    :raises Unfit: when the environment has a Robot Framework of its own
    """
    runtime = os.path.dirname(_SOURCES)
    foreign = owned_by([place for place in python_path if not place.startswith(runtime + os.sep)] + [_own_packages()])
    if "robot" in foreign or "groundcrew_runtime" in foreign:
        raise Unfit("the environment brings a Robot Framework of its own")
    return foreign


def warm_up_light(foreign: set[str]) -> dict[str, Callable[[], None]]:
    """Imports what light scripts import. What runs can be asked for, by the names of their modules.

    :param foreign: what is left to the runs
    """
    for name in sorted(light_scripts.MODULES):
        if name.split(".")[0] not in foreign:
            importlib.import_module(name)
    _be_the_environment()
    return {"groundcrew_runtime.python_task": python_task.main}


def warm_up(foreign: set[str]) -> dict[str, Callable[[], None]]:
    """Imports what is worth it and runs a suite. What runs can be asked for, by the names of their modules.

    :param foreign: what is left to the runs
    """
    runtime = os.path.dirname(_SOURCES)
    sys.path[1:1] = [os.path.join(runtime, "rw-cli"), os.path.join(runtime, "site-packages")]
    from groundcrew_runtime import robot_run, warm_robot

    for name in _WORTH_IT:
        parts = name.split(".")
        if parts[0] not in foreign - {"RW"} and ".".join(parts[:2]) not in foreign:
            warm_robot.import_if_there(name)
    warm_robot.keep_templates()
    with tempfile.TemporaryDirectory() as directory:
        suite = os.path.join(directory, "warm.robot")
        with open(suite, "w", encoding="utf-8") as file:
            file.write(_SUITE)
        warm_robot.run_once(suite, directory)
    _be_the_environment()
    warm_robot.keep_libraries([*_LIBRARIES, *(name for name in _WORTH_IT if name.startswith("RW.") and name in sys.modules)])
    return {"groundcrew_runtime.robot_run": robot_run.main, "groundcrew_runtime.python_task": python_task.main}


def _be_the_environment() -> None:
    """What starting without ``-S`` does that holds for every run: the environment's prefix, ``exit`` and its like."""
    sys.prefix = sys.exec_prefix = os.path.dirname(os.path.dirname(os.path.abspath(sys.executable)))
    site.setquit()
    site.setcopyright()
    site.sethelper()


class WarmInterpreter:
    """What forks of this interpreter do: see :class:`groundcrew_runtime.forks.Warm`."""

    def __init__(self, python_path: list[str], light: bool) -> None:
        """
        :param python_path: what runs are given as ``PYTHONPATH``
        :param light: whether its runs are light scripts only
        :raises Unfit: when runs cannot be forks of it
        """
        self._python_path = python_path
        self._base_path = [place for place in sys.path if place != _SOURCES]
        foreign = foreign_modules(python_path)
        self._entries = warm_up_light(foreign) if light else warm_up(foreign)

    def prepare(self) -> None:
        """Touches what every run touches."""
        os.environ.update(_VARIABLES)
        os.environ.clear()
        _open_streams()

    def run(self, argv: list[str]) -> int:
        """What ``argv`` says, of the modules that it knows; as if it had just been started."""
        self._see_what_a_cold_start_sees()
        sys.argv = [argv[2], *argv[3:]]
        self._entries[argv[2]]()
        return 0

    def _see_what_a_cold_start_sees(self) -> None:
        """The module path of ``python -m``, the environment's own packages and what their ``.pth`` files say included."""
        # Not site.main(): it goes through every module that was imported, and so copies most of what a fork shares.
        sys.path[:] = ["", *self._python_path, *self._base_path]
        site.addsitedir(_own_packages())
        if "RW" in sys.modules:
            # A namespace package: what it was found to be depends on the path. pkgutil would take a millisecond for it.
            sys.modules["RW"].__path__ = list(filter(os.path.isdir, (os.path.join(place, "RW") for place in sys.path)))
        tempfile.tempdir = None
        time.tzset()
        _open_streams()


def _open_streams() -> None:
    # The server's own streams stand where its descriptors were when it was started.
    sys.stdin = sys.__stdin__ = open(0, encoding="utf-8", errors="surrogateescape", closefd=False)
    sys.stdout = sys.__stdout__ = _unbuffered(1, "surrogateescape")
    sys.stderr = sys.__stderr__ = _unbuffered(2, "backslashreplace")


def _unbuffered(descriptor: int, errors: str) -> io.TextIOWrapper:
    raw = io.FileIO(descriptor, "w", closefd=False)
    return io.TextIOWrapper(raw, encoding="utf-8", errors=errors, write_through=True)


class ForkServer:
    """Answers orders for inits until the supervisor closes its end."""

    def __init__(self, link: socket.socket, interpreter: WarmInterpreter) -> None:
        self._link = link
        self._interpreter = interpreter

    def serve(self) -> None:
        """Until the link ends."""
        self._say({"ready": True})
        while True:
            text, descriptors, _, _ = socket.recv_fds(self._link, 1 << 16, 1)
            if not text:
                return
            with socket.socket(fileno=descriptors[0]) as theirs:
                try:
                    kind = run_init.Kind(json.loads(text))
                    self._say({"pid": run_init.start(theirs, kind, self._interpreter, orphan=True)})
                except (OSError, ValueError) as error:
                    self._say({"error": str(error)})

    def _say(self, answer: dict[str, Any]) -> None:
        self._link.sendall(json.dumps(answer).encode())


def main() -> None:
    """Takes the descriptor of the socket, ``light`` or ``full``, and the ``PYTHONPATH`` of the runs, and serves."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    linux.die_with_parent(signal.SIGTERM)
    sys.dont_write_bytecode = True
    link = socket.socket(fileno=int(sys.argv[1]))
    link.set_inheritable(False)
    try:
        interpreter = WarmInterpreter(sys.argv[3].split(os.pathsep), sys.argv[2] == "light")
    except Unfit as reason:
        link.sendall(json.dumps({"error": str(reason)}).encode())
        return
    shared_pages.settle()
    ForkServer(link, interpreter).serve()


if __name__ == "__main__":
    main()
