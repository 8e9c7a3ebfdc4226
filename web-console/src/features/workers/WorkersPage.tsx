import { Group, Paper, Progress, SimpleGrid, Stack, Table, Text, Title } from '@mantine/core';
import { Server } from 'lucide-react';
import type { Worker } from '../../api/types';
import { useWorkers } from '../../api/workspaces';
import { EnvironmentLabel } from '../../components/labels';
import { PageHeader } from '../../components/layout';
import { RelativeTime } from '../../components/RelativeTime';
import { EmptyState, Loaded } from '../../components/states';
import { Tone } from '../../components/Tone';

export function WorkersPage() {
  const workers = useWorkers();
  return (
    <>
      <PageHeader
        title="Workers"
        description="Where tasks run, how busy each worker is and what it has prepared."
      />
      <Loaded query={workers} what="the workers">
        {({ results }) =>
          results.length === 0 ? (
            <EmptyState icon={Server} title="No worker has reported yet">
              <Text size="sm" c="dimmed">
                Runs wait until one does.
              </Text>
            </EmptyState>
          ) : (
            <SimpleGrid cols={{ base: 1, lg: 2 }}>
              {results.map((worker) => (
                <WorkerCard key={worker.id} worker={worker} />
              ))}
            </SimpleGrid>
          )
        }
      </Loaded>
    </>
  );
}

function WorkerCard({ worker }: { worker: Worker }) {
  const share = worker.slots === 0 ? 0 : (worker.running.length / worker.slots) * 100;
  return (
    <Paper component="section" aria-label={`Worker ${worker.id}`} p="md">
      <Stack gap="sm">
        <Group justify="space-between">
          <Group gap={8}>
            <Title order={2} size="h3" className="breakable">
              {worker.id}
            </Title>
            {worker.health === 'online' ? (
              <Tone tone="good" dot>
                Online
              </Tone>
            ) : (
              <Tone tone="bad" dot>
                Silent
              </Tone>
            )}
            <Tone tone="quiet">{worker.location}</Tone>
          </Group>
          <Text size="xs" c="dimmed">
            heard from <RelativeTime at={worker.lastHeartbeat} none="never" /> · started{' '}
            <RelativeTime at={worker.startedAt} />
          </Text>
        </Group>
        <div>
          <Group justify="space-between" mb={4}>
            <Text size="sm">
              {worker.running.length} of {worker.slots} slots busy
            </Text>
          </Group>
          <Progress value={share} aria-label={`Busy slots of ${worker.id}`} size="sm" />
        </div>
        {worker.environments.length > 0 && (
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
        )}
      </Stack>
    </Paper>
  );
}
