"""Dry runs of small collections: each file is accounted for by name."""

from __future__ import annotations

import json
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[1]
SETTINGS = "*** Settings ***\nLibrary    RW.Core\n"


class DryRun(unittest.TestCase):
    def setUp(self) -> None:
        kept = tempfile.TemporaryDirectory()
        self.addCleanup(kept.cleanup)
        self.collection = pathlib.Path(kept.name)

    def file(self, path: str, text: str) -> None:
        target = self.collection / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text)

    def command(self, *more: str) -> subprocess.CompletedProcess[str]:
        path = [str(ROOT / "src"), str(ROOT / "target" / "runtime" / "site-packages")]
        return subprocess.run(
            [sys.executable, "-m", "groundcrew_runtime.dry_run", str(self.collection), *more],
            env={"PYTHONPATH": os.pathsep.join(path), "PATH": "/usr/bin:/bin", "PYTHONDONTWRITEBYTECODE": "1"},
            capture_output=True,
            text=True,
        )

    def account(self, status: int = 0) -> dict[str, dict]:
        done = self.command("--json")
        self.assertEqual(done.returncode, status, done.stderr)
        found = json.loads(done.stdout)
        self.counts = found["counts"]
        return {file["path"]: file for file in found["files"]}

    def one(self, text: str, status: int = 0) -> tuple[str, str]:
        """Verdict and reasons of one file."""
        self.file("codebundles/a/sli.robot", text)
        file = self.account(status)["codebundles/a/sli.robot"]
        return file["verdict"], "\n".join(file["reasons"])

    def test_a_file_whose_keywords_are_all_found_is_clean(self):
        self.file("libraries/RW/__init__.py", '__path__ = __import__("pkgutil").extend_path(__path__, __name__)\n')
        self.file("libraries/RW/Shop.py", "print('loading')\nfrom RW import platform\ndef open_shop(day): pass\n")
        self.assertEqual(
            self.one(
                f"{SETTINGS}Library    RW.Shop\n*** Tasks ***\nA\n    Open Shop    monday\n    RW.Core.Push Metric    1\n"
            ),
            ("clean", ""),
        )
        self.assertEqual(self.counts, {"clean": 1, "library": 0, "keyword": 0, "platform": 0})

    def test_a_library_without_its_package_is_told_with_what_the_requirements_say(self):
        self.file("requirements.txt", "# none\nazure_nothing[x]>=4.5\n")
        self.file("libraries/Shop.py", "import azure_nothing.core\ndef open_shop(): pass\n")
        self.file("libraries/Bank.py", "import nothing_of_that_name\ndef open_bank(): pass\n")
        verdict, reasons = self.one(
            f"{SETTINGS}Library    Shop\nLibrary    Bank\n*** Tasks ***\nA\n    Shop.Open Shop\n    Open Bank\n"
        )
        self.assertEqual(verdict, "library")
        self.assertIn(
            "Library Shop: the package of module azure_nothing is not installed; requirements.txt asks for azure_noth",
            reasons,
        )
        self.assertIn("nothing_of_that_name is not installed; requirements.txt does not ask for it", reasons)
        self.assertIn("Keyword Shop.Open Shop: its library Shop cannot be imported", reasons)
        self.assertIn("Keyword Open Bank: it may be of Shop or Bank", reasons)

    def test_a_library_that_nobody_has_and_one_that_breaks_are_told(self):
        self.file("libraries/Broken.py", "raise OSError('no disk')\n")
        verdict, reasons = self.one(
            f"{SETTINGS}Library    RW.Nope\nLibrary    Broken\n*** Tasks ***\nA\n    No Operation\n"
        )
        self.assertEqual(verdict, "library")
        self.assertIn("Library RW.Nope: neither the collection nor the runtime has it", reasons)
        self.assertIn("Library Broken: OSError: no disk", reasons)

    def test_a_keyword_that_the_collection_should_have_is_named(self):
        verdict, reasons = self.one(f"{SETTINGS}*** Tasks ***\nA\n    Open Shop\n")
        self.assertEqual((verdict, "Open Shop" in reasons), ("keyword", True))

    def test_a_keyword_that_we_owe_is_named_and_the_command_fails(self):
        for name in ("RW.Core.Fly", "rw.core.fly", "BuiltIn.Fly"):
            with self.subTest(name):
                verdict, reasons = self.one(f"{SETTINGS}*** Tasks ***\nA\n    {name}\n", status=1)
                self.assertEqual((verdict, name in reasons), ("platform", True))

    def test_a_keyword_of_ours_that_does_not_take_a_call_is_ours(self):
        verdict, reasons = self.one(f"{SETTINGS}*** Tasks ***\nA\n    RW.Core.Normalize Lookback Window\n", status=1)
        self.assertEqual(verdict, "platform")
        self.assertIn("expected", reasons)

    def test_a_call_that_no_keyword_could_take_is_the_files(self):
        verdict, reasons = self.one(f"{SETTINGS}*** Tasks ***\nA\n    Import Secret    a    example=b    c\n")
        self.assertEqual((verdict, "positional argument after named" in reasons), ("keyword", True))

    def test_a_file_that_is_no_valid_robot_says_where(self):
        verdict, reasons = self.one(f"{SETTINGS}*** Tasks ***\nBad One\n    RETURN    1\n")
        self.assertEqual((verdict, "Bad One: RETURN" in reasons), ("keyword", True))

    def test_tasks_below_a_setup_with_a_gap_are_looked_at_too(self):
        verdict, reasons = self.one(
            f"{SETTINGS}Suite Setup    Init\n*** Tasks ***\nA\n    IF    ${{True}}\n        RW.Core.Fly\n    END\n"
            "*** Keywords ***\nInit\n    Open Shop\n",
            status=1,
        )
        self.assertEqual(verdict, "platform")
        self.assertIn("Open Shop", reasons)

    def test_only_files_of_bundles_count_and_each_has_its_own_account(self):
        self.file("codebundles/a/runbook.robot", f"{SETTINGS}*** Tasks ***\nA\n    Open Shop\n")
        self.file("codebundles/b/deep/sli.robot", f"{SETTINGS}*** Tasks ***\nA\n    No Operation\n")
        self.file("codebundles/c/sli.robot", SETTINGS)
        self.file("libraries/tests/x.robot", f"{SETTINGS}*** Tasks ***\nA\n    Open Shop\n")
        verdicts = {path: file["verdict"] for path, file in self.account().items()}
        self.assertEqual(verdicts["codebundles/a/runbook.robot"], "keyword")
        self.assertEqual(verdicts["codebundles/b/deep/sli.robot"], "clean")
        self.assertEqual(verdicts["codebundles/c/sli.robot"], "keyword")
        self.assertEqual(self.counts, {"clean": 1, "library": 0, "keyword": 2, "platform": 0})

    def test_a_library_that_wants_the_platforms_variables_gets_some(self):
        self.file(
            "libraries/Shop.py",
            "from RW import platform\nplatform.import_platform_variable('RW_API_BASE_URL')\ndef go(): pass\n",
        )
        self.assertEqual(self.one(f"{SETTINGS}Library    Shop\n*** Tasks ***\nA\n    Go\n"), ("clean", ""))

    def test_text_names_what_is_not_clean_and_counts(self):
        self.file("codebundles/a/sli.robot", f"{SETTINGS}*** Tasks ***\nA\n    Open Shop\n")
        lines = self.command().stdout.splitlines()
        self.assertEqual(lines[0], "codebundles/a/sli.robot: keyword")
        self.assertEqual(lines[-1], "clean 0, library 0, keyword 1, platform 0")

    def test_a_directory_without_bundles_is_an_error(self):
        done = self.command()
        self.assertEqual(done.returncode, 2)
        self.assertIn("codebundles", done.stderr)


if __name__ == "__main__":
    unittest.main()
