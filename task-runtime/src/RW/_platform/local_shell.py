"""Runs in the task itself what is meant for a shell service, where none is configured."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
import tempfile
import threading
from collections.abc import Iterator
from typing import IO, Any

from groundcrew_runtime import linux, process_tree
from RW import _cloud
from RW._platform.shell_service import ShellServiceRequest, ShellServiceResponse

_MOST_BYTES = 32 << 20
_LAST_BYTES_SECONDS = 1


class _Kept(threading.Thread):
    """The first 32 MiB of what a stream gives; ``over`` is set when there is more."""

    def __init__(self, stream: IO[bytes], over: threading.Event) -> None:
        super().__init__(daemon=True)
        self._stream = stream
        self._over = over
        self._bytes = bytearray()
        self.full = False
        self.start()

    def run(self) -> None:
        with self._stream:
            while not self.full and (more := os.read(self._stream.fileno(), 65536)):
                self.full = len(self._bytes) + len(more) > _MOST_BYTES
                self._bytes += more[: _MOST_BYTES - len(self._bytes)]
        if self.full:
            self._over.set()

    def text(self) -> str:
        """What there was; undecodable bytes are replaced."""
        self.join(_LAST_BYTES_SECONDS)
        return self._bytes.decode(errors="replace")


def run(request: ShellServiceRequest) -> ShellServiceResponse:
    """Runs the command by ``bash -c``, in the run's environment and a directory of its own, which is gone afterwards.

    Nothing that the command started runs on. What takes longer than the request's seconds, or says more than 32 MiB, is a
    response of status 500 with the reason in ``errors`` and behind ``stderr``. A signal's number counts from 128 on.

    Raises OSError when bash cannot be started, ValueError for a file whose name leads out of the directory.
    """
    temporary = os.environ.get("RW_EXECUTION_TMPDIR")
    with tempfile.TemporaryDirectory(prefix="shell-", dir=temporary, ignore_cleanup_errors=True) as directory:
        command = ["bash", "-c", request.cmd]
        over = threading.Event()
        with _started(command, directory, _laid_out(request.to_json(), directory)) as process:
            assert process.stdout is not None and process.stderr is not None
            out, err = _Kept(process.stdout, over), _Kept(process.stderr, over)
            threading.Thread(target=lambda: (process.wait(), over.set()), daemon=True).start()
            late = not over.wait(request.timeout_seconds)
        said, complaint = out.text(), err.text()
    code = process.wait()
    answer: dict[str, Any] = {"cmd": request.cmd, "parsedCmd": command, "stdout": said, "stderr": complaint}
    if late or out.full or err.full:
        why = f"did not end within {request.timeout_seconds} s" if late else f"said more than {_MOST_BYTES >> 20} MiB"
        reason = f"The command {why} and was ended"
        # Libraries look at stderr before they believe that a command failed.
        answer |= {"returncode": -1, "stderr": f"{complaint}\n{reason}".lstrip(), "errors": [reason]}
        return ShellServiceResponse.from_json(answer, 500)
    return ShellServiceResponse.from_json({**answer, "returncode": code if code >= 0 else 128 - code})


def _laid_out(wanted: dict[str, Any], directory: str) -> dict[str, str]:
    """Writes the files of a request into ``directory``; the environment of its command."""
    environment = {**os.environ, **{name: str(value) for name, value in wanted["env"].items() if value is not None}}
    for name, text in wanted["files"].items():
        _written(directory, name, text)
    for secret in wanted["secrets"]:
        name, value = secret["key"], secret["value"]
        environment[name] = _written(directory, name, value) if secret["file"] else value
    return environment


def _written(directory: str, name: str, text: str) -> str:
    """The path of the file ``name`` in ``directory``, which now has ``text``."""
    path = os.path.realpath(os.path.join(directory, name))
    if not path.startswith(os.path.realpath(directory) + os.sep):
        raise ValueError(f"expected the name of a file, found {name!r}")
    _cloud.write_private(path, text)
    return path


@contextlib.contextmanager
def _started(command: list[str], directory: str, environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A process that runs ``command``. Behind the ``with`` it has ended, and so has all that it started."""
    others = process_tree.children(os.getpid())
    linux.become_subreaper()
    try:
        process = subprocess.Popen(
            command,
            cwd=directory,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            start_new_session=True,
        )
        try:
            yield process
        finally:
            _end(process, others)
    finally:
        linux.become_subreaper(False)


def _end(process: subprocess.Popen[bytes], others: list[int]) -> None:
    """Ends the process and what it started: what is below it, what is in its group, and orphans that are ours by now."""
    process_tree.kill_below(process.pid)
    process_tree.send_to_group(process.pid, signal.SIGKILL)
    process.wait()
    while orphans := [pid for pid in process_tree.children(os.getpid()) if pid not in others]:
        for orphan in orphans:
            process_tree.kill_below(orphan)
            process_tree.send([orphan], signal.SIGKILL)
            os.waitpid(orphan, 0)
