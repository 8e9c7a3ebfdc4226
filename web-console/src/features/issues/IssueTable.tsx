import { Anchor, Table, Text } from '@mantine/core';
import { Link } from 'react-router';
import type { Issue } from '../../api/types';
import { places } from '../../app/places';
import { useWorkspace } from '../../app/workspace';
import { IssueStateLabel, SeverityLabel } from '../../components/labels';
import { RelativeTime } from '../../components/RelativeTime';
import { Ticked } from '../../components/Ticked';

export function IssueTable({ issues, withSlx = true }: { issues: Issue[]; withSlx?: boolean }) {
  const workspace = useWorkspace();
  return (
    <Table.ScrollContainer minWidth={760} type="native">
      <Table verticalSpacing={7} horizontalSpacing="md" highlightOnHover aria-label="Issues">
        <Table.Thead>
          <Table.Tr>
            <Table.Th w={120}>Severity</Table.Th>
            <Table.Th>Issue</Table.Th>
            <Table.Th w={90}>State</Table.Th>
            <Table.Th w={110} ta="right">
              Occurrences
            </Table.Th>
            <Table.Th w={110}>Open since</Table.Th>
            <Table.Th w={110}>Latest</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
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
                  <Ticked
                    text={[withSlx && issue.slxShortName, issue.taskTitle].filter(Boolean).join(' · ')}
                  />
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
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}
