"""Keywords that only older public bundles use and newer documents no longer name."""

from __future__ import annotations

import re
import subprocess
from typing import Any

from robot.api.deco import keyword

from RW._platform import logs
from RW._platform.values import TaskError
from RW._texts import shortened

_MOST_PINGS = 100
_LOSS = re.compile(r"([0-9.]+)% packet loss")


class Older:
    """Kept so that the public library runs as it is."""

    @keyword
    def info(self, *msg: Any, console: bool = False, if_true: Any = None) -> None:
        """The same as Info Log."""
        logs.info_log(*msg, console=console, if_true=if_true)

    @keyword
    def ping(self, host: str, count: int = 4) -> dict[str, Any]:
        """Sends ``count`` (1 to 100) echo requests, one a second, with the command ``ping``.

        Returns ``{host, count, returncode, stdout, stderr, packet_loss_percentage}``; a host that does not answer has lost
        100 percent. Raises TaskError when there is no ``ping`` or it could not send, as to a host that nobody knows.
        """
        if not host or host.startswith("-"):
            raise ValueError(f"Expected the name or address of a host, found {host!r}")
        if not 1 <= count <= _MOST_PINGS:
            raise ValueError(f"Expected a count from 1 to {_MOST_PINGS}, found {count}")
        try:
            done = subprocess.run(
                ["ping", "-c", str(count), host], capture_output=True, text=True, timeout=2 * count + 30, check=False
            )
        except FileNotFoundError as error:
            raise TaskError("Ping needs the command ping, and there is none in PATH") from error
        except subprocess.TimeoutExpired as error:
            raise TaskError(f"ping of {host} did not end within {2 * count + 30} s") from error
        loss = _LOSS.search(done.stdout)
        if loss is None:
            raise TaskError(
                f"ping of {host} ended with {done.returncode}: {shortened((done.stderr or done.stdout).strip(), 500)}"
            )
        return {
            "host": host,
            "count": count,
            "returncode": done.returncode,
            "stdout": done.stdout,
            "stderr": done.stderr,
            "packet_loss_percentage": float(loss[1]),
        }
