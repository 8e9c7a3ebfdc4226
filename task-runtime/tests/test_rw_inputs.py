"""Inputs of a run: variables, secrets, services, memo."""

from __future__ import annotations

import json
import unittest

from suites import SuiteTest, api


class UserVariables(SuiteTest):
    def test_come_from_the_run_then_the_default_and_empty_is_a_value(self):
        self.passes(
            "${a}=    Import User Variable    A    default=x",
            "${b}=    RW.Core.Import User Variable    B    default=y",
            "${e}=    import_user_variable    E    default=z",
            "Should Be Equal    <${a}><${b}><${e}>    <1><y><>",
            "Should Be Equal    ${A}    1",
            A="1",
            E="",
        )

    def test_an_empty_default_is_a_value(self):
        self.passes("${a}=    Import User Variable    A    default=", "Should Be Equal    <${a}>    <>")

    def test_without_value_and_default_the_task_fails_and_says_where_to_add_it(self):
        message = self.fails(
            "Import User Variable    NOPE    type=string    description=d    pattern=\\w*    example=e"
        )
        self.assertIn("NOPE", message)
        self.assertIn("configProvided", message)

    def test_hints_are_not_checked(self):
        self.passes(
            "${a}=    Import User Variable    A    type=integer    pattern=^\\d+$    enum=[1,2]    format=int32    more=x",
            "Should Be Equal    ${a}    pear",
            A="pear",
        )

    def test_are_known_to_every_later_task_and_keyword(self):
        result = self.run_suite(
            """\
            *** Settings ***
            Library    RW.Core
            Suite Setup    Suite Initialization
            *** Tasks ***
            One
                Should Be Equal    ${A}    1
            Two
                Should Be Equal    ${A}    1
            *** Keywords ***
            Suite Initialization
                RW.Core.Import User Variable    A
            """,
            A="1",
        )
        self.assertEqual(result["passed"], ["One", "Two"])

    def test_a_reference_to_the_environment_survives_escaped(self):
        self.passes(
            "${a}=    Import User Variable    A",
            "Should Be Equal    ${a}    -w '\\\\\\%{http_code}'",
            A="-w '%{http_code}'",
        )

    def test_a_reference_to_the_environment_is_plain_in_the_suites_variable(self):
        self.passes(
            "Import User Variable    A",
            "Should Be Equal    ${A}    -w '\\%{http_code}'",
            A="-w '%{http_code}'",
        )

    def test_a_value_is_taken_as_it_is_and_never_evaluated(self):
        values = (
            r"grep \d+ | awk '{print ${1}}' ${HOME}",
            "${{ open('/etc/passwd').read() }}",
            "children=true",
            "@{x}",
        )
        for value in values:
            with self.subTest(value):
                self.setUp()
                (self.directory / "value").write_text(value)
                self.passes(
                    "${returned}=    Import User Variable    A",
                    "${wanted}=    Get File    ${file}",
                    "Should Be Equal    ${returned}    ${wanted}",
                    "Should Be Equal    ${A}    ${wanted}",
                    settings=f"Library    OperatingSystem\n*** Variables ***\n${{file}}    {self.directory}/value",
                    A=value,
                )

    def test_a_default_may_name_a_variable_that_comes_later(self):
        self.passes(
            "Import User Variable    DETAILS    default=The output was \\${STDOUT}",
            "Should Be Equal    ${DETAILS}    The output was \\${STDOUT}",
        )

    def test_platform_names_stop_the_file(self):
        result = self.run_suite(
            "*** Settings ***\nLibrary    RW.Core\n*** Tasks ***\n"
            "A\n    Import User Variable    RW_SLX    default=x\nB\n    No Operation\n",
            RW_SLX="x",
        )
        self.assertEqual(result["failed"], ["A", "B"])
        self.assertIn("RW_SLX", result["tasks"][0]["message"])

    def test_the_lookback_window_is_a_user_variable_in_a_runbook_only(self):
        line = "Import User Variable    RW_LOOKBACK_WINDOW    default=600"
        self.passes(line, "Should Be Equal    ${RW_LOOKBACK_WINDOW}    600", RW_RUNREQUEST_ID="r1")

    def test_the_lookback_window_is_no_user_variable_in_an_sli(self):
        self.assertIn("RW_LOOKBACK_WINDOW", self.fails("Import User Variable    RW_LOOKBACK_WINDOW    default=600"))


