"""What a run finds: report, issues, metrics; and how they look to an author."""

from __future__ import annotations

import datetime
import unittest

from suites import SuiteTest


class Reports(SuiteTest):
    def test_every_line_says_what_it_is_and_which_task_it_is_from(self):
        self.core("[Documentation]    Looks once.", "Add To Report    hello    fmt=p    colour=red")
        self.assertEqual(
            self.lines("report.jsonl"),
            [
                {
                    "obj": "hello",
                    "fmt": "p",
                    "kwargs": {"colour": "red"},
                    "taskName": "It",
                    "taskDoc": "Looks once.",
                    "taskStatus": None,
                    "taskMessage": "",
                }
            ],
        )

    def test_a_line_of_the_suite_setup_has_no_task(self):
        self.run_suite(
            "*** Settings ***\nLibrary    RW.Core\nSuite Setup    Add Pre To Report    x\n*** Tasks ***\nA\n    No Operation\n"
        )
        self.assertIsNone(self.lines("report.jsonl")[0]["taskName"])

    def test_objects_keep_their_shape(self):
        self.core("${d}=    Create Dictionary    a=${1}", "Add To Report    ${d}", settings="Library    Collections")
        self.assertEqual(self.lines("report.jsonl")[0]["obj"], {"a": 1})

    def test_pre_and_code_are_text(self):
        self.core("Add Pre To Report    ${5}", "add_code_to_report    ${None}")
        self.assertEqual(
            [(line["fmt"], line["obj"]) for line in self.lines("report.jsonl")], [("pre", "5"), ("code", "None")]
        )

    def test_links_may_have_a_text(self):
        self.core("Add Url To Report    http://x    text=t", "Add Url To Report    http://y")
        self.assertEqual(
            [(line["fmt"], line["obj"], line["kwargs"]) for line in self.lines("report.jsonl")],
            [("a", "http://x", {"text": "t"}), ("a", "http://y", {"text": None})],
        )

    def test_json_is_stored_as_object(self):
        self.core('Add Json To Report    {"a": [1]}')
        self.assertEqual([(line["fmt"], line["obj"]) for line in self.lines("report.jsonl")], [("json", {"a": [1]})])

    def test_text_that_is_no_json_fails_and_is_shown(self):
        self.assertIn("{nope", self.fails("Add Json To Report    {nope"))

    def test_tables_have_a_head_and_a_body(self):
        self.core(
            "${head}=    Create List    name    n",
            "${row}=    Create List    pear    ${12}",
            "${body}=    Create List    ${row}",
            "Add Table To Report    Fruit    ${body}    ${head}",
        )
        line = self.lines("report.jsonl")[0]
        self.assertEqual((line["obj"], line["fmt"]), ("Fruit", "table"))
        self.assertEqual(line["kwargs"], {"body": [["pear", 12]], "head": ["name", "n"]})

    def test_datagrids_are_tables_with_rows_and_paging(self):
        self.core(
            "${row}=    Evaluate    [{'name': 'pear'}]",
            "${columns}=    Evaluate    [{'field': 'name'}]",
            "Add Datagrid To Report    Fruit    ${row}    ${columns}    page_size=${5}    rows_per_page_options=${None}",
        )
        line = self.lines("report.jsonl")[0]
        self.assertEqual((line["obj"], line["fmt"]), ("Fruit", "table"))
        self.assertEqual(
            line["kwargs"],
            {"rows": [{"name": "pear"}], "columns": [{"field": "name"}], "page_size": 5, "rows_per_page_options": None},
        )

    def test_what_json_does_not_know_becomes_text(self):
        self.passes("${d}=    Evaluate    {('a', 1): [float('nan')], 'b': {1}}", "Add To Report    ${d}")
        self.assertEqual(self.lines("report.jsonl")[0]["obj"], {"('a', 1)": ["nan"], "b": "{1}"})

    def test_odd_tables_are_still_text(self):
        self.passes(
            "${body}=    Evaluate    ['one', ['a', 'b'], 3]",
            "Add Table To Report    Odd    ${body}",
            "Add Datagrid To Report    Grid    ${{[{'n': 1, 'm': 2, 'o': 3}, 'x']}}    ${{['n', {'field': 'm'}]}}",
            "${text}=    Get Report Data As String",
            "Should Be Equal    ${text}    one\\n${SPACE * 2}a|b\\n${SPACE * 2}3\\nOdd\\nn|m\\n1|2\\nx\\nGrid",
        )

    def test_can_be_read_back_as_data(self):
        self.passes(
            "${none}=    Get Report Data",
            "Add Pre To Report    a",
            "${data}=    Get Report Data",
            "Should Be Equal    ${none}    ${{[]}}",
            "Should Be Equal    ${data}[0][obj]    a",
        )

    def test_as_text_is_what_people_read(self):
        self.passes(
            f"Add To Report    {'word ' * 20}",
            "Add Pre To Report    ${SPACE}two ${SPACE} blanks",
            "Add Url To Report    http://x    text=t",
            'Add Json To Report    {"a": 1}',
            "${head}=    Create List    name    n",
            "${row}=    Create List    pear    12",
            "${body}=    Create List    ${row}",
            "Add Table To Report    Fruit    ${body}    ${head}",
            "Add Issue    2    Broken    details=It fell.",
            "${text}=    Get Report Data As String",
            "${same}=    Export Report As String",
            "Should Be Equal    ${text}    ${same}",
            "Create File    ${OUTPUTDIR}/text    ${text}",
            settings="Library    OperatingSystem",
        )
        text = (self.execution / "robot_logs" / "text").read_text()
        words, rest = text[:100].replace("\n", " ").strip(), text[text.index(" two") :]
        self.assertEqual(words, ("word " * 20).strip())
        self.assertIn("word\nword", text)
        self.assertEqual(
            rest,
            ' two   blanks\nt (http://x)\n{\n  "a": 1\n}\nname| n\npear|12\nFruit\n'
            "Issue (severity 2): Broken\n  Details: It fell.",
        )


