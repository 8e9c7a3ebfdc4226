"""Keywords of older public bundles."""

from __future__ import annotations

import unittest

from suites import SuiteTest

STATISTICS = """
echo "PING $3"
echo "$2 packets transmitted, 1 received, 66.6667% packet loss, time 2003ms"
exit 1
"""


class Info(SuiteTest):
    def test_is_a_log_line(self):
        self.passes("RW.Core.Info    Project name: pear")
        self.assertRegex(self.log(), 'level="INFO"[^>]*>Project name: pear<')


class Ping(SuiteTest):
    def test_gives_the_loss_as_a_number(self):
        self.tool("ping", STATISTICS)
        self.passes(
            "${r}=    RW.Core.Ping    pear.example    count=3",
            "Should Be Equal    ${r}[packet_loss_percentage]    ${66.6667}",
            "Should Contain    ${r}[stdout]    3 packets transmitted",
            "RW.Core.Push Metric    ${r}[packet_loss_percentage]",
            PATH=self.tools,
        )
        self.assertEqual(self.calls(), ["ping -c 3 pear.example"])

    def test_of_a_host_that_nobody_knows_fails_with_the_reason(self):
        self.tool("ping", "echo 'ping: nope: Name or service not known' >&2; exit 2")
        self.assertIn("Name or service not known", self.fails("RW.Core.Ping    nope", PATH=self.tools))

    def test_without_the_command_says_so(self):
        self.assertIn("the command ping", self.fails("RW.Core.Ping    pear", PATH=f"{self.directory}/bin"))

    def test_takes_no_option_for_a_host_and_not_any_count(self):
        for line in ("-f", "pear    count=0", "pear    count=101"):
            with self.subTest(line):
                self.setUp()
                self.assertIn("ValueError", self.fails(f"RW.Core.Ping    {line}"))


if __name__ == "__main__":
    unittest.main()
