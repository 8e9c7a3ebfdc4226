"""Keywords that call others: shell services, the platform's API and the files of a run."""

from __future__ import annotations

import urllib.parse
from typing import Any

from robot.api.deco import keyword

from RW import fetchfiles
from RW._platform import api, shell_service
from RW._platform.environment import import_platform_variable
from RW._platform.shell_service import ShellServiceRequestSecret, ShellServiceResponse
from RW._platform.values import Secret, Service

_SILENCE_SECONDS = 60


def _url(path: str) -> str:
    """``path`` at the platform's API; the token never goes anywhere else. ValueError for a URL of another place."""
    base = import_platform_variable("RW_API_BASE_URL").rstrip("/")
    if urllib.parse.urlsplit(path).scheme or path.startswith("//"):
        if not path.startswith(base + "/"):
            raise ValueError(f"Expected a path of the platform's API or a URL below {base}, found {path!r}")
        return path
    relative = path.lstrip("/")
    return f"{base}/{relative}" if relative.startswith("api/") else f"{base}/api/v3/{relative}"


class Calls:
    """What leaves the process."""

    @keyword
    def shell(
        self,
        cmd: str,
        service: Service,
        request_secrets: list[Any] | None = None,
        secret: Secret | None = None,
        secret_as_file: bool = False,
        env: dict[str, Any] | None = None,
        files: dict[str, Any] | None = None,
    ) -> ShellServiceResponse:
        """Runs ``cmd`` through a shell service and returns its response; one that failed has ``errors`` and does not raise.

        ``secret`` is one more of the ``request_secrets``.
        """
        given = list(request_secrets or [])
        if secret is not None:
            given.append(ShellServiceRequestSecret(secret, as_file=secret_as_file))
        return shell_service.execute_shell_command(cmd, service, given, env, files)

    @keyword("Get Authenticated Session")
    def get_authenticated_session(self, force_refresh: bool = False) -> Any:
        """A ``requests`` session for the platform's API; see :func:`RW.platform.get_authenticated_session`."""
        return api.get_authenticated_session(force_refresh)

    @keyword("RW Get")
    def rw_get(self, path: str, params: Any = None) -> Any:
        """The JSON at ``path`` of the platform's API, below ``/api/v3/`` or from ``/api/`` on; ``params`` is the query.

        Raises TaskError for an answer that is no success or no JSON, ValueError for a URL that is not the platform's.
        """
        from RW._platform import session

        url = _url(path)
        answer = api.get_authenticated_session().get(url, params=params, timeout=_SILENCE_SECONDS)
        return session.json_of(answer, url)

    @keyword("RW Post")
    def rw_post(self, path: str, data: Any = None) -> Any:
        """Posts ``data`` (an object, or JSON text) to the platform's API; the JSON that it answers. As RW Get."""
        from RW._platform import session

        url = _url(path)
        body = {"data": data.encode()} if isinstance(data, str) else {"json": data}
        answer = api.get_authenticated_session().post(url, timeout=_SILENCE_SECONDS, **body)
        return session.json_of(answer, url)

    @keyword
    def upload_session_file(self, filename: str, contents: str) -> None:
        """Keeps a text file with this run; see :func:`RW.fetchfiles.upload_session_file`."""
        fetchfiles.upload_session_file(filename, contents)

    @keyword
    def get_session_file(self, filename: str) -> str:
        """The contents of a file of this run; see :func:`RW.fetchfiles.get_session_file`."""
        return fetchfiles.get_session_file(filename)
