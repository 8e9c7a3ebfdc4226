"""Secrets whose provider is a cloud: resolved in the task with the cloud's own tool."""

from __future__ import annotations

import json
import unittest
from typing import Any

from suites import SuiteTest

SP = {"az_clientId": "client", "az_tenantId": "tenant", "az_clientSecret": "hush"}
AZ = """
case "$*" in
  *"login --service-principal"*)
    for a in "$@"; do case "$a" in --password=@*) cat "${a#--password=@}" > "$AZURE_CONFIG_DIR/seen"; stat -c %a "${a#--password=@}" >> "$AZURE_CONFIG_DIR/seen";; esac; done ;;
  *"aks get-credentials"*) while [ "$1" != --file ]; do shift; done; echo "cluster: $AZURE_CONFIG_DIR" > "$2" ;;
  *"account show"*) echo '{"id": "sub"}' ;;
esac
"""


class Cloud(SuiteTest):
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


class Azure(Cloud):
    ELSEWHERE = """
    case "$*" in
      *"account list"*) printf 'sub-2\\nsub-3\\n' ;;
      *"--subscription sub-3") while [ "$1" != --file ]; do shift; done; echo "in sub-3" > "$2" ;;
      *"aks get-credentials"*) echo "ResourceGroupNotFound in ${*: -1}" >&2; exit 3 ;;
    esac
    """

    def test_a_service_principal_gives_a_kubeconfig(self):
        self.tool("az", AZ)
        self.imports(
            "azure:sp@kubeconfig:my group/web",
            "Should Start With    ${c.value}    cluster: ${AZURE_CONFIG_DIR}",
            "${file}=    Get File    ${KUBECONFIG}",
            "Should Be Equal    ${file}    ${c.value}",
            "${seen}=    Get File    ${AZURE_CONFIG_DIR}/seen",
            "Should Be Equal    ${seen}    hush600\\n",
            secrets={**SP, "az_subscriptionId": "sub"},
        )
        login, select, credentials = self.calls()
        self.assertIn("login --service-principal --username client --tenant tenant --password=@", login)
        self.assertEqual(select, "az account set --subscription sub")
        self.assertIn("--resource-group my group --name web --file ", credentials)
        self.assertNotIn("hush", "".join(self.calls()))

    def test_a_cluster_of_another_subscription_is_found(self):
        self.tool("az", self.ELSEWHERE)
        self.imports("azure:identity@kubeconfig:g/web", "Should Be Equal    ${c.value}    in sub-3\\n")
        _, first, listed, second, third = self.calls()
        self.assertNotIn("--subscription", first)
        self.assertIn("[?state=='Enabled' && !isDefault].id", listed)
        self.assertEqual([second.split()[-1], third.split()[-1]], ["sub-2", "sub-3"])

    def test_a_cluster_that_no_subscription_has_is_told_as_the_selected_one_says(self):
        self.tool("az", self.ELSEWHERE.replace("sub-3", "sub-4").replace("sub-4\\n", "sub-3\\n"))
        message = self.refuses("azure:identity@kubeconfig:g/web", secrets={"az_subscriptionId": "sub-1"})
        self.assertRegex(message, "ResourceGroupNotFound in /[^ ]+$")

    def test_the_workload_identity_of_the_workers_pod_logs_in_by_its_token(self):
        self.tool("az", AZ)
        self.imports(
            "azure:identity@cli",
            AZURE_CLIENT_ID="me",
            AZURE_TENANT_ID="home",
            AZURE_FEDERATED_TOKEN_FILE="/run/token",
        )
        self.assertEqual(
            self.calls()[0],
            "az login --service-principal --username me --tenant home --federated-token=@/run/token --output none",
        )

    def test_an_identity_of_several_is_named(self):
        self.tool("az", AZ)
        self.imports("azure:identity@cli", AZURE_CLIENT_ID="me")
        self.assertEqual(self.calls()[0], "az login --identity --client-id me --output none")

    def test_a_subscription_may_be_given_in_clear(self):
        self.tool("az", AZ)
        self.imports("azure:identity@cli", az_subscriptionId="sub")
        self.assertIn("az account set --subscription sub", self.calls())

    def test_kubelogin_makes_the_kubeconfig_use_the_login(self):
        self.tool("az", AZ)
        self.tool("kubelogin", 'while [ "$1" != --kubeconfig ]; do shift; done; echo converted >> "$2"')
        self.imports("azure:identity@kubeconfig:g/web", "Should Contain    ${c.value}    converted")
        self.assertIn("az login --identity", self.calls()[0])

    def test_for_the_command_line_the_value_is_the_account(self):
        self.tool("az", AZ)
        self.imports("azure:sp@cli", 'Should Be Equal    ${c.value}    {"id": "sub"}\\n', secrets=SP)

    def test_a_missing_sibling_is_named(self):
        self.tool("az", AZ)
        self.assertIn("az_tenantId", self.refuses("azure:sp@cli", secrets={"az_clientId": "client"}))
        self.assertEqual(self.calls(), [])

    def test_a_missing_tool_is_named(self):
        message = self.refuses("azure:identity@cli", PATH=f"{self.directory}/bin")
        self.assertIn("the command az", message)

    def test_a_tool_that_fails_says_why(self):
        self.tool("az", "echo 'AADSTS7000215: invalid client secret' >&2; exit 1")
        message = self.refuses("azure:sp@cli", secrets=SP)
        self.assertIn("AADSTS7000215", message)
        self.assertNotIn("hush", message)


