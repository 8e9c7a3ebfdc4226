"""Secrets of Azure: resolved in the task with its own tool."""

from __future__ import annotations

import unittest

from clouds import AZ, CloudTest

SP = {"az_clientId": "client", "az_tenantId": "tenant", "az_clientSecret": "hush"}


class Azure(CloudTest):
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


if __name__ == "__main__":
    unittest.main()
