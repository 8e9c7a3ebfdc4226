"""What the supervisor tells an init over their socket, in whatever pieces it arrives.

``R`` + 4 bytes of length + JSON with the run's descriptors attached starts a run; ``T<grace seconds>`` and a line break
ends it. A run that is a fork of the init reads its order itself: the last descriptor is of a file with it, and in the JSON
its variables are missing.
"""

from __future__ import annotations

import json
import os
import socket
import struct
from typing import Any

_CLOSE_ON_EXEC: int = getattr(socket, "MSG_CMSG_CLOEXEC", 0)


# Standard input, output and error, descriptor 3, and the order of a run that reads it itself.
MOST_DESCRIPTORS = 5


def readable(data: bytes) -> int:
    """A descriptor from which ``data`` can be read, of a file that is nowhere. Linux only."""
    return written(os.memfd_create("order"), data)


def written(descriptor: int, data: bytes) -> int:
    """Writes ``data`` to an empty file and goes back to its start; the descriptor."""
    left = memoryview(data)
    while left:
        left = left[os.write(descriptor, left) :]
    os.lseek(descriptor, 0, os.SEEK_SET)
    return descriptor


class Orders:
    """What the supervisor says, in whatever pieces it arrives."""

    def __init__(self, link: socket.socket) -> None:
        self.link = link
        self._buffer = bytearray()
        self._descriptors: list[int] = []

    def next_run(self) -> tuple[dict[str, Any], list[int]] | None:
        """Waits for the next run and its descriptors; None when the supervisor is gone."""
        while True:
            # An order to end a run crosses that run's end and means nothing then.
            self.grace()
            if len(self._buffer) >= 5:
                (length,) = struct.unpack_from(">I", self._buffer, 1)
                if len(self._buffer) >= 5 + length:
                    spec = json.loads(self._buffer[5 : 5 + length])
                    del self._buffer[: 5 + length]
                    descriptors, self._descriptors = self._descriptors, []
                    return spec, descriptors
            if not self.hear():
                return None

    def hear(self) -> bool:
        """Reads once; False when the supervisor is gone."""
        try:
            data, descriptors, _, _ = socket.recv_fds(self.link, 1 << 16, MOST_DESCRIPTORS, _CLOSE_ON_EXEC)
        except ConnectionError:
            return False
        self._descriptors += descriptors
        self._buffer += data
        return bool(data)

    def grace(self) -> float | None:
        """The grace of the last order to end a run that was heard; None when there was none."""
        grace = None
        while self._buffer.startswith(b"T") and b"\n" in self._buffer:
            order, _, rest = self._buffer.partition(b"\n")
            self._buffer = rest
            grace = float(order[1:] or 0)
        return grace
