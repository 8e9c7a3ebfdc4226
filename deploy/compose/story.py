#!/usr/bin/env python3
"""The main job against an installation that `docker compose up` made, with an unmodified public bundle.

    mkdir -p /tmp/repositories
    git clone --bare https://github.com/runwhen-contrib/rw-cli-codecollection /tmp/repositories/rw-cli-codecollection.git
    git -C /tmp/repositories/rw-cli-codecollection.git update-server-info
    python3 deploy/compose/story.py /tmp/repositories
"""

import json
import os
import pathlib
import subprocess
import sys
import time
import urllib.error
import urllib.request

HOME = pathlib.Path(__file__).resolve().parents[2]
BASE = f"http://127.0.0.1:{os.environ.get('GROUNDCREW_PORT', '8080')}"
WORKSPACE = "/api/v3/workspaces/default"
SERVICES = ["runner", "worker", "insight", "gateway", "kafka", "postgres"]
TASK = "Check HTTP URL Availability and Timeliness"
DOCUMENTS = """
apiVersion: runwhen.com/v1
kind: ServiceLevelX
metadata: {name: default--target}
spec:
  alias: Target
  statement: The target answers.
  tags: [{name: platform, value: HTTP}]
---
apiVersion: runwhen.com/v1
kind: ServiceLevelIndicator
metadata: {name: default--target}
spec:
  locations: [local]
  codeBundle: {repoUrl: "http://git:8000/rw-cli-codecollection.git", ref: main, pathToRobot: codebundles/curl-http-ok/sli.robot}
  intervalStrategy: intermezzo
  intervalSeconds: 10
  configProvided:
    - {name: URLS, value: "http://target:8000/"}
    - {name: TARGET_LATENCY, value: "5"}
    - {name: OWNER_DETAILS, value: '{"name": "target", "kind": "Container", "namespace": "story"}'}
---
apiVersion: runwhen.com/v1
kind: Runbook
metadata: {name: default--target}
spec:
  location: local
  codeBundle: {repoUrl: "http://git:8000/rw-cli-codecollection.git", ref: main, pathToRobot: codebundles/curl-http-ok/runbook.robot}
  configProvided:
    - {name: URLS, value: "http://target:8000/"}
    - {name: TARGET_LATENCY, value: "5"}
    - {name: OWNER_DETAILS, value: '{"name": "target", "kind": "Container", "namespace": "story"}'}
"""


