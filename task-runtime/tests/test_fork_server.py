"""Runs that are forks of a warm interpreter: each one new, none dearer than it must be, cold where there is no server."""

from __future__ import annotations

import json
import os
import pathlib
import shutil
import signal
import sys
import tempfile
import unittest
from collections.abc import Callable

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from client import ROOT, RUNTIME, Client
from test_supervisor import alive, eventually

sys.path.insert(0, str(ROOT / "src"))

from groundcrew_runtime import light_scripts

STDOUT, STDERR, FD3 = 18, 19, 20


def children(pid: int) -> list[int]:
    with open(f"/proc/{pid}/task/{pid}/children") as listing:
        return [int(child) for child in listing.read().split()]


def state(pid: int) -> str:
    with open(f"/proc/{pid}/stat") as stat:
        return stat.read().rpartition(")")[2].split()[0]


def directory(cleanup: Callable[..., None]) -> pathlib.Path:
    """A new one, until the cleanup."""
    place = pathlib.Path(tempfile.mkdtemp())
    cleanup(shutil.rmtree, place)
    return place


def site(cleanup: Callable[..., None]) -> tuple[Client, pathlib.Path]:
    """A supervisor without servers, and the libraries of a collection that it has not seen."""
    libraries = directory(cleanup) / "collection" / "libraries"
    libraries.mkdir(parents=True)
    client = Client()
    cleanup(client.close)
    return client, libraries


