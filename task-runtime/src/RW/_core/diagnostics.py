"""Keywords for people who want to know how a run gets its secrets. None shows a value."""

from __future__ import annotations

import json
from typing import Any

from robot.api.deco import keyword

from RW import fetchsecrets
from RW._platform import api
from RW._platform.logs import info_log


class Diagnostics:
    """What :mod:`RW.fetchsecrets` does in this run."""

    @keyword
    def about_fetchsecrets_plugin(self) -> dict[str, Any]:
        """Which provider keys are resolved by the worker and which by the task, and the tools that takes."""
        return fetchsecrets.about()

    @keyword
    def health_check_fetchsecrets_plugin(self) -> dict[str, Any]:
        """``{healthy, secrets}``: for each secret of this run ``ok``, or what is missing."""
        return fetchsecrets.health_check()

    @keyword
    def get_credential_cache_info(self) -> dict[str, Any]:
        """``{entries, keptSeconds, ageSeconds}`` of the credentials that had to be fetched, by provider key."""
        return fetchsecrets.get_cache_info()

    @keyword
    def clear_secret_cache(self) -> int:
        """Forgets fetched credentials and the API session, so that they are fetched again; how many there were."""
        api.forget_sessions()
        return fetchsecrets.clear_cache()

    @keyword
    def log_credential_cache_status(self) -> None:
        """Logs what Get Credential Cache Info returns."""
        info_log(f"Credential cache: {json.dumps(fetchsecrets.get_cache_info())}")
