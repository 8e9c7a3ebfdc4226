"""What leaves the process: shell services, the platform's API, session files."""

from __future__ import annotations

import json
import unittest
from typing import Any

from suites import SuiteTest, api

DONE = {"cmd": "ls", "parsedCmd": ["bash", "-c", "ls"], "stdout": "out", "stderr": "err", "returncode": 3}
SERVICE = "Import Service    s"


class ShellServices(SuiteTest):
    def test_get_the_command_with_its_secrets_and_give_what_it_printed(self):
        with api(lambda *asked: (200, DONE)) as server:
            self.passes(
                SERVICE,
                "${kubeconfig}=    Import Secret    kubeconfig",
                "${token}=    Import Secret    token",
                "${more}=    Evaluate    [RW.platform.ShellServiceRequestSecret($token)]    modules=RW.platform",
                "${files}=    Create Dictionary    q.sql=select 1",
                '${r}=    RW.Core.Shell    ls    ${s}    ${more}    ${kubeconfig}    True    {"A":"b"}    ${files}',
                "Should Be Equal    ${r.stdout}/${r.stderr}/${r.returncode}/${r.status}    out/err/3/200",
                "Should Be Equal    ${r.parsed_cmd}[0]    bash",
                "Should Be Equal    ${r.errors}    ${{[]}}",
                secrets={"kubeconfig": "kc", "token": "hush"},
                RW_SVC_URLS=json.dumps({"s": server.url + "/"}),
            )
        method, path, _, body = server.requests[0]
        self.assertEqual((method, path), ("POST", "/api/v1/cmd"))
        self.assertEqual(
            json.loads(body),
            {
                "cmd": "ls",
                "secrets": [
                    {"key": "token", "value": "hush", "file": False},
                    {"key": "kubeconfig", "value": "kc", "file": True},
                ],
                "env": {"A": "b"},
                "files": {"q.sql": "select 1"},
            },
        )

    def responds(self, answer: tuple[int, Any], *checks: str) -> None:
        with api(lambda *asked: answer) as server:
            services = json.dumps({"s": server.url})
            self.passes(SERVICE, "${r}=    RW.Core.Shell    ls    ${s}", *checks, RW_SVC_URLS=services)

    def test_that_refuse_are_a_response_with_that_status(self):
        self.responds(
            (403, "no such user"),
            "Should Be Equal    ${r.status}/${r.returncode}/${r.body}    403/-1/no such user",
            "Should Contain    ${r.errors}[0]    403",
        )

    def test_that_answer_half_are_a_response_that_says_what_is_missing(self):
        self.responds((200, {"cmd": "ls"}), "Should Contain    ${r.errors}[0]    parsedCmd")

    def test_that_answer_something_else_are_a_response_with_the_reason(self):
        self.responds(
            (200, "<html>"), "Should Be Equal    ${r.returncode}    ${-1}", "Should Not Be Empty    ${r.errors}"
        )

    def test_that_are_not_there_are_a_response_with_the_reason(self):
        self.passes(
            SERVICE,
            "${r}=    RW.Core.Shell    ls    ${s}",
            "Should Be Equal    ${r.status}/${r.stdout}    500/None",
            "Should Contain    ${r.errors}[0]    127.0.0.1:9",
            RW_SVC_URLS='{"s": "http://127.0.0.1:9"}',
        )


    def test_that_cannot_be_asked_are_a_response_with_the_reason(self):
        self.passes(
            SERVICE,
            "${r}=    RW.Core.Shell    ls    ${s}",
            "Should Be Equal    ${r.status}    ${500}",
            "Should Contain    ${r.errors}[0]    could not run",
            RW_SVC_URLS='{"s": "http://no host"}',
        )


