"""The keywords every CodeBundle uses: inputs, report, issues and metrics of a run.

What they produce goes to ``report.jsonl``, ``issues.jsonl`` and ``metrics.jsonl`` in ``${OUTPUTDIR}``, one JSON object a
line. With ``RW_MODE=dev`` it is printed instead.
"""

from __future__ import annotations

import json
import math
import os
import textwrap
import urllib.request
from datetime import datetime, timezone
from typing import Any

from robot.api.deco import keyword
from robot.libraries.BuiltIn import BuiltIn

from groundcrew_runtime import secrets
from RW import platform

_METRIC_TYPES = ("untyped", "gauge", "histogram", "counter")


def _dev() -> bool:
    return os.environ.get("RW_MODE") == "dev" or os.environ.get("ROBOT_DEV", "").lower() == "true"


def _map(name: str) -> dict[str, str]:
    """The environment variable ``name`` as a JSON object; empty when it is not set. ValueError when it is no object."""
    text = os.environ.get(name) or "{}"
    try:
        found = json.loads(text)
    except ValueError as error:
        raise ValueError(f"Expected a JSON object in {name}, found: {error}") from error
    if not isinstance(found, dict):
        raise ValueError(f"Expected a JSON object in {name}, found {type(found).__name__}")
    return found


class Core:
    """One instance for the whole execution. Libraries may make their own: everything is kept in files."""

    ROBOT_LIBRARY_SCOPE = "GLOBAL"
    ROBOT_AUTO_KEYWORDS = False

    # Inputs

    @keyword
    def import_secret(
        self,
        varname: str,
        description: Any = None,
        example: Any = None,
        pattern: Any = None,
        optional: bool = False,
        **kwargs: Any,
    ) -> platform.Secret | None:
        """Sets suite variable ``${varname}`` to the secret; ImportError when the run has none and it is not optional."""
        value = self._dev_secret(varname) if _dev() else secrets.value_of(varname)
        if value is None and not optional:
            raise ImportError(
                f"Secret {varname} is not provided to this run. Add it to the secretsProvided of the SLI or Runbook."
            )
        secret = None if value is None else platform.Secret(varname, value)
        return self._publish(varname, secret)

    @keyword
    def import_optional_secret(self, varname: str, *args: Any, **kwargs: Any) -> platform.Secret | None:
        """Like Import Secret, with None where the run has no such secret."""
        kwargs["optional"] = True
        return self.import_secret(varname, *args, **kwargs)

    @staticmethod
    def _dev_secret(varname: str) -> str | None:
        key = _map("RW_SECRET_REMAP").get(varname, varname)
        path = _map("RW_FROM_FILE").get(varname) or _map("RW_FROM_FILE").get(key)
        if path is not None:
            with open(os.path.expanduser(path), encoding="utf-8") as file:
                return file.read()
        return os.environ.get(key)

    @keyword
    def import_service(
        self,
        varname: str,
        description: Any = None,
        example: Any = None,
        default: Any = None,
        **kwargs: Any,
    ) -> platform.Service:
        """Sets suite variable ``${varname}`` to the shell service of that name; ImportError when there is none."""
        url = _map("RW_SVC_URLS").get(varname)
        if url is None:
            raise ImportError(f"Service {varname} is not in RW_SVC_URLS: this run has no shell service of that name")
        return self._publish(varname, platform.Service(url))

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

        An empty text is a value. Hints (type, pattern, enum) are for people and are not checked.
        """
        lookback = varname == "RW_LOOKBACK_WINDOW" and os.environ.get("RW_RUNREQUEST_ID") is not None
        if varname.startswith("RW_") and not lookback:
            raise platform.FatalError(f"User variable {varname} may not start with RW_: import it as platform variable")
        if _dev():
            value = os.environ.get(_map("RW_ENV_REMAP").get(varname, varname)) or default
            value = "" if value is None else value
        else:
            value = os.environ.get(varname, default)
        if value is None:
            raise ImportError(
                f"User variable {varname} has no value and no default. "
                "Add it to the configProvided of the SLI or Runbook."
            )
        if isinstance(value, str):
            value = value.replace("%{", "\\%{")
        return self._publish(varname, value)

    @keyword
    def import_platform_variable(self, varname: str, *args: Any, **kwargs: Any) -> str:
        """Sets suite variable ``${varname}`` from the platform; its name starts with ``RW_``."""
        return self._publish(varname, platform.import_platform_variable(varname))

    @keyword
    def import_memo_variable(self, key: str, *args: Any, **kwargs: Any) -> Any:
        """The value of ``key`` in the memo of this run request; None in an SLI or when the memo has no such key."""
        run = os.environ.get("RW_RUNREQUEST_ID")
        if _dev():
            path = os.environ.get("RW_MEMO_FILE")
            if path is None:
                return self._publish(key, None)
            with open(path, encoding="utf-8") as file:
                memo = json.load(file)
        elif run is None:
            return self._publish(key, None)
        else:
            url = f"{platform.import_platform_variable('RW_SLX_API_URL').rstrip('/')}/runbook/runs/{run}"
            token = os.environ.get("RW_USER_TOKEN")
            headers = {"Authorization": f"Bearer {token}"} if token else {}
            with urllib.request.urlopen(urllib.request.Request(url, headers=headers), timeout=30) as answer:  # noqa: S310
                memo = json.load(answer).get("memo") or {}
        return self._publish(key, memo.get(key))

    @staticmethod
    def _publish(varname: str, value: Any) -> Any:
        BuiltIn().set_suite_variable(f"${{{varname}}}", value)
        return value

    # Report, issues, metrics

    @staticmethod
    def _write(file: str, line: dict[str, Any]) -> None:
        text = json.dumps(line, default=str)
        if _dev():
            platform.console_log(f"{file}: {text}")
            return
        directory = BuiltIn().get_variable_value("${OUTPUTDIR}")
        # O_APPEND with one write: tasks may run keywords in threads.
        descriptor = os.open(os.path.join(directory, file), os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
        try:
            data = memoryview((text + "\n").encode())
            while data:
                data = data[os.write(descriptor, data) :]
        finally:
            os.close(descriptor)

    @staticmethod
    def _task() -> dict[str, Any]:
        builtin = BuiltIn()
        return {
            "taskName": builtin.get_variable_value("${TEST NAME}"),
            "taskDoc": builtin.get_variable_value("${TEST DOCUMENTATION}"),
            "taskStatus": builtin.get_variable_value("${TEST STATUS}"),
            "taskMessage": builtin.get_variable_value("${TEST MESSAGE}", ""),
        }

    @keyword
    def add_issue(
        self,
        severity: int,
        title: str,
        expected: str = "",
        actual: str = "",
        reproduce_hint: str = "",
        observed_at: Any = None,
        next_steps: Any = None,
        details: Any = None,
        summary: Any = None,
        **kwargs: Any,
    ) -> None:
        """Raises an issue: 1 unavailable, 2 degraded, 3 to look at eventually, 4 informational (and anything else)."""
        issue = {
            "severity": severity if severity in (1, 2, 3) else 4,
            "title": title,
            "expected": expected,
            "actual": actual,
            "reproduceHint": reproduce_hint,
            "nextSteps": next_steps,
            "details": details,
            **self._task(),
            "observedAt": str(observed_at) if observed_at else datetime.now(timezone.utc).isoformat(),
            "metadata": {"summary": summary},
        }
        # Extra arguments land at top level, and may not overwrite what the keyword itself says.
        issue = {**kwargs, **issue}
        self._write("issues.jsonl", issue)
        self._report(issue, "issue", {})

    def _report(self, obj: Any, fmt: str, kwargs: dict[str, Any]) -> None:
        self._write("report.jsonl", {"obj": obj, "fmt": fmt, "kwargs": kwargs, **self._task()})

    @keyword
    def add_to_report(self, obj: Any, fmt: str = "p", **kwargs: Any) -> None:
        """Adds ``obj`` to the report in format ``fmt`` (p, pre, code, a, json, table, datagrid)."""
        self._report(obj, fmt, kwargs)

    @keyword
    def add_pre_to_report(self, obj: Any) -> None:
        """Adds text that keeps its layout."""
        self._report(str(obj), "pre", {})

    @keyword
    def add_code_to_report(self, obj: Any) -> None:
        """Adds source code."""
        self._report(str(obj), "code", {})

    @keyword
    def add_url_to_report(self, url: str, text: str | None = None) -> None:
        """Adds a link, shown as ``text`` or as itself."""
        self._report(url, "a", {"text": text})

    @keyword
    def add_json_to_report(self, obj: Any) -> None:
        """Adds an object; a text is parsed as JSON first and raises ValueError when it is none."""
        self._report(json.loads(obj) if isinstance(obj, str) else obj, "json", {})

    @keyword
    def add_table_to_report(self, about: Any, body: Any, head: Any = None) -> None:
        """Adds a table: ``body`` is a list of rows, ``head`` the column titles, ``about`` what it shows."""
        self._report(about, "table", {"body": body, "head": head})

    @keyword
    def add_datagrid_to_report(
        self,
        about: Any,
        rows: Any,
        columns: Any,
        page_size: Any = 10,
        rows_per_page_options: Any = None,
    ) -> None:
        """Adds a table whose rows are objects, with paging hints for a page that shows it."""
        self._report(
            about,
            "table",
            {"rows": rows, "columns": columns, "page_size": page_size, "rows_per_page_options": rows_per_page_options},
        )

    @keyword
    def get_report_data(self) -> list[dict[str, Any]]:
        """What this run has reported so far, a list of report lines."""
        path = os.path.join(BuiltIn().get_variable_value("${OUTPUTDIR}"), "report.jsonl")
        if not os.path.exists(path):
            return []
        with open(path, encoding="utf-8") as file:
            return [json.loads(line) for line in file if line.strip()]

    @keyword
    def get_report_data_as_string(self) -> str:
        """What this run has reported so far, as plain text."""
        return "\n".join(_plain(line) for line in self.get_report_data())

    @keyword
    def export_report_as_string(self) -> str:
        """The same as Get Report Data As String."""
        return self.get_report_data_as_string()

    @keyword
    def push_metric(
        self,
        value: Any = None,
        sub_name: str | None = None,
        metric_type: str = "untyped",
        dry_run: bool = False,
        **labels: Any,
    ) -> Any:
        """Delivers the SLI's value, or with ``sub_name`` a component of it; returns the value.

        A value that is no finite number is delivered as it is and marked, so that the run can say so; it never becomes
        a number.
        """
        if metric_type not in _METRIC_TYPES:
            raise ValueError(f"Expected a metric_type of {', '.join(_METRIC_TYPES)}, found {metric_type!r}")
        number = _number(value)
        if number is None:
            platform.warning_log(f"Push Metric expected a number, found {value!r}: it counts as no value")
        if not dry_run:
            self._write(
                "metrics.jsonl",
                {
                    "value": number if number is not None else str(value),
                    "numeric": number is not None,
                    "subName": sub_name,
                    "type": metric_type,
                    "labels": {"workspace": os.environ.get("RW_WORKSPACE"), **labels},
                },
            )
        return value if number is None else number

    @keyword
    def run_keyword_and_push_metric(self, name: str, *args: Any) -> Any:
        """Runs a keyword and delivers what it returns as the SLI's value."""
        return self.push_metric(BuiltIn().run_keyword(name, *args))

    # Endings, logs, the rest

    @keyword
    def task_failure(self, msg: Any) -> None:
        """Fails the task: the check ran and found something wrong."""
        raise platform.TaskFailure(msg)

    @keyword
    def task_error(self, msg: Any) -> None:
        """Fails the task: it could not do its work."""
        raise platform.TaskError(msg)

    @keyword
    def fatal_error(self, msg: Any) -> None:
        """Stops the whole file."""
        raise platform.FatalError(msg)

    @keyword
    def error_log(self, *msg: Any, console: bool = False, if_true: Any = None) -> None:
        """Logs at level ERROR."""
        platform.error_log(*msg, console=console, if_true=if_true)

    @keyword
    def warning_log(self, *msg: Any, console: bool = False, if_true: Any = None) -> None:
        """Logs at level WARN."""
        platform.warning_log(*msg, console=console, if_true=if_true)

    @keyword
    def info_log(self, *msg: Any, console: bool = False, if_true: Any = None) -> None:
        """Logs at level INFO."""
        platform.info_log(*msg, console=console, if_true=if_true)

    @keyword
    def debug_log(self, *msg: Any, console: bool = False, if_true: Any = None) -> None:
        """Logs at level DEBUG."""
        platform.debug_log(*msg, console=console, if_true=if_true)

    @keyword
    def trace_log(self, *msg: Any, console: bool = False, if_true: Any = None) -> None:
        """Logs at level TRACE."""
        platform.trace_log(*msg, console=console, if_true=if_true)

    @keyword
    def console_log(self, *msg: Any) -> None:
        """Prints to the run's output at once."""
        platform.console_log(*msg)

    @keyword
    def console_log_if_true(self, condition: Any, *msg: Any) -> None:
        """Prints to the run's output when ``condition`` is true."""
        platform.console_log_if_true(condition, *msg)

    @keyword
    def inspect_object_attributes(self, obj: Any) -> None:
        """Logs the public attributes of an object, for people who write a bundle."""
        for name in dir(obj):
            if not name.startswith("_"):
                shown = "***" if isinstance(obj, platform.Secret) and name == "value" else repr(getattr(obj, name))
                platform.info_log(f"{name} = {shown}")

    @keyword
    def shell(
        self,
        cmd: str,
        service: platform.Service,
        request_secrets: Any = None,
        secret: Any = None,
        secret_as_file: bool = False,
        env: Any = None,
        files: Any = None,
    ) -> platform.ShellServiceResponse:
        """Runs ``cmd`` through a shell service."""
        given = list(request_secrets or [])
        if secret is not None:
            given.append(platform.ShellServiceRequestSecret(secret, as_file=secret_as_file))
        return platform.execute_shell_command(cmd, service, given, env, files)

    @keyword
    def normalize_lookback_window(self, seconds: int, format_type: int = 2) -> str:
        """A time span as text: 1 → whole minutes ``60``, 2 → ``90s`` or ``60m``, 3 → ``1 hour``, ``30 minutes``."""
        minutes = seconds // 60
        if format_type == 1:
            return str(minutes)
        if format_type == 3:
            for size, unit in ((3600, "hour"), (60, "minute"), (1, "second")):
                if seconds >= size and seconds % size == 0:
                    count = seconds // size
                    return f"{count} {unit}{'' if count == 1 else 's'}"
            return f"{seconds} seconds"
        return f"{minutes}m" if seconds % 60 == 0 and minutes else f"{seconds}s"


