"""Whether a bundle runs for the platform or in front of its author."""

from __future__ import annotations

import os


def is_dev() -> bool:
    """Whether inputs come from the author's own environment: ``RW_MODE=dev``, or the older ``ROBOT_DEV=true``."""
    return os.environ.get("RW_MODE", "").lower() == "dev" or os.environ.get("ROBOT_DEV", "").lower() == "true"


def is_author() -> bool:
    """Whether a command started this run that reads the files itself and shows them to the author."""
    return os.environ.get("GROUNDCREW_AUTHOR") == "1"


def prints() -> bool:
    """Whether report, issues and metrics are printed at once instead of being written to files."""
    return is_dev() and not is_author()
