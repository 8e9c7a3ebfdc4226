import { Button, Group, Paper, Progress, Table, Text } from '@mantine/core';
import { Plus, Scale } from 'lucide-react';
import { useState } from 'react';
import { useLimits, useRemoveLimit } from '../../api/limits';
import { mayAct, useSession } from '../../api/session';
import type { ConcurrencyLimit } from '../../api/types';
import { useWorkspace } from '../../app/workspace';
import { Confirm } from '../../components/Confirm';
import { DataTable } from '../../components/DataTable';
import { EmptyState, Loaded } from '../../components/states';
import { Ticked } from '../../components/Ticked';
import { wordsOf } from './conditions';
import { LimitDialog } from './LimitDialog';

export function Limits() {
  const workspace = useWorkspace();
  const session = useSession();
  const limits = useLimits(workspace);
  const [changing, setChanging] = useState<ConcurrencyLimit | 'new'>();
  const allowed = mayAct(session.data, workspace, 'readwrite');
  const add = allowed && (
    <Button variant="default" leftSection={<Plus size={15} />} onClick={() => setChanging('new')}>
      Add a limit
    </Button>
  );
  return (
    <>
      <Loaded query={limits} what="the limits">
        {({ results }) =>
          results.length === 0 ? (
            <EmptyState icon={Scale} title="Nothing is limited">
              <Text size="sm" c="dimmed" mb="md" maw={460}>
                A limit says how many runs of a task, an SLX, a tag or a pool may go on at a time. Further
                ones wait, visibly.
              </Text>
              {add}
            </EmptyState>
          ) : (
            <>
              <Group justify="flex-end" mb="sm">
                {add}
              </Group>
              <Paper>
                <LimitTable limits={results} allowed={allowed} change={setChanging} />
              </Paper>
            </>
          )
        }
      </Loaded>
      <LimitDialog changing={changing} close={() => setChanging(undefined)} />
    </>
  );
}

interface LimitTableProps {
  limits: ConcurrencyLimit[];
  allowed: boolean;
  change: (limit: ConcurrencyLimit) => void;
}

function LimitTable({ limits, allowed, change }: LimitTableProps) {
  return (
    <DataTable
      label="Concurrency limits"
      minWidth={720}
      columns={['Limit', 'For runs of', { name: 'Running', width: 220 }, 'Set by']}
      actions={allowed}
    >
      {limits.map((limit) => (
        <Table.Tr key={limit.name}>
          <Table.Td fw={600}>{limit.name}</Table.Td>
          <Table.Td className="breakable">
            <Ticked text={wordsOf(limit)} />
          </Table.Td>
          <Table.Td>
            <Text size="sm" className="numeric" mb={3}>
              {limit.running} of {limit.most}
            </Text>
            <Progress
              size="xs"
              aria-label={`Running under ${limit.name}`}
              value={Math.min(100, (limit.running / limit.most) * 100)}
            />
          </Table.Td>
          <Table.Td>{limit.modifiedBy ?? '–'}</Table.Td>
          {allowed && (
            <Table.Td>
              <Group gap={6} justify="flex-end" wrap="nowrap">
                <Button
                  variant="default"
                  size="compact-xs"
                  aria-label={`Change ${limit.name}`}
                  onClick={() => change(limit)}
                >
                  Change
                </Button>
                <RemoveButton limit={limit.name} />
              </Group>
            </Table.Td>
          )}
        </Table.Tr>
      ))}
    </DataTable>
  );
}

function RemoveButton({ limit }: { limit: string }) {
  const remove = useRemoveLimit(useWorkspace(), limit);
  return (
    <Confirm
      label="Remove"
      name={`Remove ${limit}`}
      deed="Remove it"
      size="compact-xs"
      mutation={remove}
      confirmed={(done) => remove.mutate(undefined, { onSuccess: done })}
    >
      <Text size="sm">What waits for it begins as soon as there is a slot.</Text>
    </Confirm>
  );
}
