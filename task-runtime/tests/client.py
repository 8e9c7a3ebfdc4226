"""A small client of the supervisor for tests: one process, frames gathered per run."""

from __future__ import annotations

import json
import pathlib
import struct
import subprocess
import sys
import uuid
from typing import Any

ROOT = pathlib.Path(__file__).resolve().parents[1]
RUNTIME = ROOT / "target" / "runtime"
SUPERVISOR = RUNTIME / "src" / "groundcrew_runtime" / "supervisor.py"
HEADER = struct.Struct(">IB16s")


class Client:
    """Talks to a supervisor of its own; ``frames[run]`` is a list of (kind, payload)."""

    def __init__(self, python: str = sys.executable, user: int | None = None) -> None:
        self.process = subprocess.Popen(
            [python, "-I", "-S", str(SUPERVISOR)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            bufsize=0,
            user=user,
            group=user,
            extra_groups=None if user is None else [],
        )
        self.frames: dict[bytes, list[tuple[int, bytes]]] = {}

    def send(self, kind: int, run: bytes, payload: bytes = b"") -> None:
        self.process.stdin.write(HEADER.pack(17 + len(payload), kind, run) + payload)

    def start(self, *argv: str, timeout: float = 20, cwd: str = "/tmp", **more: Any) -> bytes:
        run = uuid.uuid4().bytes
        spec = {"argv": argv, "env": {"PATH": "/usr/local/bin:/usr/bin:/bin"}, "cwd": cwd, "timeoutSeconds": timeout}
        self.frames[run] = []
        self.send(1, run, json.dumps({**spec, **more}).encode())
        return run

    def _exactly(self, count: int) -> bytes:
        data = b""
        while len(data) < count:
            more = self.process.stdout.read(count - len(data))
            if not more:
                raise EOFError("the supervisor ended")
            data += more
        return data

    def next(self) -> tuple[int, bytes, bytes]:
        length, kind, run = HEADER.unpack(self._exactly(HEADER.size))
        payload = self._exactly(length - 17)
        self.frames.setdefault(run, []).append((kind, payload))
        return kind, run, payload

    def until(self, wanted: int, run: bytes) -> bytes:
        """Reads until ``run`` has a frame of kind ``wanted``; its payload. EOFError when the run ends without one."""
        while True:
            for kind, payload in self.frames[run]:
                if kind == wanted:
                    return payload
                if kind == 21:
                    raise EOFError(f"the run ended without a frame of kind {wanted}: {self.frames[run]}")
            self.next()

    def exit_of(self, run: bytes) -> dict[str, Any]:
        return json.loads(self.until(21, run))

    def stream(self, run: bytes, wanted: int) -> bytes:
        return b"".join(payload for kind, payload in self.frames[run] if kind == wanted)

    def close(self) -> None:
        self.process.stdin.close()
        self.process.stdout.close()
        self.process.wait(20)
