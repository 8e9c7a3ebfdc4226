"""Environments of collections, built without a network."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys
import tempfile
import unittest
import zipfile

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

    def step(self, name: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, str(ROOT / "src" / "groundcrew_runtime" / "environment.py"), name]
            + ["--collection", str(self.collection), "--target", str(self.target), "--runtime", str(RUNTIME)],
            env={**os.environ, "PYTHONPATH": str(ROOT / "src")},
            capture_output=True,
            text=True,
        )

    def test_what_the_runtime_has_is_seen_and_nothing_is_installed(self):
        (self.collection / "requirements.txt").write_text("robotframework>=4.1.2\nrequests>=2\n")
        self.assertEqual(self.step("create").returncode, 0)
        self.assertFalse((self.target / "requirements.txt").exists())
        self.assertEqual(self.step("finish").returncode, 0)
        self.assertTrue((self.target / "ready").exists())
        seen = subprocess.run([self.target / "bin" / "python", "-c", "import robot, requests"], check=False)
        self.assertEqual(seen.returncode, 0)

    def test_a_package_of_the_collection_is_installed(self):
        wheel = self.wheel("greeting", "WORD = 'hello'\n")
        (self.collection / "requirements.txt").write_text(f"./{wheel}\n")
        for name in ("create", "install", "finish"):
            done = self.step(name)
            self.assertEqual(done.returncode, 0, done.stderr)
        seen = subprocess.run([self.target / "bin" / "python", "-c", "import greeting; print(greeting.WORD)"], capture_output=True)
        self.assertEqual(seen.stdout, b"hello\n")

    def wheel(self, name: str, source: str) -> str:
        """A wheel in the collection's root, made by hand so that nothing has to be fetched."""
        file = f"{name}-1-py3-none-any.whl"
        info = f"{name}-1.dist-info"
        with zipfile.ZipFile(self.collection / file, "w") as archive:
            archive.writestr(f"{name}.py", source)
            archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 1\n")
            archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            archive.writestr(f"{info}/RECORD", f"{name}.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
        return file

    def test_the_interpreter_is_the_workers_whatever_was_installed(self):
        (self.collection / "requirements.txt").write_text(f"./{self.wheel('greeting', 'WORD = 1')}\n")
        self.assertEqual(self.step("create").returncode, 0)
        self.assertEqual(self.step("install").returncode, 0)
        real = os.path.realpath(self.target / "bin" / "python")
        victim = self.directory / "victim"
        victim.write_text("mine")
        for program in (self.target / "bin").glob("python*"):
            program.unlink()
        (self.target / "bin" / "python").write_text("#!/bin/sh\necho changed\n")
        (self.target / "bin" / "python").chmod(0o755)
        (self.target / "pyvenv.cfg").write_text("home = /tmp\n")
        (self.target / "ready").symlink_to(victim)

        done = self.step("finish")

        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(os.path.realpath(self.target / "bin" / "python"), real)
        self.assertNotIn("home = /tmp\n", (self.target / "pyvenv.cfg").read_text())
        self.assertEqual(victim.read_text(), "mine")
        seen = subprocess.run([self.target / "bin" / "python", "-c", "import greeting; print(greeting.WORD)"], capture_output=True)
        self.assertEqual(seen.stdout, b"1\n")

    def test_a_directory_that_an_installation_made_a_link_is_refused(self):
        self.assertEqual(self.step("create").returncode, 0)
        (self.target / "bin").rename(self.target / "other")
        (self.target / "bin").symlink_to(self.target / "other")
        done = self.step("finish")
        self.assertEqual(done.returncode, 1)
        self.assertIn("found a link", done.stderr)
        self.assertFalse((self.target / "ready").exists())

    def test_names_what_cannot_be_installed_and_keeps_what_can(self):
        (self.collection / "requirements.txt").write_text(f"./no-such-directory\n./{self.wheel('farewell', 'WORD = 2')}\n")
        self.assertEqual(self.step("create").returncode, 0)
        done = self.step("install")
        self.assertEqual(done.returncode, 1)
        self.assertIn("./no-such-directory", done.stderr)
        self.assertIn("requirements of the collection could not be installed", done.stderr)
        self.assertEqual(self.step("finish").returncode, 0)
        seen = subprocess.run([self.target / "bin" / "python", "-c", "import farewell"], capture_output=True)
        self.assertEqual(seen.returncode, 0)


if __name__ == "__main__":
    unittest.main()