class Google(Cloud):
    KEY = {"gcp_projectId": "p1", "gcp_serviceAccountKey": '{"type": "service_account"}'}
    CLUSTERS = """
    case "$*" in *get-credentials*) cat > "$KUBECONFIG" <<END
    apiVersion: v1
    contexts:
    - context: {cluster: gke_p_l_$4, user: gke_p_l_$4}
      name: gke_p_l_$4
    current-context: gke_p_l_$4
    END
    esac
    """

    def test_a_service_account_is_activated_and_its_key_is_the_value(self):
        self.tool("gcloud", "")
        self.imports(
            "gcp:sa@cli",
            'Should Be Equal    ${c.value}    {"type": "service_account"}',
            "${file}=    Get File    %{GOOGLE_APPLICATION_CREDENTIALS}",
            "Should Be Equal    ${file}    ${c.value}",
            "Should Start With    %{GOOGLE_APPLICATION_CREDENTIALS}    ${CLOUDSDK_CONFIG}/",
            "${mode}=    Evaluate    oct(os.stat('%{GOOGLE_APPLICATION_CREDENTIALS}').st_mode & 0o777)    modules=os",
            "Should Be Equal    ${mode}    0o600",
            secrets=self.KEY,
        )
        activate, select = self.calls()
        self.assertIn("auth activate-service-account --quiet --key-file ", activate)
        self.assertIn("config set project p1", select)

    def test_a_cluster_gives_a_kubeconfig_in_its_own_or_the_runs_project(self):
        self.tool("gcloud", self.CLUSTERS)
        self.imports("gcp:sa@kubeconfig:p2/web/europe-west1", secrets=self.KEY)
        self.assertIn("get-credentials web --quiet --location europe-west1 --project p2", self.calls()[-1])

    def test_a_clusters_context_is_its_name(self):
        self.tool("gcloud", self.CLUSTERS)
        self.imports(
            "gcp:sa@kubeconfig:p2/web/europe-west1",
            "${config}=    Evaluate    yaml.safe_load($c.value)    modules=yaml",
            "Should Be Equal    ${config}[current-context]    web",
            "Should Be Equal    ${config}[contexts][0][name]    web",
            "Should Be Equal    ${config}[contexts][0][context][cluster]    gke_p_l_web",
            secrets=self.KEY,
        )

    def test_a_kubeconfig_that_is_none_is_told(self):
        self.tool("gcloud", 'case "$*" in *get-credentials*) echo kc > "$KUBECONFIG";; esac')
        self.assertIn("Expected a kubeconfig", self.refuses("gcp:sa@kubeconfig:web/europe-west1", secrets=self.KEY))

    def test_a_cluster_without_project_is_in_the_runs(self):
        self.tool("gcloud", self.CLUSTERS)
        self.imports("gcp:sa@kubeconfig:web/europe-west1", secrets=self.KEY)
        self.assertIn("--project p1", self.calls()[-1])

    def test_a_credentials_file_of_the_worker_is_used_by_gcloud_and_is_the_value(self):
        file = self.directory / "adc.json"
        file.write_text('{"type": "external_account"}')
        self.tool("gcloud", 'case "$*" in *print-access-token*) test -n "$GOOGLE_APPLICATION_CREDENTIALS" ;; esac')
        self.imports(
            "gcp:adc@cli",
            'Should Be Equal    ${c.value}    {"type": "external_account"}',
            GOOGLE_APPLICATION_CREDENTIALS=str(file),
        )
        self.assertEqual(self.calls()[0], f"gcloud config set auth/credential_file_override {file} --quiet")

    def test_the_project_of_the_worker_is_that_of_its_clusters(self):
        self.tool("gcloud", self.CLUSTERS)
        self.imports("gcp:adc@kubeconfig:web/europe-west1", GOOGLE_CLOUD_PROJECT="ambient")
        self.assertIn("--project ambient", self.calls()[-1])

    def test_ambient_credentials_need_only_a_project(self):
        self.tool("gcloud", 'case "$*" in *get-value*) echo ambient;; esac')
        self.imports("gcp:adc@cli", "Should Be Equal    ${c.value}    ambient")

    def test_a_missing_sibling_is_named(self):
        self.assertIn("gcp_serviceAccountKey", self.refuses("gcp:sa@cli"))

    def test_a_missing_tool_is_named(self):
        self.assertIn("the command gcloud", self.refuses("gcp:adc@cli", PATH=f"{self.directory}/bin"))


