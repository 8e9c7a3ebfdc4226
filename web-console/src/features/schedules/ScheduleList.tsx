import { Group, Paper, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { CalendarClock, Search } from 'lucide-react';
import { useState } from 'react';
import { useSchedules } from '../../api/schedules';
import { useWorkspace } from '../../app/workspace';
import { EmptyState, Loaded, LoadMore } from '../../components/states';
import { TagPicker } from '../slxs/pickers';
import { PauseButton, ResumeButton } from './HoldButton';
import { ScheduleTable } from './ScheduleTable';
import { selectionOf } from './schedule';

export function ScheduleList({ utc }: { utc: boolean }) {
  const workspace = useWorkspace();
  const [tag, setTag] = useState('');
  const [settled] = useDebouncedValue(tag.trim(), 250);
  const schedules = useSchedules(workspace, settled);
  const selection = selectionOf(settled);
  const what = settled === '' ? 'all schedules' : `schedules tagged ${settled}`;
  return (
    <>
      <Group justify="space-between" align="flex-end" mb="sm">
        <TagPicker label="Only SLXs with this tag" value={tag} onChange={setTag} />
        <Group gap="xs">
          <PauseButton
            label={settled === '' ? 'Pause all' : 'Pause these'}
            what={what}
            selection={selection}
          />
          <ResumeButton
            label={settled === '' ? 'Resume all' : 'Resume these'}
            what={what}
            selection={selection}
          />
        </Group>
      </Group>
      <Loaded query={schedules} what="the schedules">
        {(loaded) =>
          loaded.length === 0 ? (
            <Nothing filtered={settled !== ''} />
          ) : (
            <>
              <Paper>
                <ScheduleTable schedules={loaded} utc={utc} />
              </Paper>
              <LoadMore query={schedules} />
            </>
          )
        }
      </Loaded>
    </>
  );
}

function Nothing({ filtered }: { filtered: boolean }) {
  return filtered ? (
    <EmptyState icon={Search} title="No schedule of an SLX with this tag" />
  ) : (
    <EmptyState icon={CalendarClock} title="Nothing runs by itself yet">
      <Text size="sm" c="dimmed" maw={460}>
        An SLI or a Runbook does when its document gives an interval or a schedule.
      </Text>
    </EmptyState>
  );
}
