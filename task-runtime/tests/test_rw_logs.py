"""Keywords that end a task, log, or write a time span."""

from __future__ import annotations

import unittest

from suites import SuiteTest

TWO = "*** Settings ***\nLibrary    RW.Core\n*** Tasks ***\nA\n    {}\nB\n    No Operation\n"


class Endings(SuiteTest):
    def test_a_failure_fails_its_task_only(self):
        result = self.run_suite(TWO.format("Task Failure    found something"))
        self.assertEqual((result["failed"], result["passed"]), (["A"], ["B"]))
        self.assertEqual(result["tasks"][0]["message"], "found something")

    def test_an_error_fails_its_task_only(self):
        result = self.run_suite(TWO.format("Task Error    could not look"))
        self.assertEqual((result["failed"], result["passed"]), (["A"], ["B"]))
        self.assertEqual(result["tasks"][0]["message"], "could not look")

    def test_a_fatal_error_stops_the_file(self):
        result = self.run_suite(TWO.format("Fatal Error    stop"))
        self.assertEqual((result["failed"], result["passed"]), (["A", "B"], []))
        self.assertEqual(result["tasks"][0]["message"], "stop")


class LogLines(SuiteTest):
    def test_each_level_is_its_own(self):
        words = {"Error": "ERROR", "Warning": "WARN", "Info": "INFO", "Debug": "DEBUG", "Trace": "TRACE"}
        self.passes(*(f"{word} Log    said by {word}    and more" for word in words))
        for word, level in words.items():
            self.assertRegex(self.log(), f'level="{level}"[^>]*>said by {word} and more<')

    def test_may_go_to_the_output_at_once(self):
        self.passes("Debug Log    loud    console=True", "Debug Log    quiet", "Console Log    here    it is    ${5}")
        self.assertIn("\nloud\n", self.output)
        self.assertIn("\nhere it is 5\n", self.output)
        self.assertNotIn("quiet", self.output)

    def test_may_depend_on_a_condition_and_the_text_false_is_false(self):
        self.passes(
            "Info Log    wanted    if_true=${5 > 4}",
            "Info Log    unwanted    if_true=False",
            "Info Log    unwanted    if_true=${0}",
            "Console Log If True    ${True}    printed",
            "Console Log If True    False    unwanted",
        )
        self.assertIn("wanted", self.log())
        self.assertIn("\nprinted\n", self.output)
        self.assertNotIn(">unwanted<", self.log().replace("<arg>unwanted</arg>", ""))
        self.assertNotIn("\nunwanted\n", self.output)

    def test_data_of_the_platform_is_shown_by_its_fields(self):
        self.passes("Import Service    s", "Info Log    ${s}", RW_SVC_URLS='{"s": "http://k"}')
        self.assertIn('{"url": "http://k"}', self.log())

    def test_attributes_of_an_object_are_logged_but_no_secret(self):
        self.passes(
            "${s}=    Import Secret    TOKEN",
            "Inspect Object Attributes    ${s}",
            "${f}=    Evaluate    fractions.Fraction(1, 3)    modules=fractions",
            "Inspect Object Attributes    ${f}",
            secrets={"TOKEN": "hush"},
        )
        for line in ("key = 'TOKEN'", "value = ****", "numerator = 1", "denominator = 3"):
            self.assertIn(f">{line}<", self.log())
        self.assertNotIn("hush", self.log())

    def test_an_attribute_that_cannot_be_read_is_shown_as_its_error(self):
        (self.directory / "broken.py").write_text(
            "class Broken:\n    @property\n    def part(self):\n        raise OSError('gone')\n"
        )
        self.passes(
            "Evaluate    sys.path.insert(0, '${path}')    modules=sys".replace("${path}", str(self.directory)),
            "${b}=    Evaluate    broken.Broken()    modules=broken",
            "Inspect Object Attributes    ${b}",
        )
        self.assertIn("part = (OSError: gone)", self.log())


class LookbackWindows(SuiteTest):
    def assert_windows(self, format_type: str, **texts: str) -> None:
        lines = []
        for seconds, text in texts.items():
            lines.append(f"${{t}}=    Normalize Lookback Window    {seconds[1:]}{format_type}")
            lines.append(f"Should Be Equal    ${{t}}    {text}")
        self.passes(*lines)

    def test_format_1_is_whole_minutes(self):
        self.assert_windows("    1", _3600="60", _90="1", _30="0")

    def test_format_2_is_short_and_has_no_hours(self):
        self.assert_windows("    2", _3600="60m", _7200="120m", _90="90s", _60="1m", _0="0s")

    def test_format_2_leaves_away_what_is_beside_whole_minutes(self):
        self.assert_windows("    2", _270="4m", _450="7m", _1350="22m")

    def test_format_3_is_words(self):
        self.assert_windows(
            "    3", _3600="1 hour", _7200="2 hours", _1800="30 minutes", _60="1 minute", _45="45 seconds"
        )

    def test_format_3_is_in_the_largest_unit_that_it_has_one_of(self):
        self.assert_windows("    3", _90="1 minute", _450="7 minutes", _5400="1 hour")

    def test_any_other_format_is_like_2(self):
        self.assert_windows("    7", _3600="60m", _90="90s")

    def test_no_format_is_like_2(self):
        self.assert_windows("", _3600="60m")

    def test_takes_the_text_of_a_variable(self):
        self.passes(
            "Import Platform Variable    RW_LOOKBACK_WINDOW",
            "${t}=    Normalize Lookback Window    ${RW_LOOKBACK_WINDOW}    2",
            "Should Be Equal    ${t}    7m",
            RW_LOOKBACK_WINDOW="450",
        )


if __name__ == "__main__":
    unittest.main()
