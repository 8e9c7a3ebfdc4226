import { Anchor, Table, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { RunRequest } from '../../api/types';
import { places } from '../../app/places';
import { useWorkspace } from '../../app/workspace';
import { DataTable } from '../../components/DataTable';
import { OutcomeLabel } from '../../components/labels';
import { RelativeTime } from '../../components/RelativeTime';
import { number } from '../slxs/slx';
import { took } from './run';

export function RunTable({ runs }: { runs: RunRequest[] }) {
  const workspace = useWorkspace();
  return (
    <DataTable
      label="Runs"
      minWidth={640}
      columns={[
        { name: 'Asked', width: 150 },
        { name: 'Outcome', width: 120 },
        { name: 'Took', width: 100, right: true },
        { name: 'SLI', width: 90, right: true },
        'Asked by',
        'Reason',
      ]}
    >
      {runs.map((run) => (
        <Table.Tr key={run.id}>
          <Table.Td>
            <Anchor component={Link} to={places.run(workspace, run.id)} size="sm">
              <RelativeTime at={run.requestTime} />
            </Anchor>
          </Table.Td>
          <Table.Td>
            <OutcomeLabel run={run} />
          </Table.Td>
          <Table.Td ta="right" className="numeric">
            {took(run)}
          </Table.Td>
          <Table.Td ta="right" className="numeric">
            {run.metric === undefined ? '–' : number(run.metric)}
          </Table.Td>
          <Table.Td>{run.requester ?? '–'}</Table.Td>
          <Table.Td>
            <Text size="xs" c="dimmed" lineClamp={1} title={run.reason}>
              {run.reason}
            </Text>
          </Table.Td>
        </Table.Tr>
      ))}
    </DataTable>
  );
}
