"""Accounts for every ``.robot`` file of a collection by a dry run of the real engine: would its keywords be found?

``python3 -m groundcrew_runtime.dry_run COLLECTION [--json]``, with the interpreter of the collection's environment. One
process reads one collection, so a library is imported once. Each file of ``codebundles/`` gets one verdict:

- ``clean``: every keyword is found and called as it wants to be;
- ``library``: a library cannot be imported; the reason names it and the package that is missing;
- ``keyword``: a keyword that the collection should have is not there, or the file itself is wrong: a call that no keyword
  could take, a statement where Robot Framework has none, no task at all;
- ``platform``: a keyword or library that this runtime, or Robot Framework itself, owes is not there.

Ends with status 1 when a file has the verdict ``platform``, else with 0.
"""

from __future__ import annotations

import argparse
import collections
import contextlib
import json
import os
import pathlib
import re
import sys
import tempfile
from collections.abc import Iterator
from typing import Any

from robot.api import SuiteVisitor, TestSuite
from robot.libraries import STDLIBS

VERDICTS = ("clean", "library", "keyword", "platform")

_OURS = {
    *STDLIBS,
    *("RW.Core", "RW.platform", "RW.fetchsecrets", "RW.fetchfiles", "RW.proxy", "RW._mode", "RW.Platypus"),
    *("RW.aws_utils", "RW.azure_utils", "RW.gcp_utils"),
}
_IMPORT = re.compile(r"^Error in file '(.+?)' on line \d+: .*?library '(.+?)'.*? failed: (.*)", re.DOTALL)
_NO_MODULE = re.compile(r"^ModuleNotFoundError: No module named '([^'.]+)")
# What libraries may want of a run when they are made; nothing is called.
_PLACEHOLDERS = {
    **dict.fromkeys(("RW_API_BASE_URL", "RW_SLX_API_URL", "RW_WORKSPACE_API_URL"), "http://127.0.0.1:9"),
    **dict.fromkeys(("RW_WORKSPACE", "RW_SLX", "RW_USER_TOKEN", "RW_RUNREQUEST_ID", "RW_SESSION_ID"), "dry-run"),
}


def _plain(name: str) -> str:
    return re.sub(r"[ _]", "", name).lower()


class _Account:
    """What is wrong with one file; one line for each thing."""

    def __init__(self) -> None:
        self.reasons: dict[str, str] = {}
        self.failed_libraries: list[str] = []

    def add(self, verdict: str, reason: str) -> None:
        self.reasons.setdefault(reason, verdict)

    @property
    def verdict(self) -> str:
        return max(self.reasons.values(), key=VERDICTS.index, default="clean")


class _Accountant:
    """Listener that fills an account for each file."""

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(self, collection: pathlib.Path) -> None:
        self._collection = collection
        self._requirements = _requirements(collection)
        self._file = pathlib.Path()
        self._told = False
        self.accounts: dict[pathlib.Path, _Account] = collections.defaultdict(_Account)

    def start_suite(self, data: Any, result: Any) -> None:
        self._file = pathlib.Path(data.source)

    def message(self, message: Any) -> None:
        found = _IMPORT.match(message.message) if message.level == "ERROR" else None
        if found:
            file, library, error = found.groups()
            account = self.accounts[pathlib.Path(file)]
            account.failed_libraries.append(library)
            account.add("platform" if self._is_owed(library) else "library", self._import_reason(library, error))

    def _is_owed(self, library: str) -> bool:
        shipped = (self._collection / "libraries" / "RW" / "CLI").exists()
        return library in _OURS or (library == "RW.CLI" and not shipped)

    def _import_reason(self, library: str, error: str) -> str:
        line = error.strip().splitlines()[0]
        missing = _NO_MODULE.match(line)
        if missing:
            return f"Library {library}: {self._package_reason(missing[1])}"
        if line.startswith("Module ") and "does not contain" in line:
            return f"Library {library}: neither the collection nor the runtime has it"
        return f"Library {library}: {line}"

    def _package_reason(self, module: str) -> str:
        its = [line for line in self._requirements if _plain(module) in _plain(re.split(r"[\[<>=!~; ]", line)[0])]
        why = f"requirements.txt asks for {', '.join(its)}" if its else "requirements.txt does not ask for it"
        return f"the package of module {module} is not installed; {why}"

    def start_test(self, data: Any, result: Any) -> None:
        self._told = False

    def end_test(self, data: Any, result: Any) -> None:
        if result.failed and not self._told:
            self._add("keyword", f"{data.name}: {result.message}")

    def end_invalid_keyword(self, data: Any, implementation: Any, result: Any) -> None:
        self._told = True
        name = implementation.name
        owner = _owner(name, [*_OURS, *self.accounts[self._file].failed_libraries])
        if owner in _OURS:
            self._add("platform", f"Keyword {name}: {owner} has none of that name")
        elif owner is not None:
            self._add("library", f"Keyword {name}: its library {owner} cannot be imported")
        elif self.accounts[self._file].failed_libraries:
            whose = " or ".join(self.accounts[self._file].failed_libraries)
            self._add("library", f"Keyword {name}: it may be of {whose}, which cannot be imported")
        else:
            self._add("keyword", f"Keyword {name}: {implementation.error}")

    def end_library_keyword(self, data: Any, implementation: Any, result: Any) -> None:
        # A keyword that runs another one fails with it, and that has been told.
        if result.failed and str(result.message).startswith(f"Keyword '{implementation.full_name}' "):
            self._told = True
            ours = implementation.owner.name in _OURS and "positional argument after named" not in result.message
            self._add("platform" if ours else "keyword", f"Line {data.lineno}: {result.message}")

    def end_user_keyword(self, data: Any, implementation: Any, result: Any) -> None:
        if result.failed and str(result.message).startswith(f"Keyword '{implementation.full_name}' "):
            self._told = True
            self._add("keyword", f"Line {data.lineno}: {result.message}")

    def _add(self, verdict: str, reason: str) -> None:
        self.accounts[self._file].add(verdict, reason)


