"""Which Python tasks a fork of a small interpreter serves as well as one of the large one: by what their text imports."""

from __future__ import annotations

import contextlib
import os
import re
import stat

# What scripts use that use the standard library only. Each is imported by the light fork server.
MODULES: frozenset[str] = frozenset(
    """
    base64 collections collections.abc contextlib csv dataclasses datetime decimal enum functools glob hashlib http.client
    io itertools json logging math os os.path pathlib random re shlex shutil signal socket ssl stat statistics string
    struct subprocess sys tempfile textwrap threading time traceback typing urllib.error urllib.parse urllib.request uuid
    zoneinfo
    """.split()
)
_NEEDING_NOTHING = MODULES | {"__future__"}
_MOST_BYTES = 64 * 1024
_MOST_KNOWN = 1000
_IMPORT = re.compile(rb"\b(__import__)\b|\bfrom[ \t]+([\w.]+)[ \t]+import\b|\bimport\b[ \t]*([^#;\r\n]*)")


def is_light(text: bytes) -> bool:
    """Whether all that the text of a script imports is among :data:`MODULES`.

    Words of a comment or a text that look like an import count as one: such a script is heavy and no slower for it.
    """
    for dynamic, origin, names in _IMPORT.findall(text):
        for name in [dynamic or origin] if dynamic or origin else names.split(b","):
            if name.strip().split(b" ")[0].decode("latin-1") not in _NEEDING_NOTHING:
                return False
    return True


class LightScripts:
    """Remembers which scripts are light. A file that changes keeps what it was: it concerns speed only."""

    def __init__(self) -> None:
        self._known: dict[str, bool] = {}

    def has(self, path: str) -> bool:
        """Whether the script at ``path`` is light; False where it cannot be read, is long or no file."""
        if path not in self._known:
            if len(self._known) >= _MOST_KNOWN:
                self._known.clear()
            self._known[path] = _is_light_file(path)
        return self._known[path]


def _is_light_file(path: str) -> bool:
    with contextlib.suppress(OSError, ValueError):
        # Looked at before it is opened: opening a device does something, opening a pipe waits.
        if stat.S_ISREG(os.stat(path).st_mode):
            with open(path, "rb") as file:
                text = file.read(_MOST_BYTES + 1)
            return len(text) <= _MOST_BYTES and is_light(text)
    return False