class PlatformApi(SuiteTest):
    def test_is_read_with_the_runs_token(self):
        with api(lambda *asked: (200, {"results": [1]})) as server:
            self.passes(
                "${query}=    Create Dictionary    limit=500",
                "${a}=    RW Get    workspaces/demo/slxs    ${query}",
                "${b}=    RW Get    /api/v4/tags",
                "${c}=    RW Get    ${base}/api/v3/users/whoami",
                "Should Be Equal    ${a}[results][0]    ${1}",
                settings=f"*** Variables ***\n${{base}}    {server.url}",
                RW_API_BASE_URL=server.url + "/",
                RW_USER_TOKEN="tok",
            )
        self.assertEqual(
            [path for _, path, _, _ in server.requests],
            ["/api/v3/workspaces/demo/slxs?limit=500", "/api/v4/tags", "/api/v3/users/whoami"],
        )
        self.assertEqual({headers["Authorization"] for _, _, headers, _ in server.requests}, {"Bearer tok"})

    def test_takes_objects_and_json_text(self):
        with api(lambda *asked: (201, {"id": 7})) as server:
            self.passes(
                "${body}=    Create Dictionary    active=${True}",
                "${a}=    RW Post    workspaces/demo/runsessions    ${body}",
                'RW Post    workspaces/demo/runsessions    {"active": false}',
                "Should Be Equal    ${a}[id]    ${7}",
                RW_API_BASE_URL=server.url,
                RW_USER_TOKEN="tok",
            )
        self.assertEqual([json.loads(body) for _, _, _, body in server.requests], [{"active": True}, {"active": False}])
        self.assertEqual({headers["Content-Type"] for _, _, headers, _ in server.requests}, {"application/json"})

    def test_the_token_goes_nowhere_else(self):
        with api(lambda *asked: (200, {})) as server:
            base = {"RW_API_BASE_URL": server.url, "RW_USER_TOKEN": "tok"}
            message = self.fails("RW Get    http://elsewhere.example/api/v3/x", **base)
        self.assertIn("elsewhere.example", message)
        self.assertEqual(server.requests, [])

    def test_a_refusal_fails_the_task_with_what_was_said(self):
        with api(lambda *asked: (404, {"detail": "no such workspace"})) as server:
            message = self.fails("RW Get    workspaces/nope", RW_API_BASE_URL=server.url, RW_USER_TOKEN="tok")
        self.assertIn("404", message)
        self.assertIn("no such workspace", message)

    def test_an_answer_that_is_no_json_fails_the_task(self):
        with api(lambda *asked: (200, "<html>")) as server:
            message = self.fails("RW Get    workspaces", RW_API_BASE_URL=server.url, RW_USER_TOKEN="tok")
        self.assertIn("<html>", message)

    def test_is_asked_again_after_503_and_a_broken_connection(self):
        answers = iter([(503, ""), (0, ""), (200, {"ok": True})])
        with api(lambda *asked: next(answers)) as server:
            self.passes("RW Get    workspaces", RW_API_BASE_URL=server.url, RW_USER_TOKEN="tok")
        self.assertEqual(len(server.requests), 3)

    def test_is_not_asked_for_ever(self):
        with api(lambda *asked: (503, "busy")) as server:
            message = self.fails("RW Get    workspaces", RW_API_BASE_URL=server.url, RW_USER_TOKEN="tok")
        self.assertIn("503", message)
        self.assertEqual(len(server.requests), 4)

    def test_what_may_have_been_done_is_not_sent_twice(self):
        with api(lambda *asked: (0, "")) as server:
            message = self.fails("RW Post    runsessions    {}", RW_API_BASE_URL=server.url, RW_USER_TOKEN="tok")
        self.assertIn("could not be reached", message)
        self.assertEqual(len(server.requests), 1)


class Unreachable(unittest.TestCase):
    def test_is_what_libraries_that_use_requests_catch(self):
        # suites has put them on the path.
        import requests
        from RW._platform import session
        from RW._platform.values import TaskError

        request = requests.Request("GET", "http://api")
        for broken, kind in ((requests.ConnectTimeout, requests.Timeout), (requests.ConnectionError, requests.ConnectionError)):
            with self.subTest(broken.__name__):

                def send(broken=broken):
                    raise broken("gone", request=request)

                with self.assertRaises(kind) as raised:
                    session.patiently(send, repeatable=False, what="http://api")
                self.assertIsInstance(raised.exception, TaskError)
                self.assertIs(raised.exception.request, request)
                self.assertIsNone(raised.exception.response)


ACCOUNT = {"user": "robot", "password": "hush"}
ACCOUNT_KEYS = '{"user": "rw-service-account-username", "password": "rw-service-account-pw"}'


