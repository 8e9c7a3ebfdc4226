"""Accounts for every ``.robot`` file of a collection by a dry run of the real engine: would its keywords be found?

``python3 -m groundcrew_runtime.dry_run COLLECTION [--json]``, with the interpreter of the collection's environment. One
child process reads one file after the other, so a library is imported once. Libraries are code, and one that ends the child
takes no more with it than the account of its own file: another child reads the rest. Each file of ``codebundles/`` gets one
verdict:

- ``clean``: every keyword is found and called as it wants to be;
- ``library``: a library cannot be imported; the reason names it and the package that is missing, or says how it ended us;
- ``keyword``: a keyword that the collection should have is not there, or the file itself is wrong: a call that no keyword
  could take, a statement where Robot Framework has none, no task at all, no UTF-8;
- ``platform``: a keyword or library that this runtime, or Robot Framework itself, owes is not there.

Ends with status 1 when a file has the verdict ``keyword`` or ``platform``, else with 0.
"""

from __future__ import annotations

import argparse
import collections
import json
import multiprocessing
import os
import pathlib
import sys
import tempfile
from typing import IO, Any

from groundcrew_runtime.dry_run_account import VERDICTS, Account, read

# What libraries may want of a run when they are made; nothing is called.
_PLACEHOLDERS = {
    **dict.fromkeys(("RW_API_BASE_URL", "RW_SLX_API_URL", "RW_WORKSPACE_API_URL"), "http://127.0.0.1:9"),
    **dict.fromkeys(("RW_WORKSPACE", "RW_SLX", "RW_USER_TOKEN", "RW_RUNREQUEST_ID", "RW_SESSION_ID"), "dry-run"),
}


def account(collection: pathlib.Path) -> dict[str, Any]:
    """The verdicts: ``{files: [{path, verdict, reasons}], counts: {verdict: files}}``, by path."""
    collection = collection.resolve()
    files = sorted(file for file in (collection / "codebundles").rglob("*.robot") if not file.is_dir())
    accounts: list[dict[str, Any]] = []
    while len(accounts) < len(files):
        accounts += _read_in_child(collection, files[len(accounts) :])
    counted = collections.Counter(one["verdict"] for one in accounts)
    return {"files": accounts, "counts": {verdict: counted[verdict] for verdict in VERDICTS}}


def _read_in_child(collection: pathlib.Path, files: list[pathlib.Path]) -> list[dict[str, Any]]:
    """Accounts of all these files, or of the first ones up to that which ended the child."""
    # A file and not a pipe: what a library leaves running would keep a pipe open.
    with tempfile.TemporaryFile("w+") as told, tempfile.TemporaryDirectory() as place:
        child = multiprocessing.get_context("fork").Process(target=_child, args=(collection, files, told, place))
        child.start()
        try:
            child.join()
        finally:
            child.kill()
        told.seek(0)
        accounts = [json.loads(line) for line in told]
    if len(accounts) < len(files):
        status = child.exitcode or 0
        how = f"with status {status}" if status >= 0 else f"by signal {-status}"
        ended = Account()
        ended.add(
            "library",
            f"Python was ended {how} while the file's libraries were imported. A library that is imported must not end"
            " its process; what was said is on standard error",
        )
        accounts.append(_entry(files[len(accounts)], collection, ended))
    return accounts


def _child(collection: pathlib.Path, files: list[pathlib.Path], told: IO[str], place: str) -> None:
    """Tells of each file in turn, with the path, environment and working directory that a run has."""
    # Also what libraries start may print, and the result goes to standard output.
    os.dup2(2, 1)
    source = pathlib.Path(__file__).resolve().parents[1]
    sys.path[:0] = [str(source), str(collection), str(collection / "libraries")]
    sys.path.append(str(source.parent / "rw-cli"))
    for name, value in _PLACEHOLDERS.items():
        os.environ.setdefault(name, value)
    os.chdir(place)
    for file in files:
        print(json.dumps(_entry(file, collection, read(file, collection))), file=told, flush=True)
    sys.stdout.flush()
    # Threads that libraries have started may go on for good.
    os._exit(0)


def _entry(file: pathlib.Path, collection: pathlib.Path, account: Account) -> dict[str, Any]:
    return {"path": str(file.relative_to(collection)), "verdict": account.verdict, "reasons": list(account.reasons)}


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
    if not given.collection.is_dir():
        parser.error(f"Expected the directory of a CodeCollection, found {given.collection}")
    found = account(given.collection)
    if given.json:
        print(json.dumps(found))
    else:
        _print(found)
    sys.exit(1 if found["counts"]["keyword"] or found["counts"]["platform"] else 0)


if __name__ == "__main__":
    main()
