"""Runs one ``.robot`` file of a bundle with the real Robot Framework.

``python3 -m groundcrew_runtime.robot_run --robot FILE --execution DIR``; the selection is in ``RW_TASK_TITLES`` and the
secrets arrive on standard input (see :mod:`groundcrew_runtime.secrets`). What happened is in ``DIR/result.json``; the
exit status is 0 whenever that file was written.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import shutil
import sys
from typing import Any

from robot.api import SuiteVisitor
from robot.run import RobotFramework

from groundcrew_runtime import programs, secrets

_MAX_MESSAGE = 2000
# Reads its own usage text when it is made, which takes longer than many a suite.
_FRAMEWORK = RobotFramework()


def selected_titles(text: str | None) -> list[str] | None:
    """The selection in ``RW_TASK_TITLES``: None for all of them. ValueError when it is neither ``*`` nor a JSON list."""
    if text is None or text.strip() in ("", "*"):
        return None
    try:
        titles = json.loads(text)
    except ValueError:
        titles = None
    if not isinstance(titles, list) or not all(isinstance(title, str) for title in titles):
        raise ValueError(f"Expected * or a JSON list of titles in RW_TASK_TITLES, found {text[:200]!r}")
    return titles


class Selection(SuiteVisitor):
    """Keeps exactly the tasks with the given unresolved titles; ``--test`` would read ``*`` and ``[`` as patterns."""

    def __init__(self, titles: list[str] | None) -> None:
        self.titles = titles
        self.problem: str | None = None

    def start_suite(self, suite: Any) -> None:
        """Sets ``problem``, naming the title and those that exist, and runs nothing when a title is unknown.

        It does not raise: Robot Framework would log the error and run everything.
        """
        if self.titles is None:
            return
        there = [test.name for test in suite.all_tests]
        unknown = [title for title in self.titles if title not in there]
        if unknown:
            known = ", ".join(repr(name) for name in there) or "none"
            file = os.path.basename(str(suite.source))
            self.problem = f"There is no task titled {unknown[0]!r} in {file}. It has: {known}"
            suite.setup.name = suite.teardown.name = None
        suite.tests = [] if self.problem else [test for test in suite.tests if test.name in self.titles]

    def visit_test(self, test: Any) -> None:
        """Nothing to do below a suite."""


class Recorder:
    """Listener: keeps each task's unresolved title beside the resolved one and prints progress as it happens."""

    ROBOT_LISTENER_API_VERSION = 3

    def __init__(self, out: Any) -> None:
        self._out = out
        self._depth = 0
        self.tasks: list[dict[str, Any]] = []
        self.errors: list[str] = []
        self.setup_error: str | None = None

    def _print(self, text: str) -> None:
        self._out.write("  " * self._depth + text + "\n")
        self._out.flush()

    def start_test(self, data: Any, result: Any) -> None:
        self._print(f"Task: {result.name}")
        self._depth += 1

    def end_test(self, data: Any, result: Any) -> None:
        self._depth -= 1
        self._print(f"{result.status}: {result.name}" + (f" ({result.message})" if result.message else ""))
        self.tasks.append(
            {
                "title": data.name,
                "resolvedTitle": result.name,
                "status": result.status,
                "message": result.message,
                "elapsedSeconds": round(result.elapsed_time.total_seconds(), 3),
            }
        )

    def start_keyword(self, data: Any, result: Any) -> None:
        if result.type in ("KEYWORD", "SETUP", "TEARDOWN") and result.full_name:
            self._print(result.full_name)
        self._depth += 1

    def end_keyword(self, data: Any, result: Any) -> None:
        self._depth -= 1
        if result.type == "SETUP" and result.status == "FAIL" and not self.tasks and result.parent is not None:
            self.setup_error = result.message or self.setup_error

    def log_message(self, message: Any) -> None:
        if message.level in ("INFO", "WARN", "ERROR", "FAIL"):
            text = message.message
            if len(text) > _MAX_MESSAGE:
                text = f"{text[:_MAX_MESSAGE]}… ({len(text) - _MAX_MESSAGE} more characters in log.html)"
            for line in text.splitlines():
                self._print(line if message.level == "INFO" else f"{message.level}: {line}")

    def message(self, message: Any) -> None:
        if message.level in ("ERROR", "WARN"):
            self._print(f"{message.level}: {message.message}")
        if message.level == "ERROR":
            self.errors.append(message.message)

    def end_suite(self, data: Any, result: Any) -> None:
        if result.setup and result.setup.failed:
            self.setup_error = result.setup.message or result.message


def _lay_out(robot_file: str, execution: str) -> tuple[str, str, list[str]]:
    """Makes the execution directory and the environment of facts 3.8; the copied file, the logs and the variables."""
    codebundle, logs, work = (os.path.join(execution, name) for name in ("codebundle", "robot_logs", "workdir"))
    shutil.copytree(os.path.dirname(robot_file), codebundle, symlinks=True)
    places = {
        "CODEBUNDLE_TEMP_DIR": os.path.join(work, "cb-temp"),
        "AZURE_CONFIG_DIR": os.path.join(work, ".azure"),
        "AZURE_DEVOPS_CONFIG_DIR": os.path.join(work, ".azure-devops"),
        "CLOUDSDK_CONFIG": os.path.join(work, ".gcloud"),
        "AWS_CONFIG_DIR": os.path.join(work, ".aws"),
        "RW_EXECUTION_TMPDIR": os.path.join(execution, "tmp"),
        "RW_EXECUTION_LOGS_DIR": logs,
        "RUNWHEN_WORKDIR": work,
    }
    for place in [*places.values(), os.path.join(work, ".kube")]:
        os.makedirs(place, mode=0o700, exist_ok=True)
    os.environ.update(places)
    os.environ["TMPDIR"] = places["RW_EXECUTION_TMPDIR"]
    os.environ["KUBECONFIG"] = os.path.join(work, ".kube", "config")
    os.environ["AWS_CONFIG_FILE"] = os.path.join(places["AWS_CONFIG_DIR"], "config")
    os.environ["AWS_SHARED_CREDENTIALS_FILE"] = os.path.join(places["AWS_CONFIG_DIR"], "credentials")
    os.environ.setdefault("RUNWHEN_HOME", work)
    os.environ["RW_PATH_TO_ROBOT_IMMUTABLE"] = robot_file
    copied = os.path.join(codebundle, os.path.basename(robot_file))
    # RW.CLI looks beside it for what a command needs, also what a task has made there.
    os.environ["RW_PATH_TO_ROBOT"] = copied
    os.chdir(codebundle)
    handed = ("AZURE_CONFIG_DIR", "CLOUDSDK_CONFIG", "AWS_CONFIG_DIR", "CODEBUNDLE_TEMP_DIR", "KUBECONFIG")
    return (
        copied,
        logs,
        [f"{name}:{os.environ[name]}" for name in handed],
    )


def run(robot_file: str, execution: str) -> dict[str, Any]:
    """Runs ``robot_file`` in ``execution`` (an existing directory, mode 0700); what :func:`main` writes as result.

    ``errors`` is non-empty when the file could not be run as asked: unknown title, no tasks, unreadable file.
    """
    recorder = Recorder(sys.__stdout__)
    complaints = io.StringIO()
    fatal: str | None = None
    status = 252
    try:
        if not os.path.isfile(robot_file):
            raise ValueError(f"Expected a Robot file, found none at {robot_file}")
        selection = Selection(selected_titles(os.environ.get("RW_TASK_TITLES")))
        copied, logs, variables = _lay_out(os.path.abspath(robot_file), execution)
        status = _FRAMEWORK.execute(
            copied,
            outputdir=logs,
            loglevel="TRACE",
            report="NONE",
            console="none",
            stdout=complaints,
            stderr=complaints,
            variable=variables,
            listener=recorder,
            prerunmodifier=selection,
        )
        fatal = selection.problem
    except (ValueError, OSError) as error:
        fatal = str(error)
    if fatal is None and status > 250:
        file = os.path.basename(robot_file)
        fatal = (
            "; ".join(recorder.errors)
            or complaints.getvalue().strip()
            or f"Robot Framework could not run {file} (status {status}): expected tasks in it, found none it can read"
        )
    if fatal is not None:
        print(fatal, file=sys.__stdout__, flush=True)
    of = {word: [task["title"] for task in recorder.tasks if task["status"] == word] for word in ("PASS", "FAIL", "SKIP")}
    return {
        "fatal": fatal,
        "passed": of["PASS"],
        "failed": of["FAIL"],
        "skipped": of["SKIP"],
        "tasks": recorder.tasks,
        "errors": recorder.errors,
        "suiteSetupError": recorder.setup_error,
        "issuesComplete": fatal is None,
    }


def main() -> None:
    """The command line; see the module's text."""
    parser = argparse.ArgumentParser(prog="groundcrew_runtime.robot_run", allow_abbrev=False)
    parser.add_argument("--robot", required=True, help="the .robot file in the collection")
    parser.add_argument("--execution", required=True, help="an empty directory for this execution")
    given = parser.parse_args()
    secrets.receive()
    programs.offer(os.environ.get("PATH", os.defpath))
    execution = os.path.abspath(given.execution)
    result = run(given.robot, execution)
    waiting = os.path.join(execution, "result.json.part")
    with open(waiting, "w", encoding="utf-8") as file:
        json.dump(result, file)
    os.replace(waiting, os.path.join(execution, "result.json"))


if __name__ == "__main__":
    main()
