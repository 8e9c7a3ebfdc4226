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

    def test_variables_come_from_the_run_then_the_default(self):
        result = self.core(
            "${a}=    Import User Variable    A    default=x",
            "${b}=    RW.Core.Import User Variable    B    default=y",
            "${e}=    RW.Core.Import User Variable    E    default=z",
            "Should Be Equal    ${a}${b}${e}    1y",
            "Should Be Equal    ${A}    1",
            A="1",
            E="",
        )
        self.assertEqual(result["failed"], [])

    def test_platform_names_are_not_for_user_variables(self):
        self.assertIn("RW_SLX", self.core("Import User Variable    RW_SLX", RW_SLX="x")["tasks"][0]["message"])

    def test_secrets_are_masked_as_text_and_optional_ones_may_lack(self):
        result = self.core(
            "${s}=    Import Secret    KEY",
            "Should Be Equal    ${s.value}    hush",
            "Should Be Equal    ${s.key}    KEY",
            "Should Be Equal    <${s}>    <****>",
            "${n}=    Import Optional Secret    OTHER",
            "Should Be Equal    ${n}    ${None}",
            secrets={"KEY": "hush"},
        )
        self.assertEqual(result["tasks"][0]["message"], "")

    def test_a_missing_secret_fails_by_name(self):
        self.assertIn("KEY", self.core("Import Secret    KEY")["tasks"][0]["message"])

    def test_issues_are_written_as_the_contract_says(self):
        self.core("Add Issue    severity=9    title=T    expected=E    actual=A    next_steps=a\\nb    resource_url=u")
        issue = self.lines("issues.jsonl")[0]
        self.assertEqual((issue["severity"], issue["title"], issue["nextSteps"]), (4, "T", "a\nb"))
        self.assertEqual((issue["taskName"], issue["resource_url"], issue["metadata"]), ("It", "u", {"summary": None}))
        self.assertEqual(self.lines("report.jsonl")[0]["fmt"], "issue")

    def test_reports_have_their_formats(self):
        self.core(
            "Add To Report    p",
            "Add Pre To Report    pre",
            "Add Code To Report    code",
            "Add Url To Report    http://x    text=t",
            'Add Json To Report    {"a": 1}',
            "${row}=    Create List    1    2",
            "${body}=    Create List    ${row}",
            "Add Table To Report    about    ${body}    ${row}",
            "${text}=    Get Report Data As String",
            "Should Contain    ${text}    t (http://x)",
        )
        self.assertEqual([line["fmt"] for line in self.lines("report.jsonl")], ["p", "pre", "code", "a", "json", "table"])
        self.assertEqual(self.lines("report.jsonl")[4]["obj"], {"a": 1})

    def test_metrics_are_numbers_or_marked(self):
        result = self.core(
            "Push Metric    ${SPACE}1.5    sub_name=part    shop=pear",
            "Push Metric    abc",
            "Run Keyword And Push Metric    Evaluate    2",
        )
        self.assertEqual(result["failed"], [])
        part, text, two = self.lines("metrics.jsonl")
        self.assertEqual((part["value"], part["subName"], part["labels"]["shop"]), (1.5, "part", "pear"))
        self.assertEqual((text["value"], text["numeric"]), ("abc", False))
        self.assertEqual(two["value"], 2)

    def test_lookback_windows(self):
        result = self.core(
            "${a}=    Normalize Lookback Window    3600    1",
            "${b}=    Normalize Lookback Window    3600    2",
            "${c}=    Normalize Lookback Window    90    2",
            "${d}=    Normalize Lookback Window    3600    3",
            "${e}=    Normalize Lookback Window    1800    3",
            "Should Be Equal    ${a},${b},${c},${d},${e}    60,60m,90s,1 hour,30 minutes",
        )
        self.assertEqual(result["failed"], [])

    def test_fatal_error_stops_the_file(self):
        result = self.run_suite(
            "*** Settings ***\nLibrary    RW.Core\n*** Tasks ***\nA\n    Fatal Error    stop\nB\n    No Operation\n"
        )
        self.assertEqual((result["passed"], result["failed"]), ([], ["A", "B"]))


if __name__ == "__main__":
    unittest.main()
