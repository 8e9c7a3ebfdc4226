import { SimpleGrid, Stack, Text } from '@mantine/core';
import { Server } from 'lucide-react';
import { usePools, useWorkers } from '../../api/workers';
import { PageHeader, Section } from '../../components/layout';
import { EmptyState, Loaded } from '../../components/states';
import { PoolTable } from './PoolTable';
import { WorkerCard } from './WorkerCard';

export function WorkersPage() {
  const workers = useWorkers();
  return (
    <>
      <PageHeader
        title="Workers"
        description="Where tasks run, how busy each worker is, what it has prepared, and what waits for it."
      />
      <Stack>
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
        <Pools />
      </Stack>
    </>
  );
}

function Pools() {
  const pools = usePools();
  return (
    <Section title="Pools" flush>
      <Loaded query={pools} what="the pools">
        {({ results }) =>
          results.length === 0 ? (
            <Text size="sm" c="dimmed" px="md" pb="md">
              There is none yet. Each CodeCollection has one at every location.
            </Text>
          ) : (
            <PoolTable pools={results} />
          )
        }
      </Loaded>
    </Section>
  );
}