class Cases:
    """What holds whichever server a run is a fork of.

    Tests that only run tasks share a supervisor and its server: each run is new, whatever ran before it.
    """

    kind = "full"

    @classmethod
    def setUpClass(cls):
        cls.shared = site(cls.addClassCleanup)

    def setUp(self):
        self.place = directory(self.addCleanup)
        self.client, self.libraries = self.shared
        self.runs = 0

    def be_alone(self) -> None:
        """For a test of how servers come and go, or whose collection has something in it."""
        self.client, self.libraries = site(self.addCleanup)

    @property
    def path(self) -> str:
        return os.pathsep.join(map(str, (RUNTIME / "src", self.libraries, RUNTIME / "rw-cli", RUNTIME / "site-packages")))

    def warm(self) -> int:
        """Runs until the server of this collection is there; its process id."""
        eventually(self.is_fork)
        return self.server()

    def server(self) -> int:
        for child in children(self.client.process.pid):
            with open(f"/proc/{child}/cmdline", "rb") as line:
                # Its forks have the same command line, and came later.
                if self.command in line.read():
                    return child
        raise AssertionError("there is no fork server")

    def waiting(self) -> list[int]:
        """The forks that wait for a run: the only children of idle inits."""
        supervisor = self.client.process.pid
        return [pid for init in children(supervisor) if init != self.server() for pid in children(init)]

    @property
    def command(self) -> bytes:
        """What the command line of a server of this kind has, and no other's."""
        return b"\0%s\0" % self.kind.encode()

    def is_fork(self) -> bool:
        """Whether runs are forks of a server of this kind now: they then have its command line."""
        return self.python_answers(f"def main(): return {self.command!r} in open('/proc/self/cmdline', 'rb').read()")

    def python_answers(self, script: str, **more):
        return json.loads(self.client.stream(self.python(script, **more), FD3) or "null")

    def python(self, script: str, **more) -> bytes:
        """Runs a native Python task to its end."""
        return self.end(self.begin("groundcrew_runtime.python_task", self.written(script), captureFd3=True, **more))

    def written(self, script: str) -> str:
        """The path of a new file with the script, which only the server of this kind serves."""
        self.runs += 1
        file = self.place / f"task-{self.runs}" / "task.py"
        file.parent.mkdir()
        file.write_text(script if self.kind == "light" else f"{script}\n# import robot\n")
        return str(file)

    def begin(self, module: str, *arguments: str, env: dict[str, str] | None = None, warm: bool = True, **more) -> bytes:
        environment = {"PATH": os.environ["PATH"], "PYTHONPATH": self.path, "RW_LOCATION": "here", **(env or {})}
        argv = [sys.executable, "-m", module, *arguments]
        return self.client.start(*argv, env=environment, cwd=str(self.place), warm=warm, **more)

    def end(self, run: bytes) -> bytes:
        self.outcome = self.client.exit_of(run)
        self.output = self.client.stream(run, STDOUT).decode()
        self.complaints = self.client.stream(run, STDERR).decode()
        return run

    def test_the_first_run_starts_cold_and_later_ones_are_forks(self):
        self.be_alone()
        self.assertFalse(self.is_fork())
        self.warm()
        self.assertTrue(self.is_fork())

    def test_every_run_is_a_process_of_its_own_that_starts_from_the_same(self):
        self.warm()
        script = "import os, builtins\ndef main():\n  seen = getattr(builtins, 'left', None), sorted(os.environ)\n  builtins.left = os.environ['LEFT'] = 'x'\n  return [os.getpid(), os.getsid(0), *seen]"
        runs = [self.python_answers(script) for _ in range(3)]
        self.assertEqual(len({pid for pid, *_ in runs}), 3)
        for pid, session, seen, environment in runs:
            self.assertEqual(session, pid)
            self.assertIsNone(seen)
            self.assertNotIn("LEFT", environment)

    def test_a_run_need_not_wait_for_its_fork(self):
        self.warm()
        eventually(lambda: len(self.waiting()) == 1)
        (waiting,) = self.waiting()
        self.assertEqual(self.python_answers("import os\ndef main(): return os.getpid()"), waiting)
        eventually(lambda: len(self.waiting()) == 1)
        self.assertNotEqual(self.waiting(), [waiting])

    def test_a_fork_that_was_killed_while_it_waited_is_replaced(self):
        self.warm()
        eventually(lambda: len(self.waiting()) == 1)
        (waiting,) = self.waiting()
        os.kill(waiting, signal.SIGKILL)
        eventually(lambda: state(waiting) == "Z")
        self.assertTrue(self.is_fork())

    def test_two_runs_draw_different_random_numbers(self):
        self.warm()
        script = "import random, uuid\ndef main(): return [random.random(), str(uuid.uuid4())]"
        self.assertNotEqual(self.python_answers(script), self.python_answers(script))

    def test_no_run_finds_the_variables_of_an_earlier_one_in_its_memory(self):
        self.warm()
        # A pattern that is not itself what it finds.
        found = (
            "import re\ndef main():\n  found = 0\n  with open('/proc/self/maps') as maps:\n    places = list(maps)\n"
            "  with open('/proc/self/mem', 'rb') as memory:\n    for place in places:\n"
            "      begin, end = (int(part, 16) for part in place.split()[0].split('-'))\n"
            "      if ' rw' in place and '[v' not in place:\n        memory.seek(begin)\n"
            "        found += len(re.findall(b'kept-from-other[s]', memory.read(end - begin)))\n  return found"
        )
        secret = {"TOKEN": "kept-from-others"}
        for _ in range(5):
            self.python("def main(): return None", env=secret)
            self.assertEqual(self.python_answers(found), 0)
        run = self.python(found, env=secret)
        self.assertGreater(json.loads(self.client.stream(run, FD3)), 0)

    def test_exit_status_and_traceback_are_those_of_a_cold_start(self):
        self.warm()
        self.python("import sys\ndef main(): sys.exit(7)")
        self.assertEqual(self.outcome["code"], 7)
        self.python("def main(): sys.exit('no such name')")
        self.assertEqual(self.outcome["code"], 1)
        self.assertIn("NameError", self.complaints)
        self.python("import sys\ndef main(): sys.exit('in words')")
        self.assertEqual((self.outcome["code"], self.complaints), (1, "in words\n"))
        self.python("import os, signal\ndef main(): os.kill(os.getpid(), signal.SIGKILL)")
        self.assertEqual(self.outcome["signal"], 9)

    def test_a_script_finds_itself_as_a_module(self):
        self.warm()
        script = (
            "import pickle, sys\nclass Own: pass\n"
            "def main(): return [__name__, sys.argv == [__file__], type(pickle.loads(pickle.dumps(Own()))) is Own]"
        )
        for warm in (False, True):
            self.assertEqual(self.python_answers(script, warm=warm), ["__groundcrew__", True, True])

    def test_a_traceback_has_the_lines_of_the_script(self):
        self.warm()
        for warm in (False, True):
            self.python("# -*- coding: latin-1 -*-\ndef main():\n  raise ValueError('what went wrong')", warm=warm)
            self.assertEqual(self.outcome["code"], 1)
            self.assertIn('task.py", line 3, in main\n    raise ValueError', self.complaints)
            self.python("def main(:", warm=warm)
            self.assertIn("SyntaxError", self.complaints)

    def test_output_arrives_as_it_is_written(self):
        self.warm()
        file = self.written("import time\ndef main():\n  print('now')\n  time.sleep(60)")
        run = self.begin("groundcrew_runtime.python_task", file, captureFd3=True)
        self.assertTrue(self.client.until(STDOUT, run).startswith(b"now"))
        self.client.send(2, run, b'{"graceSeconds": 0}')
        self.end(run)

    def test_nothing_of_the_server_is_open_in_a_run(self):
        self.warm()
        script = "import os\ndef main():\n  return sorted(int(fd) for fd in os.listdir('/proc/self/fd') if os.path.exists('/proc/self/fd/' + fd))"
        self.assertEqual(self.python_answers(script), [0, 1, 2, 3])

    def test_code_of_the_collection_is_never_run_by_the_server(self):
        self.be_alone()
        for name in ("requests", "yaml", "sitecustomize", "json"):
            (self.libraries / f"{name}.py").write_text(f"open({str(self.place / 'touched')!r}, 'a').write(str(__import__('os').getpid()) + ' ')")
        server = self.warm()
        touched = (self.place / "touched").read_text().split() if (self.place / "touched").exists() else []
        self.assertNotIn(str(server), touched)

    def test_a_server_that_was_killed_is_replaced(self):
        self.be_alone()
        first = self.warm()
        os.kill(first, signal.SIGKILL)
        eventually(lambda: not alive(first))
        second = self.warm()
        self.assertNotEqual(first, second)

    def test_another_collection_has_another_server(self):
        self.be_alone()
        first = self.warm()
        self.libraries = self.place / "other" / "libraries"
        self.libraries.mkdir(parents=True)
        (self.libraries / "Only.py").write_text("HERE = 'other'\n")
        self.warm()
        self.assertEqual(self.python_answers("import Only\ndef main(): return Only.HERE"), "other")
        self.assertTrue(alive(first))

    def test_an_environment_with_a_robot_framework_of_its_own_starts_cold(self):
        self.be_alone()
        (self.libraries / "robot").mkdir()
        self.assertEqual(self.python_answers("def main(): return 1"), 1)
        self.assertFalse(self.is_fork())

    def test_servers_end_with_the_supervisor(self):
        self.be_alone()
        server = self.warm()
        self.client.process.kill()
        eventually(lambda: not alive(server))


