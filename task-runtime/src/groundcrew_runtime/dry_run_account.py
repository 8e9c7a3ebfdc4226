"""What a dry run finds wrong with one ``.robot`` file; the verdicts are those of ``dry_run``."""

from __future__ import annotations

import pathlib
import re
import sys
from typing import Any

from robot.api import TestSuite
from robot.errors import DataError
from robot.libraries import STDLIBS

VERDICTS = ("clean", "library", "keyword", "platform")

_OURS = {
    *STDLIBS,
    *("RW.Core", "RW.platform", "RW.fetchsecrets", "RW.fetchfiles", "RW.proxy", "RW._mode", "RW.Platypus"),
    *("RW.aws_utils", "RW.azure_utils", "RW.gcp_utils"),
}
_IMPORT = re.compile(r"^Error in file '.+?' on line \d+: .*?library '(.+?)'.*? failed: (.*)", re.DOTALL)
_NO_MODULE = re.compile(r"^ModuleNotFoundError: No module named '([^'.]+)")


def _plain(name: str) -> str:
    return re.sub(r"[ _]", "", name).lower()


class Account:
    """What is wrong with one file; one line for each thing."""

    def __init__(self) -> None:
        self.reasons: dict[str, str] = {}

    def add(self, verdict: str, reason: str) -> None:
        self.reasons.setdefault(reason, verdict)

    @property
    def verdict(self) -> str:
        return max(self.reasons.values(), key=VERDICTS.index, default="clean")


class _Accountant:
    """Listener that fills the account of a file while Robot runs it."""

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(self, collection: pathlib.Path, account: Account) -> None:
        self._collection = collection
        self._requirements = _requirements(collection)
        self._failed_libraries: list[str] = []
        self._told = False
        self._add = account.add

    def message(self, message: Any) -> None:
        found = _IMPORT.match(message.message) if message.level == "ERROR" else None
        if found:
            library, error = found.groups()
            self._failed_libraries.append(library)
            self._add("platform" if self._is_owed(library) else "library", self._import_reason(library, error))

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
        owner = _owner(name, [*_OURS, *self._failed_libraries])
        if owner in _OURS:
            self._add("platform", f"Keyword {name}: {owner} has none of that name")
        elif owner is not None:
            self._add("library", f"Keyword {name}: its library {owner} cannot be imported")
        elif self._failed_libraries:
            whose = " or ".join(self._failed_libraries)
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


def _owner(name: str, libraries: list[str]) -> str | None:
    """The library that a keyword names in front of its own name, None without."""
    plain = _plain(name)
    owners = [library for library in libraries if plain.startswith(_plain(library) + ".")]
    return max(owners, key=len, default=None)


def _requirements(collection: pathlib.Path) -> list[str]:
    file = collection / "requirements.txt"
    lines = file.read_text(encoding="utf-8", errors="replace").splitlines() if file.is_file() else []
    return [line.strip() for line in lines if line.strip() and not line.strip().startswith(("#", "-"))]


def read(file: pathlib.Path, collection: pathlib.Path) -> Account:
    """The account of a file, whose libraries are imported into this process."""
    account = Account()
    if file.is_symlink() or not file.is_file():
        account.add("keyword", "Expected a plain file, found a link or a device. Commit the file itself.")
        return account
    try:
        suite = TestSuite.from_file_system(file, allow_empty_suite=True)
    except DataError as error:
        account.add("keyword", f"The file cannot be read: {error.__cause__ or error}")
        return account
    if not suite.tests:
        account.add("keyword", "The file has no tasks")
    _unroll(suite)
    quiet: dict[str, Any] = dict.fromkeys(("output", "log", "report"))
    suite.run(dryrun=True, console="none", listener=_Accountant(collection, account), stdout=sys.stderr, **quiet)
    return account


def _unroll(suite: TestSuite) -> None:
    """Makes setup and teardown tasks: a dry run does not look at the tasks below a setup that it cannot follow."""
    for part in (suite.setup, suite.teardown):
        if part:
            task = suite.tests.create(name=f"Suite {part.type.title()}", lineno=part.lineno)
            task.body.create_keyword(name=part.name, args=part.args, lineno=part.lineno)
    suite.setup = suite.teardown = None