class Issues(SuiteTest):
    def test_are_written_to_both_files_as_the_contract_says(self):
        result = self.core(
            "[Documentation]    Calls the page once.",
            "Add Issue    severity=2    title=Page of `shop` is down    expected=HTTP 200    actual=HTTP 503",
            "...    reproduce_hint=curl x    next_steps=Check the pod\\nCheck the ingress    details=d    summary=s",
            "...    observed_at=2026-08-01T10:00:00+00:00    resource_url=u",
        )
        expected = {
            "severity": 2,
            "title": "Page of `shop` is down",
            "expected": "HTTP 200",
            "actual": "HTTP 503",
            "reproduceHint": "curl x",
            "nextSteps": "Check the pod\nCheck the ingress",
            "details": "d",
            "taskName": "It",
            "taskDoc": "Calls the page once.",
            "taskStatus": None,
            "taskMessage": "",
            "observedAt": "2026-08-01T10:00:00+00:00",
            "metadata": {"summary": "s"},
            "resource_url": "u",
        }
        self.assertEqual(self.lines("issues.jsonl"), [expected])
        line = self.lines("report.jsonl")[0]
        self.assertEqual((line["fmt"], line["obj"]), ("issue", expected))
        self.assertEqual(result["passed"], ["It"])

    def test_severities_are_one_to_four_and_texts_are_numbers(self):
        self.core(*(f"Add Issue    severity={text}    title=T" for text in ("1", "2", "3", "4", "0", "9", "-1")))
        self.assertEqual([issue["severity"] for issue in self.lines("issues.jsonl")], [1, 2, 3, 4, 4, 4, 4])

    def test_a_severity_that_is_no_number_fails_the_keyword(self):
        self.assertIn("severity", self.fails("Add Issue    severity=high    title=T"))
        self.assertEqual(self.lines("issues.jsonl"), [])

    def test_are_observed_now_unless_they_say_when(self):
        before = datetime.datetime.now(datetime.timezone.utc)
        self.core("Add Issue    4    T    observed_at=${EMPTY}", "Add Issue    4    T")
        for issue in self.lines("issues.jsonl"):
            observed = datetime.datetime.fromisoformat(issue["observedAt"])
            self.assertLessEqual(before, observed)
            self.assertEqual(observed.utcoffset(), datetime.timedelta(0))

    def test_only_severity_and_title_are_needed(self):
        self.core("Add Issue    4    T")
        issue = self.lines("issues.jsonl")[0]
        self.assertEqual((issue["expected"], issue["actual"], issue["reproduceHint"]), ("", "", ""))
        self.assertEqual((issue["nextSteps"], issue["details"], issue["metadata"]), (None, None, {"summary": None}))

    def test_of_the_suite_setup_have_no_task(self):
        self.run_suite(
            "*** Settings ***\nLibrary    RW.Core\nSuite Setup    Add Issue    3    T\n*** Tasks ***\nA\n    No Operation\n"
        )
        self.assertIsNone(self.lines("issues.jsonl")[0]["taskName"])

    def test_extra_arguments_never_replace_what_the_keyword_says(self):
        self.core("Add Issue    2    T    taskName=forged    metadata=forged    next_action=a")
        issue = self.lines("issues.jsonl")[0]
        self.assertEqual((issue["taskName"], issue["metadata"], issue["next_action"]), ("It", {"summary": None}, "a"))

    def test_lists_and_objects_become_text(self):
        self.core(
            "${steps}=    Create List    one    two",
            "${d}=    Create Dictionary    a=b",
            "Add Issue    2    ${5}    next_steps=${steps}    details=${d}",
        )
        issue = self.lines("issues.jsonl")[0]
        self.assertEqual((issue["title"], issue["nextSteps"]), ("5", "one\ntwo"))
        self.assertEqual(issue["details"], '{\n  "a": "b"\n}')

    def test_a_library_may_raise_them_through_its_own_core(self):
        self.passes("Evaluate    RW.Core.Core().add_issue(severity=3, title='T')    modules=RW.Core")
        self.assertEqual(self.lines("issues.jsonl")[0]["severity"], 3)

    def test_a_secret_in_a_text_stays_stars(self):
        self.core(
            "${s}=    Import Secret    TOKEN", "Add Issue    2    ${s}    details=${s}", secrets={"TOKEN": "hush"}
        )
        issue = self.lines("issues.jsonl")[0]
        self.assertEqual((issue["title"], issue["details"]), ("****", "****"))


