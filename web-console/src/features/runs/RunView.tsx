import { Anchor, Group, Paper, Stack, Tabs, Text } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { FileText, GitCompare, Info, ScrollText } from 'lucide-react';
import { type ReactNode, useCallback } from 'react';
import { Link } from 'react-router';
import { useIsCancelling } from '../../api/control';
import { keys } from '../../api/keys';
import { awaitsAttempt, logStreamUrl, logUrl, useReport, useRun } from '../../api/runs';
import type { RunIssue, RunRequest } from '../../api/types';
import { places } from '../../app/places';
import { useWorkspace } from '../../app/workspace';
import { OutcomeLabel, SeverityLabel } from '../../components/labels';
import { Notice } from '../../components/Notice';
import { Loaded } from '../../components/states';
import { Ticked } from '../../components/Ticked';
import { Tone } from '../../components/Tone';
import { LogView } from '../../log/LogView';
import { Report } from '../../report/Report';
import { Comparison } from './Comparison';
import { RunActions } from './RunActions';
import { RunFacts } from './RunFacts';
import { explanationOf, isGood, tasksText, took } from './run';

interface RunViewProps {
  id: string;
  /** Shown until the run itself was read. */
  known: RunRequest;
  /** Whether it shows what can be done with the run; otherwise the page does. */
  withActions?: boolean;
}

/** Everything about one run: outcome, issues, live log, report. */
export function RunView({ id, known, withActions = false }: RunViewProps) {
  const workspace = useWorkspace();
  const queries = useQueryClient();
  const run = useRun(workspace, id).data ?? known;
  const onEnd = useCallback(() => {
    queries.invalidateQueries({ queryKey: keys.runs.one(workspace, id) });
    queries.invalidateQueries({ queryKey: keys.sessions.list(workspace) });
  }, [queries, workspace, id]);
  return (
    <Stack>
      <Summary run={run} actions={withActions && <RunActions run={run} />} />
      <Paper>
        <Tabs defaultValue="log" keepMountedMode="display-none">
          <Tabs.List px="sm">
            <Tabs.Tab value="log" leftSection={<ScrollText size={15} />}>
              Log
            </Tabs.Tab>
            <Tabs.Tab value="report" leftSection={<FileText size={15} />}>
              Report
            </Tabs.Tab>
            <Tabs.Tab value="details" leftSection={<Info size={15} />}>
              Details
            </Tabs.Tab>
            {run.isCompleted && !isGood(run) && (
              <Tabs.Tab value="comparison" leftSection={<GitCompare size={15} />}>
                Compare with last good run
              </Tabs.Tab>
            )}
          </Tabs.List>
          <Tabs.Panel value="log">
            <LogView
              streamUrl={logStreamUrl(workspace, id)}
              wholeUrl={logUrl(workspace, id)}
              waiting={waitingFor(run)}
              over={known.isCompleted}
              onEnd={onEnd}
            />
          </Tabs.Panel>
          <Tabs.Panel value="report" p="md">
            <ReportPanel run={run} />
          </Tabs.Panel>
          <Tabs.Panel value="details" p="md">
            <RunFacts run={run} />
          </Tabs.Panel>
          {run.isCompleted && !isGood(run) && (
            <Tabs.Panel value="comparison" p="md" keepMounted={false}>
              <Comparison run={run} />
            </Tabs.Panel>
          )}
        </Tabs>
      </Paper>
    </Stack>
  );
}

function waitingFor(run: RunRequest): string | undefined {
  if (awaitsAttempt(run)) {
    return run.reason ?? 'Waiting for another attempt';
  }
  return run.startedAt === undefined && !run.isCompleted ? (run.reason ?? 'Waiting for a worker') : undefined;
}

function Summary({ run, actions }: { run: RunRequest; actions: ReactNode }) {
  const workspace = useWorkspace();
  const cancelling = useIsCancelling(workspace);
  const explanation = explanationOf(run);
  return (
    <Paper p="md">
      <Group gap="sm">
        <OutcomeLabel run={run} cancelling={cancelling(run.id)} />
        <Anchor component={Link} to={places.slx(workspace, run.slxShortName)} size="sm" fw={600}>
          {run.slxShortName}
        </Anchor>
        <Text size="sm" className="breakable">
          <Ticked text={tasksText(run.taskTitles)} />
        </Text>
        {run.startedAt && run.finishedAt && (
          <Text size="sm" c="dimmed" className="numeric">
            took {took(run)}
          </Text>
        )}
        {run.attempt > 1 && <Tone tone="notice">Attempt {run.attempt}</Tone>}
        {actions && <Group ml="auto">{actions}</Group>}
      </Group>
      {explanation && (
        <Notice tone={explanation.tone} title={explanation.title} mt="sm">
          {explanation.reason}
        </Notice>
      )}
      {(run.issues ?? []).length > 0 && (
        <Stack gap={6} mt="sm">
          {run.issues?.map((issue) => (
            <IssueLine key={issue.id ?? issue.title} issue={issue} />
          ))}
        </Stack>
      )}
    </Paper>
  );
}

function IssueLine({ issue }: { issue: RunIssue }) {
  const workspace = useWorkspace();
  return (
    <Group gap={8} wrap="nowrap">
      <SeverityLabel severity={issue.severity} />
      {issue.id === undefined ? (
        <Text size="sm">
          <Ticked text={issue.title} />
        </Text>
      ) : (
        <Anchor component={Link} to={places.issue(workspace, issue.id)} size="sm" className="breakable">
          <Ticked text={issue.title} />
        </Anchor>
      )}
      {issue.closed && <Tone tone="quiet">Closed since</Tone>}
    </Group>
  );
}

function ReportPanel({ run }: { run: RunRequest }) {
  const report = useReport(useWorkspace(), run.id, run.isCompleted);
  if (!run.isCompleted) {
    return (
      <Text size="sm" c="dimmed">
        The report is written when the run ends.
      </Text>
    );
  }
  return (
    <Loaded query={report} what="the report">
      {(items) => <Report items={items} />}
    </Loaded>
  );
}
