import { Tabs } from '@mantine/core';
import { ListOrdered, Scale } from 'lucide-react';
import { useSearchParams } from 'react-router';
import { PageHeader } from '../../components/layout';
import { Limits } from './Limits';
import { PurgeButton } from './PurgeButton';
import { QueueList } from './QueueList';

export function QueuePage() {
  const [parameters, setParameters] = useSearchParams();
  const tab = parameters.get('tab') === 'limits' ? 'limits' : 'runs';
  return (
    <>
      <PageHeader
        title="Queue"
        description="Runs on demand that nobody has begun, in the order in which they will be begun, and what each waits for."
        actions={tab === 'runs' && <PurgeButton />}
      />
      <Tabs
        value={tab}
        onChange={(chosen) => setParameters(chosen === 'limits' ? { tab: 'limits' } : {}, { replace: true })}
        keepMounted={false}
      >
        <Tabs.List mb="md">
          <Tabs.Tab value="runs" leftSection={<ListOrdered size={15} />}>
            Waiting runs
          </Tabs.Tab>
          <Tabs.Tab value="limits" leftSection={<Scale size={15} />}>
            Concurrency limits
          </Tabs.Tab>
        </Tabs.List>
        <Tabs.Panel value="runs">
          <QueueList />
        </Tabs.Panel>
        <Tabs.Panel value="limits">
          <Limits />
        </Tabs.Panel>
      </Tabs>
    </>
  );
}