class Amazon(Cloud):
    KEY = {"AWS_ACCESS_KEY_ID": "AKIA", "AWS_SECRET_ACCESS_KEY": "hush"}
    POD = {"AWS_ROLE_ARN": "arn:x", "AWS_WEB_IDENTITY_TOKEN_FILE": "/t"}
    STS = """
    case "$*" in
      *assume-role*) echo "{\\"Credentials\\": {\\"AccessKeyId\\": \\"from-$AWS_ACCESS_KEY_ID\\", \\"SecretAccessKey\\": \\"s2\\", \\"SessionToken\\": \\"t2\\"}}" ;;
      *update-kubeconfig*) while [ "$1" != --kubeconfig ]; do shift; done; echo kc > "$2" ;;
      *) echo '{"Account": "42"}' ;;
    esac
    """

    def test_an_access_key_is_there_for_tools_and_needs_none_itself(self):
        self.imports(
            "aws:access_key@cli",
            "Should Be Equal    %{AWS_ACCESS_KEY_ID}/%{AWS_SECRET_ACCESS_KEY}/%{AWS_SESSION_TOKEN}    AKIA/hush/tok",
            "${file}=    Get File    %{AWS_SHARED_CREDENTIALS_FILE}",
            "Should Be Equal    ${file}    ${c.value}",
            "Should Be Equal    ${file}    [default]\\naws_access_key_id = AKIA\\naws_secret_access_key = hush\\n"
            "aws_session_token = tok\\n",
            secrets={**self.KEY, "AWS_SESSION_TOKEN": "tok"},
        )

    def test_a_role_is_assumed_with_the_key_and_for_the_run(self):
        self.tool("aws", self.STS)
        self.imports(
            "aws:assume_role@cli",
            "Should Be Equal    %{AWS_ACCESS_KEY_ID}/%{AWS_SESSION_TOKEN}    from-AKIA/t2",
            secrets={**self.KEY, "AWS_ROLE_ARN": "arn:aws:iam::42:role/r"},
            RW_RUNREQUEST_ID="r1",
        )
        self.assertIn("--role-arn arn:aws:iam::42:role/r --role-session-name groundcrew-r1", self.calls()[0])

    def test_a_role_that_was_assumed_is_not_assumed_again_by_the_bundle(self):
        self.tool("aws", self.STS)
        self.imports(
            "aws:assume_role@cli",
            "Environment Variable Should Not Be Set    AWS_ROLE_ARN",
            secrets=self.KEY,
            AWS_ROLE_ARN="arn:r",
        )
        self.assertIn("--role-arn arn:r", self.calls()[0])

    def test_a_role_is_assumed_anew_with_what_the_run_had_before(self):
        self.tool("aws", self.STS)
        self.imports(
            "aws:assume_role@cli",
            "Clear Secret Cache",
            "Import Secret    c",
            "Should Be Equal    %{AWS_ACCESS_KEY_ID}/%{AWS_SESSION_TOKEN}    from-worker/t2",
            AWS_ROLE_ARN="arn:r",
            AWS_ACCESS_KEY_ID="worker",
            AWS_SECRET_ACCESS_KEY="hush",
        )
        self.assertEqual(sum("--role-arn arn:r" in call for call in self.calls()), 2)

    def test_ambient_credentials_give_the_identity(self):
        self.tool("aws", self.STS)
        self.imports("aws:default@cli", 'Should Be Equal    ${c.value}    {"Account": "42"}\\n')

    def test_a_service_account_role_needs_its_variables(self):
        self.tool("aws", self.STS)
        message = self.refuses("aws:irsa@cli", AWS_ROLE_ARN="arn:x")
        self.assertIn("AWS_WEB_IDENTITY_TOKEN_FILE", message)
        self.assertIn("AWS_CONTAINER_CREDENTIALS_FULL_URI", message)

    def test_what_the_worker_may_not_give_is_told(self):
        self.tool("aws", self.STS)
        message = self.refuses("aws:irsa@cli", RW_SECRETS_MISSING='{"c": "Set worker.secrets.cloud-identity to true."}')
        self.assertIn("Set worker.secrets.cloud-identity to true. The secret key", message)

    def test_a_service_account_role_gives_the_identity(self):
        self.tool("aws", self.STS)
        self.imports("aws:irsa@cli", "Should Be Equal    %{AWS_ROLE_ARN}    arn:x", **self.POD)
        self.assertEqual(len(self.calls()), 1)

    def test_a_pod_identity_gives_the_identity(self):
        self.tool("aws", self.STS)
        self.imports("aws:irsa@cli", AWS_CONTAINER_CREDENTIALS_FULL_URI="http://169.254.170.23/v1/credentials")
        self.assertIn("get-caller-identity", self.calls()[0])

    def test_the_role_of_the_document_is_assumed_by_the_workers_identity(self):
        self.tool("aws", self.STS)
        self.imports(
            "aws:irsa@cli",
            "Should Be Equal    %{AWS_ACCESS_KEY_ID}    from-",
            "Environment Variable Should Not Be Set    AWS_ROLE_ARN",
            "Environment Variable Should Not Be Set    AWS_WEB_IDENTITY_TOKEN_FILE",
            secrets={"AWS_ROLE_ARN": "arn:other"},
            **self.POD,
        )
        assume, identity = self.calls()
        self.assertIn("--role-arn arn:other", assume)
        self.assertIn("get-caller-identity", identity)

    def test_the_role_of_the_document_is_assumed_by_a_pod_identity(self):
        self.tool("aws", self.STS)
        self.imports("aws:irsa@cli", AWS_ROLE_ARN="arn:other", AWS_CONTAINER_CREDENTIALS_FULL_URI="http://pod")
        self.assertIn("--role-arn arn:other", self.calls()[0])

    def test_two_keys_of_the_workers_identity_do_not_have_a_role_assume_itself(self):
        self.tool("aws", self.STS.replace("from-$AWS_ACCESS_KEY_ID", "by-$AWS_ROLE_ARN-$AWS_ACCESS_KEY_ID"))
        self.passes(
            "Import Secret    c",
            "Import Secret    d",
            "Should Be Equal    %{AWS_ACCESS_KEY_ID}    by-arn:x-",
            settings="Library    OperatingSystem",
            secrets={"aws_role_arn": "arn:other"},
            **self.keys(c="aws:irsa@cli", d="aws:workload_identity@kubeconfig:eu-west-1/web"),
            **self.POD,
        )

    def test_clusters_give_a_kubeconfig_with_their_name_as_context(self):
        self.tool("aws", self.STS)
        self.imports("aws:workload_identity@kubeconfig:eu-west-1/web", "Should Be Equal    ${c.value}    kc\\n")
        self.assertIn("eks update-kubeconfig --region eu-west-1 --name web --alias web --kubeconfig ", self.calls()[0])

    def test_clusters_by_key_use_the_key(self):
        self.tool("aws", self.STS)
        self.imports(
            "aws:cli@kubeconfig:eu-west-1/web", "Should Be Equal    %{AWS_ACCESS_KEY_ID}    AKIA", secrets=self.KEY
        )

    def test_a_missing_sibling_is_named(self):
        self.assertIn(
            "AWS_SECRET_ACCESS_KEY", self.refuses("aws:access_key@cli", secrets={"AWS_ACCESS_KEY_ID": "AKIA"})
        )

    def test_a_missing_tool_is_named(self):
        self.assertIn("the command aws", self.refuses("aws:default@cli", PATH=f"{self.directory}/bin"))

    def test_an_answer_without_credentials_is_told(self):
        self.tool("aws", "echo '{}'")
        self.assertIn("arn:x", self.refuses("aws:assume_role@cli", secrets={"AWS_ROLE_ARN": "arn:x"}))


