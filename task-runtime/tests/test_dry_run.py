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
CLEAN = "*** Tasks ***\nA\n    No Operation\n"


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
        verdict, reasons = self.one(f"{SETTINGS}*** Tasks ***\nA\n    Open Shop\n", status=1)
        self.assertEqual((verdict, "Open Shop" in reasons), ("keyword", True))

    def test_a_keyword_that_we_owe_is_named_and_the_command_fails(self):
        names = {"core": "RW.Core.Fly", "lower": "rw.core.fly", "built-in": "BuiltIn.Fly"}
        for bundle, name in names.items():
            self.file(f"codebundles/{bundle}/sli.robot", f"{SETTINGS}*** Tasks ***\nA\n    {name}\n")
        account = self.account(status=1)
        for bundle, name in names.items():
            file = account[f"codebundles/{bundle}/sli.robot"]
            self.assertEqual((file["verdict"], name in "\n".join(file["reasons"])), ("platform", True), name)

    def test_a_keyword_of_ours_that_does_not_take_a_call_is_ours(self):
        verdict, reasons = self.one(f"{SETTINGS}*** Tasks ***\nA\n    RW.Core.Normalize Lookback Window\n", status=1)
        self.assertEqual(verdict, "platform")
        self.assertIn("expected", reasons)

    def test_a_call_that_no_keyword_could_take_is_the_files(self):
        verdict, reasons = self.one(f"{SETTINGS}*** Tasks ***\nA\n    Import Secret    a    example=b    c\n", status=1)
        self.assertEqual((verdict, "positional argument after named" in reasons), ("keyword", True))

    def test_a_file_that_is_no_valid_robot_says_where(self):
        verdict, reasons = self.one(f"{SETTINGS}*** Tasks ***\nBad One\n    RETURN    1\n", status=1)
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
        verdicts = {path: file["verdict"] for path, file in self.account(status=1).items()}
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

    def test_a_collection_without_robot_files_has_nothing_to_account_for(self):
        self.file("codebundles/a/codebundle.yaml", "title: A\n")
        self.assertEqual(self.account(), {})
        self.assertEqual(self.counts, {"clean": 0, "library": 0, "keyword": 0, "platform": 0})

    def test_what_is_no_directory_is_an_error(self):
        self.collection = self.collection / "nowhere"
        done = self.command()
        self.assertEqual(done.returncode, 2)
        self.assertIn("nowhere", done.stderr)

    def test_a_file_that_cannot_be_read_is_told_beside_the_others(self):
        self.file("codebundles/a/sli.robot", CLEAN)
        self.file("codebundles/b/sli.robot", "")
        (self.collection / "codebundles/b/sli.robot").write_bytes(b"\xff\xfe\x00")
        os.mkfifo(self.collection / "codebundles/b/runbook.robot")
        (self.collection / "codebundles/c.robot").symlink_to("a/sli.robot")
        self.file("requirements.txt", "")
        (self.collection / "requirements.txt").write_bytes(b"\xff\n")
        files = self.account(status=1)
        self.assertEqual(files["codebundles/a/sli.robot"]["verdict"], "clean")
        self.assertEqual(self.counts["keyword"], 3)
        self.assertIn("'utf-8' codec", files["codebundles/b/sli.robot"]["reasons"][0])
        self.assertIn("Expected a plain file", files["codebundles/b/runbook.robot"]["reasons"][0])
        self.assertIn("Expected a plain file", files["codebundles/c.robot"]["reasons"][0])

    def test_what_a_library_prints_does_not_mix_into_the_result(self):
        self.file("libraries/Shop.py", "import os\nos.system('echo hi')\nos.write(1, b'ho')\ndef go(): pass\n")
        self.assertEqual(self.one(f"{SETTINGS}Library    Shop\n*** Tasks ***\nA\n    Go\n"), ("clean", ""))

    def test_a_library_that_ends_its_process_costs_no_other_file_its_account(self):
        ends = {"sys.exit(3)": "with status 3", "os._exit(0)": "with status 0", "os.abort()": "by signal 6"}
        for number, (end, _) in enumerate(ends.items()):
            self.file(f"libraries/End{number}.py", f"import os, sys\n{end}\n")
            self.file(f"codebundles/{number}/sli.robot", f"*** Settings ***\nLibrary    End{number}\n{CLEAN}")
            self.file(f"codebundles/{number}/then.robot", CLEAN)
        files = self.account()
        for number, how in enumerate(ends.values()):
            ended = files[f"codebundles/{number}/sli.robot"]
            self.assertEqual(ended["verdict"], "library")
            self.assertIn(f"Python was ended {how}", ended["reasons"][0])
        self.assertEqual(self.counts["clean"], 3)

    def test_a_thread_that_a_library_starts_does_not_hold_up_the_end(self):
        self.file(
            "libraries/Shop.py",
            "import threading\nthreading.Thread(target=threading.Event().wait).start()\ndef go(): pass\n",
        )
        self.assertEqual(self.one(f"{SETTINGS}Library    Shop\n*** Tasks ***\nA\n    Go\n"), ("clean", ""))


if __name__ == "__main__":
    unittest.main()
