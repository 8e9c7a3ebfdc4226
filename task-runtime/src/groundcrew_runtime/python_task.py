"""Runs a native Python task: imports the script, calls its ``main()`` and writes what it returns to descriptor 3.

``python3 -m groundcrew_runtime.python_task SCRIPT``. A script without ``main`` has done its work by being run.
"""

from __future__ import annotations

import json
import os
import sys
import types
from typing import Any


def main() -> None:
    """The command line. Exit status 1 with a traceback when the script raises, 2 when its value is no JSON."""
    if len(sys.argv) != 2:
        raise SystemExit("usage: python3 -m groundcrew_runtime.python_task SCRIPT")
    script = os.path.abspath(sys.argv[1])
    sys.argv = [script]
    sys.path.insert(0, os.path.dirname(script))
    # Children of the script do not get the result channel unless the script hands it on.
    os.set_inheritable(3, False)
    task = _names_of(script).get("main")
    if not callable(task):
        return
    value = task()
    if value is None:
        return
    try:
        data = memoryview(json.dumps(value, allow_nan=False).encode())
    except (TypeError, ValueError) as error:
        print(f"main() of {os.path.basename(script)} returned what JSON cannot hold: {error}", file=sys.stderr)
        raise SystemExit(2) from error
    while data:
        data = data[os.write(3, data) :]


def _names_of(script: str) -> dict[str, Any]:
    """Runs the file at the path ``script`` as the module ``__groundcrew__``; its names.

    Not :func:`runpy.run_path`, which imports much to find out whether the path is a package, and reads the file twice.
    OSError when it cannot be read, SyntaxError when it is no Python.
    """
    with open(script, "rb") as file:
        code = compile(file.read(), script, "exec", dont_inherit=True)
    module = types.ModuleType("__groundcrew__")
    names = vars(module)
    names.update(__file__=script, __cached__=None, __package__="")
    sys.modules[module.__name__] = module
    exec(code, names)
    return names


if __name__ == "__main__":
    main()
