import { Anchor, Group, Paper, Table, Text } from '@mantine/core';
import { Play } from 'lucide-react';
import { Link } from 'react-router';
import { useRunSessions } from '../../api/runs';
import type { RunSession } from '../../api/types';
import { places } from '../../app/places';
import { useWorkspace } from '../../app/workspace';
import { DataTable } from '../../components/DataTable';
import { OutcomeLabel } from '../../components/labels';
import { PageHeader } from '../../components/layout';
import { RelativeTime } from '../../components/RelativeTime';
import { EmptyState, Loaded, LoadMore } from '../../components/states';
import { Tone } from '../../components/Tone';
import { subjectOf } from './run';

export function SessionsPage() {
  const sessions = useRunSessions(useWorkspace());
  return (
    <>
      <PageHeader
        title="Run sessions"
        description="Runs that a person, an alert or another system asked for, newest first."
      />
      <Loaded query={sessions} what="the run sessions">
        {(loaded) =>
          loaded.length === 0 ? (
            <EmptyState icon={Play} title="Nothing was run yet">
              <Text size="sm" c="dimmed">
                Run a task from Studio › Tasks and it appears here.
              </Text>
            </EmptyState>
          ) : (
            <>
              <Paper>
                <SessionTable sessions={loaded} />
              </Paper>
              <LoadMore query={sessions} />
            </>
          )
        }
      </Loaded>
    </>
  );
}

function SessionTable({ sessions }: { sessions: RunSession[] }) {
  const workspace = useWorkspace();
  return (
    <DataTable
      label="Run sessions"
      minWidth={760}
      columns={['Session', 'SLXs', 'Outcomes', { name: 'Issues', right: true }, 'Asked by', 'Asked']}
    >
      {sessions.map((session) => (
        <Table.Tr key={session.id}>
          <Table.Td>
            <Anchor component={Link} to={places.session(workspace, session.id)} size="sm" fw={600}>
              {session.name}
            </Anchor>
            {session.notes && (
              <Text size="xs" c="dimmed" lineClamp={1}>
                {session.notes}
              </Text>
            )}
          </Table.Td>
          <Table.Td className="breakable">{subjectOf(session)}</Table.Td>
          <Table.Td>
            <Outcomes session={session} />
          </Table.Td>
          <Table.Td ta="right" className="numeric">
            {session.runRequests.reduce((sum, run) => sum + (run.issues?.length ?? 0), 0)}
          </Table.Td>
          <Table.Td>
            {session.requester ?? '–'} <Tone tone="quiet">{session.source}</Tone>
          </Table.Td>
          <Table.Td>
            <RelativeTime at={session.created} />
          </Table.Td>
        </Table.Tr>
      ))}
    </DataTable>
  );
}

const SHOWN = 4;

function Outcomes({ session }: { session: RunSession }) {
  return (
    <Group gap={4}>
      {session.runRequests.slice(0, SHOWN).map((run) => (
        <OutcomeLabel key={run.id} run={run} />
      ))}
      {session.runRequests.length > SHOWN && <Tone tone="quiet">+{session.runRequests.length - SHOWN}</Tone>}
    </Group>
  );
}