class Metrics(SuiteTest):
    def test_texts_become_integers_else_decimals(self):
        self.passes(
            "${a}=    Push Metric    ${SPACE}7${SPACE}",
            "${b}=    Push Metric    0.5",
            "${c}=    Push Metric    ${1.25}",
            "Should Be Equal    ${a}    ${7}",
            "Should Be Equal    ${b}    ${0.5}",
            "Should Be Equal    ${c}    ${1.25}",
        )
        self.assertEqual([line["value"] for line in self.lines("metrics.jsonl")], [7, 0.5, 1.25])

    def test_parts_have_a_sub_name_and_extra_arguments_are_labels(self):
        self.core(
            "Push Metric    1    sub_name=http___x:8080    metric_type=gauge    shop=pear    status_code=200",
            RW_WORKSPACE="demo",
        )
        self.assertEqual(
            self.lines("metrics.jsonl"),
            [
                {
                    "value": 1,
                    "numeric": True,
                    "subName": "http___x:8080",
                    "type": "gauge",
                    "labels": {"workspace": "demo", "shop": "pear", "status_code": "200"},
                }
            ],
        )

    def test_truth_is_one_and_falsehood_zero(self):
        self.core("Push Metric    ${True}", "Push Metric    ${False}")
        self.assertEqual([line["value"] for line in self.lines("metrics.jsonl")], [1, 0])

    def test_numbers_of_other_kinds_are_numbers(self):
        self.core(
            "${d}=    Evaluate    decimal.Decimal('0.5')    modules=decimal",
            "${f}=    Evaluate    fractions.Fraction(1, 4)    modules=fractions",
            "Push Metric    ${d}",
            "Push Metric    ${f}",
        )
        self.assertEqual([line["value"] for line in self.lines("metrics.jsonl")], [0.5, 0.25])

    def test_what_is_no_number_is_delivered_and_marked_and_the_task_passes(self):
        self.passes(
            "${a}=    Push Metric    abc",
            "Push Metric    ${None}",
            "Push Metric    nan",
            "Push Metric    inf",
            "Push Metric    ${{ 10 ** 400 }}",
            "Should Be Equal    ${a}    abc",
        )
        lines = self.lines("metrics.jsonl")
        self.assertEqual([line["numeric"] for line in lines], [False] * 5)
        self.assertEqual([line["value"] for line in lines[:4]], ["abc", "None", "nan", "inf"])
        self.assertIn("expected a number, found 'abc'", self.output)

    def test_without_a_location_nothing_is_delivered_and_nothing_is_said(self):
        self.passes("${v}=    Push Metric    1", "Should Be Equal    ${v}    ${1}", RW_LOCATION="")
        self.assertEqual(self.lines("metrics.jsonl"), [])
        self.assertNotIn("location", self.output.lower())

    def test_a_dry_run_delivers_nothing(self):
        self.passes("${v}=    Push Metric    1    dry_run=True", "Should Be Equal    ${v}    ${1}")
        self.assertEqual(self.lines("metrics.jsonl"), [])

    def test_every_metric_type_of_the_contract_is_known_and_no_other(self):
        self.core(*(f"Push Metric    1    metric_type={name}" for name in ("untyped", "gauge", "histogram", "counter")))
        self.assertEqual(
            [line["type"] for line in self.lines("metrics.jsonl")], ["untyped", "gauge", "histogram", "counter"]
        )

    def test_an_unknown_metric_type_fails_and_names_the_known(self):
        self.assertIn("histogram", self.fails("Push Metric    1    metric_type=clock"))

    def test_a_keyword_may_be_run_for_its_value(self):
        self.passes("${v}=    Run Keyword And Push Metric    Evaluate    1 + 1", "Should Be Equal    ${v}    ${2}")
        self.assertEqual(self.lines("metrics.jsonl")[0]["value"], 2)

    def test_a_keyword_that_fails_pushes_nothing(self):
        self.assertEqual(self.fails("Run Keyword And Push Metric    Fail    no"), "no")
        self.assertEqual(self.lines("metrics.jsonl"), [])