class AnyCloud(Cloud):
    def test_a_key_that_is_not_whole_says_how_it_looks(self):
        for key in ("azure:sp", "gcp:sa@console", "aws:cli@kubeconfig", "azure:sp@cli:x"):
            with self.subTest(key):
                self.setUp()
                self.assertIn("@kubeconfig:<cluster>", self.refuses(key))

    def test_a_method_that_is_not_known_lists_the_known(self):
        self.assertIn("sp, identity", self.refuses("azure:magic@cli"))

    def test_a_cluster_that_is_not_whole_says_how_it_looks(self):
        self.tool("az", AZ)
        self.assertIn("<resource group>/<cluster>", self.refuses("azure:identity@kubeconfig:web"))

    def test_an_optional_one_that_cannot_be_had_is_none_with_the_reason(self):
        self.passes(
            "${c}=    Import Secret    c    optional=True",
            "Should Be Equal    ${c}    ${None}",
            **{**self.keys(c="azure:identity@cli"), "PATH": f"{self.directory}/bin"},
        )
        self.assertIn("the command az", self.output)

    def test_a_value_that_the_worker_handed_over_is_not_fetched(self):
        self.imports("azure:sp@cli", "Should Be Equal    ${c.value}    handed", secrets={"c": "handed"})

    def test_values_are_fetched_once_until_the_cache_is_cleared(self):
        self.tool("az", AZ)
        self.passes(
            "Import Secret    c",
            "Import Secret    c",
            "${info}=    Get Credential Cache Info",
            "Should Be Equal    ${info}[entries]    ${1}",
            "Dictionary Should Contain Key    ${info}[ageSeconds]    azure:identity@cli",
            "Log Credential Cache Status",
            "${count}=    Clear Secret Cache",
            "Should Be Equal    ${count}    ${1}",
            "Import Secret    c",
            settings="Library    Collections",
            **self.keys(c="azure:identity@cli"),
        )
        self.assertEqual(sum("login" in call for call in self.calls()), 2)
        self.assertIn('"entries": 1', self.log().replace("&quot;", '"'))

    def test_the_plugin_says_what_it_is(self):
        self.passes(
            "${about}=    About Fetchsecrets Plugin",
            "Should Be Equal    ${about}[resolvedHere][azure:]    az",
            "Should Be Equal    ${about}[mode]    production",
        )

    def test_the_plugin_says_which_secrets_cannot_be_had(self):
        self.passes(
            "${health}=    Health Check Fetchsecrets Plugin",
            "Should Be Equal    ${health}[healthy]    ${False}",
            "Should Be Equal    ${health}[secrets][a]    ok",
            "Should Contain    ${health}[secrets][b]    team/b",
            "Should Contain    ${health}[secrets][c]    the command az",
            "Should Contain    ${health}[secrets][d]    @kubeconfig",
            secrets={"a": "x"},
            RW_SECRETS_KEYS=json.dumps({"a": "team/a", "b": "team/b", "c": "azure:sp@cli", "d": "gcp:sa"}),
            PATH=f"{self.directory}/bin",
        )

    def test_the_plugin_is_healthy_when_all_are_there(self):
        self.tool("az", "")
        self.passes(
            "${health}=    Health Check Fetchsecrets Plugin",
            "Should Be Equal    ${health}[healthy]    ${True}",
            secrets={"a": "x"},
            **self.keys(a="team/a", c="azure:sp@cli"),
        )
        self.assertEqual(self.calls(), [])


if __name__ == "__main__":
    unittest.main()
