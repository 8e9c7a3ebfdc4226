import { Paper, SegmentedControl, Select } from '@mantine/core';
import { CircleCheck } from 'lucide-react';
import { useSearchParams } from 'react-router';
import { useIssues } from '../../api/issues';
import { useWorkspace } from '../../app/workspace';
import { PageHeader } from '../../components/layout';
import { EmptyState, Loaded, LoadMore } from '../../components/states';
import { IssueTable } from './IssueTable';

const SEVERITIES = [
  { value: '1', label: '1 · Critical' },
  { value: '2', label: '2 · High' },
  { value: '3', label: '3 · Medium' },
  { value: '4', label: '4 · Low' },
];

const CLOSED: Record<string, boolean | undefined> = { open: false, closed: true, all: undefined };

export function IssuesPage() {
  const workspace = useWorkspace();
  const [parameters, setParameters] = useSearchParams();
  const state = parameters.get('state') ?? 'open';
  const severity = parameters.get('severity');
  const issues = useIssues(workspace, {
    closed: CLOSED[state],
    severity: severity === null ? undefined : Number(severity),
  });
  const choose = (name: string, value: string | null) =>
    setParameters((before) => {
      const after = new URLSearchParams(before);
      if (value === null) {
        after.delete(name);
      } else {
        after.set(name, value);
      }
      return after;
    });
  return (
    <>
      <PageHeader
        title="Issues"
        description="What tasks found wrong. An issue closes by itself when its task runs again and finds it gone."
        actions={
          <>
            <Select
              aria-label="Severity"
              placeholder="Any severity"
              data={SEVERITIES}
              value={severity}
              onChange={(value) => choose('severity', value)}
              clearable
              clearButtonProps={{ 'aria-label': 'Any severity' }}
              w={150}
            />
            <SegmentedControl
              aria-label="State"
              data={[
                { value: 'open', label: 'Open' },
                { value: 'closed', label: 'Closed' },
                { value: 'all', label: 'All' },
              ]}
              value={state}
              onChange={(value) => choose('state', value)}
            />
          </>
        }
      />
      <Loaded query={issues} what="the issues">
        {(loaded) =>
          loaded.length === 0 ? (
            <EmptyState
              icon={CircleCheck}
              title={state === 'open' && severity === null ? 'Nothing is wrong' : 'No issues here'}
            />
          ) : (
            <>
              <Paper>
                <IssueTable issues={loaded} />
              </Paper>
              <LoadMore query={issues} />
            </>
          )
        }
      </Loaded>
    </>
  );
}
