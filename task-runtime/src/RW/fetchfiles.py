"""Files that belong to a run: what one of its tasks uploads, the others and people can read."""

from __future__ import annotations

import os
import time
import urllib.parse

from RW._platform.api import get_authenticated_session
from RW._platform.environment import import_platform_variable
from RW._platform.values import TaskError
from RW._texts import shortened

__all__ = ["get_session_file", "upload_session_file"]

_URL_SECONDS = 55 * 60
_SILENCE_SECONDS = 25
_NO_SESSION = "--"

_urls: dict[str, tuple[str, float]] = {}


def _place(kind: str, filename: str) -> str:
    """The API's URL of a file. ValueError for a name that leaves the run's files."""
    parts = str(filename).split("/")
    if any(part in ("", ".", "..") for part in parts) or len(filename) > 255 or "\0" in filename:
        raise ValueError(f"Expected the name of a file, without .. or a leading /, found {shortened(filename, 300)!r}")
    session = os.environ.get("RW_RUNREQUEST_ID") or _NO_SESSION
    base = import_platform_variable("RW_SLX_API_URL").rstrip("/")
    return f"{base}/{kind}/{urllib.parse.quote(session)}/{'/'.join(map(urllib.parse.quote, parts))}"


def upload_session_file(filename: str, contents: str) -> None:
    """Keeps ``contents`` as ``filename`` with this run; an SLI's files have no run and are kept with its SLX.

    Raises ValueError for a name that leaves the run's files, :class:`RW.platform.TaskError` when the platform does not take
    it; gives up on a server that is silent for 25 s.
    """
    from RW._platform import session

    session.put_text(_upload_url(_place("file-upload-url", filename)), str(contents), _SILENCE_SECONDS)


def _upload_url(place: str) -> str:
    url, since = _urls.get(place, ("", 0.0))
    if url and time.monotonic() - since < _URL_SECONDS:
        return url
    url = _field(place, "url")
    _urls[place] = (url, time.monotonic())
    return url


def get_session_file(filename: str) -> str:
    """The contents of a file of this run. Errors as :func:`upload_session_file`."""
    return _field(_place("files", filename), "contents")


def _field(place: str, name: str) -> str:
    from RW._platform import session

    answer = session.json_of(get_authenticated_session().get(place, timeout=_SILENCE_SECONDS), place)
    value = answer.get(name) if isinstance(answer, dict) else None
    if not isinstance(value, str):
        raise TaskError(f"Expected {name!r} from {place}, found {shortened(str(answer), 200)}")
    return value
