import { Switch, Tabs } from '@mantine/core';
import { useLocalStorage } from '@mantine/hooks';
import { CalendarClock, Wrench } from 'lucide-react';
import { useSearchParams } from 'react-router';
import { PageHeader } from '../../components/layout';
import { ScheduleList } from './ScheduleList';
import { WindowList } from './WindowList';

export function SchedulesPage() {
  const [parameters, setParameters] = useSearchParams();
  const [utc, setUtc] = useLocalStorage({ key: 'groundcrew-utc', defaultValue: false });
  const tab = parameters.get('tab') === 'maintenance' ? 'maintenance' : 'schedules';
  return (
    <>
      <PageHeader
        title="Schedules"
        description="SLIs and Runbooks that run by themselves, when they run next, and what holds them back."
        actions={
          <Switch
            label="Times in UTC"
            checked={utc}
            onChange={(event) => setUtc(event.currentTarget.checked)}
          />
        }
      />
      <Tabs
        value={tab}
        onChange={(chosen) =>
          setParameters(chosen === 'maintenance' ? { tab: 'maintenance' } : {}, { replace: true })
        }
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="schedules" leftSection={<CalendarClock size={15} />}>
            Schedules
          </Tabs.Tab>
          <Tabs.Tab value="maintenance" leftSection={<Wrench size={15} />}>
            Maintenance windows
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="schedules">
          <ScheduleList utc={utc} />
        </Tabs.Panel>
        <Tabs.Panel value="maintenance">
          <WindowList utc={utc} />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
