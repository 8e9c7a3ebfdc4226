"""The names that bundles and libraries may use: all of the contract, none without behaviour."""

from __future__ import annotations

import ast
import inspect
import os
import pathlib
import re
import subprocess
import sys
import textwrap
import unittest
from unittest import mock

from suites import PYTHON_PATH, SuiteTest  # isort: split: puts the runtime on the path

from robot.running.testlibraries import TestLibrary

import RW.aws_utils
import RW.azure_utils
import RW.fetchfiles
import RW.fetchsecrets
import RW.gcp_utils
from RW import platform, proxy

KEYWORDS = """
Import Secret, Import Optional Secret, Import Service, Import User Variable, Import Platform Variable, Import Memo Variable,
Add Issue, Add To Report, Add Pre To Report, Add Code To Report, Add Url To Report, Add Json To Report, Add Table To Report,
Add Datagrid To Report, Get Report Data, Get Report Data As String, Export Report As String,
Push Metric, Run Keyword And Push Metric, Task Failure, Task Error, Fatal Error,
Error Log, Warning Log, Info Log, Debug Log, Trace Log, Console Log, Console Log If True, Inspect Object Attributes,
Shell, Normalize Lookback Window, Upload Session File, Get Session File, RW Get, RW Post, Get Authenticated Session,
About Fetchsecrets Plugin, Health Check Fetchsecrets Plugin, Get Credential Cache Info, Clear Secret Cache,
Log Credential Cache Status
"""
OLDER = "Info, Ping"
SIGNATURES = {
    "Import Secret": "varname, description=None, example=None, pattern=None, optional=False, **kwargs",
    "Import Service": "varname, description=None, example=None, default=None, **kwargs",
    "Import User Variable": "varname, type=string, description=None, example=None, pattern=None, enum=None, format=None, "
    "default=None, **kwargs",
    "Add Issue": "severity, title, expected=, actual=, reproduce_hint=, observed_at=None, next_steps=None, details=None, "
    "summary=None, **kwargs",
    "Push Metric": "value=None, sub_name=None, metric_type=untyped, dry_run=False, **labels",
    "Shell": "cmd, service, request_secrets=None, secret=None, secret_as_file=False, env=None, files=None",
    "Add Table To Report": "about, body, head=None",
    "Add To Report": "obj, fmt=p, **kwargs",
}
PLATFORM = """
FatalError, Secret, Service, ShellServiceRequest, ShellServiceRequestSecret, ShellServiceResponse, TaskError, TaskFailure,
console_log, console_log_if_true, debug_log, error_log, execute_shell_command, form_access_token, get_authenticated_session,
import_platform_variable, info_log, trace_log, warning_log, REQUEST_VERIFY
"""
MODULES = (platform, proxy, RW.fetchsecrets, RW.fetchfiles, RW.aws_utils, RW.azure_utils, RW.gcp_utils)


def names(text: str) -> set[str]:
    return {name.strip() for name in text.replace("\n", " ").split(",")}


def library(name: str) -> TestLibrary:
    return TestLibrary.from_name(name)


def does_something(function: object) -> bool:
    """Whether the body of a function is more than its documentation, ``pass``, ``...`` or NotImplementedError."""
    (node,) = ast.parse(textwrap.dedent(inspect.getsource(function))).body
    body = [
        part for part in node.body if not isinstance(part, (ast.Expr, ast.Pass)) or isinstance(part.value, ast.Call)
    ]
    return bool(body) and "NotImplementedError" not in ast.dump(node)


class Keywords(unittest.TestCase):
    def test_are_those_of_the_contract(self):
        self.assertEqual({keyword.name for keyword in library("RW.Core").keywords}, names(KEYWORDS) | names(OLDER))

    def test_have_the_arguments_of_the_contract(self):
        found = {keyword.name: keyword.args for keyword in library("RW.Core").keywords}
        for name, wanted in SIGNATURES.items():
            with self.subTest(name):
                shown = [re.sub(r": [^=]*?( = |$)", lambda m: "=" if m[1] else "", str(one)) for one in found[name]]
                self.assertEqual(", ".join(shown), wanted)

    def test_are_documented_and_do_something(self):
        for keyword in library("RW.Core").keywords:
            with self.subTest(keyword.name):
                self.assertTrue(keyword.doc)
                self.assertTrue(does_something(keyword.method))

    def test_each_is_tried_in_a_suite(self):
        files = sorted(pathlib.Path(__file__).parent.glob("test_rw_*.py"))
        suites = "\n".join(file.read_text() for file in files if file.name != "test_rw_names.py").lower()
        suites = suites.replace("_", " ")
        untried = {name for name in names(KEYWORDS) | names(OLDER) if name.lower() not in suites}
        # Written by the test as "{level} Log".
        self.assertEqual(untried, {"Error Log", "Warning Log", "Trace Log"})

    def test_have_one_instance_for_the_whole_file(self):
        self.assertEqual(library("RW.Core").scope.name, "GLOBAL")


