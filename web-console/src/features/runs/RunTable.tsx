import { Anchor, Table, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { RunRequest } from '../../api/types';
import { places } from '../../app/places';
import { useWorkspace } from '../../app/workspace';
import { OutcomeLabel } from '../../components/labels';
import { RelativeTime } from '../../components/RelativeTime';
import { number } from '../slxs/slx';
import { took } from './run';

export function RunTable({ runs }: { runs: RunRequest[] }) {
  const workspace = useWorkspace();
  return (
    <Table.ScrollContainer minWidth={640} type="native">
      <Table verticalSpacing={6} horizontalSpacing="md" highlightOnHover aria-label="Runs">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={150}>Asked</Table.Th>
            <Table.Th w={120}>Outcome</Table.Th>
            <Table.Th w={100} ta="right">
              Took
            </Table.Th>
            <Table.Th w={90} ta="right">
              SLI
            </Table.Th>
            <Table.Th>Asked by</Table.Th>
            <Table.Th>Reason</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
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
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
