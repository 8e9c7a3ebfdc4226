"""Builds the isolated Python environment of a collection, in three steps.

``python3 -m groundcrew_runtime.environment STEP --collection DIR --target DIR --runtime DIR``. ``create`` makes a virtual
environment in ``TARGET`` that sees the runtime's wheels, and writes ``TARGET/requirements.txt`` with what the collection's
own requirements, and its imports of :mod:`groundcrew_runtime.base_packages`, ask for beyond them; nothing to ask for, no
file. ``install`` installs that: it may run anybody's code, so it is given a user and a view of its own. ``finish`` makes the
result the caller's, with an interpreter of its own making, and writes ``TARGET/ready``, unless the caller left
``TARGET/incomplete`` there. A step ends with status 0, or with status 1 and a sentence on standard error.
"""

from __future__ import annotations

import argparse
import compileall
import importlib.metadata
import os
import pathlib
import re
import shutil
import subprocess
import sys
import venv

from groundcrew_runtime import base_packages

# Where the caller has TMPDIR point to.
_TEMPORARY = "tmp"
_NAME = re.compile(r"^([A-Za-z0-9][A-Za-z0-9._-]*)\s*(\[[^\]]*\])?\s*([^;]*?)\s*(;.*)?$")
_CLAUSE = re.compile(r"^(>=|==|~=|>|<=|<|!=)\s*([0-9][0-9.]*)$")


class EnvironmentFailed(Exception):
    """Why the environment could not be built, as a sentence for people."""


def _release(version: str) -> tuple[int, ...]:
    numbers = [int(part) for part in re.match(r"[0-9.]*", version).group(0).strip(".").split(".") if part]  # type: ignore[union-attr]
    while numbers and numbers[-1] == 0:
        numbers.pop()
    return tuple(numbers)


def satisfied(line: str, installed: dict[str, str]) -> bool:
    """Whether ``installed`` (plain name → version) meets a requirement line. False also when the line is not simple."""
    match = _NAME.match(line)
    if match is None or match.group(2) or match.group(4):
        return False
    version = installed.get(base_packages.plain(match.group(1)))
    if version is None:
        return False
    have = _release(version)
    for text in filter(None, (clause.strip() for clause in match.group(3).split(","))):
        clause = _CLAUSE.match(text)
        if clause is None:
            return False
        operator, wanted = clause.group(1), _release(clause.group(2))
        holds = {
            ">=": have >= wanted,
            "==": have == wanted,
            ">": have > wanted,
            "<=": have <= wanted,
            "<": have < wanted,
            "!=": have != wanted,
            "~=": have >= wanted and have[: clause.group(2).count(".")] == wanted[: clause.group(2).count(".")],
        }[operator]
        if not holds:
            return False
    return True


def missing(requirements: str, installed: dict[str, str]) -> list[str]:
    """The lines of a requirements file that the runtime does not meet already."""
    lines = []
    for raw in requirements.replace("\\\n", " ").splitlines():
        line = re.sub(r"(^|\s)#.*$", "", raw).strip()
        # The vendor's core package would shadow our RW modules, which are the runtime.
        if line and not satisfied(line, installed) and not re.match(r"rw[-_.]core[-_.]keywords\b", line, re.I):
            lines.append(line)
    return lines


def runtime_versions(runtime: pathlib.Path) -> dict[str, str]:
    """Plain name → version of every wheel of the runtime."""
    found = importlib.metadata.distributions(path=[str(runtime / "site-packages")])
    return {base_packages.plain(one.metadata["Name"]): one.version for one in found}


def create(collection: pathlib.Path, target: pathlib.Path, runtime: pathlib.Path) -> None:
    """The first step. Raises :class:`EnvironmentFailed`; what an earlier build left is removed."""
    shutil.rmtree(target, ignore_errors=True)
    if not (runtime / "site-packages" / "robot").is_dir():
        raise EnvironmentFailed(f"Expected the task runtime in {runtime}, found no Robot Framework. Build task-runtime.")
    print(f"Creating environment {target.name} with Python {sys.version.split()[0]}", flush=True)
    _make(target)
    packages = next(target.glob("lib/python*/site-packages"))
    # Sorted after what is installed on top, so that a collection's own version of a package wins.
    (packages / "zz_groundcrew_runtime.pth").write_text(f"{runtime / 'site-packages'}\n")
    file = collection / "requirements.txt"
    wanted = [file.read_text(encoding="utf-8")] if file.is_file() else []
    wanted += base_packages.needed(collection, runtime)
    lines = missing("\n".join(wanted), runtime_versions(runtime))
    if lines:
        (target / "requirements.txt").write_text("\n".join(lines) + "\n")


class _PlainEnvironment(venv.EnvBuilder):
    """Without ``activate`` and its like: nobody needs them, and they would be written to where a link of theirs leads."""

    def __init__(self) -> None:
        # Links to the interpreter: a copied one would not find its shared library everywhere.
        super().__init__(symlinks=True, with_pip=False)

    def setup_scripts(self, context: object) -> None:
        """Makes none."""


def _make(target: pathlib.Path) -> None:
    _PlainEnvironment().create(target)


def install(collection: pathlib.Path, target: pathlib.Path, runtime: pathlib.Path) -> None:
    """The second step. Where not everything can be installed together, each line is tried by itself.

    :raises EnvironmentFailed: when a line cannot be installed; what can be is then there all the same
    """
    _remove_temporary(target)
    (target / _TEMPORARY).mkdir()
    try:
        _install_all(collection, target, runtime)
    finally:
        _remove_temporary(target)
        # As a cold start would at each run, were the tree not read-only. Here, since links may be in it.
        compileall.compile_dir(target, quiet=2)


