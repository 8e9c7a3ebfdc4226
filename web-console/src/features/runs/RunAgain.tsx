import { Button, Group, List, Modal, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { RotateCw } from 'lucide-react';
import { useMemo } from 'react';
import { useNavigate } from 'react-router';
import { orderRuns, type RunWish, useStartRun } from '../../api/runs';
import { mayAct, useSession } from '../../api/session';
import type { RunRequest } from '../../api/types';
import { useTasks } from '../../api/workspaces';
import { places } from '../../app/places';
import { useWorkspace } from '../../app/workspace';
import { Notice } from '../../components/Notice';
import { Ticked } from '../../components/Ticked';
import { accessOf, wishesOf } from './again';

interface RunAgainProps {
  runs: RunRequest[];
  /** What is run again, for people. */
  name: string;
  label?: string;
}

/** Asks for the same again in a new session, and says first what that is. */
export function RunAgain({ runs, name, label = 'Run again' }: RunAgainProps) {
  const workspace = useWorkspace();
  const session = useSession();
  const [asking, dialog] = useDisclosure();
  const wishes = wishesOf(runs);
  if (wishes.length === 0 || !mayAct(session.data, workspace, 'readandrun')) {
    return null;
  }
  return (
    <>
      <Button
        variant="default"
        leftSection={<RotateCw size={13} />}
        aria-label={`${label}: ${name}`}
        onClick={dialog.open}
      >
        {label}
      </Button>
      <Modal opened={asking} onClose={dialog.close} title={`Run ${name} again?`} size="lg">
        <Question
          wishes={wishes}
          lost={runs.some((run) => run.outcome === 'Lost')}
          name={name}
          close={dialog.close}
        />
      </Modal>
    </>
  );
}

interface QuestionProps {
  wishes: RunWish[];
  lost: boolean;
  name: string;
  close: () => void;
}

const SHOWN = 8;

function Question({ wishes, lost, name, close }: QuestionProps) {
  const workspace = useWorkspace();
  const navigate = useNavigate();
  const tasks = useTasks(workspace);
  const start = useStartRun(workspace);
  // One order for as long as the question stands: pressing twice runs once.
  // biome-ignore lint/correctness/useExhaustiveDependencies: a poll makes new wishes that say the same
  const order = useMemo(() => orderRuns(wishes, `Runs ${name} again`), []);
  const changes = accessOf(order.wishes, tasks.data?.results ?? []) === 'read-write';
  const run = () =>
    start.mutate(order, { onSuccess: (created) => navigate(places.session(workspace, created.id)) });
  return (
    <Stack gap="sm">
      {lost && (
        <Notice tone="bad" title="A lost run may have done its work already">
          Nobody knows how far it got. Look at what it changes before you run it again.
        </Notice>
      )}
      {changes && <Notice tone="notice">One of its tasks is tagged read-write: it may change things.</Notice>}
      <List size="sm" spacing={4}>
        {order.wishes.slice(0, SHOWN).map(({ slx, titles }) => (
          <List.Item key={`${slx} ${titles.join()}`} className="breakable">
            <b>{slx}</b>: <Ticked text={titles.join(', ') || 'all tasks'} />
          </List.Item>
        ))}
        {order.wishes.length > SHOWN && <List.Item>and {order.wishes.length - SHOWN} more</List.Item>}
      </List>
      <Text size="sm" c="dimmed">
        In a new session, with the variables and the commit that the SLX has now. Values that were given to
        that run alone are not known here, so they are not given again.
      </Text>
      {start.error && (
        <Notice tone="bad" role="alert" title={start.error.title}>
          {start.error.message}
        </Notice>
      )}
      <Group justify="flex-end" mt="xs">
        <Button variant="default" onClick={close} data-autofocus={lost || changes || undefined}>
          Not now
        </Button>
        <Button loading={start.isPending} onClick={run} data-autofocus={!(lost || changes) || undefined}>
          Run again
        </Button>
      </Group>
    </Stack>
  );
}