def _number(value: Any) -> int | float | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str):
        text = value.strip()
        try:
            value = int(text)
        except ValueError:
            try:
                value = float(text)
            except ValueError:
                return None
    if not isinstance(value, (int, float)):
        return None
    try:
        return value if math.isfinite(value) else None
    except OverflowError:
        return None


def _plain(line: dict[str, Any]) -> str:
    obj, fmt, kwargs = line.get("obj"), line.get("fmt"), line.get("kwargs") or {}
    if fmt in ("pre", "code"):
        return str(obj)
    if fmt == "a":
        return f"{kwargs['text']} ({obj})" if kwargs.get("text") else str(obj)
    if fmt == "json":
        return json.dumps(obj, indent=2, default=str)
    if fmt == "issue" and isinstance(obj, dict):
        return f"Issue (severity {obj.get('severity')}): {obj.get('title')}"
    if fmt == "table":
        return _plain_table(obj, kwargs)
    return textwrap.fill(str(obj))


def _plain_table(about: Any, kwargs: dict[str, Any]) -> str:
    if kwargs.get("rows") is not None:
        fields = [column.get("field") if isinstance(column, dict) else column for column in kwargs.get("columns") or []]
        rows = [fields] + [[row.get(name, "") for name in fields] for row in kwargs["rows"]]
    else:
        rows = ([kwargs["head"]] if kwargs.get("head") else []) + list(kwargs.get("body") or [])
    cells = [[str(cell) for cell in row] for row in rows]
    widths = [max(len(row[n]) for row in cells if n < len(row)) for n in range(max(map(len, cells), default=0))]
    lines = ["|".join(cell.rjust(widths[n]) for n, cell in enumerate(row)) for row in cells]
    return "\n".join([*lines, str(about)])