@unittest.skipUnless(sys.platform.startswith("linux"), "only Linux has fork servers")
class ForkServerTest(Cases, unittest.TestCase):
    def robot(self, text: str) -> dict:
        """Runs a Robot file to its end; the result."""
        self.runs += 1
        bundle, execution = self.place / "bundle", self.place / f"execution-{self.runs}"
        bundle.mkdir(exist_ok=True)
        execution.mkdir()
        (bundle / "sli.robot").write_text(text)
        self.end(
            self.begin(
                "groundcrew_runtime.robot_run", "--robot", str(bundle / "sli.robot"), "--execution", str(execution), stdin="{}"
            )
        )
        self.logs = execution / "robot_logs"
        return json.loads((execution / "result.json").read_text())

    def test_the_same_robot_file_gives_the_same_cold_and_warm(self):
        self.be_alone()
        suite = (
            "*** Settings ***\nLibrary    RW.Core\nLibrary    RW.CLI\nLibrary    Collections\nLibrary    Own\n"
            "*** Tasks ***\nCount ${N}\n    ${r}=    RW.CLI.Run Cli    cmd=echo 3\n    ${one}=    Own Number\n"
            "    RW.Core.Push Metric    ${r.stdout}\n    RW.Core.Push Metric    ${one}    sub_name=own\n"
            "    RW.Core.Add Issue    severity=2    title=It is `three`    next_steps=Look\n"
            "*** Variables ***\n${N}    5\n"
        )
        (self.libraries / "Own.py").write_text("def own_number():\n    return 1\n")
        results, pages = [], []
        for warm in (False, True):
            if warm:
                self.warm()
            result = self.robot(suite)
            self.assertIsNone(result["fatal"], result)
            issues = json.loads((self.logs / "issues.jsonl").read_text())
            metrics = [json.loads(line) for line in (self.logs / "metrics.jsonl").read_text().splitlines()]
            results.append((result["passed"], issues["title"], [(one["value"], one["subName"]) for one in metrics]))
            self.assertTrue((self.logs / "output.xml").exists())
            pages.append((self.logs / "log.html").read_text().partition("window.output")[0])
        self.assertEqual(results[0], (["Count ${N}"], "It is `three`", [(3, None), (1, "own")]))
        self.assertEqual(results[0], results[1])
        self.assertEqual(pages[0], pages[1])

    def test_a_library_of_the_collection_stands_before_the_runtimes(self):
        self.be_alone()
        (self.libraries / "RW").mkdir()
        (self.libraries / "RW" / "__init__.py").write_text("__path__ = __import__('pkgutil').extend_path(__path__, __name__)")
        (self.libraries / "RW" / "CLI.py").write_text("def run_cli(cmd):\n    return 'the own ' + cmd\n")
        (self.libraries / "jmespath.py").write_text("OWN = 'own jmespath'\n")
        self.warm()
        suite = "*** Settings ***\nLibrary    RW.CLI\n*** Tasks ***\nIt\n    ${x}=    RW.CLI.Run Cli    one\n    Should Be Equal    ${x}    the own one\n"
        self.assertEqual(self.robot(suite)["passed"], ["It"])
        self.assertEqual(self.python_answers("import jmespath\ndef main(): return jmespath.OWN"), "own jmespath")


