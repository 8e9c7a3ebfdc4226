"""The supervisor's side of its fork servers: started when they are first wanted, replaced when they die or have grown."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from typing import Any, NamedTuple

from groundcrew_runtime import process_tree
from groundcrew_runtime.light_scripts import LightScripts
from groundcrew_runtime.run_init import Kind

# Of the light ones as many again: each takes about half of what a full one takes.
MOST_SERVERS = 6
MOST_BYTES = 512 * 1024 * 1024
_ANSWER_SECONDS = 5.0
_PAUSE_SECONDS = 30.0
# Only a request for an init makes a server grow.
_LOOK_SECONDS = 1.0
_SCRIPT = os.path.join(os.path.dirname(os.path.abspath(__file__)), "fork_server.py")
_ROBOT, _PYTHON = "groundcrew_runtime.robot_run", "groundcrew_runtime.python_task"


def _tell(text: str) -> None:
    print(text, file=sys.stderr, flush=True)


class Key(NamedTuple):
    """What the runs of one fork server have in common.

    :ivar python: path of the interpreter
    :ivar python_path: their ``PYTHONPATH``
    :ivar light: whether they need nothing but the standard library; a fork costs less the less its interpreter has
    """

    python: str
    python_path: str
    light: bool


class ForkServer:
    """One warm interpreter, or why there is none."""

    def __init__(self, key: Key) -> None:
        self.key = key
        python, python_path, light = key
        self.name = f"the fork server of {os.path.dirname(os.path.dirname(python))}{' for light scripts' if light else ''}"
        self.link, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.link.settimeout(_ANSWER_SECONDS)
        self.ready = False
        self.used_at = time.monotonic()
        self._look_at = self.used_at
        environment = {"PATH": os.environ.get("PATH", os.defpath), "LANG": "C.UTF-8"}
        with theirs:
            self.process = subprocess.Popen(
                [python, "-I", "-S", _SCRIPT, str(theirs.fileno()), "light" if light else "full", python_path],
                stdin=subprocess.DEVNULL,
                stdout=2,
                env=environment,
                cwd="/",
                pass_fds=(theirs.fileno(),),
                start_new_session=True,
            )

    def init(self, kind: Kind) -> tuple[int, socket.socket]:
        """An init whose runs are forks of the server: its process id and our end of its link. OSError when it has none."""
        ours, theirs = socket.socketpair()
        try:
            with theirs:
                socket.send_fds(self.link, [kind.as_json().encode()], [theirs.fileno()])
                answer = json.loads(self.link.recv(1 << 16) or b"{}")
            if not isinstance(answer.get("pid"), int):
                raise OSError(answer.get("error") or "it ended")
        except BaseException:
            ours.close()
            raise
        self.used_at = time.monotonic()
        return answer["pid"], ours

    def has_grown(self) -> bool:
        """Whether it takes more memory than it may; False without a look when the last one was less than a second ago."""
        now = time.monotonic()
        if now < self._look_at:
            return False
        self._look_at = now + _LOOK_SECONDS
        return process_tree.resident_bytes([self.process.pid]) > MOST_BYTES

    def end(self) -> None:
        """Ends it; inits that it made go on."""
        self.link.close()
        self.process.kill()
        self.process.wait()


class ForkServers:
    """All of them, by what their runs have in common."""

    def __init__(
        self, watch: Callable[[socket.socket, Callable[[], None]], Any], unwatch: Callable[[socket.socket], Any]
    ) -> None:
        """
        :param watch: calls back when a socket can be read
        :param unwatch: no more
        """
        self._watch = watch
        self._unwatch = unwatch
        self._servers: dict[Key, ForkServer] = {}
        self._not_before: dict[Key, float] = {}
        self._light_scripts = LightScripts()

    def server_for(self, spec: dict[str, Any]) -> ForkServer | None:
        """The server of a run; None when the run does not ask for one, cannot have one or there is none yet.

        Where there is none yet, one is started for later runs, and a light run has the full one's help meanwhile.
        """
        key = self._key_of(spec)
        if key is None:
            return None
        server = self._ready(key)
        full = key._replace(light=False)
        return self._ready(full) if server is None and full in self._servers else server

    def _key_of(self, spec: dict[str, Any]) -> Key | None:
        argv = spec["argv"]
        fits = spec.get("warm") and len(argv) > 2 and argv[1] == "-m" and argv[2] in (_ROBOT, _PYTHON)
        if not fits or not sys.platform.startswith("linux"):
            return None
        light = argv[2] == _PYTHON and self._light_scripts.has(os.path.join(spec["cwd"], argv[-1]))
        return Key(argv[0], spec["env"].get("PYTHONPATH", ""), light)

    def _ready(self, key: Key) -> ForkServer | None:
        """The server, when it can be used now; where there is none yet, one is started for later runs."""
        server = self._servers.get(key)
        if server is None:
            self._prepare(key)
            return None
        if not server.ready:
            return None
        if server.has_grown():
            self.drop(key, f"it has more than {MOST_BYTES} bytes in memory; it is started anew")
            self._prepare(key)
            return None
        return server

    def _prepare(self, key: Key) -> None:
        """Starts the server unless there is one, or one has failed just now."""
        if key in self._servers or time.monotonic() < self._not_before.get(key, 0):
            return
        like = [server for server in self._servers.values() if server.key.light == key.light]
        if len(like) >= MOST_SERVERS:
            self._end(min(like, key=lambda server: server.used_at).key)
        try:
            server = ForkServer(key)
        except OSError as error:
            self._fail(key, f"it could not be started: {error}")
            return
        self._servers[key] = server
        self._watch(server.link, lambda: self._listen(key, server))

    def drop(self, key: Key, reason: str) -> None:
        """Ends a server that does not do its work. Runs start cold until there is another."""
        server = self._servers.get(key)
        if server is not None:
            _tell(f"{server.name} is ended: {reason}. Until there is another, runs start cold.")
            self._end(key)

    def pids(self) -> set[int]:
        """Process ids of the servers."""
        return {server.process.pid for server in self._servers.values()}

    def close(self) -> None:
        """Ends all of them."""
        for key in list(self._servers):
            self._end(key)

    def _end(self, key: Key) -> None:
        server = self._servers.pop(key)
        self._unwatch(server.link)
        server.end()

    def _fail(self, key: Key, reason: str) -> None:
        self._not_before[key] = time.monotonic() + _PAUSE_SECONDS
        _tell(f"Runs with {key[0]} start cold, since there is no fork server: {reason}")

    def _listen(self, key: Key, server: ForkServer) -> None:
        """What a server says unasked: that it is ready, why it will not be, or by the end of its link that it died."""
        try:
            answer = json.loads(server.link.recv(1 << 16) or b"{}")
        except (OSError, ValueError) as error:
            answer = {"error": str(error)}
        if answer.get("ready"):
            server.ready = True
            return
        self._end(key)
        if server.ready:
            _tell(f"{server.name} died; another one is started with the next run, which starts cold")
        else:
            self._fail(key, answer.get("error") or "it ended while it started")