def compose(*arguments: str, quiet: bool = True) -> str:
    """Runs Compose on both files and answers with its output."""
    command = ["docker", "compose", "-f", "docker-compose.yml", "-f", "deploy/compose/story.yml", "--profile", "story"]
    done = subprocess.run([*command, *arguments], cwd=HOME, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    if done.returncode:
        raise SystemExit(f"docker compose {' '.join(arguments)} failed:\n{done.stderr}")
    if not quiet:
        print(done.stdout, end="", flush=True)
    return done.stdout


class Api:
    """The gateway, as a person with the admin token sees it."""

    def __init__(self, token: str) -> None:
        self.token = token

    def call(self, method: str, path: str, body: object = None, kind: str = "application/json"):
        data = None if body is None else (body if isinstance(body, str) else json.dumps(body)).encode()
        headers = {"Authorization": f"Bearer {self.token}", "Content-Type": kind}
        request = urllib.request.Request(BASE + path, data=data, method=method, headers=headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer:
                return json.loads(answer.read() or "null")
        except urllib.error.HTTPError as refused:
            raise SystemExit(f"{method} {path}: {refused.code} {refused.read().decode()}") from refused

    def samples(self, slx: str) -> list[float]:
        return [sample["value"] for sample in self.call("GET", f"{WORKSPACE}/slxs/{slx}/sli/recent")]

    def issues(self) -> list[dict]:
        return self.call("GET", f"{WORKSPACE}/issues?closed=false&slx=target")["results"]

    def ran(self) -> str:
        """Runs the runbook's task to its end and answers with its outcome."""
        run_requests = [{"slxName": "target", "taskTitles": [TASK]}]
        session = self.call("POST", f"{WORKSPACE}/runsessions", {"generateName": "story", "runRequests": run_requests})
        run = session["runRequests"][0]["id"]
        await_that("the run ends", lambda: self.call("GET", f"{WORKSPACE}/run-requests/{run}")["isCompleted"], 180)
        return self.call("GET", f"{WORKSPACE}/run-requests/{run}")["outcome"]


def say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


def await_that(what: str, holds, seconds: int = 120):
    """Asks until the answer is true; while a service restarts, a refusal is no answer."""
    end = time.monotonic() + seconds
    last: object = None
    while time.monotonic() < end:
        try:
            last = holds()
            if last:
                return last
        except (OSError, SystemExit) as refused:
            last = refused
        time.sleep(0.5)
    raise SystemExit(f"Waited {seconds} s in vain until {what}; last answer: {last}")


def check(holds: bool, what: str) -> None:
    if not holds:
        raise SystemExit(f"Expected: {what}")
    say(f"ok: {what}")


def healthy() -> bool:
    lines = [json.loads(line) for line in compose("ps", "--format", "json", *SERVICES).splitlines() if line]
    rows = [row for line in lines for row in (line if isinstance(line, list) else [line])]
    return len(rows) == len(SERVICES) and all(row["Health"] == "healthy" for row in rows)


def main() -> None:
    if len(sys.argv) != 2 or not pathlib.Path(sys.argv[1], "rw-cli-codecollection.git").is_dir():
        raise SystemExit(__doc__)
    os.environ["STORY_REPOSITORIES"] = str(pathlib.Path(sys.argv[1]).resolve())
    await_that("all services are healthy", healthy, 300)
    api = Api(compose("exec", "-T", "gateway", "cat", "/var/lib/groundcrew/admin-token").strip())

    starter = await_that("the starter collection has results", lambda: [
        slx["shortName"] for slx in api.call("GET", f"{WORKSPACE}/slxs")["results"] if api.samples(slx["shortName"])])
    say(f"ok: the starter collection's checks have results: {', '.join(starter)}")

    compose("up", "-d", "--no-deps", "git", "target")
    repository = {"repoURL": "http://git:8000/rw-cli-codecollection.git", "branch": "main"}
    api.call("PUT", "/api/v3/codecollections/rw-cli", repository)
    await_that("workers can run the collection", lambda: api.call(
        "GET", "/api/v3/codecollections/rw-cli")["environment"]["state"] == "ready", 600)
    say(f"ok: registered at commit {api.call('GET', '/api/v3/codecollections/rw-cli')['commit']}")
    applied = api.call("POST", f"{WORKSPACE}/apply", DOCUMENTS, "application/yaml")
    check(all(one["result"] in ("created", "updated", "unchanged") for one in applied), "the documents are applied")

    await_that("the SLI is 1", lambda: api.samples("target")[-1:] == [1])
    check(api.ran() == "Completed" and not api.issues(), "a port that answers gives SLI 1 and no issue")
    compose("stop", "target")
    await_that("the SLI is 0", lambda: api.samples("target")[-1:] == [0])
    check(api.ran() == "Completed", "the runbook ran on the closed port")
    await_that("an issue is open", api.issues)
    issue = api.issues()[0]
    check(len(api.issues()) == 1 and issue["severity"] == 2, f"one issue of severity 2: {issue['title']}")

    count = issue["openOccurrenceCount"]
    for service in SERVICES:
        compose("restart", service)
        await_that("all services are healthy again", healthy, 300)
        outcome = await_that("a run is accepted", api.ran, 240)
        count += 1
        await_that(f"{count} occurrences", lambda: api.issues()[0]["openOccurrenceCount"] == count)
        check(outcome == "Completed" and len(api.issues()) == 1, f"after a restart of {service}: one issue, {count} occurrences")

    compose("start", "target")
    check(api.ran() == "Completed", "the runbook ran on the open port")
    await_that("the issue closes", lambda: not api.issues())
    await_that("the SLI is 1 again", lambda: api.samples("target")[-1:] == [1])
    closed = api.call("GET", f"{WORKSPACE}/issues/{issue['id']}")
    check(closed["closed"] and closed["totalOccurrenceCount"] == count, f"the issue is closed after {count} occurrences")
    compose("rm", "-sf", "git", "target")


if __name__ == "__main__":
    main()
