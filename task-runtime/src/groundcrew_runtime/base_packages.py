"""The packages of RunWhen's base image that a collection imports and does not require.

``python3 -m groundcrew_runtime.base_packages --collection DIR --runtime DIR`` prints their requirements, one a line: what an
environment is made of beyond the collection's own. They are in ``RUNTIME/requirements-base.txt``, each with the module by
which an import is known behind a ``#``. Nothing of the collection runs.
"""

from __future__ import annotations

import argparse
import os
import pathlib
import re
from collections.abc import Iterator

_IMPORT = re.compile(
    r"^[ \t]*(?:from[ \t]+(?P<package>[\w.]+)[ \t]+import[ \t]+\(?(?P<names>[\w \t,]*)|import[ \t]+(?P<modules>[\w. \t,]+))",
    re.MULTILINE,
)
_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*")
_MOST_BYTES = 1 << 20


def plain(name: str) -> str:
    """A package's name as all ways of writing it have it in common."""
    return re.sub(r"[-_.]+", "-", name).lower()


def needed(collection: pathlib.Path, runtime: pathlib.Path) -> list[str]:
    """The requirements, in the file's order. OSError when the collection or the file cannot be read."""
    own = collection / "requirements.txt"
    lines = own.read_text(encoding="utf-8", errors="replace").splitlines() if own.is_file() else []
    required = {plain(match.group()) for match in map(_NAME.match, lines) if match is not None}
    imports = {name for file in _sources(collection) for name in imported(file)}
    found = []
    for line in (runtime / "requirements-base.txt").read_text(encoding="utf-8").splitlines():
        requirement, _, module = (part.strip() for part in line.partition("#"))
        match = _NAME.match(requirement)
        if match is not None and plain(match.group()) not in required:
            if any(f"{name}.".startswith(f"{module}.") for name in imports):
                found.append(requirement)
    return found


def imported(text: str) -> Iterator[str]:
    """The absolute names of modules that a Python source imports, and of what may be modules in them."""
    for match in _IMPORT.finditer(text):
        package = match["package"]
        words = (part.split() for part in (match["names"] or match["modules"] or "").split(","))
        for name in (word[0] for word in words if word):
            yield f"{package}.{name}" if package else name


def _sources(collection: pathlib.Path) -> Iterator[str]:
    """The Python files of libraries and bundles; none of a directory whose name begins with a dot."""
    for top in ("libraries", "codebundles"):
        for place, directories, files in os.walk(collection / top):
            directories[:] = [name for name in directories if not name.startswith(".")]
            for path in (os.path.join(place, name) for name in files if name.endswith(".py")):
                if not os.path.islink(path) and os.path.getsize(path) <= _MOST_BYTES:
                    yield pathlib.Path(path).read_text(encoding="utf-8", errors="replace")


def main() -> None:
    """The command line; see the module's text."""
    parser = argparse.ArgumentParser(prog="groundcrew_runtime.base_packages", allow_abbrev=False)
    parser.add_argument("--collection", required=True, type=pathlib.Path, help="root of the collection at its commit")
    parser.add_argument("--runtime", required=True, type=pathlib.Path, help="the assembled task runtime")
    given = parser.parse_args()
    for requirement in needed(given.collection, given.runtime):
        print(requirement)


if __name__ == "__main__":
    main()
