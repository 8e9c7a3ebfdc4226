"""What the supervisor promises about processes, tried on real ones."""

from __future__ import annotations

import os
import pathlib
import select
import signal
import sys
import time
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).parent))

from client import Client

STDOUT, STDERR, FD3, EXITED, PONG = 18, 19, 20, 21, 22
LINUX = sys.platform.startswith("linux")


def eventually(condition, seconds: float = 15.0):
    """Waits on a condition without guessing how long it takes; fails after ``seconds``."""
    until = time.monotonic() + seconds
    while not condition():
        if time.monotonic() > until:
            raise AssertionError("the condition did not become true")
        select.select([], [], [], 0.02)


def alive(pid: int) -> bool:
    try:
        with open(f"/proc/{pid}/stat") as stat:
            return stat.read().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False


class SupervisorTest(unittest.TestCase):
    def setUp(self):
        self.client = Client()
        self.addCleanup(self.client.close)

    def test_streams_and_exit_code_arrive(self):
        run = self.client.start("bash", "-c", "echo out; echo err >&2; echo '[]' >&3; exit 7", captureFd3=True)
        outcome = self.client.exit_of(run)
        self.assertEqual((outcome["code"], outcome["signal"], outcome["killedBy"]), (7, None, None))
        self.assertEqual(self.client.stream(run, STDOUT), b"out\n")
        self.assertEqual(self.client.stream(run, STDERR), b"err\n")
        self.assertEqual(self.client.stream(run, FD3), b"[]\n")

    def test_environment_is_built_from_nothing(self):
        run = self.client.start("env", env={"PATH": "/usr/bin:/bin", "ONLY": "this"})
        self.client.exit_of(run)
        self.assertEqual(sorted(self.client.stream(run, STDOUT).split()), [b"ONLY=this", b"PATH=/usr/bin:/bin"])

    def test_arguments_are_never_spliced(self):
        awkward = ["; id", "$(id)", "`id`", "a\nb", "--flag", "-o", "\u201cquoted\u201d", "@/etc/passwd"]
        run = self.client.start("printf", "%s\\0", *awkward)
        self.client.exit_of(run)
        self.assertEqual(self.client.stream(run, STDOUT).decode().split("\0")[:-1], awkward)

    def test_nul_in_an_argument_is_refused(self):
        run = self.client.start("echo", "a\0b")
        self.assertIn("NUL", self.client.exit_of(run)["error"])

    def test_standard_input_is_given_whole(self):
        run = self.client.start("wc", "-c", stdin="x" * 300_000)
        self.client.exit_of(run)
        self.assertEqual(self.client.stream(run, STDOUT).strip(), b"300000")

    def test_missing_program_names_itself(self):
        run = self.client.start("no-such-program")
        self.assertEqual(self.client.exit_of(run)["code"], 127)
        self.assertIn(b"no-such-program", self.client.stream(run, STDERR))

    def test_timeout_ends_with_sigterm(self):
        run = self.client.start("sleep", "600", timeout=0.1)
        outcome = self.client.exit_of(run)
        self.assertTrue(outcome["timedOut"])
        self.assertEqual(outcome["signal"], signal.SIGTERM)

    def test_timeout_kills_what_ignores_sigterm(self):
        run = self.client.start("bash", "-c", "trap '' TERM; while :; do sleep 600; done", timeout=0.3, graceSeconds=0.3)
        outcome = self.client.exit_of(run)
        self.assertTrue(outcome["timedOut"])
        self.assertEqual(outcome["signal"], signal.SIGKILL)

    def test_exit_by_sigkill_is_told(self):
        run = self.client.start("bash", "-c", "kill -9 $$")
        self.assertEqual(self.client.exit_of(run)["signal"], 9)

    def test_exit_137_is_told_as_a_code(self):
        run = self.client.start("bash", "-c", "exit 137")
        self.assertEqual(self.client.exit_of(run)["code"], 137)

    def test_kill_ends_the_run(self):
        run = self.client.start("bash", "-c", "echo ready; sleep 600")
        self.client.until(STDOUT, run)
        self.client.send(2, run, b'{"graceSeconds": 0}')
        outcome = self.client.exit_of(run)
        self.assertEqual((outcome["signal"], outcome["killedBy"]), (9, "cancel"))

    def test_fifty_megabytes_arrive_whole(self):
        run = self.client.start("head", "-c", "52428800", "/dev/zero")
        self.client.exit_of(run)
        self.assertEqual(len(self.client.stream(run, STDOUT)), 52428800)

    def test_a_run_ends_though_another_goes_on_writing_to_its_output(self):
        # Any process may hand a descriptor on; the supervisor must not read for ever what comes by it.
        take = (
            "import os, socket\nserver = socket.socket(socket.AF_UNIX)\nserver.bind('\\0handed-on')\nserver.listen()\n"
            "print('ready', flush=True)\nlink, _ = server.accept()\n_, (out,), _, _ = socket.recv_fds(link, 1, 1)\n"
            "link.send(b'x')\nos.set_blocking(out, True)\n"
            "while True:\n  try:\n    os.write(out, b'y' * 4096)\n  except BrokenPipeError:\n    break\nprint('over', flush=True)"
        )
        give = (
            "import socket\nlink = socket.socket(socket.AF_UNIX)\nlink.connect('\\0handed-on')\n"
            "socket.send_fds(link, [b'x'], [1])\nlink.recv(1)"
        )
        taker = self.client.start(sys.executable, "-c", take)
        self.client.until(STDOUT, taker)
        giver = self.client.start(sys.executable, "-c", give)
        self.assertEqual(self.client.exit_of(giver)["code"], 0)
        self.assertEqual(self.client.exit_of(taker)["code"], 0)

    def test_a_text_that_is_no_text_is_refused_and_nobody_else_ends(self):
        other = self.client.start("bash", "-c", "read -r go; echo $go", stdin="on\n")
        run = self.client.start("cat", stdin="a\ud800b")
        self.assertIn("error", self.client.exit_of(run))
        self.assertEqual(self.client.exit_of(other)["code"], 0)

    def test_discarded_stream_drains_silently(self):
        run = self.client.start("bash", "-c", "read -r go; head -c 20000000 /dev/zero; echo end >&2", stdin="go\n")
        self.client.send(3, run, bytes([STDOUT]))
        self.assertEqual(self.client.exit_of(run)["code"], 0)
        self.assertLess(len(self.client.stream(run, STDOUT)), 20000000)
        self.assertEqual(self.client.stream(run, STDERR), b"end\n")

    def test_a_stream_closed_early_does_no_harm(self):
        run = self.client.start("bash", "-c", "exec 1>&-; echo late >&2")
        self.assertEqual(self.client.exit_of(run)["code"], 0)
        self.assertEqual(self.client.stream(run, STDERR), b"late\n")

    @unittest.skipUnless(LINUX, "needs a subreaper")
    def test_setsid_does_not_escape(self):
        run = self.client.start("bash", "-c", "setsid sleep 600 >/dev/null 2>&1 & echo $!")
        self.client.exit_of(run)
        self.assertFalse(alive(int(self.client.stream(run, STDOUT))))

    @unittest.skipUnless(LINUX, "needs a subreaper")
    def test_daemon_holding_the_pipe_does_not_hold_up_the_end(self):
        run = self.client.start("bash", "-c", "(setsid bash -c 'echo $$; exec sleep 600' &); read -r -t 1 x < <(sleep 0.2); exit 0")
        self.assertEqual(self.client.exit_of(run)["code"], 0)
        self.assertFalse(alive(int(self.client.stream(run, STDOUT))))

    @unittest.skipUnless(LINUX, "counts processes through /proc")
    def test_fork_bomb_is_bounded(self):
        bomb = "f() { sleep 600 & f & f & wait; }; f"
        run = self.client.start("bash", "-c", bomb, timeout=10, graceSeconds=0, limits={"processes": 60})
        self.assertEqual(self.client.exit_of(run)["killedBy"], "processes")
        other = self.client.start("true")
        self.assertEqual(self.client.exit_of(other)["code"], 0)

    @unittest.skipUnless(LINUX, "RLIMIT_DATA")
    def test_memory_is_bounded(self):
        run = self.client.start(sys.executable, "-c", "x = bytearray(400 << 20)", limits={"memoryBytes": 200 << 20})
        self.assertNotEqual(self.client.exit_of(run)["code"], 0)

    @unittest.skipUnless(LINUX, "reads /proc")
    def test_tasks_cannot_gain_privileges(self):
        run = self.client.start("grep", "NoNewPrivs", "/proc/self/status")
        self.client.exit_of(run)
        self.assertEqual(self.client.stream(run, STDOUT).split(), [b"NoNewPrivs:", b"1"])

    def test_descriptors_of_others_are_not_inherited(self):
        first = self.client.start("bash", "-c", "echo ready; sleep 600")
        self.client.until(STDOUT, first)
        run = self.client.start("bash", "-c", "ls /proc/self/fd 2>/dev/null || ls /dev/fd", captureFd3=True)
        self.client.exit_of(run)
        self.assertEqual(self.client.stream(run, STDOUT).split()[:4], [b"0", b"1", b"2", b"3"])
        self.assertLessEqual(len(self.client.stream(run, STDOUT).split()), 5)

    def test_two_hundred_runs_at_once_all_end(self):
        runs = [self.client.start("bash", "-c", f"echo {n}") for n in range(200)]
        for number, run in enumerate(runs):
            self.assertEqual(self.client.exit_of(run)["code"], 0)
            self.assertEqual(self.client.stream(run, STDOUT), f"{number}\n".encode())

    def test_runs_one_after_the_other_share_nothing_but_their_init(self):
        script = "echo $PPID $(umask) $(ulimit -f) $LEFT; ls /proc/self/fd | wc -l; export LEFT=1; umask 0; ulimit -f 7; cd /; sleep 600 &"
        told = []
        for _ in range(3):
            run = self.client.start("bash", "-c", script)
            self.assertEqual(self.client.exit_of(run)["code"], 0)
            told.append(self.client.stream(run, STDOUT))
        self.assertEqual(set(told), {told[0]})

    def test_a_run_with_other_limits_gets_its_own(self):
        for files in (100, 50, 100):
            run = self.client.start("bash", "-c", "ulimit -Hn", limits={"openFiles": files})
            self.client.exit_of(run)
            self.assertEqual(int(self.client.stream(run, STDOUT)), files)

    def test_a_kill_that_comes_late_does_not_hit_the_next_run(self):
        for _ in range(20):
            run = self.client.start("true")
            self.client.send(2, run, b'{"graceSeconds": 0}')
            self.client.exit_of(run)
            self.client.send(2, run, b'{"graceSeconds": 0}')
            other = self.client.start("bash", "-c", "exit 3")
            self.assertEqual(self.client.exit_of(other)["code"], 3)

    def test_an_idle_init_that_was_killed_is_replaced(self):
        run = self.client.start("bash", "-c", "echo $PPID")
        self.client.exit_of(run)
        init = int(self.client.stream(run, STDOUT))
        os.kill(init, signal.SIGKILL)
        eventually(lambda: not alive(init))
        for _ in range(2):
            other = self.client.start("bash", "-c", "exit 3")
            self.assertEqual(self.client.exit_of(other)["code"], 3)

    def test_ping_is_answered(self):
        self.client.frames[b"p" * 16] = []
        self.client.send(4, b"p" * 16, b"hello")
        self.assertEqual(self.client.until(PONG, b"p" * 16), b"hello")


