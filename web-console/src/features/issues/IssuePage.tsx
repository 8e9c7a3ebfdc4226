import { Anchor, Grid, List, Paper, SimpleGrid, Stack, Table, Text } from '@mantine/core';
import { Link, useParams } from 'react-router';
import { useIssue, useOccurrences } from '../../api/issues';
import type { Issue } from '../../api/types';
import { places } from '../../app/places';
import { useWorkspace } from '../../app/workspace';
import { IssueStateLabel, SeverityLabel } from '../../components/labels';
import { Facts, PageHeader, Section } from '../../components/layout';
import { Preformatted } from '../../components/Preformatted';
import { RelativeTime } from '../../components/RelativeTime';
import { Loaded, LoadMore } from '../../components/states';
import { Ticked } from '../../components/Ticked';

export function IssuePage() {
  const workspace = useWorkspace();
  const { issue: id = '' } = useParams();
  const issue = useIssue(workspace, id);
  return (
    <Loaded query={issue} what="this issue">
      {(loaded) => <IssueDetail issue={loaded} />}
    </Loaded>
  );
}

function IssueDetail({ issue }: { issue: Issue }) {
  const workspace = useWorkspace();
  return (
    <>
      <PageHeader
        title={issue.title}
        parent={{ label: 'Issues', to: places.issues(workspace) }}
        labels={
          <>
            <SeverityLabel severity={issue.severity} />
            <IssueStateLabel closed={issue.closed} />
          </>
        }
        description={issue.summary}
      />
      <SimpleGrid cols={{ base: 2, sm: 4 }} mb="md">
        <Figure name={issue.closed ? 'Occurrences while open' : 'Open occurrences'}>
          {issue.closed ? issue.closedOccurrenceCount : issue.openOccurrenceCount}
        </Figure>
        <Figure name="Occurrences ever">{issue.totalOccurrenceCount}</Figure>
        <Figure name={issue.closed ? 'Closed' : 'Open since'}>
          <RelativeTime at={issue.closed ? issue.closedAt : issue.openSince} />
        </Figure>
        <Figure name="Latest occurrence">
          <RelativeTime at={issue.latestOccurrenceAt} />
        </Figure>
      </SimpleGrid>
      <Grid>
        <Grid.Col span={{ base: 12, md: 7 }}>
          <Stack>
            <NextSteps steps={issue.nextSteps} />
            <Occurrences issue={issue.id} />
          </Stack>
        </Grid.Col>
        <Grid.Col span={{ base: 12, md: 5 }}>
          <Section title="Evidence">
            <Stack gap="sm">
              <Facts facts={evidenceOf(issue, places.slx(workspace, issue.slxShortName))} />
              {issue.details && <Preformatted text={issue.details} label="Details" />}
            </Stack>
          </Section>
        </Grid.Col>
      </Grid>
    </>
  );
}

function evidenceOf(issue: Issue, slx: string): [string, React.ReactNode][] {
  const facts: [string, React.ReactNode][] = [
    [
      'SLX',
      <Anchor key="slx" component={Link} to={slx} size="sm">
        {issue.slxShortName}
      </Anchor>,
    ],
  ];
  const texts: [string, string | undefined][] = [
    ['Task', issue.taskTitle],
    ['Expected', issue.expected],
    ['Found', issue.actual],
    ['Try it', issue.reproduceHint],
    ['Closed by', issue.closed ? CLOSED_BY[issue.closedByType ?? 'run'] : undefined],
  ];
  for (const [name, text] of texts) {
    if (text) {
      facts.push([name, <Ticked key={name} text={text} />]);
    }
  }
  return facts;
}

const CLOSED_BY = { run: 'A run that no longer found it', 'slx-deleted': 'The deletion of its SLX' };

function Figure({ name, children }: { name: string; children: React.ReactNode }) {
  return (
    <Paper px="md" py="sm">
      <Text size="xs" c="dimmed">
        {name}
      </Text>
      <Text fw={650} fz="1.125rem" className="numeric">
        {children}
      </Text>
    </Paper>
  );
}

function NextSteps({ steps }: { steps: string | undefined }) {
  const lines = (steps ?? '').split('\n').filter((line) => line.trim() !== '');
  return (
    <Section title="Next steps">
      {lines.length === 0 ? (
        <Text size="sm" c="dimmed">
          The task names none.
        </Text>
      ) : (
        <List type="ordered" size="sm" spacing={6}>
          {lines.map((line) => (
            <List.Item key={line} className="breakable">
              {line}
            </List.Item>
          ))}
        </List>
      )}
    </Section>
  );
}

function Occurrences({ issue }: { issue: string }) {
  const workspace = useWorkspace();
  const occurrences = useOccurrences(workspace, issue);
  return (
    <Section title="Occurrences" flush>
      <Loaded query={occurrences} what="the occurrences">
        {(loaded) => (
          <>
            <Table verticalSpacing={7} horizontalSpacing="md" aria-label="Occurrences">
              <Table.Tbody>
                {loaded.map((occurrence) => (
                  <Table.Tr key={occurrence.occurrenceId}>
                    <Table.Td w={130}>
                      <RelativeTime at={occurrence.observedAt} />
                    </Table.Td>
                    <Table.Td className="breakable">
                      <Text size="xs" c="dimmed" lineClamp={1} title={occurrence.details}>
                        {occurrence.actual ?? occurrence.details}
                      </Text>
                    </Table.Td>
                    <Table.Td w={80} ta="right">
                      {occurrence.runRequestId && (
                        <Anchor
                          component={Link}
                          to={places.run(workspace, occurrence.runRequestId)}
                          size="sm"
                        >
                          Run
                        </Anchor>
                      )}
                    </Table.Td>
                  </Table.Tr>
                ))}
              </Table.Tbody>
            </Table>
            <LoadMore query={occurrences} />
          </>
        )}
      </Loaded>
    </Section>
  );
}
