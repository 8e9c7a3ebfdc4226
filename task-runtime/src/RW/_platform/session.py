"""HTTP with patience. Imported only where a task calls the API, since ``requests`` takes a while to load."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import requests

from RW import proxy
from RW._platform.values import TaskError
from RW._texts import shortened

_WAITS_SECONDS = (0.25, 1, 2)
_SILENCE_SECONDS = 60
_REPEATABLE = ("GET", "HEAD", "OPTIONS", "PUT", "DELETE")


def patiently(send: Callable[[], requests.Response], repeatable: bool, what: str) -> requests.Response:
    """Calls ``send`` up to four times: again after a 503, and where ``repeatable`` after a broken connection.

    Raises :class:`TaskError` naming ``what`` when no connection held.
    """
    for wait in (*_WAITS_SECONDS, None):
        try:
            answer = send()
        except requests.ConnectionError as error:
            if wait is None or not repeatable:
                unreachable = ApiTimeout if isinstance(error, requests.Timeout) else ApiUnreachable
                raise unreachable(f"{what} could not be reached: {error}", request=error.request) from error
        else:
            if wait is None or answer.status_code != 503:
                return answer
        time.sleep(wait)
    raise AssertionError("unreachable")


class ApiUnreachable(TaskError, requests.ConnectionError):
    """No connection to the API; also a ``requests`` error, for libraries that catch those."""

    def __init__(self, text: str, request: Any = None) -> None:
        """
        :param request: what was to be sent, as ``requests`` has it; None where it is not known
        """
        requests.ConnectionError.__init__(self, text, request=request)


class ApiTimeout(ApiUnreachable, requests.ConnectTimeout):
    """No connection to the API within the time."""


class _Bearer(requests.auth.AuthBase):
    """Also keeps ``requests`` from taking credentials out of ``~/.netrc`` instead."""

    def __init__(self, token: str) -> None:
        self._value = f"Bearer {token}"

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers.setdefault("Authorization", self._value)
        return request


class _Session(requests.Session):
    def request(self, method: Any, url: Any, *args: Any, **kwargs: Any) -> requests.Response:
        kwargs.setdefault("timeout", _SILENCE_SECONDS)
        once = super().request
        return patiently(
            lambda: once(method, url, *args, **kwargs), repeatable=str(method).upper() in _REPEATABLE, what=str(url)
        )


def authenticated(token: str) -> requests.Session:
    """A session that sends ``token``."""
    session = _Session()
    session.auth = _Bearer(token)
    session.verify = proxy.verify()
    # As a header too: libraries look at it.
    session.headers.update({"Authorization": f"Bearer {token}", "Content-Type": "application/json"})
    return session


def post(url: str, body: dict[str, Any]) -> requests.Response:
    """One unauthenticated POST."""
    return requests.post(url, json=body, timeout=_SILENCE_SECONDS, verify=proxy.verify())


def put_text(url: str, text: str, timeout_seconds: float) -> None:
    """PUTs ``text`` to a signed URL. Raises :class:`TaskError` unless the answer is a success."""
    where = url.split("?", 1)[0]
    answer = patiently(
        lambda: requests.put(
            url,
            data=text.encode(),
            headers={"Content-Type": "text/plain"},
            timeout=timeout_seconds,
            verify=proxy.verify(),
        ),
        repeatable=True,
        what=where,
    )
    if not answer.ok:
        raise TaskError(f"Expected {where} to take the file, found {answer.status_code}: {shortened(answer.text, 500)}")


def json_of(answer: requests.Response, what: str) -> Any:
    """The JSON of a successful answer. Raises :class:`TaskError` naming ``what`` for any other."""
    if not answer.ok:
        raise TaskError(f"Expected a success from {what}, found {answer.status_code}: {shortened(answer.text, 500)}")
    try:
        return answer.json()
    except ValueError as error:
        raise TaskError(f"Expected JSON from {what}, found {shortened(answer.text, 200)!r}") from error
