import { Anchor, Table, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { Issue } from '../../api/types';
import { places } from '../../app/places';
import { useWorkspace } from '../../app/workspace';
import { DataTable } from '../../components/DataTable';
import { IssueStateLabel, SeverityLabel } from '../../components/labels';
import { RelativeTime } from '../../components/RelativeTime';
import { Ticked } from '../../components/Ticked';

export function IssueTable({ issues, withSlx = true }: { issues: Issue[]; withSlx?: boolean }) {
  const workspace = useWorkspace();
  return (
    <DataTable
      label="Issues"
      minWidth={760}
      columns={[
        { name: 'Severity', width: 120 },
        'Issue',
        { name: 'State', width: 90 },
        { name: 'Occurrences', width: 110, right: true },
        { name: 'Open since', width: 110 },
        { name: 'Latest', width: 110 },
      ]}
    >
      {issues.map((issue) => (
        <Table.Tr key={issue.id}>
          <Table.Td>
            <SeverityLabel severity={issue.severity} />
          </Table.Td>
          <Table.Td className="breakable">
            <Anchor component={Link} to={places.issue(workspace, issue.id)} size="sm" fw={600}>
              <Ticked text={issue.title} />
            </Anchor>
            <Text size="xs" c="dimmed">
              <Ticked text={[withSlx && issue.slxShortName, issue.taskTitle].filter(Boolean).join(' · ')} />
            </Text>
          </Table.Td>
          <Table.Td>
            <IssueStateLabel closed={issue.closed} />
          </Table.Td>
          <Table.Td ta="right" className="numeric">
            {issue.closed ? issue.totalOccurrenceCount : issue.openOccurrenceCount}
          </Table.Td>
          <Table.Td>
            <RelativeTime at={issue.openSince} />
          </Table.Td>
          <Table.Td>
            <RelativeTime at={issue.latestOccurrenceAt} />
          </Table.Td>
        </Table.Tr>
      ))}
    </DataTable>
  );
}