class PlatformNames(unittest.TestCase):
    def test_are_those_of_the_contract(self):
        self.assertEqual(set(platform.__all__), names(PLATFORM))

    def test_public_functions_are_documented_and_do_something(self):
        for module in MODULES:
            public = getattr(module, "__all__", [name for name in vars(module) if not name.startswith("_")])
            for name in public:
                one = getattr(module, name)
                if inspect.isfunction(one):
                    with self.subTest(f"{module.__name__}.{name}"):
                        self.assertTrue(one.__doc__)
                        self.assertTrue(does_something(one))

    def test_functions_are_keywords_too(self):
        found = {keyword.name for keyword in library("RW.platform").keywords}
        self.assertLessEqual({"Import Platform Variable", "Info Log", "Execute Shell Command"}, found)

    def test_importing_reads_no_environment_and_loads_nothing_heavy(self):
        script = """
        import os, sys
        class Refuse(dict):
            def __getitem__(self, name): raise SystemExit(f"read {name}")
            get = __contains__ = __getitem__
        import robot, robot.libraries.BuiltIn
        os.environ = Refuse()
        import RW.Core, RW.platform, RW.fetchsecrets, RW.fetchfiles, RW.proxy, RW._mode, RW.Platypus
        import RW.aws_utils, RW.azure_utils, RW.gcp_utils
        heavy = {"requests", "urllib3", "ssl"} & set(sys.modules)
        sys.exit(f"loaded {heavy}" if heavy - {"ssl"} else 0)
        """
        done = subprocess.run(
            [sys.executable, "-c", textwrap.dedent(script)],
            env={"PYTHONPATH": os.pathsep.join(PYTHON_PATH), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
        )
        self.assertEqual((done.returncode, done.stderr), (0, ""))


class Values(unittest.TestCase):
    def test_a_secret_is_never_text_by_accident(self):
        secret = platform.Secret("TOKEN", "hush")
        for shown in (str(secret), repr(secret), f"{secret}", "%s" % secret, repr([secret])):
            self.assertNotIn("hush", shown)
        self.assertEqual((secret.key, secret.value, str(secret)), ("TOKEN", "hush", "****"))

    def test_a_service_does_not_change(self):
        with self.assertRaises(AttributeError):
            platform.Service("http://k").url = "http://other"

    def test_a_shell_response_has_what_the_service_said(self):
        said = {"cmd": "ls", "parsedCmd": ["ls"], "stdout": "a", "stderr": "", "returncode": 0, "errors": ["late"]}
        response = platform.ShellServiceResponse.from_json(said, status_code=202)
        self.assertEqual((response.parsed_cmd, response.status, response.errors), (["ls"], 202, ["late"]))

    def test_a_shell_response_that_is_not_whole_is_an_error(self):
        for said in ({}, [], {"cmd": "ls"}):
            with self.subTest(said), self.assertRaises(ValueError):
                platform.ShellServiceResponse.from_json(said)

    def test_a_shell_response_starts_as_one_that_did_not_run(self):
        response = platform.ShellServiceResponse("ls")
        self.assertEqual((response.returncode, response.status, response.body, response.errors), (-1, 500, "", []))

    def test_endings_are_what_robot_framework_takes_them_for(self):
        self.assertTrue(issubclass(platform.TaskFailure, AssertionError))
        self.assertTrue(platform.FatalError.ROBOT_EXIT_ON_FAILURE)


class Network(unittest.TestCase):
    def environment(self, **values: str) -> None:
        patch = mock.patch.dict(os.environ, values, clear=True)
        patch.start()
        self.addCleanup(patch.stop)

    def test_certificates_are_those_of_the_run(self):
        self.environment(SSL_CERT_FILE="/c", REQUESTS_CA_BUNDLE="/r")
        self.assertEqual(platform.REQUEST_VERIFY, "/r")

    def test_certificates_are_checked_where_nothing_is_said(self):
        self.environment()
        self.assertIs(platform.REQUEST_VERIFY, True)

    def test_proxies_are_those_of_the_run(self):
        self.environment(HTTPS_PROXY="http://p:1", no_proxy=".svc,10.0.0.1")
        self.assertEqual(proxy.get_proxies(), {"https": "http://p:1", "no_proxy": ".svc,10.0.0.1"})
        self.assertEqual(proxy.proxy_for("https://x.example/a"), "http://p:1")
        self.assertIsNone(proxy.proxy_for("https://api.svc/a"))
        self.assertIsNone(proxy.proxy_for("https://10.0.0.1:6443/"))
        self.assertIsNone(proxy.proxy_for("http://x.example"))

    def test_children_get_both_spellings_and_the_certificates(self):
        self.environment(http_proxy="http://p:1", SSL_CERT_FILE="/c", OTHER="x")
        wanted = {"HTTP_PROXY": "http://p:1", "http_proxy": "http://p:1", "SSL_CERT_FILE": "/c"}
        self.assertEqual(proxy.subprocess_environment(), wanted)

    def test_without_a_proxy_calls_go_straight(self):
        self.environment()
        self.assertEqual((proxy.get_proxies(), proxy.subprocess_environment()), ({}, {}))


class FromLibraries(SuiteTest):
    def test_a_collections_own_rw_modules_are_beside_ours(self):
        libraries = self.directory / "libraries"
        there = libraries / "RW" / "Shop"
        there.mkdir(parents=True)
        namespace = '__path__ = __import__("pkgutil").extend_path(__path__, __name__)\n'
        (there.parent / "__init__.py").write_text(namespace)
        (there / "__init__.py").write_text("from RW import CLI, platform\nfrom RW.Core import Core\n")
        done = subprocess.run(
            [sys.executable, "-c", "import RW.Shop; print(RW.Shop.Core.__module__, RW.Shop.platform.Secret.__name__)"],
            env={"PYTHONPATH": os.pathsep.join([*PYTHON_PATH, str(libraries)]), "PATH": "/usr/bin:/bin"},
            capture_output=True,
            text=True,
        )
        self.assertEqual((done.stdout, done.stderr), ("RW.Core Secret\n", ""))


if __name__ == "__main__":
    unittest.main()