class PlatformVariables(SuiteTest):
    def test_set_their_suite_variable(self):
        self.passes(
            "${a}=    Import Platform Variable    RW_WORKSPACE",
            "Should Be Equal    ${a}/${RW_WORKSPACE}    demo/demo",
            RW_WORKSPACE="demo",
        )

    def test_have_names_that_start_with_rw(self):
        self.assertIn("ValueError", self.fails("Import Platform Variable    WORKSPACE", WORKSPACE="demo"))

    def test_a_missing_one_fails_the_task(self):
        message = self.fails("Import Platform Variable    RW_NOPE")
        self.assertIn("ImportError", message)
        self.assertIn("RW_NOPE", message)


    def test_in_dev_mode_a_default_stands_for_one_that_is_not_set(self):
        self.passes(
            "${a}=    Import Platform Variable    RW_LOOKBACK_WINDOW    default=24h",
            "${b}=    Import Platform Variable    RW_WORKSPACE    default=other",
            "Should Be Equal    ${a}/${b}    24h/demo",
            RW_MODE="dev",
            RW_WORKSPACE="demo",
        )

    def test_otherwise_a_default_stands_for_nothing(self):
        self.assertIn("ImportError", self.fails("Import Platform Variable    RW_NOPE    default=24h"))


class Services(SuiteTest):
    def test_come_from_the_map_of_urls(self):
        self.passes(
            "${s}=    Import Service    kubectl    description=d    example=e    default=kubectl-service.shared",
            "Should Be Equal    ${s.url}/${kubectl.url}    http://k/http://k",
            RW_SVC_URLS='{"kubectl": "http://k"}',
        )

    def test_one_that_is_not_configured_is_the_task_itself(self):
        self.passes(
            "${s}=    Import Service    kubectl    default=kubectl-service.shared",
            "Should Be Equal    ${s.url}/${kubectl.url}    local:/local:",
            RW_SVC_URLS="{}",
        )

    def test_an_authors_run_has_it_as_a_workers(self):
        self.passes("Import Service    kubectl", RW_MODE="dev", GROUNDCREW_AUTHOR="1")

    def test_in_dev_mode_one_that_is_not_configured_is_missed_and_the_default_not_used(self):
        message = self.fails("Import Service    kubectl    default=kubectl-service.shared", RW_MODE="dev")
        self.assertIn("ImportError", message)
        self.assertIn("kubectl", message)

    def test_a_map_that_is_no_json_is_named(self):
        self.assertIn("RW_SVC_URLS", self.fails("Import Service    kubectl", RW_SVC_URLS="{"))


