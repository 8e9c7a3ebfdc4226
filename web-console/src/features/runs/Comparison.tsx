import { Anchor, Table, Text } from '@mantine/core';
import { Link } from 'react-router';
import { useLastGood } from '../../api/runs';
import type { RunRequest } from '../../api/types';
import { places } from '../../app/places';
import { useWorkspace } from '../../app/workspace';
import { RelativeTime } from '../../components/RelativeTime';
import { Loaded } from '../../components/states';
import { Ticked } from '../../components/Ticked';
import { Tone } from '../../components/Tone';
import { compare } from './compare';

/** A run that was not good beside the last good one of the same tasks. */
export function Comparison({ run }: { run: RunRequest }) {
  const good = useLastGood(useWorkspace(), run.id);
  if (good.error?.status === 404) {
    return (
      <Text size="sm" c="dimmed">
        No earlier run of the same tasks was good, as far as runs are kept.
      </Text>
    );
  }
  return (
    <Loaded query={good} what="the last good run">
      {(loaded) => <Beside run={run} good={loaded} />}
    </Loaded>
  );
}

function Beside({ run, good }: { run: RunRequest; good: RunRequest }) {
  const workspace = useWorkspace();
  return (
    <Table.ScrollContainer minWidth={560} type="native">
      <Table verticalSpacing={6} aria-label="This run beside the last good one" layout="fixed">
        <Table.Thead>
          <Table.Tr>
            <Table.Td w={130} />
            <Table.Th>This run</Table.Th>
            <Table.Th>
              <Anchor component={Link} to={places.run(workspace, good.id)} size="sm">
                Last good run, <RelativeTime at={good.requestTime} />
              </Anchor>
            </Table.Th>
            <Table.Td w={90} />
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {compare(run, good).map(({ name, now, then, differs }) => (
            <Table.Tr key={name}>
              <Table.Th scope="row" fw={400} c="dimmed">
                {name}
              </Table.Th>
              <Table.Td className="breakable">
                <Lines texts={now} />
              </Table.Td>
              <Table.Td className="breakable">
                <Lines texts={then} />
              </Table.Td>
              <Table.Td>{differs && <Tone tone="notice">Differs</Tone>}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Table.ScrollContainer>
  );
}

function Lines({ texts }: { texts: string[] }) {
  return texts.length === 0
    ? 'none'
    : texts.map((text) => (
        <Text key={text} size="sm">
          <Ticked text={text} />
        </Text>
      ));
}
