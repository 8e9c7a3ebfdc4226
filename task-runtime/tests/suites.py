"""Runs small suites as a worker does, each in a fresh fork of a process that has everything imported."""

from __future__ import annotations

import contextlib
import http.server
import json
import multiprocessing
import os
import pathlib
import sys
import tempfile
import textwrap
import threading
import unittest
from collections.abc import Callable
from typing import Any

ROOT = pathlib.Path(__file__).resolve().parents[1]
RUNTIME = ROOT / "target" / "runtime"
PYTHON_PATH = [str(part) for part in (ROOT / "src", RUNTIME / "site-packages", RUNTIME / "rw-cli", ROOT / "tests")]


def _server() -> Any:
    """A fork server with the runtime imported and an environment that no test has touched."""
    # The server's interpreter starts with this process's variables; it does not take over sys.path.
    os.environ["PYTHONPATH"] = os.pathsep.join(PYTHON_PATH)
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(["suites_child"])
    return context


_CONTEXT = _server()


class SuiteTest(unittest.TestCase):
    """A test with an execution directory of its own."""

    def setUp(self) -> None:
        kept = tempfile.TemporaryDirectory()
        self.addCleanup(kept.cleanup)
        self.directory = pathlib.Path(kept.name)
        self.execution = self.directory / "execution"
        self.output = ""

    def run_suite(self, text: str, secrets: dict[str, str] | None = None, **environment: str) -> dict[str, Any]:
        """Runs the suite ``text``; its result file. What it printed is in ``output``."""
        import suites_child

        bundle = self.directory / "bundle"
        bundle.mkdir(exist_ok=True)
        (bundle / "sli.robot").write_text(textwrap.dedent(text))
        self.execution.mkdir()
        (self.directory / "stdin").write_text(json.dumps(secrets or {}))
        given = {
            "PATH": "/usr/local/bin:/usr/bin:/bin",
            "HOME": str(self.directory),
            "RW_LOCATION": "here",
            **environment,
        }
        child = _CONTEXT.Process(target=suites_child.run, args=(str(self.directory), given))
        child.start()
        child.join(60)
        self.output = (self.directory / "stdout").read_text()
        self.assertEqual(child.exitcode, 0, self.output)
        return json.loads((self.execution / "result.json").read_text())

    def core(self, *lines: str, settings: str = "", **more: Any) -> dict[str, Any]:
        """Runs one task of ``lines`` with RW.Core."""
        body = "\n".join("    " + line for line in lines)
        return self.run_suite(f"*** Settings ***\nLibrary    RW.Core\n{settings}\n*** Tasks ***\nIt\n{body}\n", **more)

    def passes(self, *lines: str, **more: Any) -> None:
        """As :meth:`core`, and the task passes."""
        result = self.core(*lines, **more)
        self.assertEqual([task["message"] for task in result["tasks"] if task["status"] != "PASS"], [], self.output)
        self.assertEqual(result["passed"], ["It"])

    def fails(self, *lines: str, **more: Any) -> str:
        """As :meth:`core`, and the task fails; its message."""
        result = self.core(*lines, **more)
        self.assertEqual(result["failed"], ["It"], self.output)
        return result["tasks"][0]["message"]

    def lines(self, name: str) -> list[dict[str, Any]]:
        """The objects of a file that keywords write."""
        file = self.execution / "robot_logs" / name
        return [json.loads(line) for line in file.read_text().splitlines()] if file.exists() else []

    def log(self) -> str:
        """What Robot Framework logged, as its output file has it."""
        return (self.execution / "robot_logs" / "output.xml").read_text()

    def tool(self, name: str, script: str) -> None:
        """Puts a command into ``bin`` of the test's directory, which :meth:`tools` names."""
        file = self.directory / "bin" / name
        file.parent.mkdir(exist_ok=True)
        file.write_text(f'#!/bin/bash\necho {name} "$@" >> {self.directory}/calls\n{textwrap.dedent(script)}\n')
        file.chmod(0o755)

    @property
    def tools(self) -> str:
        """A PATH with the test's commands first."""
        return f"{self.directory}/bin:/usr/bin:/bin"

    def calls(self) -> list[str]:
        """The command lines of the test's commands so far."""
        file = self.directory / "calls"
        return file.read_text().splitlines() if file.exists() else []


class Api:
    """An HTTP server on loopback: ``answer(method, path, headers, body)`` gives (status, object or text).

    A status of 0 drops the connection. ``requests`` keeps what was asked.
    """

    def __init__(self, answer: Callable[..., tuple[int, Any]]) -> None:
        self.requests: list[tuple[str, str, dict[str, str], str]] = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def log_message(self, *args: Any) -> None:
                """Says nothing."""

            def _any(self) -> None:
                body = self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()
                asked = (self.command, self.path, dict(self.headers.items()), body)
                outer.requests.append(asked)
                status, said = answer(*asked)
                if status == 0:
                    self.close_connection = True
                    return
                data = (said if isinstance(said, str) else json.dumps(said)).encode()
                self.send_response(status)
                self.send_header("Content-Length", str(len(data)))
                self.end_headers()
                self.wfile.write(data)

            do_GET = do_POST = do_PUT = _any

        self._server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        threading.Thread(target=self._server.serve_forever, args=(0.05,), daemon=True).start()

    def close(self) -> None:
        """Ends the server."""
        self._server.shutdown()
        self._server.server_close()


@contextlib.contextmanager
def api(answer: Callable[..., tuple[int, Any]]) -> Any:
    """An :class:`Api` for the time of a ``with``."""
    server = Api(answer)
    try:
        yield server
    finally:
        server.close()


for part in reversed(PYTHON_PATH):
    if part not in sys.path:
        sys.path.insert(0, part)