class InFrontOfAnAuthor(SuiteTest):
    LINES = (
        "Add Pre To Report    a report",
        "Add Issue    2    Broken    details=It fell.",
        "Push Metric    0.5    sub_name=part    shop=pear",
        "${text}=    Get Report Data As String",
        "Should Contain    ${text}    a report",
    )

    def test_findings_are_printed_in_dev_mode(self):
        self.passes(*self.LINES, RW_MODE="dev", RW_LOCATION="")
        for text in (
            "a report\n",
            "Issue (severity 2): Broken\n  Details: It fell.\n",
            "Metric part: 0.5, shop pear\n",
        ):
            self.assertIn(text, self.output)
        for name in ("report.jsonl", "issues.jsonl", "metrics.jsonl"):
            self.assertEqual(self.lines(name), [])

    def test_findings_are_files_when_a_command_reads_them(self):
        self.passes(*self.LINES, RW_MODE="dev", GROUNDCREW_AUTHOR="1", RW_LOCATION="")
        self.assertEqual([line["fmt"] for line in self.lines("report.jsonl")], ["pre", "issue"])
        self.assertEqual(self.lines("issues.jsonl")[0]["title"], "Broken")
        self.assertEqual(self.lines("metrics.jsonl")[0]["value"], 0.5)
        self.assertNotIn("Metric part", self.output)


if __name__ == "__main__":
    unittest.main()
