import { Anchor, Group, Stack, Table, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ReportItem } from '../api/types';
import { SeverityLabel } from '../components/labels';
import { Preformatted } from '../components/Preformatted';
import { Ticked } from '../components/Ticked';
import { chaptersOf, fieldOf, safeLink, tableOf, textOf } from './items';

/** A run's report, one chapter for each task. */
export function Report({ items }: { items: ReportItem[] }) {
  if (items.length === 0) {
    return (
      <Text size="sm" c="dimmed">
        The run reported nothing.
      </Text>
    );
  }
  return (
    <Stack gap="xl">
      {chaptersOf(items).map((chapter) => (
        <Stack key={chapter.key} gap="sm" component="section">
          {chapter.title && (
            <div>
              <Title order={3}>
                <Ticked text={chapter.title} />
              </Title>
              {chapter.documentation && (
                <Text size="xs" c="dimmed">
                  {chapter.documentation}
                </Text>
              )}
            </div>
          )}
          {chapter.items.map(({ key, item }) => (
            <div key={key}>{rendered(item)}</div>
          ))}
        </Stack>
      ))}
    </Stack>
  );
}

function rendered(item: ReportItem): ReactNode {
  switch (item.fmt) {
    case 'p':
      return (
        <Text size="sm" style={{ whiteSpace: 'pre-line' }} className="breakable">
          {textOf(item.obj)}
        </Text>
      );
    case 'pre':
    case 'code':
      return <Preformatted text={textOf(item.obj)} label="Output" />;
    case 'json':
      return <Preformatted text={JSON.stringify(item.obj, null, 2)} label="JSON" />;
    case 'a':
      return <ReportLink item={item} />;
    case 'table':
    case 'datagrid':
      return <ReportTable item={item} />;
    case 'issue':
      return <ReportIssue issue={item.obj} />;
    default:
      return <Preformatted text={textOf(item.obj)} label={item.fmt} />;
  }
}

function ReportLink({ item }: { item: ReportItem }) {
  const address = textOf(item.obj);
  const text = typeof item.kwargs?.text === 'string' ? item.kwargs.text : address;
  const href = safeLink(address);
  return href === undefined ? (
    <Text size="sm" className="breakable">
      {text} ({address})
    </Text>
  ) : (
    <Anchor
      href={href}
      target="_blank"
      rel="noopener noreferrer"
      size="sm"
      className="breakable"
      title={href}
    >
      {text}
    </Anchor>
  );
}

function ReportTable({ item }: { item: ReportItem }) {
  const { head, body } = tableOf(item.kwargs ?? {});
  return (
    <>
      <Table.ScrollContainer minWidth={300} type="native">
        <Table verticalSpacing={5} withTableBorder aria-label={textOf(item.obj)}>
          {head.length > 0 && (
            <Table.Thead>
              <Table.Tr>
                {head.map(({ key, text }) => (
                  <Table.Th key={key}>{text}</Table.Th>
                ))}
              </Table.Tr>
            </Table.Thead>
          )}
          <Table.Tbody>
            {body.map((row) => (
              <Table.Tr key={row.key}>
                {row.cells.map(({ key, text }) => (
                  <Table.Td key={key} className="breakable">
                    {text}
                  </Table.Td>
                ))}
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
      <Text size="xs" c="dimmed" mt={4}>
        {textOf(item.obj)}
      </Text>
    </>
  );
}

function ReportIssue({ issue }: { issue: unknown }) {
  const severity = Number(fieldOf(issue, 'severity') ?? 4);
  return (
    <Stack gap={4}>
      <Group gap={8}>
        <SeverityLabel severity={severity} />
        <Text size="sm" fw={600} className="breakable">
          {fieldOf(issue, 'title')}
        </Text>
      </Group>
      <Text size="sm" className="breakable" style={{ whiteSpace: 'pre-line' }}>
        {[fieldOf(issue, 'details'), fieldOf(issue, 'nextSteps')].filter(Boolean).join('\n')}
      </Text>
    </Stack>
  );
}
