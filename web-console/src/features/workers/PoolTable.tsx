import { Anchor, Table, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { Pool, PoolLane } from '../../api/types';
import { places } from '../../app/places';
import { DataTable } from '../../components/DataTable';
import { waited } from './worker';

const LANES: [PoolLane['lane'], string][] = [
  ['interactive', 'Runs on demand'],
  ['scheduled', 'Checks'],
  ['calls', 'Checks by calls'],
];

/** What each pool has to run with, and what waits in each of its queues. */
export function PoolTable({ pools }: { pools: Pool[] }) {
  return (
    <DataTable
      label="Pools"
      minWidth={820}
      columns={[
        'Pool',
        'Location',
        { name: 'Workers', right: true },
        { name: 'Slots', right: true },
        ...LANES.map(([, name]) => name),
      ]}
    >
      {pools.map((pool) => (
        <Table.Tr key={`${pool.location} ${pool.pool}`}>
          <Table.Td valign="top">
            <Anchor component={Link} to={places.collection(pool.pool)} size="sm" fw={600}>
              {pool.pool}
            </Anchor>
            <Text size="xs" c="dimmed" ff={pool.commit && 'monospace'}>
              {pool.commit?.slice(0, 10) ?? 'nothing is ready'}
            </Text>
          </Table.Td>
          <Table.Td valign="top">{pool.location}</Table.Td>
          <Table.Td valign="top" ta="right" className="numeric">
            {pool.workers}
          </Table.Td>
          <Table.Td valign="top" ta="right" className="numeric">
            {pool.slots}
          </Table.Td>
          {LANES.map(([lane]) => (
            <Table.Td key={lane} valign="top">
              <Lane lane={pool.lanes.find((one) => one.lane === lane)} />
            </Table.Td>
          ))}
        </Table.Tr>
      ))}
    </DataTable>
  );
}

function Lane({ lane }: { lane: PoolLane | undefined }) {
  const median = waited(lane?.waitSeconds);
  return (
    <>
      <Text size="sm" className="numeric" title="Requests that no worker has answered for">
        {lane?.lag === undefined ? '–' : `${lane.lag.toLocaleString()} in the queue`}
      </Text>
      {median && (
        <Text size="xs" c="dimmed" className="numeric" title="Of the runs that ended in the last ten minutes">
          waited {median} · p99 {waited(lane?.waitSecondsP99) ?? '–'}
        </Text>
      )}
    </>
  );
}
