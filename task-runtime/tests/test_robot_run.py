"""Runs small suites with the real engine and looks at what they leave."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import textwrap
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[1]
RUNTIME = ROOT / "target" / "runtime"


class RobotRunTest(unittest.TestCase):
    def setUp(self):
        kept = tempfile.TemporaryDirectory()
        self.addCleanup(kept.cleanup)
        self.directory = pathlib.Path(kept.name)
        self.execution = self.directory / "execution"
        self.execution.mkdir()

    def run_suite(self, text: str, secrets: dict[str, str] | None = None, **environment: str) -> dict:
        bundle = self.directory / "bundle"
        bundle.mkdir(exist_ok=True)
        (bundle / "sli.robot").write_text(textwrap.dedent(text))
        path = os.pathsep.join(str(part) for part in (ROOT / "src", RUNTIME / "site-packages", RUNTIME / "rw-cli"))
        done = subprocess.run(
            [sys.executable, "-m", "groundcrew_runtime.robot_run"]
            + ["--robot", str(bundle / "sli.robot"), "--execution", str(self.execution)],
            input=json.dumps(secrets or {}),
            env={"PATH": os.environ["PATH"], "PYTHONPATH": path, "PYTHONDONTWRITEBYTECODE": "1", **environment},
            capture_output=True,
            text=True,
        )
        self.output = done.stdout
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads((self.execution / "result.json").read_text())

    def lines(self, name: str) -> list[dict]:
        file = self.execution / "robot_logs" / name
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    def core(self, *lines: str, **more) -> dict:
        body = "\n".join("    " + line for line in lines)
        return self.run_suite(f"*** Settings ***\nLibrary    RW.Core\n*** Tasks ***\nIt\n{body}\n", **more)

    def test_programs_of_the_environment_are_found_by_processes_that_are_given_no_path(self):
        tools = self.directory / "tools"
        tools.mkdir()
        (tools / "our-tool").write_text("#!/bin/sh\necho ours\n")
        (tools / "our-tool").chmod(0o755)
        result = self.run_suite(
            """\
            *** Settings ***
            Library    RW.CLI
            *** Tasks ***
            It
                ${own}=    RW.CLI.Run Cli    cmd=our-tool && command -v cat
                Should Match Regexp    ${own.stdout}    ^ours\\n.*/cat\\n$
                ${given}=    Evaluate    subprocess.run(["bash", "-c", "our-tool"], env={"PATH": "/usr/bin:/bin"}).returncode    subprocess
                Should Be Equal As Integers    ${given}    127
            """,
            PATH=f"{tools}:{os.environ['PATH']}",
        )
        self.assertEqual(result["passed"], ["It"], self.output)

    def test_a_command_finds_what_a_task_has_made_beside_the_robot_file(self):
        result = self.run_suite(
            """\
            *** Settings ***
            Library    OperatingSystem
            Library    RW.CLI
            *** Tasks ***
            It
                Create File    ./made.txt    content
                ${said}=    RW.CLI.Run Cli    cmd=cat ./made.txt
                Should Be Equal    ${said.stdout}    content
            """
        )
        self.assertEqual(result["passed"], ["It"], self.output)

    def test_selection_is_exact_and_by_unresolved_title(self):
        result = self.run_suite(
            """\
            *** Variables ***
            ${X}    pear
            *** Tasks ***
            Check ${X} *
                No Operation
            Check ${X} * again
                Fail    not selected
            """,
            RW_TASK_TITLES=json.dumps(["Check ${X} *"]),
        )
        self.assertEqual((result["passed"], result["failed"]), (["Check ${X} *"], []))
        self.assertEqual(result["tasks"][0]["resolvedTitle"], "Check pear *")
        self.assertIn("PASS: Check pear *", self.output)

    def test_unknown_title_runs_nothing(self):
        result = self.run_suite(
            "*** Settings ***\nSuite Setup    Create File    ${CURDIR}/ran\nLibrary    OperatingSystem\n"
            "*** Tasks ***\nReal\n    No Operation\n",
            RW_TASK_TITLES='["Nope"]',
        )
        self.assertIn("'Nope'", result["fatal"])
        self.assertIn("'Real'", result["fatal"])
        self.assertFalse((self.execution / "codebundle" / "ran").exists())
        self.assertFalse(result["issuesComplete"])

    def test_a_selection_that_is_no_list_is_named(self):
        self.assertIn("RW_TASK_TITLES", self.run_suite("*** Tasks ***\nA\n    No Operation\n", RW_TASK_TITLES="{")["fatal"])

    def test_a_file_without_tasks_is_named(self):
        self.assertIn("sli.robot", self.run_suite("*** Settings ***\nLibrary    RW.Core\n")["fatal"])

    def test_suite_setup_error_is_told(self):
        result = self.run_suite(
            "*** Settings ***\nLibrary    RW.Core\nSuite Setup    RW.Core.Import User Variable    NOPE\n"
            "*** Tasks ***\nA\n    No Operation\n"
        )
        self.assertIn("NOPE", result["suiteSetupError"])
        self.assertEqual(result["failed"], ["A"])

    def test_a_missing_library_is_an_error(self):
        result = self.run_suite("*** Settings ***\nLibrary    NoSuchThing\n*** Tasks ***\nA\n    No Operation\n")
        self.assertTrue(any("NoSuchThing" in error for error in result["errors"]))


if __name__ == "__main__":
    unittest.main()
