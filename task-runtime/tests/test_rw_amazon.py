"""Secrets of Amazon: resolved in the task with its own tool."""

from __future__ import annotations

import unittest

from clouds import CloudTest


class Amazon(CloudTest):
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


if __name__ == "__main__":
    unittest.main()