class Tokens(SuiteTest):
    """A run without RW_USER_TOKEN logs in as its service account."""

    def setUp(self) -> None:
        super().setUp()
        self.tokens = 0

    def answer(self, method: str, path: str, headers: dict[str, str], body: str) -> tuple[int, Any]:
        if path != "/api/v3/token/":
            return 200, {"seen": headers["Authorization"]}
        if json.loads(body) != {"username": "robot", "password": "hush"}:
            return 401, {"detail": "wrong password"}
        self.tokens += 1
        return 200, {"access": f"token-{self.tokens}", "refresh": "r"}

    def test_are_asked_for_once(self):
        with api(self.answer) as server:
            self.passes(
                "${a}=    RW Get    x",
                "${b}=    RW Get    y",
                "Should Be Equal    ${a}[seen]/${b}[seen]    Bearer token-1/Bearer token-1",
                secrets=ACCOUNT,
                RW_SECRETS_KEYS=ACCOUNT_KEYS,
                RW_API_BASE_URL=server.url,
            )

    def test_are_asked_for_again_when_a_library_says_so_or_the_cache_is_cleared(self):
        with api(self.answer) as server:
            self.passes(
                "${s}=    Get Authenticated Session",
                "${same}=    Get Authenticated Session",
                "Should Be True    $s is $same",
                "${fresh}=    Get Authenticated Session    force_refresh=True",
                "Should Be Equal    ${fresh.headers}[Authorization]    Bearer token-2",
                "Clear Secret Cache",
                "${third}=    Get Authenticated Session",
                "Should Be Equal    ${third.headers}[Authorization]    Bearer token-3",
                "${token}=    Evaluate    RW.platform.form_access_token()    modules=RW.platform",
                "Should Be Equal    ${token}    token-4",
                secrets=ACCOUNT,
                RW_SECRETS_KEYS=ACCOUNT_KEYS,
                RW_API_BASE_URL=server.url,
            )

    def test_are_asked_for_again_after_503_and_a_broken_connection(self):
        answers = iter([(503, ""), (0, "")])

        def answer(*asked: Any) -> tuple[int, Any]:
            return next(answers, None) or self.answer(*asked)

        with api(answer) as server:
            self.passes("RW Get    x", secrets=ACCOUNT, RW_SECRETS_KEYS=ACCOUNT_KEYS, RW_API_BASE_URL=server.url)
        self.assertEqual([path for _, path, _, _ in server.requests], ["/api/v3/token/"] * 3 + ["/api/v3/x"])

    def test_a_wrong_password_is_told(self):
        with api(self.answer) as server:
            message = self.fails(
                "RW Get    x",
                secrets={**ACCOUNT, "password": "no"},
                RW_SECRETS_KEYS=ACCOUNT_KEYS,
                RW_API_BASE_URL=server.url,
            )
        self.assertIn("401", message)
        self.assertIn("wrong password", message)

    def test_without_token_and_account_the_task_fails_and_says_what_is_missing(self):
        message = self.fails("Get Authenticated Session", RW_API_BASE_URL="http://127.0.0.1:9")
        self.assertIn("RW_USER_TOKEN", message)
        self.assertIn("rw-service-account-username", message)

    def test_an_author_brings_one(self):
        self.passes(
            "${s}=    Get Authenticated Session",
            "Should Be Equal    ${s.headers}[Authorization]    Bearer mine",
            RW_MODE="dev",
            RW_ACCESS_TOKEN="mine",
        )


class SessionFiles(SuiteTest):
    """``files`` is what the signed URLs lead to."""

    def setUp(self) -> None:
        super().setUp()
        self.files: dict[str, str] = {}
        self.base = ""

    def answer(self, method: str, path: str, headers: dict[str, str], body: str) -> tuple[int, Any]:
        if method == "PUT":
            if headers.get("Authorization") or headers["Content-Type"] != "text/plain":
                return 400, "not as signed"
            self.files[path.removeprefix("/signed/").split("?")[0]] = body
            return 200, ""
        if headers["Authorization"] != "Bearer tok":
            return 401, "who?"
        if path.startswith("/slx/file-upload-url/"):
            return 200, {"url": f"{self.base}/signed/{path.removeprefix('/slx/file-upload-url/')}?signature=s"}
        name = path.removeprefix("/slx/files/")
        return (200, {"contents": self.files[name]}) if name in self.files else (404, "no such file")

    def test_are_kept_with_the_run_request_and_their_place_is_asked_once(self):
        with api(self.answer) as server:
            self.base = server.url
            self.passes(
                "Upload Session File    notes/a b.txt    first",
                "Upload Session File    notes/a b.txt    grüße",
                "${text}=    Get Session File    notes/a b.txt",
                "Should Be Equal    ${text}    grüße",
                RW_RUNREQUEST_ID="r1",
                RW_SLX_API_URL=server.url + "/slx",
                RW_USER_TOKEN="tok",
            )
        self.assertEqual(self.files, {"r1/notes/a%20b.txt": "grüße"})
        self.assertEqual([asked[0] for asked in server.requests], ["GET", "PUT", "PUT", "GET"])

    def test_of_an_sli_are_kept_without_a_run(self):
        with api(self.answer) as server:
            self.base = server.url
            self.passes("Upload Session File    a.txt    x", RW_SLX_API_URL=server.url + "/slx", RW_USER_TOKEN="tok")
        self.assertEqual(self.files, {"--/a.txt": "x"})

    def test_one_that_is_not_there_fails_the_task(self):
        with api(self.answer) as server:
            place = server.url + "/slx"
            message = self.fails("Get Session File    nope", RW_SLX_API_URL=place, RW_USER_TOKEN="tok")
        self.assertIn("404", message)

    def test_a_store_that_refuses_fails_the_task_without_telling_the_signature(self):
        def answer(method: str, *rest: Any) -> tuple[int, Any]:
            return (403, "expired") if method == "PUT" else self.answer(method, *rest)

        with api(answer) as server:
            self.base = server.url
            place = server.url + "/slx"
            message = self.fails("Upload Session File    a    x", RW_SLX_API_URL=place, RW_USER_TOKEN="tok")
        self.assertIn("expired", message)
        self.assertNotIn("signature", message)

    def test_names_do_not_leave_the_runs_files(self):
        for name in ("../x", "/etc/passwd", "a//b", "${EMPTY}"):
            with self.subTest(name):
                self.setUp()
                message = self.fails(f"Upload Session File    {name}    x", RW_SLX_API_URL="http://127.0.0.1:9")
                self.assertIn("Expected the name of a file", message)


if __name__ == "__main__":
    unittest.main()
