"""Prints what Robot Framework's own parser reads from files: their paths on standard input, one JSON object a line out."""

from __future__ import annotations

import json
import sys
from typing import Any

import yaml
from robot.api import get_model
from robot.api.parsing import ModelVisitor
from robot.output import LOGGER
from robot.running import TestSuite, TypeInfo
from robot.utils import normalize, split_from_equals, unescape

# Kind and the parameters that can be given without a name, in their order, for each keyword that asks for something.
IMPORTS = {
    "importuservariable": (
        "VARIABLE",
        ["varname", "type", "description", "example", "pattern", "enum", "format", "default"],
    ),
    "importsecret": ("SECRET", ["varname", "description", "example", "pattern", "optional"]),
    "importoptionalsecret": ("SECRET", ["varname", "description", "example", "pattern", "optional"]),
    "importservice": ("SERVICE", ["varname", "description", "example", "default"]),
    "importplatformvariable": ("PLATFORM_VARIABLE", ["varname"]),
}
WRAPPERS = ("runkeyword", "waituntilkeywordsucceeds", "repeatkeyword")
CONSTANTS = {"${NONE}": None, "${EMPTY}": "", "${TRUE}": True, "${FALSE}": False}


def keyword(name: str) -> str:
    """The form in which keyword names are compared, without the library."""
    return normalize(name, ignore="_").removeprefix("rw.core.").removeprefix("builtin.")


def value(given: dict[str, str], name: str) -> Any:
    """An argument as the keyword receives it; None when it is not given."""
    text = given.get(name)
    return None if text is None else CONSTANTS.get(text.upper(), unescape(text))


class Imports(ModelVisitor):
    """Collects what a file asks for: each kind and name once."""

    def __init__(self) -> None:
        self.found: dict[tuple[str, str], dict[str, Any]] = {}

    def visit_KeywordCall(self, node: Any) -> None:
        self.call([token for token in node.tokens if token.type in ("KEYWORD", "ARGUMENT")])

    def visit_SuiteSetup(self, node: Any) -> None:
        self.call([token for token in node.tokens if token.type in ("NAME", "ARGUMENT")])

    visit_SuiteTeardown = visit_TestSetup = visit_TestTeardown = visit_Setup = visit_Teardown = visit_SuiteSetup

    def call(self, tokens: list[Any]) -> None:
        if not tokens:
            return
        if keyword(tokens[0].value) in IMPORTS:
            self.take(tokens)
        elif keyword(tokens[0].value).startswith(WRAPPERS):
            for start in range(1, len(tokens)):
                if keyword(tokens[start].value) in IMPORTS:
                    rest = tokens[start:]
                    ends = [i for i, token in enumerate(rest) if token.value in ("AND", "ELSE", "ELSE IF")]
                    self.take(rest[: ends[0]] if ends else rest)

    def take(self, tokens: list[Any]) -> None:
        name = keyword(tokens[0].value)
        kind, positions = IMPORTS[name]
        given: dict[str, str] = {}
        free = iter(positions)
        for token in tokens[1:]:
            argument, text = split_from_equals(token.value)
            if text is None:
                argument, text = next(free, None), token.value
            if argument is not None:
                given.setdefault(argument, text)
        asked = value(given, "varname")
        if not asked or "{" in asked:
            return
        default = value(given, "default") if kind == "VARIABLE" else None
        optional = TypeInfo.from_type_hint(bool).convert(value(given, "optional")) if "optional" in given else False
        enum = value(given, "enum") or ""
        values = yaml.load(enum if enum.startswith("[") else f"[{enum}]", yaml.BaseLoader)
        required = default is None if kind == "VARIABLE" else not (kind == "SECRET" and (optional or "optional" in name))
        self.found.setdefault(
            (kind, asked),
            {
                "kind": kind,
                "name": asked,
                "type": value(given, "type"),
                "description": value(given, "description"),
                # Robot would drop the backslash of \w; a pattern is shown as its author wrote it.
                "pattern": given["pattern"].replace("\\\\", "\\") if "pattern" in given else None,
                "example": value(given, "example"),
                "default": default,
                "values": values,
                "required": required,
                "line": tokens[0].lineno,
            },
        )


class Errors(ModelVisitor):
    """Whether the parser complains of anything."""

    def __init__(self) -> None:
        self.any = False

    def generic_visit(self, node: Any) -> None:
        self.any = self.any or bool(getattr(node, "errors", ()))
        super().generic_visit(node)


def read(path: str) -> dict[str, Any]:
    """What Robot makes of one file."""
    suite = TestSuite.from_file_system(path, allow_empty_suite=True)
    model = get_model(path)
    imports, errors = Imports(), Errors()
    imports.visit(model)
    errors.visit(model)
    return {
        "documentation": suite.doc,
        "metadata": dict(suite.metadata),
        "setup": suite.setup.name if suite.has_setup else "",
        "libraries": [entry.name for entry in suite.resource.imports if entry.type == "LIBRARY"],
        "tasks": [
            {"title": task.name, "documentation": task.doc, "tags": list(task.tags), "line": task.lineno}
            for task in suite.tests
        ],
        "parameters": list(imports.found.values()),
        "errors": errors.any,
    }


if __name__ == "__main__":
    LOGGER.unregister_console_logger()
    for line in sys.stdin.read().splitlines():
        print(json.dumps(read(line)), flush=True)
