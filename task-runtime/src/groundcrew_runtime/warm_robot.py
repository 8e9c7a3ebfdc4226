"""Robot Framework made warm in a process that runs are forks of."""

from __future__ import annotations

import importlib
import os
import pathlib
from collections.abc import Iterable, Iterator

import robot
from robot.htmldata import htmlfilewriter
from robot.htmldata.template import HtmlTemplate
from robot.running import namespace
from robot.running.importer import Importer
from robot.running.testlibraries import TestLibrary
from robot.variables import Variables


def import_if_there(name: str) -> None:
    """Imports a module that the runtime may have; it is left to the runs where it cannot be imported here."""
    try:
        importlib.import_module(name)
    except ImportError:
        return


def run_once(suite: str, directory: str) -> None:
    """Runs a suite as runs are run, so that what Robot Framework imports late is imported. RuntimeError if it fails."""
    location = os.environ.get("RW_LOCATION")
    os.environ["RW_LOCATION"] = "nowhere"
    try:
        with open(os.devnull, "w", encoding="utf-8") as nowhere:
            status = robot.run(
                suite, outputdir=directory, loglevel="TRACE", report="NONE", stdout=nowhere, stderr=nowhere
            )
    finally:
        os.environ.pop("RW_LOCATION") if location is None else os.environ.update(RW_LOCATION=location)
    if status != 0:
        raise RuntimeError(f"Robot Framework could not be warmed up: its suite ended with {status}")


class KeepingImporter(Importer):
    """Robot Framework's importer with libraries that it need not read again: their keywords are known already."""

    def __init__(self, kept: dict[str, TestLibrary]) -> None:
        self._kept = kept
        super().__init__()

    def reset(self) -> None:
        super().__init__()

    def import_library(self, name, args, alias, variables):  # type: ignore[no-untyped-def]
        """As Robot Framework's; a library with arguments or another name is made anew."""
        if name in self._kept and not args and not alias:
            library = self._kept[name]
            self._library_cache[(name, [], {})] = library
            return library
        return super().import_library(name, args, alias, variables)


def keep_libraries(names: Iterable[str]) -> None:
    """Reads the keywords of libraries once for all runs; those that cannot be imported are left to the runs."""
    kept = {}
    for name in names:
        library = TestLibrary.from_name(name, variables=Variables(), create_keywords=False)
        library.create_keywords()
        if library.scope is not library.scope.GLOBAL:
            library.instance = None
        kept[name] = library
    namespace.IMPORTER = KeepingImporter(kept)


class KeptTemplate:
    """A file of Robot Framework's log as it is read line by line, or, where it is only copied, as one line."""

    _lines: dict[pathlib.Path, list[str]] = {}

    def __init__(self, path: pathlib.Path) -> None:
        self._path = path

    def __iter__(self) -> Iterator[str]:
        known = self._lines.get(self._path)
        if known is None:
            lines = list(HtmlTemplate(self._path))
            known = self._lines[self._path] = lines if self._path.suffix == ".html" else ["\n".join(filter(None, lines))]
        return iter(known)


def keep_templates() -> None:
    """Reads the files that every ``log.html`` begins with only once."""
    htmlfilewriter.HtmlTemplate = KeptTemplate
