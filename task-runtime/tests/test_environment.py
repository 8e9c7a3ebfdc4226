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

from groundcrew_runtime import base_packages, environment

RUNTIME = ROOT / "target" / "runtime"


class RequirementsTest(unittest.TestCase):
    installed = {"requests": "2.34.2", "ruamel-base": "1.0.0", "robotframework": "7.5"}

    def test_drops_what_the_runtime_has(self):
        text = "robotframework>=4.1.2\nruamel.base>=1.0.0  # comment\nRequests>=2\n\nrw-core-keywords\n"
        self.assertEqual(environment.missing(text, self.installed), [])

    def test_keeps_what_it_has_not_or_cannot_judge(self):
        lines = ["requests<2", "docker", "requests[socks]", 'requests; python_version < "4"', "-r other.txt", "./local"]
        self.assertEqual(environment.missing("\n".join(lines), self.installed), lines)


class ImportsTest(unittest.TestCase):
    def test_are_read_in_every_form(self):
        for text in (
            "import github",
            "import os, github as hub  # why",
            "    import github.Auth",
            "from github import (Github,",
            "from github.Auth import Token",
        ):
            with self.subTest(text):
                self.assertTrue([name for name in base_packages.imported(text) if f"{name}.".startswith("github.")])
        self.assertIn("azure.identity", list(base_packages.imported("from azure import core, identity")))

    def test_of_a_librarys_own_modules_are_not_of_packages(self):
        for text in ("from . import github", "from .github import x", "import githubber", "# import github", "RW.github"):
            with self.subTest(text):
                self.assertFalse([name for name in base_packages.imported(text) if f"{name}.".startswith("github.")])


class CollectionTest(unittest.TestCase):
    """A collection and a place for its environment."""

    def setUp(self):
        kept = tempfile.TemporaryDirectory()
        self.addCleanup(kept.cleanup)
        self.directory = pathlib.Path(kept.name)
        self.collection = self.directory / "collection"
        self.collection.mkdir()
        self.target = self.directory / "environments" / "one"

    def step(self, name: str, **more: str) -> subprocess.CompletedProcess:
        return subprocess.run(
            [sys.executable, str(ROOT / "src" / "groundcrew_runtime" / "environment.py"), name]
            + ["--collection", str(self.collection), "--target", str(self.target), "--runtime", str(RUNTIME)],
            env={**os.environ, "PYTHONPATH": str(ROOT / "src"), **more},
            capture_output=True,
            text=True,
        )

    def wheel(self, name: str, source: str, module: str | None = None) -> str:
        """A wheel in the collection's root, made by hand so that nothing has to be fetched."""
        file = f"{name}-9-py3-none-any.whl"
        info = f"{name}-9.dist-info"
        module = module or name
        with zipfile.ZipFile(self.collection / file, "w") as archive:
            archive.writestr(f"{module}.py", source)
            archive.writestr(f"{info}/METADATA", f"Metadata-Version: 2.1\nName: {name}\nVersion: 9\n")
            archive.writestr(f"{info}/WHEEL", "Wheel-Version: 1.0\nGenerator: hand\nRoot-Is-Purelib: true\nTag: py3-none-any\n")
            archive.writestr(f"{info}/RECORD", f"{module}.py,,\n{info}/METADATA,,\n{info}/WHEEL,,\n{info}/RECORD,,\n")
        return file


class BuildTest(CollectionTest):
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
        for link in ("ready", "bin/activate", "bin/activate.csh", "bin/activate.fish", "bin/Activate.ps1"):
            (self.target / link).unlink(missing_ok=True)
            (self.target / link).symlink_to(victim)

        done = self.step("finish")

        self.assertEqual(done.returncode, 0, done.stderr)
        self.assertEqual(os.path.realpath(self.target / "bin" / "python"), real)
        self.assertNotIn("home = /tmp\n", (self.target / "pyvenv.cfg").read_text())
        self.assertEqual(victim.read_text(), "mine")
        seen = subprocess.run([self.target / "bin" / "python", "-c", "import greeting; print(greeting.WORD)"], capture_output=True)
        self.assertEqual(seen.stdout, b"1\n")

    def test_a_directory_that_an_installation_made_a_link_is_refused(self):
        self.assertEqual(self.step("create").returncode, 0)
        packages = next(self.target.glob("lib/python*/site-packages"))
        for place in (self.target / "bin", packages, packages.parent):
            with self.subTest(place=place.name):
                place.rename(self.target / "other")
                place.symlink_to(self.target / "other")
                done = self.step("finish")
                self.assertEqual(done.returncode, 1)
                self.assertIn("found a link", done.stderr)
                self.assertFalse((self.target / "ready").exists())
                place.unlink()
                (self.target / "other").rename(place)

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


class BaseImageTest(CollectionTest):
    """What RunWhen's base image brings."""

    OFFLINE = {"UV_OFFLINE": "1", "UV_FIND_LINKS": "", "PIP_NO_INDEX": "1", "PIP_FIND_LINKS": ""}

    def setUp(self) -> None:
        super().setUp()
        source = self.collection / "libraries" / "RW" / "Hub.py"
        source.parent.mkdir(parents=True)
        source.write_text("from github import Github\n")
        self.links = str(self.collection)

    def wanted(self) -> str:
        self.assertEqual(self.step("create").returncode, 0)
        file = self.target / "requirements.txt"
        return file.read_text() if file.exists() else ""

    def is_installed_by(self, **installer: str) -> None:
        self.wheel("PyGithub", "Github = 1\n", module="github")
        self.assertEqual(self.wanted(), "PyGithub>=1.55\n")
        done = self.step("install", **{**self.OFFLINE, **installer})
        self.assertEqual(done.returncode, 0, done.stderr)
        seen = subprocess.run([self.target / "bin" / "python", "-c", "import github"], check=False)
        self.assertEqual(seen.returncode, 0)

    def test_is_installed_where_a_library_imports_it(self):
        self.is_installed_by(UV_FIND_LINKS=self.links)

    def test_is_installed_by_pip_where_uv_cannot(self):
        self.is_installed_by(PIP_FIND_LINKS=self.links)

    def test_is_left_out_where_nothing_imports_it(self):
        hidden = self.collection / "libraries" / ".test"
        (self.collection / "libraries" / "RW").rename(hidden)
        self.assertEqual(self.wanted(), "")

    def test_is_left_as_the_collection_requires_it(self):
        (self.collection / "requirements.txt").write_text("pygithub==1.59\n")
        self.assertEqual(self.wanted(), "pygithub==1.59\n")

    def test_is_named_when_it_cannot_be_installed(self):
        (self.collection / "requirements.txt").write_text(f"./{self.wheel('greeting', 'WORD = 1')}\n")
        self.assertEqual(self.wanted(), "./greeting-9-py3-none-any.whl\nPyGithub>=1.55\n")
        done = self.step("install", **self.OFFLINE)
        self.assertEqual(done.returncode, 1)
        self.assertIn("Some requirements of the collection could not be installed: PyGithub>=1.55 (", done.stderr)
        self.assertNotIn("greeting", done.stderr)


if __name__ == "__main__":
    unittest.main()
