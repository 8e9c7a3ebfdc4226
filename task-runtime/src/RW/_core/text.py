"""Report lines as plain text."""

from __future__ import annotations

import json
import textwrap
from typing import Any


def plain(line: dict[str, Any]) -> str:
    """One report line as people read it: paragraphs wrapped, tables in columns, everything else as it is."""
    obj, fmt, kwargs = line.get("obj"), line.get("fmt"), line.get("kwargs") or {}
    match fmt:
        case "pre" | "code":
            return str(obj)
        case "a":
            return f"{kwargs['text']} ({obj})" if kwargs.get("text") else str(obj)
        case "json":
            return json.dumps(obj, indent=2, default=str)
        case "issue" if isinstance(obj, dict):
            return issue(obj)
        case "table" | "datagrid":
            return _table(obj, kwargs)
        case _:
            return textwrap.fill(str(obj))


def issue(found: dict[str, Any]) -> str:
    """An issue: its severity and title, and below them what it says."""
    said = (("Expected", "expected"), ("Actual", "actual"), ("Details", "details"), ("Next steps", "nextSteps"))
    lines = [f"Issue (severity {found.get('severity')}): {found.get('title')}"]
    for word, key in said:
        if found.get(key):
            lines += [f"  {word}: {textwrap.indent(str(found[key]), '    ').strip()}"]
    return "\n".join(lines)


def _table(about: Any, kwargs: dict[str, Any]) -> str:
    if kwargs.get("rows") is not None:
        fields = [column.get("field") if isinstance(column, dict) else column for column in kwargs.get("columns") or []]
        rows = [
            fields,
            *([row.get(name, "") for name in fields] if isinstance(row, dict) else row for row in kwargs["rows"]),
        ]
    else:
        rows = [*([kwargs["head"]] if kwargs.get("head") else []), *(kwargs.get("body") or [])]
    cells = [[str(cell) for cell in (row if isinstance(row, (list, tuple)) else [row])] for row in rows]
    widths = [max(len(row[n]) for row in cells if n < len(row)) for n in range(max(map(len, cells), default=0))]
    lines = ["|".join(cell.rjust(widths[n]) for n, cell in enumerate(row)) for row in cells]
    return "\n".join([*lines, str(about)])
