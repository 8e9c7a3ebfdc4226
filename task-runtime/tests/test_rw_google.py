"""Secrets of Google Cloud: resolved in the task with its own tool."""

from __future__ import annotations

import unittest

from clouds import CloudTest


class Google(CloudTest):
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


if __name__ == "__main__":
    unittest.main()
