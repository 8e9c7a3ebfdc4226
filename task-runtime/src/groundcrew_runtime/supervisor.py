"""The one process that starts tasks. One per worker, started by the worker's JVM; see PROTOCOL.md for its frames.

Started as ``python3 -I -S .../supervisor.py``: few imports keep it small, and a fork of a small process is fast.
"""

from __future__ import annotations

import gc
import json
import os
import selectors
import signal
import socket
import struct
import sys
from typing import Any

if __name__ == "__main__":
    # -I -S leaves the script's own directory off the path.
    sys.path.insert(0, os.path.dirname(os.path.dirname(os.path.abspath(__file__))))

from groundcrew_runtime import linux, orders, process_tree, run_init
from groundcrew_runtime.fork_servers import ForkServers

START, KILL, DISCARD, PING = 1, 2, 3, 4
STDOUT, STDERR, FD3, EXITED, PONG = 18, 19, 20, 21, 22
HEADER = struct.Struct(">IB16s")
READ_BYTES = 64 * 1024
# The most that a pipe may be made to hold, and one more.
READS_OF_A_PIPE = 17
MAX_COMMAND_BYTES = 16 * 1024 * 1024
# A run that follows another gets its init, which saves a fork of this interpreter, far dearer than that of a bash.
IDLE_INITS = 16
RUNS_OF_AN_INIT = 1000


class BadStart(ValueError):
    """A START payload that cannot be run; the text says what was expected and found."""


def checked_start(payload: bytes) -> dict[str, Any]:
    """The START payload as a dict. Raises :class:`BadStart` when a part is missing or of the wrong type."""
    try:
        spec = json.loads(payload)
    except ValueError as error:
        raise BadStart(f"Expected JSON in START, found {error}") from error
    expected: dict[str, type | tuple[type, ...]] = {
        "argv": list,
        "env": dict,
        "cwd": str,
        "timeoutSeconds": (int, float),
    }
    for name, kind in expected.items():
        if not isinstance(spec, dict) or not isinstance(spec.get(name), kind):
            raise BadStart(f"Expected {name} in START, found {spec.get(name) if isinstance(spec, dict) else spec!r}")
    texts = [*spec["argv"], *spec["env"].keys(), *spec["env"].values(), spec["cwd"]]
    for text in texts:
        if not isinstance(text, str) or "\0" in text:
            raise BadStart(f"Expected texts without NUL in argv, env and cwd, found {text!r}"[:300])
    if not spec["argv"]:
        raise BadStart("Expected a program in argv, found an empty list")
    return spec


class Run:
    """One execution as the supervisor sees it: its init and its streams."""

    def __init__(self, run_id: bytes, init: Init, streams: dict[int, int]) -> None:
        self.id = run_id
        self.init = init
        self.streams = streams
        self.discarded: set[int] = set()


class Init:
    """A process that starts and watches runs of one kind (limits, sandbox, interpreter), one at a time."""

    def __init__(self, kind: str, pid: int, link: socket.socket) -> None:
        self.kind = kind
        self.pid = pid
        self.link = link
        self.run: Run | None = None
        self.runs_left = RUNS_OF_AN_INIT
        self.heard = b""

    def order(self, spec: dict[str, Any], descriptors: list[int]) -> bool:
        """Hands it a run; False when it is no longer there."""
        if not spec["warm"]:
            return self._send(spec, descriptors)
        # Later runs are copies of this init: what it has read once, they would find in their memory.
        order = orders.readable(json.dumps(spec).encode())
        try:
            rest = {name: part for name, part in spec.items() if name != "env"}
            return self._send(rest, [*descriptors, order])
        finally:
            os.close(order)

    def _send(self, spec: dict[str, Any], descriptors: list[int]) -> bool:
        text = json.dumps(spec).encode()
        data = memoryview(b"R" + struct.pack(">I", len(text)) + text)
        try:
            sent = socket.send_fds(self.link, [data], descriptors)
            if sent < len(data):
                self.link.sendall(data[sent:])
        except ConnectionError:
            return False
        self.runs_left -= 1
        return True


