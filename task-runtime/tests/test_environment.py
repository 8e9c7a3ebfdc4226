"""Environments of collections, built without a network."""

from __future__ import annotations

import pathlib
import subprocess
import sys
import tempfile
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT / "src"))

from groundcrew_runtime import environment

RUNTIME = ROOT / "target" / "runtime"


class RequirementsTest(unittest.TestCase):
    installed = {"requests": "2.34.2", "ruamel-base": "1.0.0", "robotframework": "7.5"}

    def test_drops_what_the_runtime_has(self):
        text = "robotframework>=4.1.2\nruamel.base>=1.0.0  # comment\nRequests>=2\n\nrw-core-keywords\n"
        self.assertEqual(environment.missing(text, self.installed), [])

    def test_keeps_what_it_has_not_or_cannot_judge(self):
        lines = ["requests<2", "docker", "requests[socks]", 'requests; python_version < "4"', "-r other.txt", "./local"]
        self.assertEqual(environment.missing("\n".join(lines), self.installed), lines)


class BuildTest(unittest.TestCase):
    def setUp(self):
        kept = tempfile.TemporaryDirectory()
        self.addCleanup(kept.cleanup)
        self.directory = pathlib.Path(kept.name)
        self.collection = self.directory / "collection"
        self.collection.mkdir()
        self.target = self.directory / "environments" / "one"

    def command(self) -> list[str]:
        return [
            *(sys.executable, str(ROOT / "src" / "groundcrew_runtime" / "environment.py")),
            *("--collection", str(self.collection), "--target", str(self.target), "--runtime", str(RUNTIME)),
        ]

    def test_sees_the_runtime_and_two_builders_do_no_harm(self):
        (self.collection / "requirements.txt").write_text("robotframework>=4.1.2\nrequests>=2\n")
        both = [subprocess.Popen(self.command(), stdout=subprocess.DEVNULL) for _ in range(2)]
        self.assertEqual([one.wait() for one in both], [0, 0])
        seen = subprocess.run([self.target / "bin" / "python", "-c", "import robot, requests"], check=False)
        self.assertEqual(seen.returncode, 0)

    def test_names_what_cannot_be_installed_and_leaves_nothing(self):
        (self.collection / "requirements.txt").write_text("./no-such-directory\n")
        done = subprocess.run(self.command(), capture_output=True, text=True)
        self.assertEqual(done.returncode, 1)
        self.assertIn("requirements of the collection could not be installed", done.stderr)
        self.assertFalse(self.target.exists())


if __name__ == "__main__":
    unittest.main()
