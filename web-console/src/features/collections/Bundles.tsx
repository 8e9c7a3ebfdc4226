import { Accordion, Group, Stack, Table, Text, TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useState } from 'react';
import { useBundles } from '../../api/collections';
import type { CodeBundle, CodeCollection, Finding } from '../../api/types';
import { counted } from '../../app/counted';
import { AccessLabel } from '../../components/labels';
import { Section } from '../../components/layout';
import { Notice } from '../../components/Notice';
import { Loaded } from '../../components/states';
import { Ticked } from '../../components/Ticked';
import { Tone } from '../../components/Tone';

/** What was read from the collection. */
export function Bundles({ collection }: { collection: CodeCollection }) {
  const bundles = useBundles(collection.name, collection.commit ?? '');
  const [search, setSearch] = useState('');
  return (
    <Section
      title="CodeBundles"
      flush
      actions={
        <TextInput
          aria-label="Search CodeBundles"
          placeholder="Search"
          size="xs"
          leftSection={<Search size={13} />}
          value={search}
          onChange={(event) => setSearch(event.currentTarget.value)}
        />
      }
    >
      <Loaded query={bundles} what="the CodeBundles">
        {({ results, findings }) => (
          <>
            <Findings findings={findings} />
            {results.length === 0 ? (
              <Text size="sm" c="dimmed" px="md" pb="md">
                {collection.commit === undefined
                  ? 'Nothing was synced yet.'
                  : 'There is no CodeBundle in this repository.'}
              </Text>
            ) : (
              <Accordion multiple chevronPosition="left" variant="default" keepMounted={false}>
                {results
                  .filter((bundle) => found(bundle, search))
                  .map((bundle) => (
                    <Bundle key={bundle.name} bundle={bundle} />
                  ))}
              </Accordion>
            )}
          </>
        )}
      </Loaded>
    </Section>
  );
}

function found(bundle: CodeBundle, search: string): boolean {
  const titles = bundle.robots.flatMap((robot) => robot.tasks.map((task) => task.title));
  return [bundle.name, bundle.displayName, ...bundle.platforms, ...titles]
    .join('\n')
    .toLowerCase()
    .includes(search.toLowerCase());
}

function Bundle({ bundle }: { bundle: CodeBundle }) {
  const tasks = bundle.robots.reduce((sum, robot) => sum + robot.tasks.length, 0);
  return (
    <Accordion.Item value={bundle.name}>
      <Accordion.Control>
        <Group gap={8}>
          <Text size="sm" fw={600}>
            {bundle.displayName || bundle.name}
          </Text>
          <Text size="xs" c="dimmed">
            {bundle.path} · {counted(tasks, 'task')}
          </Text>
          {bundle.platforms.map((platform) => (
            <Tone key={platform} tone="quiet">
              {platform}
            </Tone>
          ))}
          {bundle.findings.length > 0 && <Tone tone="bad">{counted(bundle.findings.length, 'finding')}</Tone>}
        </Group>
      </Accordion.Control>
      <Accordion.Panel>
        <Stack gap="sm">
          {bundle.documentation && <Text size="sm">{bundle.documentation}</Text>}
          <Findings findings={bundle.findings} />
          <BundleTasks bundle={bundle} />
          <Variables bundle={bundle} />
        </Stack>
      </Accordion.Panel>
    </Accordion.Item>
  );
}

function Findings({ findings }: { findings: Finding[] }) {
  return findings.map((finding) => (
    <Notice
      key={`${finding.path}:${finding.line}:${finding.message}`}
      tone={finding.severity === 'error' ? 'bad' : 'notice'}
      mx="md"
      title={finding.line === undefined ? finding.path : `${finding.path}, line ${finding.line}`}
    >
      {finding.message}
    </Notice>
  ));
}

function BundleTasks({ bundle }: { bundle: CodeBundle }) {
  return (
    <Table verticalSpacing={5} aria-label={`Tasks of ${bundle.name}`}>
      <Table.Tbody>
        {bundle.robots.flatMap((robot) =>
          robot.tasks.map((task) => (
            <Table.Tr key={`${robot.path} ${task.title}`}>
              <Table.Td w={110}>
                <Tone tone="quiet">{robot.kind}</Tone>
              </Table.Td>
              <Table.Td className="breakable">
                <Ticked text={task.title} />
                {task.documentation && (
                  <Text size="xs" c="dimmed">
                    {task.documentation}
                  </Text>
                )}
              </Table.Td>
              <Table.Td w={110} ta="right">
                <AccessLabel access={task.access} />
              </Table.Td>
            </Table.Tr>
          )),
        )}
      </Table.Tbody>
    </Table>
  );
}

function Variables({ bundle }: { bundle: CodeBundle }) {
  const rows = [
    ...bundle.variables.map((variable) => ({ ...variable, secret: false })),
    ...bundle.secrets.map((variable) => ({ ...variable, secret: true })),
  ];
  if (rows.length === 0) {
    return null;
  }
  return (
    <Table verticalSpacing={5} aria-label={`Variables of ${bundle.name}`}>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>Variable</Table.Th>
          <Table.Th>Default</Table.Th>
          <Table.Th>What it is</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map((variable) => (
          <Table.Tr key={`${variable.secret} ${variable.name}`}>
            <Table.Td>
              <Group gap={6}>
                {variable.name}
                {variable.secret && <Tone tone="info">secret</Tone>}
                {variable.optional && <Tone tone="quiet">optional</Tone>}
              </Group>
            </Table.Td>
            <Table.Td className="breakable">{variable.default ?? '–'}</Table.Td>
            <Table.Td className="breakable">
              {[variable.description, variable.enum && `One of ${variable.enum.join(', ')}.`]
                .filter(Boolean)
                .join(' ')}
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