def _remove_temporary(target: pathlib.Path) -> None:
    """What an installer left that was killed may be larger than all that it installed."""
    shutil.rmtree(target / _TEMPORARY, ignore_errors=True)


def _install_all(collection: pathlib.Path, target: pathlib.Path, runtime: pathlib.Path) -> None:
    wanted = target / "requirements.txt"
    lines = wanted.read_text(encoding="utf-8").splitlines()
    print(f"Installing {', '.join(lines)[:500]}", flush=True)
    reason = _install(collection, target, runtime, wanted)
    if reason is None:
        return
    failed = []
    if len(lines) > 1:
        for number, line in enumerate(lines):
            single = target / f"requirement-{number}.txt"
            single.write_text(line + "\n")
            reason = _install(collection, target, runtime, single)
            if reason is not None:
                failed.append(f"{line} ({reason})")
    else:
        failed = [f"{lines[0]} ({reason})"]
    if failed:
        raise EnvironmentFailed(f"Some requirements of the collection could not be installed: {'; '.join(failed)[:1500]}")


def _install(collection: pathlib.Path, target: pathlib.Path, runtime: pathlib.Path, wanted: pathlib.Path) -> str | None:
    """Why the requirements in ``wanted`` could not be installed; None when they could."""
    python = target / "bin" / "python"
    quick = [str(runtime / "tools" / "bin" / "uv"), "pip", "install", "--no-cache", "--python", str(python), *_indexes()]
    # Knows the machine's own pip.conf, which the quick one does not.
    usual = [sys.executable, "-m", "pip", "--python", str(python), "--disable-pip-version-check"]
    usual += ["install", "--no-input", "--no-cache-dir"]
    reason: str | None = ""
    for installer in (quick, usual):
        if reason is not None and (installer is usual or os.access(installer[0], os.X_OK)):
            reason = _why_not([*installer, "--requirement", str(wanted)], collection)
    return reason


def _indexes() -> list[str]:
    """Where pip is told to look for packages, for the other installer."""
    main, more = os.environ.get("PIP_INDEX_URL"), os.environ.get("PIP_EXTRA_INDEX_URL", "").split()
    return [*(["--default-index", main] if main else []), *(word for url in more for word in ("--index", url))]


def _why_not(command: list[str], collection: pathlib.Path) -> str | None:
    """The end of what an installer says that fails; None when it succeeds."""
    tail: list[str] = []
    # In the collection's root, since a line may name a path in it.
    with subprocess.Popen(
        command, cwd=collection, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True
    ) as process:
        assert process.stdout is not None
        for line in process.stdout:
            print(line.rstrip(), flush=True)
            tail = [*tail[-30:], line.strip()]
    if process.returncode == 0:
        return None
    errors = [line for line in tail if "error" in line.lower()] or tail[-3:]
    return " ".join(errors)[:500]


def finish(collection: pathlib.Path, target: pathlib.Path, runtime: pathlib.Path) -> None:
    """The last step: all of it is the caller's again, readable for every run."""
    _remove_temporary(target)
    _renew_interpreter(target)
    for place, directories, files in os.walk(target):
        for path in (os.path.join(place, name) for name in (".", *directories, *files)):
            os.chown(path, os.geteuid(), os.getegid(), follow_symlinks=False)
            if not os.path.islink(path):
                os.chmod(path, 0o755 if os.path.isdir(path) or os.access(path, os.X_OK) else 0o644)
    if not (target / "incomplete").exists():
        (target / "ready").unlink(missing_ok=True)
        os.close(os.open(target / "ready", os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o644))


def _renew_interpreter(target: pathlib.Path) -> None:
    """Puts the worker's own in place of what an installation may have put there: the fork server runs as the worker."""
    places = [target / name for name in ("bin", "lib", "include")]
    for place in (*places, *target.glob("lib/python*"), *target.glob("lib/python*/site-packages")):
        if place.is_symlink():
            name = place.relative_to(target)
            raise EnvironmentFailed(f"Expected {name} of the environment to be a directory, found a link. Look at the requirements.")
    (target / "pyvenv.cfg").unlink(missing_ok=True)
    for program in (target / "bin").glob("python*"):
        program.unlink() if program.is_symlink() or program.is_file() else shutil.rmtree(program)
    _make(target)


def main() -> None:
    """The command line; see the module's text."""
    parser = argparse.ArgumentParser(prog="groundcrew_runtime.environment", allow_abbrev=False)
    steps = {"create": create, "install": install, "finish": finish}
    parser.add_argument("step", choices=steps)
    for name, text in (
        ("--collection", "root of the collection at its commit"),
        ("--target", "directory of the environment, named by a hash of what it is made of"),
        ("--runtime", "the assembled task runtime"),
    ):
        parser.add_argument(name, required=True, type=lambda path: pathlib.Path(os.path.abspath(path)), help=text)
    given = parser.parse_args()
    try:
        steps[given.step](given.collection, given.target, given.runtime)
    except EnvironmentFailed as error:
        print(error, file=sys.stderr)
        raise SystemExit(1) from error
    except OSError as error:
        print(f"The environment {given.target} could not be built: {error}", file=sys.stderr)
        raise SystemExit(1) from error


if __name__ == "__main__":
    main()
