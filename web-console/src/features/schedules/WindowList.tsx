import { Button, Group, Paper, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Plus, Wrench } from 'lucide-react';
import { mayAct, useSession } from '../../api/session';
import type { MaintenanceWindow } from '../../api/types';
import { useDeleteWindow, useWindows } from '../../api/windows';
import { useWorkspace } from '../../app/workspace';
import { Confirm } from '../../components/Confirm';
import { DataTable } from '../../components/DataTable';
import { EmptyState, Loaded, LoadMore } from '../../components/states';
import { Tone } from '../../components/Tone';
import { matched, spanOf, subjectOf } from './schedule';
import { WindowDialog } from './WindowDialog';

export function WindowList({ utc }: { utc: boolean }) {
  const workspace = useWorkspace();
  const session = useSession();
  const windows = useWindows(workspace);
  const [creating, dialog] = useDisclosure();
  const allowed = mayAct(session.data, workspace, 'readwrite');
  const create = allowed && (
    <Button variant="default" leftSection={<Plus size={15} />} onClick={dialog.open}>
      Create a window
    </Button>
  );
  return (
    <>
      <Loaded query={windows} what="the maintenance windows">
        {(loaded) =>
          loaded.length === 0 ? (
            <EmptyState icon={Wrench} title="No maintenance windows">
              <Text size="sm" c="dimmed" mb="md" maw={460}>
                While a window is active, the schedules of its SLXs fire nothing, and nothing is caught up
                afterwards.
              </Text>
              {create}
            </EmptyState>
          ) : (
            <>
              <Group justify="flex-end" mb="sm">
                {create}
              </Group>
              <Paper>
                <WindowTable windows={loaded} utc={utc} allowed={allowed} />
              </Paper>
              <LoadMore query={windows} />
            </>
          )
        }
      </Loaded>
      <WindowDialog opened={creating} close={dialog.close} />
    </>
  );
}

interface WindowTableProps {
  windows: MaintenanceWindow[];
  utc: boolean;
  allowed: boolean;
}

function WindowTable({ windows, utc, allowed }: WindowTableProps) {
  return (
    <DataTable
      label="Maintenance windows"
      minWidth={900}
      columns={['Window', 'When', 'For', 'State', 'Owner']}
      actions={allowed}
    >
      {windows.map((window) => (
        <Table.Tr key={window.name}>
          <Table.Td valign="top" className="breakable">
            <Text size="sm" fw={600}>
              {window.name}
            </Text>
            <Text size="xs" c="dimmed">
              {window.reason}
            </Text>
          </Table.Td>
          <Table.Td valign="top">{spanOf(window, utc)}</Table.Td>
          <Table.Td valign="top" className="breakable">
            {subjectOf(window)}
            <Text size="xs" c="dimmed" lineClamp={2} title={window.matches.join(', ')}>
              {window.matchCount === 0 ? 'matches no SLX now' : `matches ${matched(window)}`}
            </Text>
          </Table.Td>
          <Table.Td valign="top">
            {window.active ? (
              <Tone tone="notice" dot>
                Active
              </Tone>
            ) : (
              <Tone tone="quiet">Not active</Tone>
            )}
          </Table.Td>
          <Table.Td valign="top">{window.owner}</Table.Td>
          {allowed && (
            <Table.Td valign="top" ta="right">
              <DeleteButton window={window.name} />
            </Table.Td>
          )}
        </Table.Tr>
      ))}
    </DataTable>
  );
}

function DeleteButton({ window }: { window: string }) {
  const remove = useDeleteWindow(useWorkspace(), window);
  return (
    <Confirm
      label="Delete"
      name={`Delete ${window}`}
      deed="Delete it"
      size="compact-xs"
      mutation={remove}
      confirmed={(done) => remove.mutate(undefined, { onSuccess: done })}
    >
      <Text size="sm">If it is active, its schedules fire again from now on.</Text>
    </Confirm>
  );
}
