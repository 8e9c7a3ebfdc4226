import { Button, Group, Modal, Text } from '@mantine/core';
import { notifications } from '@mantine/notifications';
import { Play } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { startFault, useOrders, useStartRun } from '../api/runs';
import { mayAct, useSession } from '../api/session';
import type { Access } from '../api/types';
import { places } from '../app/places';
import { useWorkspace } from '../app/workspace';

interface RunButtonProps {
  slx: string;
  /** Unresolved titles; empty for all tasks of the SLX. */
  titles: string[];
  /** What is run, for people. */
  name: string;
  /** `unknown` when not all that is run was read. */
  access: Access | 'unknown';
  label?: string;
}

export function asksFirst(access: Access | 'unknown'): boolean {
  return access === 'read-write' || access === 'unknown';
}

/** Starts a run session and goes to it. What may change things asks first. */
export function RunButton({ slx, titles, name, access, label = 'Run' }: RunButtonProps) {
  const workspace = useWorkspace();
  const navigate = useNavigate();
  const session = useSession();
  const orderOf = useOrders(workspace);
  const start = useStartRun(workspace, (problem) =>
    notifications.show({ color: 'red', ...startFault(name, problem), autoClose: 12_000 }),
  );
  const [asking, setAsking] = useState(false);
  const allowed = mayAct(session.data, workspace, 'readandrun');

  const run = () => {
    setAsking(false);
    start.mutate(orderOf([{ slx, titles }]), {
      onSuccess: (created) => navigate(places.session(workspace, created.id)),
    });
  };

  return (
    <>
      <Button
        size={label === 'Run' ? 'compact-sm' : 'sm'}
        variant={label === 'Run' ? 'default' : 'filled'}
        leftSection={<Play size={13} />}
        loading={start.isPending}
        disabled={!allowed}
        title={allowed ? undefined : 'Your role may look and not run'}
        aria-label={`${label}: ${name}`}
        onClick={() => (asksFirst(access) ? setAsking(true) : run())}
      >
        {label}
      </Button>
      <Modal opened={asking} onClose={() => setAsking(false)} title="This may change things">
        <Text size="sm">
          <b>{name}</b> on <b>{slx}</b>{' '}
          {access === 'unknown'
            ? 'may be tagged read-write: not all tasks were read.'
            : 'is tagged read-write.'}
        </Text>
        <Group justify="flex-end" mt="lg">
          <Button variant="default" onClick={() => setAsking(false)} data-autofocus>
            Cancel
          </Button>
          <Button onClick={run}>Run it</Button>
        </Group>
      </Modal>
    </>
  );
}
