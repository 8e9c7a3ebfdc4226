"""Secrets whose provider is a cloud, with the test's commands in place of the cloud's own."""

from __future__ import annotations

import json
from typing import Any

from suites import SuiteTest

# What stands for the command az.
AZ = """
case "$*" in
  *"login --service-principal"*)
    for a in "$@"; do case "$a" in --password=@*) cat "${a#--password=@}" > "$AZURE_CONFIG_DIR/seen"; stat -c %a "${a#--password=@}" >> "$AZURE_CONFIG_DIR/seen";; esac; done ;;
  *"aks get-credentials"*) while [ "$1" != --file ]; do shift; done; echo "cluster: $AZURE_CONFIG_DIR" > "$2" ;;
  *"account show"*) echo '{"id": "sub"}' ;;
esac
"""


class CloudTest(SuiteTest):
    """A test that imports the secret ``c`` by a key of a cloud."""

    def keys(self, **keys: str) -> dict[str, str]:
        return {"RW_SECRETS_KEYS": json.dumps(keys), "PATH": self.tools}

    def imports(self, key: str, *lines: str, secrets: dict[str, str] | None = None, **more: Any) -> None:
        settings = "Library    OperatingSystem"
        self.passes(
            "${c}=    Import Secret    c", *lines, secrets=secrets, settings=settings, **self.keys(c=key), **more
        )

    def refuses(self, key: str, secrets: dict[str, str] | None = None, **more: Any) -> str:
        message = self.fails("Import Secret    c", secrets=secrets, **{**self.keys(c=key), **more})
        self.assertIn("ImportError", message)
        return message
