"""Where commands find programs that are started with an environment of their own in which nothing says so.

RW.CLI builds such an environment for each command, and a shell without ``PATH`` looks into the machine's standard directories
only. Programs that a collection's requirements bring lie in its environment, not there.
"""

from __future__ import annotations

import os
import subprocess
from typing import Any

_STANDARD = ("/usr/local/sbin", "/usr/local/bin", "/usr/sbin", "/usr/bin", "/sbin", "/bin")
# Of Popen's parameters after the command, ``env`` is the tenth.
_ENV = 9


def offer(path: str) -> None:
    """Has processes that are given an environment without ``PATH`` find programs on ``path`` and in the standard directories."""
    places = path.split(os.pathsep)
    whole = os.pathsep.join([*places, *(place for place in _STANDARD if place not in places)])
    start = subprocess.Popen.__init__

    def with_path(self: subprocess.Popen[Any], args: Any, *more: Any, **options: Any) -> None:
        env = more[_ENV] if len(more) > _ENV else options.get("env")
        if env is not None and "PATH" not in env:
            given = {**env, "PATH": whole}
            if len(more) > _ENV:
                more = (*more[:_ENV], given, *more[_ENV + 1 :])
            else:
                options["env"] = given
        start(self, args, *more, **options)

    subprocess.Popen.__init__ = with_path  # type: ignore[method-assign]
