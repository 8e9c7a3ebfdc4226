import { Group, Stack, Tabs, Text } from '@mantine/core';
import { useParams } from 'react-router';
import { useIssues } from '../../api/issues';
import { useSlx, useSlxRuns } from '../../api/slxs';
import type { Slx } from '../../api/types';
import { useInsights, useTasks } from '../../api/workspaces';
import { places } from '../../app/places';
import { interval } from '../../app/time';
import { useWorkspace } from '../../app/workspace';
import { InsightsNotice } from '../../components/InsightsNotice';
import { StatusLabel } from '../../components/labels';
import { Facts, PageHeader, Section } from '../../components/layout';
import { Notice } from '../../components/Notice';
import { RelativeTime } from '../../components/RelativeTime';
import { RunButton } from '../../components/RunButton';
import { Loaded, LoadMore } from '../../components/states';
import { Tone } from '../../components/Tone';
import { IssueTable } from '../issues/IssueTable';
import { RunTable } from '../runs/RunTable';
import { OneTask } from '../tasks/TaskRow';
import rows from '../tasks/TasksPage.module.css';
import { ownTasks } from './ownTasks';
import { SliSection } from './SliSection';
import { aliasOf, specNumber, specText, tagsOf } from './slx';

export function SlxPage() {
  const workspace = useWorkspace();
  const { slx: name = '' } = useParams();
  const slx = useSlx(workspace, name);
  return (
    <Loaded query={slx} what="this SLX">
      {(loaded) => <SlxDetail slx={loaded} />}
    </Loaded>
  );
}

function SlxDetail({ slx }: { slx: Slx }) {
  const workspace = useWorkspace();
  const insights = useInsights(workspace, slx.shortName);
  const known = insights.data?.complete === true;
  const tasks = useTasks(workspace);
  const own = ownTasks(slx, tasks.data);
  const sli = insights.data?.results.find(
    (insight) => insight.kind === 'sli' && insight.taskTitle === undefined,
  );
  return (
    <>
      <PageHeader
        title={aliasOf(slx)}
        parent={{ label: 'SLXs', to: places.slxs(workspace) }}
        description={specText(slx.spec, 'statement')}
        labels={slx.hasSli && <StatusLabel status={sli?.status} known={known} />}
        actions={
          own.runnable && (
            <RunButton
              slx={slx.shortName}
              titles={[]}
              name={`all tasks of ${aliasOf(slx)}`}
              access={own.access}
              label="Run all tasks"
            />
          )
        }
      />
      <InsightsNotice insights={insights} />
      <Stack>
        {slx.warnings.map((warning) => (
          <Notice key={warning} tone="notice">
            {warning}
          </Notice>
        ))}
        {slx.hasSli && (
          <SliSection slx={slx.shortName} unit={specText(slx.sli?.spec ?? {}, 'displayUnitsLong')} />
        )}
        <Section title="Tasks" flush>
          <Loaded query={tasks} what="the tasks">
            {() => (
              <>
                {own.lack !== undefined && <Nothing>{own.lack}</Nothing>}
                <div className={rows.flush}>
                  {own.tasks.map((task) => (
                    <OneTask
                      key={`${task.kind} ${task.unresolvedTitle}`}
                      task={task}
                      known={known}
                      insight={insights.data?.results.find(
                        (insight) =>
                          insight.taskTitle === task.unresolvedTitle &&
                          insight.kind === (task.kind === 'health check' ? 'sli' : 'runbook'),
                      )}
                    />
                  ))}
                </div>
              </>
            )}
          </Loaded>
        </Section>
        <SlxIssues slx={slx.shortName} />
        <SlxRuns slx={slx} />
        <Section title="Details">
          <Metadata slx={slx} />
        </Section>
      </Stack>
    </>
  );
}

function SlxIssues({ slx }: { slx: string }) {
  const issues = useIssues(useWorkspace(), { slx });
  return (
    <Section title="Issues" flush>
      <Loaded query={issues} what="the issues">
        {(loaded) =>
          loaded.length === 0 ? (
            <Nothing>No issue was ever raised here.</Nothing>
          ) : (
            <>
              <IssueTable issues={loaded} withSlx={false} />
              <LoadMore query={issues} />
            </>
          )
        }
      </Loaded>
    </Section>
  );
}

function SlxRuns({ slx }: { slx: Slx }) {
  return (
    <Section title="Recent runs" flush>
      <Tabs defaultValue={slx.hasRunbook ? 'runbook' : 'sli'} keepMounted={false}>
        <Tabs.List px="md">
          {slx.hasRunbook && <Tabs.Tab value="runbook">Runbook</Tabs.Tab>}
          {slx.hasSli && <Tabs.Tab value="sli">Health checks</Tabs.Tab>}
        </Tabs.List>
        <Tabs.Panel value="runbook">
          <Runs slx={slx.shortName} kind="runbook" />
        </Tabs.Panel>
        <Tabs.Panel value="sli">
          <Runs slx={slx.shortName} kind="sli" />
        </Tabs.Panel>
      </Tabs>
    </Section>
  );
}

function Runs({ slx, kind }: { slx: string; kind: 'sli' | 'runbook' }) {
  const runs = useSlxRuns(useWorkspace(), slx, kind);
  return (
    <Loaded query={runs} what="the runs">
      {(loaded) =>
        loaded.length === 0 ? (
          <Nothing>Nothing was run yet.</Nothing>
        ) : (
          <>
            <RunTable runs={loaded} />
            <LoadMore query={runs} />
          </>
        )
      }
    </Loaded>
  );
}

function Nothing({ children }: { children: string }) {
  return (
    <Text size="sm" c="dimmed" px="md" py="md">
      {children}
    </Text>
  );
}

function Metadata({ slx }: { slx: Slx }) {
  const every = specNumber(slx.sli?.spec, 'intervalSeconds');
  const owners = slx.spec.owners;
  return (
    <Facts
      facts={[
        ['Name', slx.name],
        ['Measured by', specText(slx.spec, 'asMeasuredBy') ?? '–'],
        ['Checked every', every === undefined ? '–' : interval(every)],
        ['Owners', Array.isArray(owners) && owners.length > 0 ? owners.map(String).join(', ') : '–'],
        [
          'Tags',
          <Group gap={4} key="tags">
            {tagsOf(slx).map((tag) => (
              <Tone key={`${tag.name}=${tag.value}`} tone="quiet">
                {tag.name}={tag.value}
              </Tone>
            ))}
          </Group>,
        ],
        ['SLI managed by', slx.sli?.managedBy ?? '–'],
        ['Changed', <RelativeTime key="changed" at={slx.modified} />],
      ]}
    />
  );
}
