import { Anchor, Group, Paper, Table, Text } from '@mantine/core';
import { ListChecks } from 'lucide-react';
import { useMemo } from 'react';
import { Link } from 'react-router';
import { useIsCancelling, useQueue, useQueueLength } from '../../api/control';
import { LIVE } from '../../api/fetching';
import type { QueuedRun } from '../../api/types';
import { places } from '../../app/places';
import { useWorkspace } from '../../app/workspace';
import { CancelButton } from '../../components/CancelButton';
import { Elapsed, RelativeTime } from '../../components/RelativeTime';
import { EmptyState, Loaded, LoadMore } from '../../components/states';
import { Ticked } from '../../components/Ticked';
import { Tone } from '../../components/Tone';
import { useWindowRows } from '../../components/useWindowRows';
import { tasksText } from '../runs/run';
import { distinct } from './conditions';

export function QueueList() {
  const workspace = useWorkspace();
  const queue = useQueue(workspace);
  const length = useQueueLength(workspace, LIVE).data?.total;
  return (
    <Loaded query={queue} what="the queue">
      {(loaded) =>
        loaded.length === 0 ? (
          <EmptyState icon={ListChecks} title="Nothing waits">
            <Text size="sm" c="dimmed">
              Every run on demand has begun or ended.
            </Text>
          </EmptyState>
        ) : (
          <>
            <QueuedRuns runs={loaded} />
            <Text size="sm" c="dimmed" mt="sm" className="numeric" role="status">
              {queue.hasNextPage && length !== undefined
                ? `The first ${loaded.length.toLocaleString()} of ${length.toLocaleString()} runs that wait`
                : `${loaded.length.toLocaleString()} ${loaded.length === 1 ? 'run waits' : 'runs wait'}`}
            </Text>
            <LoadMore query={queue} />
          </>
        )
      }
    </Loaded>
  );
}

/** A table of which only the rows in sight are drawn; two empty ones hold the place of the rest. */
function QueuedRuns({ runs }: { runs: QueuedRun[] }) {
  const rows = useMemo(() => distinct(runs), [runs]);
  const { list, virtual } = useWindowRows<HTMLTableSectionElement>({
    count: rows.length,
    height: 52,
    keyOf: (index) => rows[index]?.id ?? index,
  });
  const drawn = virtual.getVirtualItems();
  const before = (drawn[0]?.start ?? 0) - virtual.options.scrollMargin;
  const after = virtual.getTotalSize() - (drawn.at(-1)?.end ?? 0) + virtual.options.scrollMargin;
  return (
    <Paper>
      <Table.ScrollContainer minWidth={960} type="native">
        <Table
          verticalSpacing={7}
          horizontalSpacing="md"
          highlightOnHover
          layout="fixed"
          aria-label="Queue"
          aria-rowcount={rows.length + 1}
        >
          <Table.Thead>
            <Table.Tr>
              <Table.Th w={78} ta="right">
                Position
              </Table.Th>
              <Table.Th>Run</Table.Th>
              <Table.Th w={92}>Asked by</Table.Th>
              <Table.Th w={132}>Age</Table.Th>
              <Table.Th w={116}>Pool</Table.Th>
              <Table.Th w={310}>Waits for</Table.Th>
              <Table.Th w={104}>
                <span className="visually-hidden">What can be done</span>
              </Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody ref={list}>
            <Gap height={before} />
            {drawn.map(({ index, key }) => {
              const run = rows[index];
              return run && <QueuedRow key={key} run={run} index={index} measure={virtual.measureElement} />;
            })}
            <Gap height={after} />
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Paper>
  );
}

function Gap({ height }: { height: number }) {
  return height > 0 ? <tr aria-hidden style={{ height }} /> : null;
}

interface QueuedRowProps {
  run: QueuedRun;
  index: number;
  measure: (row: HTMLTableRowElement | null) => void;
}

function QueuedRow({ run, index, measure }: QueuedRowProps) {
  const workspace = useWorkspace();
  const cancelling = useIsCancelling(workspace);
  return (
    <Table.Tr ref={measure} data-index={index} aria-rowindex={index + 2}>
      <Table.Td ta="right" className="numeric">
        {run.position.toLocaleString()}
      </Table.Td>
      <Table.Td className="breakable">
        <Anchor component={Link} to={places.session(workspace, run.runSessionId)} size="sm" fw={600}>
          {run.slxShortName}
        </Anchor>
        <Text size="xs" c="dimmed" lineClamp={1}>
          <Ticked text={tasksText(run.taskTitles)} />
        </Text>
      </Table.Td>
      <Table.Td className="breakable">{run.requester}</Table.Td>
      <Table.Td>
        <Elapsed since={run.requestTime} />
        <Text size="xs" c="dimmed">
          expires <RelativeTime at={run.expiresAt} />
        </Text>
      </Table.Td>
      <Table.Td className="breakable">
        {run.pool ?? '–'}
        <Text size="xs" c="dimmed">
          {run.location}
        </Text>
      </Table.Td>
      <Table.Td>
        <Group gap={8} wrap="nowrap" align="flex-start">
          {run.state === 'waiting' ? (
            <Tone tone="notice" title="It waits at the runner">
              Held
            </Tone>
          ) : (
            <Tone tone="info" title="It is in the pool's queue">
              Dispatched
            </Tone>
          )}
          <Text size="xs" c="dimmed" mt={2} lineClamp={2} title={run.reason}>
            {run.reason}
          </Text>
        </Group>
      </Table.Td>
      <Table.Td ta="right">
        {cancelling(run.id) ? (
          <Text size="xs" c="dimmed">
            Being cancelled
          </Text>
        ) : (
          <CancelButton
            small
            target={{ run: run.id }}
            name={`the run of ${run.slxShortName}`}
            explanation="No attempt of it is under way. What earlier ones have changed stays."
          />
        )}
      </Table.Td>
    </Table.Tr>
  );
}
