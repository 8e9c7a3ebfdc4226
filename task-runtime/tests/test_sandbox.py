"""What a run sees of the machine, tried from inside on real ones."""

from __future__ import annotations

import os
import pathlib
import shutil
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from client import RUNTIME, Client

STDOUT, STDERR = 18, 19
ROOT = sys.platform.startswith("linux") and os.geteuid() == 0
NOBODY = 65534
FIRST_USER = 700_000_000
# An interpreter that nobody may start too, wherever this one is.
PYTHON = next((path for path in ("/usr/bin/python3", "/usr/local/bin/python3") if os.path.exists(path)), None)


def namespaces(user: int | None) -> bool:
    """Whether this machine lets that user make the namespaces."""
    own = ["unshare", "--mount", "--pid", "--ipc", "--fork", "--mount-proc", *([] if user is None else ["--user"]), "true"]
    try:
        return subprocess.run(own, user=user, capture_output=True).returncode == 0
    except OSError:
        return False


class SandboxCases:
    """The same promises, whichever way they are kept."""

    user: int | None = None
    python = sys.executable

    def setUp(self):
        place = tempfile.mkdtemp(dir="/var/tmp")
        self.addCleanup(shutil.rmtree, place)
        self.data = pathlib.Path(os.path.realpath(place))
        self.parent = self.data / "executions"
        self.parent.mkdir(mode=0o711)
        self.tree = self.data / "trees" / "c0ffee"
        self.tree.mkdir(parents=True)
        (self.tree / "script").write_text("the bundle's")
        (self.data / "admin-token").write_text("the token")
        self.data.chmod(0o711)
        self.runs = 0
        if self.user is not None:
            for place in (self.data, *self.data.rglob("*")):
                os.chown(place, self.user, self.user)
        self.client = Client(self.python, self.user)
        self.addCleanup(self.client.close)

    def sandbox(self) -> dict:
        prefix = subprocess.run(
            [self.python, "-c", "import sys; print(sys.base_prefix)"], capture_output=True, text=True, check=True
        )
        visible = [str(self.tree), str(RUNTIME), prefix.stdout.strip()]
        return {"hidden": [str(self.data), "/no/such/place"], "visible": visible, "parent": str(self.parent)}

    def bash(self, script: str, **more) -> str:
        """What the script prints, both streams."""
        return self.end(self.begin(script, **more))

    def begin(self, script: str, **more) -> bytes:
        self.runs += 1
        directory = self.parent / f"run-{self.runs}"
        directory.mkdir(mode=0o700)
        if self.user is None:
            more.setdefault("uid", FIRST_USER + self.runs)
            more.setdefault("gid", FIRST_USER + self.runs)
        else:
            os.chown(directory, self.user, self.user)
        more.setdefault("sandbox", self.sandbox())
        return self.client.start("bash", "-c", script, cwd=str(directory), **more)

    def end(self, run: bytes) -> str:
        self.outcome = self.client.exit_of(run)
        self.assertNotIn("error", self.outcome)
        return (self.client.stream(run, STDOUT) + self.client.stream(run, STDERR)).decode()

    def test_the_data_directory_is_hidden_and_the_tree_is_there(self):
        seen = self.bash(f"cat {self.data}/admin-token 2>&1; cat {self.tree}/script; echo; ls {self.data}")
        self.assertIn("No such file", seen)
        self.assertIn("the bundle's", seen)
        self.assertEqual(seen.split()[-2:], ["executions", "trees"])

    def test_the_tree_cannot_be_changed(self):
        self.assertIn("denied", self.bash(f"touch {self.tree}/new || echo denied"))
        self.assertEqual([file.name for file in self.tree.iterdir()], ["script"])

    def test_its_own_directory_is_kept_for_the_worker_to_read(self):
        self.bash("umask; echo found >result; mkdir sub; echo more >sub/file")
        self.assertEqual((self.parent / "run-1" / "result").read_text(), "found\n")
        self.assertEqual((self.parent / "run-1" / "sub" / "file").read_text(), "more\n")

    def test_a_sibling_cannot_be_seen_or_signalled(self):
        sibling = self.begin("echo secret >file; echo ready; sleep 60", env={"PATH": "/usr/bin:/bin", "SECRET": "hush"})
        self.client.until(STDOUT, sibling)
        seen = self.bash(
            f"cat {self.parent}/run-1/file; grep -l -a -s hush /proc/[0-9]*/environ; kill -9 -1; echo $$ alive; ls /proc | grep -c '^[0-9]'"
        )
        self.assertNotIn("secret\n", seen)
        self.assertNotIn("/environ", seen)
        self.assertEqual([code for kind, code in self.client.frames[sibling] if kind == 21], [])
        self.client.send(2, sibling, b'{"graceSeconds": 0}')
        self.end(sibling)

    def test_the_init_above_it_cannot_be_killed_or_traced(self):
        self.assertIn("alive", self.bash("kill -9 1; kill -TERM 1; cat /proc/1/environ /proc/1/maps; echo alive"))
        self.assertEqual(self.outcome["code"], 0)
        self.assertIn("again", self.bash("echo again"))

    def test_what_it_leaves_running_is_killed(self):
        self.bash("setsid sleep 300 & (setsid setsid bash -c 'trap \"\" TERM; sleep 300' &) ; echo started")
        self.assertEqual(self.outcome["code"], 0)
        self.assertEqual(subprocess.run(["pgrep", "-f", "^sleep 300"], capture_output=True).stdout, b"")

    def test_it_cannot_uncover_what_is_hidden(self):
        seen = self.bash(f"umount {self.data}; unshare -Urm bash -c 'umount -l {self.data}; cat {self.data}/admin-token'")
        self.assertNotIn("the token", seen)

    def test_segments_are_gone_with_their_run(self):
        self.assertIn("id: 0", self.bash("ipcmk -M 4096; ipcmk -Q; ipcmk -S 1"))
        self.assertEqual(self.bash("tail -qn +2 /proc/sysvipc/*"), "")

    def test_one_of_any_kind_is_enough_to_end_the_namespace(self):
        for kind in ("-M 4096", "-Q", "-S 1"):
            self.assertIn("id: 0", self.bash(f"ipcmk {kind}"))
            self.assertEqual(self.bash("tail -qn +2 /proc/sysvipc/*"), "")

    def test_a_chain_of_directories_beyond_the_longest_path_counts_as_too_much(self):
        self.bash("name=$(printf '%0200d' 0); for i in {1..30}; do mkdir $name; cd -P $name; done; sleep 30")
        self.assertEqual(self.outcome["killedBy"], "disk")

    def test_the_view_holds_for_one_run_after_the_other(self):
        for number in range(1, 5):
            self.assertEqual(self.bash("pwd").strip(), str(self.parent / f"run-{number}"))

    def test_a_tree_that_was_removed_and_made_anew_is_seen_anew(self):
        self.assertEqual(self.bash(f"cat {self.tree}/script"), "the bundle's")
        shutil.rmtree(self.tree)
        self.tree.mkdir()
        (self.tree / "script").write_text("the bundle's once more")
        self.assertEqual(self.bash(f"cat {self.tree}/script"), "the bundle's once more")