def _owner(name: str, libraries: list[str]) -> str | None:
    """The library that a keyword names in front of its own name, None without."""
    plain = _plain(name)
    owners = [library for library in libraries if plain.startswith(_plain(library) + ".")]
    return max(owners, key=len, default=None)


def _requirements(collection: pathlib.Path) -> list[str]:
    file = collection / "requirements.txt"
    lines = file.read_text(encoding="utf-8").splitlines() if file.is_file() else []
    return [line.strip() for line in lines if line.strip() and not line.strip().startswith(("#", "-"))]


class _Unrolled(SuiteVisitor):
    """Makes setups and teardowns tasks: a dry run does not look at the tasks below a setup that it cannot follow."""

    def __init__(self, accounts: dict[pathlib.Path, _Account]) -> None:
        self._accounts = accounts

    def start_suite(self, suite: Any) -> None:
        if not suite.suites and not suite.tests:
            self._accounts[pathlib.Path(suite.source)].add("keyword", "The file has no tasks")
        for part in (suite.setup, suite.teardown):
            if part:
                task = suite.tests.create(name=f"Suite {part.type.title()}", lineno=part.lineno)
                task.body.create_keyword(name=part.name, args=part.args, lineno=part.lineno)
        suite.setup = suite.teardown = None

    def visit_test(self, test: Any) -> None:
        """Nothing to do below a suite."""


@contextlib.contextmanager
def _set_up(collection: pathlib.Path) -> Iterator[None]:
    """The path, environment and working directory that a run has; what libraries print goes to standard error."""
    source = pathlib.Path(__file__).resolve().parents[1]
    sys.path[:0] = [str(source), str(collection), str(collection / "libraries")]
    sys.path.append(str(source.parent / "rw-cli"))
    for name, value in _PLACEHOLDERS.items():
        os.environ.setdefault(name, value)
    with tempfile.TemporaryDirectory() as place, contextlib.redirect_stdout(sys.stderr):
        os.chdir(place)
        try:
            yield
        finally:
            os.chdir(collection)


def account(collection: pathlib.Path) -> dict[str, Any]:
    """The verdicts: ``{files: [{path, verdict, reasons}], counts: {verdict: files}}``, by path.

    Changes this process's path and environment. Raises ValueError when there is no ``.robot`` file in ``codebundles/``.
    """
    collection = collection.resolve()
    files = sorted((collection / "codebundles").rglob("*.robot"))
    if not files:
        raise ValueError(f"Expected .robot files in {collection / 'codebundles'}, found none")
    accountant = _Accountant(collection)
    with _set_up(collection):
        suite = TestSuite.from_file_system(*files, allow_empty_suite=True)
        suite.visit(_Unrolled(accountant.accounts))
        quiet: dict[str, Any] = dict.fromkeys(("output", "log", "report"))
        suite.run(dryrun=True, console="none", listener=accountant, stdout=sys.stderr, **quiet)
    verdicts = [(file, accountant.accounts[file]) for file in files]
    counted = collections.Counter(one.verdict for _, one in verdicts)
    return {
        "files": [
            {"path": str(file.relative_to(collection)), "verdict": one.verdict, "reasons": list(one.reasons)}
            for file, one in verdicts
        ],
        "counts": {verdict: counted[verdict] for verdict in VERDICTS},
    }


def _print(found: dict[str, Any]) -> None:
    for file in found["files"]:
        if file["verdict"] != "clean":
            print(f"{file['path']}: {file['verdict']}")
            for reason in file["reasons"]:
                print("    " + reason.replace("\n", "\n    "))
    print(", ".join(f"{verdict} {count}" for verdict, count in found["counts"].items()))


def main() -> None:
    """The command line; see the module's text."""
    parser = argparse.ArgumentParser(prog="groundcrew_runtime.dry_run", allow_abbrev=False)
    parser.add_argument("collection", type=pathlib.Path, help="directory of a CodeCollection")
    parser.add_argument("--json", action="store_true", help="one JSON object instead of text")
    given = parser.parse_args()
    try:
        found = account(given.collection)
    except ValueError as error:
        parser.error(str(error))
    if given.json:
        print(json.dumps(found))
    else:
        _print(found)
    sys.exit(1 if found["counts"]["platform"] else 0)


if __name__ == "__main__":
    main()
