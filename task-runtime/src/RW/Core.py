"""The keywords every CodeBundle uses: inputs, report, issues and metrics of a run.

What they produce goes to ``report.jsonl``, ``issues.jsonl`` and ``metrics.jsonl`` in ``${OUTPUTDIR}``, one JSON object a
line. With ``RW_MODE=dev`` it is printed instead, unless ``GROUNDCREW_AUTHOR=1`` says that a command reads the files.
"""

from __future__ import annotations

from RW._core.calls import Calls
from RW._core.diagnostics import Diagnostics
from RW._core.inputs import Inputs
from RW._core.issues import Issues
from RW._core.logs import Logs
from RW._core.metrics import Metrics
from RW._core.older import Older
from RW._core.report import Report
from RW._core.windows import Windows


class Core(Inputs, Report, Issues, Metrics, Logs, Calls, Diagnostics, Windows, Older):
    """One instance for the whole execution. Libraries may make their own: everything is kept in files."""

    ROBOT_LIBRARY_SCOPE = "GLOBAL"
    ROBOT_AUTO_KEYWORDS = False