@unittest.skipUnless(LINUX, "needs a subreaper")
class DeathTest(unittest.TestCase):
    """Whoever dies, the tree dies."""

    script = "setsid bash -c 'echo $$; exec sleep 600' & wait"

    def started(self) -> tuple[Client, int]:
        client = Client()
        run = client.start("bash", "-c", self.script)
        return client, int(client.until(STDOUT, run))

    def test_tree_dies_when_the_worker_closes_its_end(self):
        client, pid = self.started()
        client.close()
        self.assertFalse(alive(pid))

    def test_tree_dies_with_a_killed_supervisor(self):
        client, pid = self.started()
        client.process.kill()
        client.process.wait()
        eventually(lambda: not alive(pid))
        client.process.stdin.close()
        client.process.stdout.close()

    def test_tree_dies_with_a_killed_worker(self):
        out, into = os.pipe()
        worker = os.fork()
        if worker == 0:
            client, pid = self.started()
            os.write(into, f"{pid} {client.process.pid}\n".encode())
            signal.pause()
        pid, supervisor = (int(word) for word in os.read(out, 100).split())
        os.kill(worker, signal.SIGKILL)
        os.waitpid(worker, 0)
        eventually(lambda: not alive(pid) and not alive(supervisor))
        os.close(out)
        os.close(into)

    def test_tree_dies_with_a_killed_init(self):
        client = Client()
        self.addCleanup(client.close)
        run = client.start("bash", "-c", "(setsid bash -c 'echo $$; exec sleep 600' &) ; sleep 0.2; kill -9 $PPID; sleep 600")
        outcome = client.exit_of(run)
        self.assertIn("killed", outcome["error"])
        pid = int(client.stream(run, STDOUT))
        eventually(lambda: not alive(pid))
        other = client.start("true")
        self.assertEqual(client.exit_of(other)["code"], 0)


if __name__ == "__main__":
    unittest.main()
