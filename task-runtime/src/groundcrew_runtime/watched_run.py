"""One run as its init sees it: started, watched, ended with everything below it."""

from __future__ import annotations

import os
import select
import signal
import time
from typing import Any

from groundcrew_runtime import limits as bounds
from groundcrew_runtime import linux, process_tree, sandbox, starting
from groundcrew_runtime.forks import Forks
from groundcrew_runtime.leftovers import Leftovers
from groundcrew_runtime.orders import Orders

_TICK_SECONDS = 0.1
_DISK_TICKS = 10


class WatchedRun:
    """Starts one run and keeps its limits until nothing of it is left."""

    def __init__(
        self,
        spec: dict[str, Any],
        limits: dict[str, int],
        view: sandbox.Sandbox | None,
        orders: Orders,
        woken: int,
    ) -> None:
        """
        :param spec: the START payload
        :param limits: all of them
        :param view: what the run sees of the machine; None for all
        :param orders: where the supervisor may ask for the end
        :param woken: descriptor that becomes readable when a child has ended
        """
        self._spec = spec
        self._limits = limits
        self._view = view
        self._orders = orders
        self._woken = woken
        self._main = 0
        self._status: int | None = None
        self._killed_by: str | None = None
        self._kill_at: float | None = None
        self._ticks = 0
        self._cpu_seconds = 0.0
        self._max_rss_bytes = 0
        uid = spec.get("uid")
        self._leftovers = None if uid is None else Leftovers(uid, spec["cwd"])

    def run(self, descriptors: list[int], forks: Forks | None) -> dict[str, Any]:
        """Starts the run and returns how it ended when nothing of it is left: an EXITED payload.

        :param descriptors: of the run; closed here but for its :meth:`outputs`
        :param forks: makes the run as a fork of this process; None to start ``argv`` as a program
        """
        directory = self._spec["cwd"]
        code = None
        if self._view is not None:
            self._view.admit(directory, self._spec.get("uid"), self._spec.get("gid"))
        try:
            self._start(descriptors, forks)
        except starting.NotStarted as failure:
            code = failure.status
            os.write(descriptors[2], f"{failure}\n".encode())
        finally:
            for descriptor in set(descriptors) - set(self.outputs(descriptors)):
                os.close(descriptor)
        if code is None:
            self._watch()
            self._sweep()
            if self._leftovers is not None:
                self._leftovers.remove()
        status = self._status if self._status is not None else 0
        return {
            "code": code if code is not None else os.WEXITSTATUS(status) if os.WIFEXITED(status) else None,
            "signal": os.WTERMSIG(status) if os.WIFSIGNALED(status) else None,
            "timedOut": self._killed_by == "timeout",
            "killedBy": self._killed_by,
            "cpuSeconds": round(self._cpu_seconds, 6),
            "maxRssBytes": self._max_rss_bytes,
        }

    def outputs(self, descriptors: list[int]) -> list[int]:
        """Those of a run's descriptors that it writes to: standard output, error and, where it is captured, descriptor 3."""
        return descriptors[1 : 4 if self._spec.get("captureFd3") else 3]

    def _start(self, descriptors: list[int], forks: Forks | None) -> None:
        uid, gid = self._spec.get("uid"), self._spec.get("gid")
        if uid is not None and gid is not None:
            sandbox.hand_over(self._spec["cwd"], uid, gid)
        if forks is None:
            self._main = starting.start_program(self._spec, descriptors)
        else:
            self._main = forks.start(descriptors)

    def _watch(self) -> None:
        """Until the command itself is over."""
        poll = select.poll()
        poll.register(self._orders.link, select.POLLIN)
        poll.register(self._woken, select.POLLIN)
        deadline = time.monotonic() + float(self._spec["timeoutSeconds"])
        next_tick = time.monotonic() + _TICK_SECONDS
        self._heed()
        while True:
            # Before the first wait: a command that is over already has left its signal in the pipe.
            self._reap()
            if self._status is not None:
                return
            now = time.monotonic()
            if self._killed_by is None and now >= deadline:
                self._end("timeout", float(self._spec.get("graceSeconds", 5)))
            if self._kill_at is not None and now >= self._kill_at:
                self._kill()
                self._kill_at = now + 1
            if now >= next_tick:
                self._tick()
                next_tick = now + _TICK_SECONDS
            until = min(next_tick, self._kill_at or next_tick, max(deadline, now) if self._killed_by is None else next_tick)
            for descriptor, _ in poll.poll(max(1, (until - time.monotonic()) * 1000)):
                if descriptor == self._woken:
                    os.read(self._woken, 512)
                elif not self._obey():
                    poll.unregister(self._orders.link)

    def _obey(self) -> bool:
        """Reads what the supervisor asks. False when it is gone."""
        if not self._orders.hear():
            self._killed_by = self._killed_by or "supervisor"
            self._kill()
            self._kill_at = time.monotonic() + 0.1
            return False
        self._heed()
        return True

    def _heed(self) -> None:
        grace = self._orders.grace()
        if grace is not None:
            self._end("cancel", grace)

    def _end(self, reason: str, grace_seconds: float) -> None:
        """Asks the tree to end, and kills it after the grace. Asked again, the earlier end counts."""
        self._killed_by = self._killed_by or reason
        at = time.monotonic() + grace_seconds
        self._kill_at = at if self._kill_at is None else min(at, self._kill_at)
        if grace_seconds > 0:
            process_tree.send_to_group(self._main, signal.SIGTERM)
            process_tree.send(process_tree.descendants(os.getpid()), signal.SIGTERM)

    def _kill(self) -> None:
        if os.getpid() == 1:
            # In a process namespace of its own, -1 is all the others in it, at once and whatever they fork meanwhile.
            process_tree.send([-1], signal.SIGKILL)
            return
        process_tree.send_to_group(self._main, signal.SIGKILL)
        if linux.LINUX:
            process_tree.kill_below(os.getpid())

    def _tick(self) -> None:
        below = process_tree.descendants(os.getpid())
        self._ticks += 1
        if len(below) > self._limits["processes"]:
            self._over("processes")
        elif process_tree.resident_bytes(below) > self._limits["memoryBytes"]:
            self._over("memory")
        elif self._ticks % _DISK_TICKS == 0:
            most = self._limits["diskBytes"]
            elsewhere = self._leftovers.paths(bounds.MOST_ENTRIES + 1) if self._leftovers is not None else []
            if bounds.disk_bytes([self._spec["cwd"], *elsewhere], most) > most:
                self._over("disk")

    def _over(self, limit: str) -> None:
        self._killed_by = self._killed_by or limit
        self._kill_at = time.monotonic()

    def _reap(self) -> bool:
        """Takes the exit status of everything that ended. False when there is nobody below any more."""
        while True:
            try:
                pid, status, usage = os.wait4(-1, os.WNOHANG)
            except ChildProcessError:
                return False
            if pid == 0:
                return True
            if pid == self._main:
                self._status = status
            self._cpu_seconds += usage.ru_utime + usage.ru_stime
            scale = 1024 if linux.LINUX else 1
            self._max_rss_bytes = max(self._max_rss_bytes, usage.ru_maxrss * scale)

    def _sweep(self) -> None:
        """Kills what the command left behind. As subreaper this process is the parent of every orphan of the run."""
        if not linux.LINUX:
            process_tree.send_to_group(self._main, signal.SIGKILL)
            return
        poll = select.poll()
        poll.register(self._woken, select.POLLIN)
        while self._reap():
            self._kill()
            if poll.poll(50):
                os.read(self._woken, 512)