@unittest.skipUnless(sys.platform.startswith("linux"), "only Linux has fork servers")
class LightForkServerTest(Cases, unittest.TestCase):
    kind = "light"

    def test_a_light_script_is_a_fork_of_the_full_server_until_there_is_a_light_one(self):
        self.be_alone()
        self.kind = "full"
        self.warm()
        told = "def main(): return open('/proc/self/cmdline').read().split(chr(0))"
        self.kind = "light"
        self.assertIn("full", self.python_answers(told))
        eventually(lambda: "light" in self.python_answers(told))

    def test_it_has_nothing_but_the_standard_library(self):
        self.warm()
        script = "import sys\ndef main(): return sorted({'robot', 'RW', 'requests', 'yaml'} & set(sys.modules))"
        self.assertEqual(self.python_answers(script), [])

    def test_a_module_of_the_collection_stands_before_the_standard_librarys(self):
        self.be_alone()
        (self.libraries / "statistics.py").write_text("OWN = 'own statistics'\n")
        self.warm()
        self.assertEqual(self.python_answers("import statistics\ndef main(): return statistics.OWN"), "own statistics")


class LightScriptsTest(unittest.TestCase):
    def test_scripts_of_the_standard_library_are_light(self):
        for text in (
            b"",
            b"import os, sys as system  # imports requests\nfrom urllib.request import urlopen\n",
            b"from __future__ import annotations\ndef main():\n  import json; import os.path\n",
            b"important = 'from a to b'\n",
        ):
            self.assertTrue(light_scripts.is_light(text), text)

    def test_whatever_else_they_import_makes_them_heavy(self):
        for text in (
            b"import os, RW.Core",
            b"from RW import platform",
            b"from . import json",
            b"from urllib import request",
            b"import os; import yaml",
            b"import \\\n  robot",
            b"__import__('requests')",
            b"import importlib",
            b"if True: from helper import get",
            "import d\u00e9j\u00e0".encode(),
        ):
            self.assertFalse(light_scripts.is_light(text), text)

    def test_what_is_no_file_or_long_is_heavy(self):
        with tempfile.TemporaryDirectory() as place:
            pipe, long, short = (os.path.join(place, name) for name in ("pipe", "long", "short"))
            os.mkfifo(pipe)
            pathlib.Path(long).write_bytes(b"#" * 100_000)
            pathlib.Path(short).write_bytes(b"import os")
            scripts = light_scripts.LightScripts()
            for path in (pipe, long, place, place + "/none", "with\0nul"):
                self.assertFalse(scripts.has(path), path)
            self.assertTrue(scripts.has(short))


if __name__ == "__main__":
    unittest.main()
