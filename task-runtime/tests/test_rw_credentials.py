"""Secrets of any cloud: what is said of their keys, when they are fetched, and the plugin's account of them."""

from __future__ import annotations

import json
import unittest

from clouds import AZ, CloudTest


class AnyCloud(CloudTest):
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