@unittest.skipUnless(ROOT and namespaces(None), "needs root and mount namespaces")
class RootSandboxTest(SandboxCases, unittest.TestCase):
    """A worker that is root: every run is a user of its own."""

    def test_each_run_is_a_user_of_its_own_whom_programs_know(self):
        first, second = (self.bash("id -u; whoami; id -G").split() for _ in range(2))
        self.assertNotEqual(first[0], second[0])
        self.assertEqual(first[1], "groundcrew-task")
        self.assertEqual(first[2], first[0])

    def test_what_another_run_has_elsewhere_is_closed(self):
        other = self.begin("mktemp -p /var/tmp; sleep 60")
        self.client.until(STDOUT, other)
        file = self.client.stream(other, STDOUT).decode().strip()
        self.assertIn("denied", self.bash(f"cat {file} || echo denied"))
        self.client.send(2, other, b'{"graceSeconds": 0}')
        self.end(other)

    def test_what_a_run_leaves_elsewhere_is_removed(self):
        kept = pathlib.Path(tempfile.mkdtemp(dir="/var/tmp"))
        self.addCleanup(shutil.rmtree, kept)
        (kept / "file").touch()
        left = self.bash(
            "for place in /tmp /var/tmp /dev/shm; do cd $(mktemp -dp $place); pwd; mktemp -p $place;"
            f" ln -s {kept} link; mkdir -p full/of/more; touch full/file full/of/file; chmod 0 full; done"
        ).split()
        self.assertEqual(len(left), 6)
        self.assertEqual([path for path in left if os.path.lexists(path)], [])
        self.assertTrue((kept / "file").exists())

    def test_segments_are_bounded(self):
        self.assertIn("failed", self.bash("ipcmk -M $((3 << 20))", limits={"memoryBytes": 2 << 20}))

    def test_what_a_run_puts_elsewhere_counts(self):
        self.bash("head -c 3000000 /dev/zero >/dev/shm/groundcrew-$$; sleep 30", limits={"diskBytes": 2 << 20})
        self.assertEqual(self.outcome["killedBy"], "disk")

    def test_files_without_content_count_elsewhere(self):
        self.bash("cd /dev/shm; seq -f groundcrew-$$-%.0f 100001 | xargs touch; sleep 30", timeout=60)
        self.assertEqual(self.outcome["killedBy"], "disk")

    def test_an_interpreter_in_a_closed_home_is_still_there(self):
        self.assertEqual(self.bash(f"{sys.executable} -c 'print(6 * 7)'").strip(), "42")

    def test_the_rights_of_root_are_gone(self):
        status = dict(line.split(":\t", 1) for line in self.bash("cat /proc/self/status").splitlines() if ":\t" in line)
        self.assertEqual(int(status["CapEff"], 16) | int(status["CapPrm"], 16), 0)
        self.assertEqual(status["NoNewPrivs"], "1")
        self.assertEqual(set(status["Uid"].split()), {str(FIRST_USER + 1)})


@unittest.skipUnless(ROOT and PYTHON and namespaces(NOBODY), "needs root, to be nobody, and user namespaces")
class UnprivilegedSandboxTest(SandboxCases, unittest.TestCase):
    """A worker that is nobody in particular: user namespaces."""

    user = NOBODY
    python = PYTHON

    def test_the_rights_that_made_the_namespaces_are_gone(self):
        status = dict(line.split(":\t", 1) for line in self.bash("cat /proc/self/status").splitlines() if ":\t" in line)
        self.assertEqual(int(status["CapEff"], 16) | int(status["CapPrm"], 16), 0)
        self.assertEqual(status["NoNewPrivs"], "1")


if __name__ == "__main__":
    unittest.main()
