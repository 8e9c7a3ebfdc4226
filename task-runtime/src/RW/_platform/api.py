"""Calls to the platform's own API in the name of the run."""

from __future__ import annotations

import os
import time
from typing import TYPE_CHECKING

from RW import _mode
from RW._platform.environment import import_platform_variable
from RW._platform.values import TaskError

if TYPE_CHECKING:
    import requests

# An access token of the token endpoint is good for five minutes.
_TOKEN_SECONDS = 4 * 60
_USERNAME, _PASSWORD = "rw-service-account-username", "rw-service-account-pw"

# Per (API, how it was authenticated): the session and when its token is due. A run is one process.
_sessions: dict[tuple[str, str], tuple[requests.Session, float]] = {}


def _given_token() -> str | None:
    return os.environ.get("RW_USER_TOKEN") or (os.environ.get("RW_ACCESS_TOKEN") if _mode.is_dev() else None)


def form_access_token() -> str:
    """A bearer token for the platform's API.

    ``RW_USER_TOKEN`` where the run has one (in dev mode also ``RW_ACCESS_TOKEN``), else a new one for the service account
    of the secrets ``rw-service-account-username`` and ``rw-service-account-pw``. Raises ImportError without either,
    :class:`TaskError` when the API gives none.
    """
    given = _given_token()
    if given:
        return given
    from RW import fetchsecrets
    from RW._platform import session

    try:
        username, password = fetchsecrets.read_secret(_USERNAME), fetchsecrets.read_secret(_PASSWORD)
    except fetchsecrets.UnknownSecret as error:
        raise ImportError(
            f"This run has no access to the platform's API: expected RW_USER_TOKEN or a service account, {error}"
        ) from error
    url = f"{import_platform_variable('RW_API_BASE_URL').rstrip('/')}/api/v3/token/"
    answer = session.patiently(
        lambda: session.post(url, {"username": username, "password": password}), repeatable=True, what=url
    )
    token = session.json_of(answer, url).get("access")
    if not isinstance(token, str) or not token:
        raise TaskError(f"Expected an access token from {url}, found an answer without 'access'")
    return token


def get_authenticated_session(force_refresh: bool = False) -> requests.Session:
    """A ``requests`` session that authenticates itself at the platform's API.

    One session serves a run until its token is due, or until ``force_refresh``. It repeats what was answered 503 or could
    not be sent, a few times within seconds, and gives up on a silent server after 60 s unless the call says otherwise.
    Errors as :func:`form_access_token`.
    """
    from RW._platform import session

    given = _given_token()
    place = (os.environ.get("RW_API_BASE_URL", ""), given or "")
    kept, due = _sessions.get(place, (None, 0.0))
    if kept is None or force_refresh or time.monotonic() >= due:
        kept = session.authenticated(form_access_token())
        _sessions[place] = (kept, float("inf") if given else time.monotonic() + _TOKEN_SECONDS)
    return kept


def forget_sessions() -> None:
    """Makes the next call authenticate itself again."""
    _sessions.clear()
