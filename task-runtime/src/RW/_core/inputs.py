"""Keywords that bring in what a run was given: variables, secrets, services and its memo."""

from __future__ import annotations

import json
import os
from typing import Any

from robot.api.deco import keyword
from robot.libraries.BuiltIn import BuiltIn
from robot.utils import escape

from RW import _handed, _mode, fetchsecrets
from RW._platform import api, environment, shell_service
from RW._platform.logs import debug_log, warning_log
from RW._platform.values import FatalError, Secret, Service


def _publish(varname: str, value: Any) -> Any:
    # Escaped, or Robot Framework would look for variables and Python in what the run was given.
    BuiltIn().set_suite_variable(f"${{{varname}}}", escape(value) if isinstance(value, str) else value)
    return value


class Inputs:
    """Each sets the suite variable of its name and returns the value."""

    @keyword
    def import_secret(
        self,
        varname: str,
        description: Any = None,
        example: Any = None,
        pattern: Any = None,
        optional: bool = False,
        **kwargs: Any,
    ) -> Secret | None:
        """Sets suite variable ``${varname}`` to the secret; ImportError when the run has none and it is not optional.

        There is no default: ``default=`` says nothing. A secret whose provider's key contains ``kubeconfig`` is also
        written to the file ``$KUBECONFIG``. An optional secret that cannot be had is None, with a warning that says why.
        """
        try:
            value = _secret(varname)
        except fetchsecrets.UnknownSecret as error:
            why = _handed.why_missing(varname)
            if not optional:
                raise ImportError(
                    f"Secret {varname} could not be had. {why}"
                    if why
                    else f"Secret {varname} is not provided to this run: {error}. "
                    "Add it to the secretsProvided of the SLI or Runbook."
                ) from error
            if why:
                warning_log(f"Optional secret {varname} could not be had. {why}")
            return _publish(varname, None)
        except fetchsecrets.CredentialError as error:
            why = " ".join(filter(None, [_handed.why_missing(varname), str(error)]))
            if not optional:
                raise ImportError(f"Secret {varname} could not be had. {why}") from error
            warning_log(f"Optional secret {varname} could not be had. {why}")
            return _publish(varname, None)
        return _publish(varname, Secret(varname, value))

    @keyword
    def import_optional_secret(self, varname: str, *args: Any, **kwargs: Any) -> Secret | None:
        """Like Import Secret, with None where the run has no such secret."""
        kwargs["optional"] = True
        return self.import_secret(varname, *args, **kwargs)

    @keyword
    def import_service(
        self,
        varname: str,
        description: Any = None,
        example: Any = None,
        default: Any = None,
        **kwargs: Any,
    ) -> Service:
        """Sets suite variable ``${varname}`` to the shell service of that name, or without one to the task itself.

        In front of an author, without a platform, it is an ImportError. ``default`` is for people and never used.
        """
        url = environment.json_map("RW_SVC_URLS").get(varname)
        if url is None and _mode.prints():
            raise ImportError(f"Service {varname} is not in RW_SVC_URLS: this run has no shell service of that name")
        if url is None:
            debug_log(f"There is no shell service {varname} for this run: its commands run in the task itself")
        return _publish(varname, Service(url or shell_service.LOCAL))

    @keyword
    def import_user_variable(
        self,
        varname: str,
        type: str = "string",
        description: Any = None,
        example: Any = None,
        pattern: Any = None,
        enum: Any = None,
        format: Any = None,
        default: Any = None,
        **kwargs: Any,
    ) -> str:
        """Sets suite variable ``${varname}`` from the run's variables, else the default; ImportError without either.

        An empty text is a value, except in dev mode, where it means the default and nothing means an empty text. Hints
        (type, pattern, enum) are for people and are not checked. A value is taken as it is, with its backslashes and what
        looks like a variable; only what is returned has ``\\%{`` for ``%{``, which Robot Framework reads as ``%{`` where
        it is made part of a variable. A name that starts with ``RW_`` stops the file, but for RW_LOOKBACK_WINDOW in a
        runbook.
        """
        lookback = varname == "RW_LOOKBACK_WINDOW" and os.environ.get("RW_RUNREQUEST_ID") is not None
        if varname.startswith("RW_") and not lookback:
            raise FatalError(f"User variable {varname} may not start with RW_: import it as platform variable")
        if _mode.is_dev():
            value = os.environ.get(environment.json_map("RW_ENV_REMAP").get(varname, varname)) or default
            value = "" if value is None else value
        else:
            value = os.environ.get(varname, default)
        if value is None:
            raise ImportError(
                f"User variable {varname} has no value and no default. "
                "Add it to the configProvided of the SLI or Runbook."
            )
        _publish(varname, value)
        return value.replace("%{", "\\%{") if isinstance(value, str) else value

    @keyword
    def import_platform_variable(self, varname: str, *args: Any, **kwargs: Any) -> str:
        """Sets suite variable ``${varname}`` from the platform.

        ValueError for a name that does not start with ``RW_``, ImportError when the run has none of that name; in dev mode
        ``default=`` stands for one that is not set.
        """
        if _mode.is_dev() and kwargs.get("default") is not None and not os.environ.get(varname):
            environment.check(varname)
            return _publish(varname, str(kwargs["default"]))
        return _publish(varname, environment.import_platform_variable(varname))

    @keyword
    def import_memo_variable(self, key: str, *args: Any, **kwargs: Any) -> Any:
        """The value of ``key`` in the memo of this run request; None in an SLI, without a memo or when it has no such key.

        In dev mode the memo is the JSON file that ``RW_MEMO_FILE`` names.
        """
        return _publish(key, _memo().get(key))


def _secret(varname: str) -> str:
    key = _handed.provider_keys().get(varname)
    if key is not None:
        try:
            return fetchsecrets.read_secret(key)
        except fetchsecrets.UnknownSecret:
            # Older workspaces have secrets whose provider knows them by the variable's name.
            pass
    return fetchsecrets.read_secret(varname)


def _memo() -> dict[str, Any]:
    run = os.environ.get("RW_RUNREQUEST_ID")
    if _mode.is_dev() and not os.environ.get("RW_MEMO_FILE"):
        return {}
    if _mode.is_dev():
        where = os.environ["RW_MEMO_FILE"]
        with open(os.path.expanduser(where), encoding="utf-8") as file:
            memo = json.load(file)
    elif run is None:
        return {}
    else:
        from RW._platform import session

        where = f"{environment.import_platform_variable('RW_SLX_API_URL').rstrip('/')}/runbook/runs/{run}"
        answer = api.get_authenticated_session().get(where, timeout=30)
        if answer.status_code == 404:
            warning_log(f"The platform has no memo of this run: {where} is not there")
            return {}
        memo = session.json_of(answer, where).get("memo") or {}
    if isinstance(memo, str):
        memo = json.loads(memo)
    if not isinstance(memo, dict):
        raise ValueError(f"Expected a JSON object as memo in {where}, found {type(memo).__name__}")
    return memo