class Secrets(SuiteTest):
    def test_are_objects_whose_text_is_stars(self):
        self.passes(
            "${s}=    Import Secret    TOKEN    type=string    description=d    pattern=\\w*    example=e",
            "Should Be Equal    ${s.key}=${s.value}=${s}=${TOKEN}    TOKEN=hush=****=****",
            "Log    ${s}",
            secrets={"TOKEN": "hush"},
            RW_SECRETS_KEYS='{"TOKEN": "team/token"}',
        )

    def test_a_missing_one_fails_by_name_and_a_default_is_ignored(self):
        message = self.fails("Import Secret    TOKEN    default=x", RW_SECRETS_KEYS="{}")
        self.assertIn("ImportError", message)
        self.assertIn("TOKEN", message)
        self.assertIn("secretsProvided", message)

    def test_one_that_the_worker_could_not_have_fails_with_its_reason(self):
        message = self.fails("Import Secret    TOKEN", **self.not_to_be_had())
        self.assertIn("ImportError: Secret TOKEN could not be had. The vault is sealed.", message)

    def test_an_optional_one_that_the_worker_could_not_have_is_none_and_says_why(self):
        line = "${s}=    Import Optional Secret    TOKEN"
        self.passes(line, "Should Be Equal    ${s}    ${None}", **self.not_to_be_had())
        self.assertIn("The vault is sealed.", self.output)

    @staticmethod
    def not_to_be_had() -> dict[str, str]:
        return {"RW_SECRETS_KEYS": '{"TOKEN": "nothing"}', "RW_SECRETS_MISSING": '{"TOKEN": "The vault is sealed."}'}

    def test_an_optional_one_may_lack(self):
        self.passes(
            "${a}=    Import Secret    A    optional=True",
            "${b}=    Import Optional Secret    B    description=d",
            "Should Be Equal    ${a}    ${None}",
            "Should Be Equal    ${B}    ${None}",
            RW_SECRETS_KEYS='{"B": "k8s:file@secret/b:b"}',
        )

    def test_are_found_by_the_key_of_their_provider(self):
        self.passes(
            "${a}=    Import Secret    A",
            "${value}=    Evaluate    RW.fetchsecrets.read_secret('team/token')    modules=RW.fetchsecrets",
            "Should Be Equal    ${a.value}/${value}    hush/hush",
            secrets={"A": "hush"},
            RW_SECRETS_KEYS='{"A": "team/token"}',
        )

    def test_one_that_its_provider_does_not_know_by_key_is_tried_by_its_variable(self):
        self.passes(
            "${a}=    Import Secret    A",
            "Should Be Equal    ${a.value}    hush",
            secrets={"OTHER": "hush"},
            RW_SECRETS_KEYS='{"A": "gone", "OTHER": "A"}',
        )

    def test_a_kubeconfig_is_also_a_file_for_this_user_only(self):
        self.passes(
            "${a}=    Import Secret    cluster",
            "Should Be Equal    ${a.value}    apiVersion: v1",
            "Should Be Equal    ${KUBECONFIG}    %{KUBECONFIG}",
            "${text}=    Get File    %{KUBECONFIG}",
            "Should Be Equal    ${text}    apiVersion: v1",
            "${mode}=    Evaluate    oct(os.stat($KUBECONFIG).st_mode & 0o777)    modules=os",
            "Should Be Equal    ${mode}    0o600",
            settings="Library    OperatingSystem",
            secrets={"cluster": "apiVersion: v1"},
            RW_SECRETS_KEYS='{"cluster": "k8s:file@secret/kubeconfig:kubeconfig"}',
        )

    def test_a_kubeconfig_imported_by_that_name_stays_a_secret(self):
        # Robot Framework's variables have no case: ${kubeconfig} is ${KUBECONFIG}.
        self.passes(
            "Import Secret    kubeconfig",
            "Should Be Equal    ${kubeconfig.value}    apiVersion: v1",
            secrets={"kubeconfig": "apiVersion: v1"},
            RW_SECRETS_KEYS='{"kubeconfig": "k8s:file@secret/kubeconfig:kubeconfig"}',
        )

    def test_other_secrets_are_no_files(self):
        self.passes(
            "Import Secret    A",
            "File Should Not Exist    %{KUBECONFIG}",
            settings="Library    OperatingSystem",
            secrets={"A": "x"},
            RW_SECRETS_KEYS='{"A": "team/token"}',
        )

    def test_each_read_of_a_value_is_logged_without_it(self):
        self.passes(
            "${s}=    Import Secret    TOKEN",
            "${n}=    Evaluate    len($s.value)",
            "Should Be Equal    ${n}    ${14}",
            secrets={"TOKEN": "hush-hush-hush"},
        )
        self.assertRegex(self.log(), "Secret 'TOKEN' is read by ")
        self.assertNotIn("hush-hush", self.log())