class Supervisor:
    """Reads commands from ``commands``, writes frames to ``frames`` (both file descriptors)."""

    def __init__(self, commands: int, frames: int) -> None:
        self._commands = commands
        self._frames = frames
        self._selector = selectors.DefaultSelector()
        self._runs: dict[bytes, Run] = {}
        self._inits: dict[int, Init] = {}
        self._idle: list[Init] = []
        self._fork_servers = ForkServers(
            lambda link, call: self._selector.register(link, selectors.EVENT_READ, call), self._selector.unregister
        )
        self._nothing = os.open(os.devnull, os.O_RDONLY)
        self._buffer = bytearray()
        self._unsent = bytearray()
        self._over = False

    def serve(self) -> None:
        """Until the command stream ends; then every tree is killed, since each init sees its link close."""
        self._selector.register(self._commands, selectors.EVENT_READ, self._read_commands)
        try:
            while True:
                for key, _ in self._selector.select():
                    # A callback may have ended the run whose other stream is in this very list, and a new run may
                    # have been given its descriptor's number.
                    if self._selector.get_map().get(key.fd) is key:
                        key.data()
                    if self._over:
                        return
                self._flush()
        except BrokenPipeError:
            return
        finally:
            for init in self._inits.values():
                init.link.close()
            for pid in list(self._inits):
                os.waitpid(pid, 0)
            self._inits.clear()
            self._fork_servers.close()
            self._kill_strays()

    def _send(self, kind: int, run_id: bytes, payload: bytes) -> None:
        """Sends a frame with the next flush, at the latest when all that is ready now was looked at."""
        self._unsent += HEADER.pack(17 + len(payload), kind, run_id)
        self._unsent += payload
        if len(self._unsent) > READ_BYTES:
            self._flush()

    def _flush(self) -> None:
        frames = memoryview(self._unsent)
        while frames:
            frames = frames[os.write(self._frames, frames) :]
        self._unsent = bytearray()

    def _read_commands(self) -> None:
        data = os.read(self._commands, READ_BYTES)
        if not data:
            self._over = True
            return
        self._buffer += data
        while len(self._buffer) >= HEADER.size:
            length, kind, run_id = HEADER.unpack_from(self._buffer)
            if not 17 <= length <= MAX_COMMAND_BYTES:
                raise ValueError(f"Expected a command of 17 to {MAX_COMMAND_BYTES} bytes, found {length}")
            if len(self._buffer) < 4 + length:
                break
            payload = bytes(self._buffer[HEADER.size : 4 + length])
            del self._buffer[: 4 + length]
            self._obey(kind, run_id, payload)

    def _obey(self, kind: int, run_id: bytes, payload: bytes) -> None:
        if kind == PING:
            self._send(PONG, run_id, payload)
        elif kind == START:
            try:
                if run_id in self._runs:
                    raise BadStart(f"Expected a new run id, found {run_id.hex()}, which is running")
                self._start(run_id, checked_start(payload))
            except (OSError, ValueError) as error:
                self._send(EXITED, run_id, json.dumps({"error": str(error)}).encode())
        elif run_id in self._runs:
            # A command for a run that has just ended crosses its EXITED frame and means nothing.
            run = self._runs[run_id]
            if kind == KILL:
                grace = float(json.loads(payload or b"{}").get("graceSeconds", 0))
                try:
                    run.init.link.send(b"T%f\n" % grace, socket.MSG_DONTWAIT)
                except OSError:
                    return
            elif kind == DISCARD:
                run.discarded.update(payload or (STDOUT, STDERR, FD3))

    def _start(self, run_id: bytes, spec: dict[str, Any]) -> None:
        opened: list[int] = []
        streams: dict[int, int] = {}
        descriptors = [self._nothing]
        try:
            text = spec.pop("stdin", None)
            if text is not None:
                descriptors[0] = self._input(text, spec["cwd"])
                opened.append(descriptors[0])
            for kind in (STDOUT, STDERR, FD3)[: 3 if spec.get("captureFd3") else 2]:
                streams[kind], into = os.pipe()
                opened.append(into)
                descriptors.append(into)
            init = self._taken(spec)
            while not init.order(spec, descriptors):
                self._dismiss(init)
                init = self._taken(spec)
        except OSError:
            for stream in streams.values():
                os.close(stream)
            raise
        finally:
            for descriptor in opened:
                os.close(descriptor)
        run = Run(run_id, init, streams)
        init.run = run
        self._runs[run_id] = run
        for kind, stream in streams.items():
            os.set_blocking(stream, False)
            self._selector.register(stream, selectors.EVENT_READ, lambda kind=kind: self._forward(run, kind))

    def _taken(self, spec: dict[str, Any]) -> Init:
        """The init of the kind that the run needs that was the last to become idle, else a new one.

        ``warm`` in ``spec`` becomes false when the run must start cold.
        """
        server = self._fork_servers.server_for(spec)
        spec["warm"] = server is not None
        kind = run_init.Kind(spec)
        name = f"{kind.as_json()} {server.key if server else None} {kind.seen()}"
        for position in range(len(self._idle) - 1, -1, -1):
            if self._idle[position].kind == name:
                return self._idle.pop(position)
        if server is not None:
            try:
                return self._added(name, *server.init(kind))
            except (OSError, ValueError) as error:
                self._fork_servers.drop(server.key, str(error))
                return self._taken(spec)
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                pid = run_init.start(theirs, kind, None, orphan=False)
        except OSError:
            ours.close()
            raise
        return self._added(name, pid, ours)

    def _added(self, name: str, pid: int, link: socket.socket) -> Init:
        init = Init(name, pid, link)
        self._inits[pid] = init
        self._selector.register(link, selectors.EVENT_READ, lambda: self._listen(init))
        return init

    def _dismiss(self, init: Init) -> None:
        """Ends an init that has no run, or notes that it has ended."""
        self._selector.unregister(init.link)
        init.link.close()
        os.waitpid(init.pid, 0)
        del self._inits[init.pid]
        if init in self._idle:
            self._idle.remove(init)

    @staticmethod
    def _input(text: str, directory: str) -> int:
        if hasattr(os, "memfd_create"):
            return orders.readable(text.encode())
        path = os.path.join(directory, f".stdin-{os.getpid()}")
        descriptor = os.open(path, os.O_RDWR | os.O_CREAT | os.O_EXCL, 0o600)
        os.unlink(path)
        return orders.written(descriptor, text.encode())

    def _forward(self, run: Run, kind: int) -> bool:
        """Sends on what one stream holds, at most one read. True when there may be more."""
        try:
            data = os.read(run.streams[kind], READ_BYTES)
        except BlockingIOError:
            return False
        if not data:
            self._close(run, kind)
            return False
        if kind not in run.discarded:
            self._send(kind, run.id, data)
        return True

    def _close(self, run: Run, kind: int) -> None:
        stream = run.streams.pop(kind)
        self._selector.unregister(stream)
        os.close(stream)

    def _listen(self, init: Init) -> None:
        try:
            data = init.link.recv(4096, socket.MSG_DONTWAIT)
        except BlockingIOError:
            return
        except ConnectionError:
            data = b""
        init.heard += data
        run = init.run
        if b"\n" in init.heard and run is not None:
            outcome, _, init.heard = init.heard.partition(b"\n")
            init.run = None
            self._idle.append(init)
            if outcome.startswith(b"L") or init.runs_left <= 0:
                self._dismiss(init)
            elif len(self._idle) > IDLE_INITS:
                self._dismiss(self._idle[0])
            self._finish(run, outcome[1:])
        elif not data:
            self._dismiss(init)
            if run is not None:
                # Somebody killed the init. Its tree has become ours.
                self._kill_strays()
                error = {"error": "the process that watches over the run was killed"}
                self._finish(run, json.dumps(error).encode())

    def _finish(self, run: Run, outcome: bytes) -> None:
        """The run is over: nothing of it lives, so what its pipes still hold is all there will be."""
        for kind in list(run.streams):
            # Whoever else was handed the pipe may go on writing to it.
            for _ in range(READS_OF_A_PIPE):
                if kind not in run.streams or not self._forward(run, kind):
                    break
            if kind in run.streams:
                self._close(run, kind)
        del self._runs[run.id]
        self._send(EXITED, run.id, outcome)

    def _kill_strays(self) -> None:
        """Kills children that are no run's init: orphans of a run whose init is gone."""
        if not linux.LINUX:
            return
        while True:
            ours = self._inits.keys() | self._fork_servers.pids()
            strays = [pid for pid in process_tree.children(os.getpid()) if pid not in ours]
            if not strays:
                return
            for stray in strays:
                process_tree.send([stray], signal.SIGSTOP)
                process_tree.kill_below(stray)
                process_tree.send([stray], signal.SIGKILL)
                try:
                    os.waitpid(stray, 0)
                except ChildProcessError:
                    continue


def _stop(*_: object) -> None:
    raise BrokenPipeError


def main() -> None:
    """Serves the parent on standard input and output until it closes its end."""
    # Handlers, not SIG_IGN: an ignored signal stays ignored across execve.
    signal.signal(signal.SIGINT, lambda *_: None)
    signal.signal(signal.SIGTERM, _stop)
    linux.become_subreaper()
    gc.disable()
    gc.freeze()
    Supervisor(0, 1).serve()


if __name__ == "__main__":
    main()
