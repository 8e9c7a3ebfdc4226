import { Anchor, Box, Group, Paper, Progress, Stack, Table, Text, Title } from '@mantine/core';
import { Link } from 'react-router';
import { mayAct, useSession } from '../../api/session';
import type { Worker } from '../../api/types';
import { places } from '../../app/places';
import { useWorkspace } from '../../app/workspace';
import { EnvironmentLabel } from '../../components/labels';
import { RelativeTime } from '../../components/RelativeTime';
import { Tone, type ToneName } from '../../components/Tone';
import { DrainButton, ResumeButton } from './DrainButton';
import { stateOf, type WorkerState } from './worker';

const STATES: Record<WorkerState, [ToneName, string, string]> = {
  online: ['good', 'Online', 'It takes requests'],
  silent: ['bad', 'Silent', 'It does not beat any more: its runs are settled without it'],
  draining: ['notice', 'Draining', 'It takes nothing more and ends what it runs'],
  drained: ['info', 'Drained', 'It takes nothing and runs nothing: it may be stopped'],
};

export function WorkerCard({ worker }: { worker: Worker }) {
  const session = useSession();
  const share = worker.slots === 0 ? 0 : (worker.running.length / worker.slots) * 100;
  const state = stateOf(worker);
  const [tone, label, meaning] = STATES[state];
  return (
    <Paper component="section" aria-label={`Worker ${worker.id}`} p="md">
      <Stack gap="sm">
        <Group justify="space-between" align="flex-start" wrap="nowrap">
          <Box miw={0}>
            <Group gap={8}>
              <Title order={2} size="h3" className="breakable">
                {worker.id}
              </Title>
              <Tone tone={tone} dot busy={state === 'draining'} title={meaning}>
                {label}
              </Tone>
              <Tone tone="quiet" title="Its location">
                {worker.location}
              </Tone>
              {worker.tags.map((tag) => (
                <Tone key={tag} tone="info" title="One of its tags">
                  {tag}
                </Tone>
              ))}
            </Group>
            <Text size="xs" c="dimmed" mt={2}>
              heard from <RelativeTime at={worker.lastHeartbeat} none="never" /> · started{' '}
              <RelativeTime at={worker.startedAt} />
            </Text>
          </Box>
          {mayAct(session.data, '*', 'admin') &&
            state !== 'silent' &&
            (worker.drainsBy === undefined ? (
              <DrainButton worker={worker.id} />
            ) : (
              <ResumeButton worker={worker.id} />
            ))}
        </Group>
        {state === 'draining' && (
          <Text size="sm">
            Hands back what may be repeated <RelativeTime at={worker.drainsBy} />, and finishes the rest.
          </Text>
        )}
        {state === 'drained' && <Text size="sm">It runs nothing and takes nothing: it may be stopped.</Text>}
        <div>
          <Text size="sm" mb={4}>
            {worker.running.length} of {worker.slots} slots busy
          </Text>
          <Progress value={share} aria-label={`Busy slots of ${worker.id}`} size="sm" />
        </div>
        <RunningRuns runs={worker.running} />
        <Environments worker={worker} />
      </Stack>
    </Paper>
  );
}

const SHOWN = 24;

/** Ids begin with the time, so that the ends of them tell runs apart. */
function RunningRuns({ runs }: { runs: string[] }) {
  const workspace = useWorkspace();
  return runs.length === 0 ? null : (
    <Group gap={8}>
      <Text size="xs" c="dimmed">
        Runs
      </Text>
      {runs.slice(0, SHOWN).map((run) => (
        <Anchor
          key={run}
          component={Link}
          to={places.run(workspace, run)}
          size="xs"
          ff="monospace"
          title={run}
        >
          …{run.slice(-8)}
        </Anchor>
      ))}
      {runs.length > SHOWN && <Text size="xs">and {runs.length - SHOWN} more</Text>}
    </Group>
  );
}

function Environments({ worker }: { worker: Worker }) {
  return worker.environments.length === 0 ? null : (
    <Table verticalSpacing={5} aria-label={`Environments of ${worker.id}`}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Pool</Table.Th>
          <Table.Th>Commit</Table.Th>
          <Table.Th>Environment</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {worker.environments.map((environment) => (
          <Table.Tr key={`${environment.pool} ${environment.commit}`}>
            <Table.Td>{environment.pool}</Table.Td>
            <Table.Td ff="monospace" fz="xs">
              {environment.commit.slice(0, 10)}
            </Table.Td>
            <Table.Td>
              <EnvironmentLabel state={environment.state} reason={environment.reason} />
              <Text size="xs" c="dimmed" className="breakable">
                {environment.reason}
              </Text>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
