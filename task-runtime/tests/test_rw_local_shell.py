"""Commands of shell services that are not configured: they run in the task itself."""

from __future__ import annotations

import os
import pathlib
import unittest
import unittest.mock
from typing import Any

from suites import SuiteTest

from RW import platform
from RW._platform import local_shell

GONE = "Should Not Exist    /proc/${r.stdout.strip()}"


class LocalShell(SuiteTest):
    def runs(self, command: str, *checks: str, **more: Any) -> None:
        lines = ("Import Service    s", f"${{r}}=    RW.Core.Shell    {command}    ${{s}}", *checks)
        self.passes(*lines, settings="Library    OperatingSystem", **more)

    def test_a_command_has_its_environment_secrets_and_files_in_a_directory_of_its_own(self):
        self.passes(
            "Import Service    s",
            "${kubeconfig}=    Import Secret    kubeconfig",
            "${token}=    Import Secret    token",
            "${more}=    Evaluate    [RW.platform.ShellServiceRequestSecret($token)]    modules=RW.platform",
            "${env}=    Create Dictionary    KUBECONFIG=./kubeconfig    N=${3}    NOTHING=${None}",
            "${files}=    Create Dictionary    sub/q.sql=select 1",
            "${cmd}=    Set Variable    cat \\\"\\$KUBECONFIG\\\" \\\"\\$kubeconfig\\\" sub/q.sql;"
            " echo /$token/$N/\\${NOTHING-unset}/$RW_LOCATION; stat -c %a kubeconfig; pwd",
            "${r}=    RW.Core.Shell    ${cmd}    ${s}    ${more}    ${kubeconfig}    True    ${env}    ${files}",
            "${lines}=    Evaluate    $r.stdout.splitlines()",
            "Should Be Equal    ${lines}[0]    kckcselect 1/hush/3/unset/here",
            "Should Be Equal    ${lines}[1]    600",
            "Should Start With    ${lines}[2]    %{RW_EXECUTION_TMPDIR}/shell-",
            "Should Not Exist    ${lines}[2]",
            settings="Library    OperatingSystem",
            secrets={"kubeconfig": "kc", "token": "hush"},
        )

    def test_the_answer_has_the_shape_of_a_services(self):
        self.runs(
            "echo out; echo err >&2; exit 3",
            'Should Be Equal    ${r.stdout}/${r.stderr}/${r.returncode}/${r.status}    out\\n/err\\n/3/200',
            "Should Be Equal    ${r.parsed_cmd}    ${{['bash', '-c', 'echo out; echo err >&2; exit 3']}}",
            "${body}=    Evaluate    json.loads($r.body)['stdout']    modules=json",
            "Should Be Equal    ${body}/${r.errors}    out\\n/[]",
        )

    def test_a_library_that_asks_the_platform_gets_it_too(self):
        response = platform.execute_shell_command("echo $A", platform.Service("local:"), env={"A": "b"})
        self.assertEqual((response.stdout, response.returncode, response.status), ("b\n", 0, 200))

    def test_a_command_that_a_signal_ended_has_failed(self):
        self.runs("kill -9 $$", "Should Be Equal    ${r.returncode}    ${137}")

    def test_what_a_command_leaves_behind_is_ended_and_not_waited_for(self):
        self.runs("sleep 300 & echo $!", GONE)

    def test_what_left_its_session_is_ended_too(self):
        self.runs("setsid sleep 300 & echo $!", GONE)

    def test_a_file_that_leads_elsewhere_is_a_response_with_the_reason(self):
        response = platform.execute_shell_command("true", platform.Service("local:"), files={"../x": "1"})
        self.assertEqual((response.status, response.returncode), (500, -1))
        self.assertIn("'../x'", response.errors[0])

    def test_a_task_without_bash_is_a_response_with_the_reason(self):
        with unittest.mock.patch.dict(os.environ, PATH="/nowhere"):
            response = platform.execute_shell_command("true", platform.Service("local:"))
        self.assertIn("bash", response.errors[0])

    def test_a_command_that_takes_too_long_is_ended_with_what_it_said(self):
        command = "setsid sleep 300 & echo $!; echo warned >&2; sleep 300"
        response = local_shell.run(platform.ShellServiceRequest(command, timeout_seconds=1))
        self.assertEqual((response.status, response.returncode), (500, -1))
        self.assertEqual(response.errors, ["The command did not end within 1 s and was ended"])
        self.assertEqual(response.stderr, f"warned\n\n{response.errors[0]}")
        self.assertFalse(pathlib.Path(f"/proc/{response.stdout.strip()}").exists())

    def test_a_command_that_says_too_much_is_ended(self):
        with unittest.mock.patch.object(local_shell, "_MOST_BYTES", 1 << 20):
            response = platform.execute_shell_command("yes", platform.Service("local:"))
        self.assertEqual((response.status, len(response.stdout)), (500, 1 << 20))
        self.assertIn("1 MiB", response.errors[0])

    def test_processes_of_the_task_are_left_alone(self):
        self.passes(
            "Import Service    s",
            "${process}=    Evaluate    subprocess.Popen(['sleep', '300'])    modules=subprocess",
            "RW.Core.Shell    sleep 300 & true    ${s}",
            "${state}=    Evaluate    $process.poll()",
            "Evaluate    ($process.kill(), $process.wait())",
            "Should Be Equal    ${state}    ${None}",
        )


class Services(unittest.TestCase):
    def test_may_be_silent_for_ten_minutes(self):
        with unittest.mock.patch("urllib.request.urlopen", side_effect=OSError("no")) as asked:
            platform.execute_shell_command("true", platform.Service("http://k"))
        self.assertEqual(asked.call_args.kwargs["timeout"], 600)


if __name__ == "__main__":
    unittest.main()
