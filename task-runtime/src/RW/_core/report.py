"""Keywords that add to the report of a run and read it."""

from __future__ import annotations

import json
from typing import Any

from robot.api.deco import keyword

from RW._core import delivery, text
from RW._texts import shortened


def add_line(obj: Any, fmt: str, kwargs: dict[str, Any]) -> None:
    """Adds a line to the report."""
    line = {"obj": obj, "fmt": fmt, "kwargs": kwargs, **delivery.task()}
    delivery.deliver("report.jsonl", line, lambda: text.plain(line))


class Report:
    """The report is a list of things, each with a format that says how to show it."""

    @keyword
    def add_to_report(self, obj: Any, fmt: str = "p", **kwargs: Any) -> None:
        """Adds ``obj`` to the report in format ``fmt`` (p, pre, code, a, json, table, datagrid)."""
        add_line(obj, fmt, kwargs)

    @keyword
    def add_pre_to_report(self, obj: Any) -> None:
        """Adds text that keeps its layout."""
        add_line(str(obj), "pre", {})

    @keyword
    def add_code_to_report(self, obj: Any) -> None:
        """Adds source code."""
        add_line(str(obj), "code", {})

    @keyword
    def add_url_to_report(self, url: str, text: str | None = None) -> None:
        """Adds a link, shown as ``text`` or as itself."""
        add_line(url, "a", {"text": text})

    @keyword
    def add_json_to_report(self, obj: Any) -> None:
        """Adds an object; a text is parsed as JSON first and raises ValueError when it is none."""
        if isinstance(obj, str):
            try:
                obj = json.loads(obj)
            except ValueError as error:
                raise ValueError(f"Expected JSON to add to the report, found {shortened(obj, 200)!r}: {error}") from error
        add_line(obj, "json", {})

    @keyword
    def add_table_to_report(self, about: Any, body: Any, head: Any = None) -> None:
        """Adds a table: ``body`` is a list of rows, ``head`` the column titles, ``about`` what it shows."""
        add_line(about, "table", {"body": body, "head": head})

    @keyword
    def add_datagrid_to_report(
        self,
        about: Any,
        rows: Any,
        columns: Any,
        page_size: Any = 10,
        rows_per_page_options: Any = None,
    ) -> None:
        """Adds a table whose rows are objects by column ``field``, with paging hints for a page that shows it."""
        paging = {"page_size": page_size, "rows_per_page_options": rows_per_page_options}
        add_line(about, "table", {"rows": rows, "columns": columns, **paging})

    @keyword
    def get_report_data(self) -> list[dict[str, Any]]:
        """What this run has reported so far, a list of report lines."""
        return delivery.reported()

    @keyword
    def get_report_data_as_string(self) -> str:
        """What this run has reported so far, as plain text."""
        return "\n".join(text.plain(line) for line in delivery.reported())

    @keyword
    def export_report_as_string(self) -> str:
        """The same as Get Report Data As String."""
        return self.get_report_data_as_string()