class Memo(SuiteTest):
    def test_comes_from_the_run_request(self):
        with api(lambda *asked: (200, {"memo": {"webhookJson": {"status": "firing"}}})) as server:
            self.passes(
                "${m}=    Import Memo Variable    webhookJson",
                "Should Be Equal    ${m}[status]/${webhookJson}[status]    firing/firing",
                "${none}=    Import Memo Variable    other",
                "Should Be Equal    ${none}    ${None}",
                RW_RUNREQUEST_ID="r1",
                RW_SLX_API_URL=f"{server.url}/slxs/x",
                RW_USER_TOKEN="tok",
            )
        method, path, headers, _ = server.requests[0]
        self.assertEqual((method, path), ("GET", "/slxs/x/runbook/runs/r1"))
        self.assertEqual(headers["Authorization"], "Bearer tok")

    def test_is_none_in_an_sli(self):
        self.passes("${m}=    Import Memo Variable    webhookJson", "Should Be Equal    ${m}    ${None}")

    def test_an_api_that_refuses_is_named(self):
        with api(lambda *asked: (403, {"detail": "not yours"})) as server:
            message = self.fails(
                "Import Memo Variable    webhookJson",
                RW_RUNREQUEST_ID="r1",
                RW_SLX_API_URL=f"{server.url}/slxs/x",
                RW_USER_TOKEN="tok",
            )
        self.assertIn("403", message)
        self.assertIn("not yours", message)


class DevMode(SuiteTest):
    def test_variables_come_from_the_authors_environment_and_empty_means_the_default(self):
        self.passes(
            "${a}=    Import User Variable    A",
            "${b}=    Import User Variable    B    default=y",
            "${c}=    Import User Variable    C",
            "Should Be Equal    <${a}><${b}><${c}>    <1><y><>",
            RW_MODE="dev",
            RW_ENV_REMAP='{"A": "MY_A"}',
            MY_A="1",
            B="",
        )

    def test_the_older_switch_is_known(self):
        self.passes("${c}=    Import User Variable    C", "Should Be Equal    <${c}>    <>", ROBOT_DEV="true")

    def test_secrets_come_from_files_then_the_environment(self):
        (self.directory / "token").write_text("from-file")
        self.passes(
            "${a}=    Import Secret    A",
            "${b}=    Import Secret    B",
            "${c}=    Import Secret    C",
            "${d}=    Import Secret    D    optional=True",
            "Should Be Equal    ${a.value}/${b.value}/${c.value}/${d}    from-file/from-file/from-env/None",
            RW_MODE="dev",
            RW_FROM_FILE=json.dumps({"A": str(self.directory / "token"), "MY_B": str(self.directory / "token")}),
            RW_SECRET_REMAP='{"B": "MY_B", "C": "MY_C"}',
            MY_C="from-env",
        )

    def test_a_missing_secret_fails(self):
        self.assertIn("A", self.fails("Import Secret    A", RW_MODE="dev"))

    def test_a_secret_file_that_is_not_there_is_named(self):
        message = self.fails("Import Secret    A", RW_MODE="dev", RW_FROM_FILE='{"A": "/nope"}')
        self.assertIn("/nope", message)
        self.assertIn("RW_FROM_FILE", message)

    def test_a_kubeconfig_is_not_written_over_the_authors_own(self):
        self.passes(
            "Import Secret    cluster",
            "File Should Not Exist    %{KUBECONFIG}",
            settings="Library    OperatingSystem",
            RW_MODE="dev",
            RW_SECRETS_KEYS='{"cluster": "kubeconfig"}',
            cluster="apiVersion: v1",
        )

    def test_the_memo_is_a_file(self):
        (self.directory / "memo.json").write_text('{"webhookJson": {"a": 1}}')
        self.passes(
            "${m}=    Import Memo Variable    webhookJson",
            "Should Be Equal    ${m}[a]    ${1}",
            RW_MODE="dev",
            RW_MEMO_FILE=str(self.directory / "memo.json"),
        )

    def test_without_a_memo_file_there_is_no_memo(self):
        self.passes("${m}=    Import Memo Variable    x", "Should Be Equal    ${m}    ${None}", RW_MODE="dev")


if __name__ == "__main__":
    unittest.main()
