import { Group, Select, SimpleGrid, Stack, Text } from '@mantine/core';
import { Search, Server } from 'lucide-react';
import { useSearchParams } from 'react-router';
import { mayAct, useSession } from '../../api/session';
import type { Worker } from '../../api/types';
import { usePools, useWorkers } from '../../api/workers';
import { PageHeader, Section } from '../../components/layout';
import { EmptyState, Loaded } from '../../components/states';
import { DrainTaggedButton, ResumeTaggedButton } from './DrainButton';
import { PoolTable } from './PoolTable';
import { WorkerCard } from './WorkerCard';
import { tagsOf, withTag } from './worker';

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
              <Workers all={results} />
            )
          }
        </Loaded>
        <Pools />
      </Stack>
    </>
  );
}

function Workers({ all }: { all: Worker[] }) {
  const [parameters, setParameters] = useSearchParams();
  const tag = parameters.get('tag') ?? '';
  const shown = withTag(all, tag);
  return (
    <>
      <TagFilter
        tags={tagsOf(all)}
        tag={tag}
        onChange={(chosen) => setParameters(chosen === '' ? {} : { tag: chosen }, { replace: true })}
      />
      {shown.length === 0 ? (
        <EmptyState icon={Search} title="No worker has this tag" />
      ) : (
        <SimpleGrid cols={{ base: 1, lg: 2 }}>
          {shown.map((worker) => (
            <WorkerCard key={worker.id} worker={worker} />
          ))}
        </SimpleGrid>
      )}
    </>
  );
}

interface TagFilterProps {
  tags: string[];
  tag: string;
  onChange: (tag: string) => void;
}

/** Nothing where no worker has a tag. Of a tag that is chosen, all workers can be drained together. */
function TagFilter({ tags, tag, onChange }: TagFilterProps) {
  const session = useSession();
  if (tags.length === 0 && tag === '') {
    return null;
  }
  return (
    <Group justify="space-between" align="flex-end">
      <Select
        label="Only workers with this tag"
        placeholder="All workers"
        size="xs"
        clearable
        searchable
        data={tags.includes(tag) || tag === '' ? tags : [...tags, tag]}
        value={tag === '' ? null : tag}
        onChange={(chosen) => onChange(chosen ?? '')}
      />
      {tags.includes(tag) && mayAct(session.data, '*', 'admin') && (
        <Group gap="xs">
          <DrainTaggedButton tag={tag} />
          <ResumeTaggedButton tag={tag} />
        </Group>
      )}
    </Group>
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
