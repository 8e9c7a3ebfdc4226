import { Group, Paper, Text } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { CalendarClock, Search } from 'lucide-react';
import { useState } from 'react';
import { useSchedules } from '../../api/schedules';
import { useWorkspace } from '../../app/workspace';
import { EmptyState, Loaded, LoadMore } from '../../components/states';
import { TagPicker } from '../slxs/pickers';
import { tagFault, tagText } from '../slxs/slx';
import { PauseButton, ResumeButton } from './HoldButton';
import { ScheduleTable } from './ScheduleTable';
import { selectionOf } from './schedule';

export function ScheduleList({ utc }: { utc: boolean }) {
  const workspace = useWorkspace();
  const [tag, setTag] = useState('');
  const [typed] = useDebouncedValue(tag, 250);
  const selection = selectionOf(typed);
  // The list is asked for by the condition that the deeds take: what is done is done to what is shown.
  const filter = selection?.tag ? tagText(selection.tag) : '';
  const filtered = filter !== '';
  const schedules = useSchedules(workspace, filter);
  const what = filtered ? `schedules tagged ${filter}` : 'all schedules';
  return (
    <>
      <Group justify="space-between" align="flex-end" mb="sm">
        <TagPicker label="Only SLXs with this tag" error={tagFault(typed)} value={tag} onChange={setTag} />
        {selection && (
          <Group gap="xs">
            <PauseButton label={filtered ? 'Pause these' : 'Pause all'} what={what} selection={selection} />
            <ResumeButton
              label={filtered ? 'Resume these' : 'Resume all'}
              what={what}
              selection={selection}
            />
          </Group>
        )}
      </Group>
      <Loaded query={schedules} what="the schedules">
        {(loaded) =>
          loaded.length === 0 ? (
            <Nothing filtered={filtered} />
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
