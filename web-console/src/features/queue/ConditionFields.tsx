import { SimpleGrid } from '@mantine/core';
import { useMemo } from 'react';
import { usePools } from '../../api/workers';
import { useTasks } from '../../api/workspaces';
import { useWorkspace } from '../../app/workspace';
import { Picker, type PickerProps, SlxPicker, TagPicker } from '../slxs/pickers';
import { tagFault } from '../slxs/slx';
import type { Conditions } from './conditions';

interface ConditionFieldsProps {
  conditions: Conditions;
  set: (change: Partial<Conditions>) => void;
}

/** What runs are meant. */
export function ConditionFields({ conditions, set }: ConditionFieldsProps) {
  return (
    <SimpleGrid
      cols={{ base: 1, xs: 2 }}
      spacing="sm"
      // Enter takes a suggestion here; by itself it would also send the form.
      onKeyDown={(event) => event.key === 'Enter' && event.preventDefault()}
    >
      <SlxPicker value={conditions.slx} onChange={(slx) => set({ slx })} />
      <TaskPicker value={conditions.task} onChange={(task) => set({ task })} />
      <TagPicker
        label="Tag of the SLX"
        error={tagFault(conditions.tag)}
        value={conditions.tag}
        onChange={(tag) => set({ tag })}
      />
      <PoolPicker value={conditions.pool} onChange={(pool) => set({ pool })} />
    </SimpleGrid>
  );
}

function TaskPicker(props: PickerProps) {
  const tasks = useTasks(useWorkspace()).data?.results;
  const known = useMemo(
    () => tasks?.filter((task) => task.kind !== 'health check').map((task) => task.unresolvedTitle) ?? [],
    [tasks],
  );
  return <Picker label="Task" placeholder="Any; its unresolved title" known={known} {...props} />;
}

function PoolPicker(props: PickerProps) {
  const pools = usePools().data?.results;
  const known = useMemo(() => pools?.map((pool) => pool.pool) ?? [], [pools]);
  return <Picker label="Pool" placeholder="Any" known={known} {...props} />;
}
