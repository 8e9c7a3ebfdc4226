import { Button, Group, List, Modal, Radio, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { RotateCw } from 'lucide-react';
import { useState } from 'react';
import { useNavigate } from 'react-router';
import { type RunWish, startFault, useOrders, useStartRun } from '../../api/runs';
import { mayAct, useSession } from '../../api/session';
import type { RunRequest } from '../../api/types';
import { useTasks } from '../../api/workspaces';
import { places } from '../../app/places';
import { useWorkspace } from '../../app/workspace';
import { Notice } from '../../components/Notice';
import { Ticked } from '../../components/Ticked';
import { accessOf, atPresentCommits, wishesOf } from './again';
import { argumentsOf } from './run';

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
  if (wishes?.length === 0 || !mayAct(session.data, workspace, 'readandrun')) {
    return null;
  }
  if (wishes === undefined) {
    return (
      <Text size="sm" c="dimmed">
        Cannot be run again: its tasks are not known yet
      </Text>
    );
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
          unknown={runs.some((run) => run.runtimeVarOverrides === undefined)}
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
  /** Whether it is not known which values a run alone was given. */
  unknown: boolean;
  name: string;
  close: () => void;
}

const SHOWN = 8;

function Question({ wishes, lost, unknown, name, close }: QuestionProps) {
  const workspace = useWorkspace();
  const navigate = useNavigate();
  const tasks = useTasks(workspace);
  const start = useStartRun(workspace);
  const commits = [...new Set(wishes.flatMap(({ commit }) => commit ?? []))];
  const [commit, setCommit] = useState('same');
  const wished = commit === 'same' ? wishes : atPresentCommits(wishes);
  const access = tasks.data && accessOf(wished, tasks.data.results);
  const orderOf = useOrders(workspace);
  const run = () =>
    start.mutate(orderOf(wished, `Runs ${name} again`), {
      onSuccess: (created) => navigate(places.session(workspace, created.id)),
    });
  return (
    <Stack gap="sm">
      {lost && (
        <Notice tone="bad" title="A lost run may have done its work already">
          Nobody knows how far it got. Look at what it changes before you run it again.
        </Notice>
      )}
      {access === 'read-write' && (
        <Notice tone="notice">One of its tasks is tagged read-write: it may change things.</Notice>
      )}
      {access === 'unknown' && (
        <Notice tone="notice">Not all of its tasks are listed, so it may change things.</Notice>
      )}
      {access === undefined && tasks.error && (
        <Notice tone="notice" title="It may change things: its tasks could not be read">
          {tasks.error.message}
        </Notice>
      )}
      <List size="sm" spacing={4}>
        {wished.slice(0, SHOWN).map(({ slx, titles, overrides = {} }) => (
          <List.Item key={`${slx} ${titles.join()} ${argumentsOf(overrides)}`} className="breakable">
            <b>{slx}</b>: <Ticked text={titles.join(', ') || 'all tasks'} />
            {Object.keys(overrides).length > 0 && ` with ${argumentsOf(overrides)}`}
          </List.Item>
        ))}
        {wished.length > SHOWN && <List.Item>and {wished.length - SHOWN} more</List.Item>}
      </List>
      {commits.length > 0 && (
        <Radio.Group label="Commit" value={commit} onChange={setCommit}>
          <Stack gap={6} mt={4}>
            <Radio
              value="same"
              label={commits.length === 1 ? `The same, ${commits[0]?.slice(0, 10)}` : 'The same for each'}
            />
            <Radio value="present" label="The one that is ready now" />
          </Stack>
        </Radio.Group>
      )}
      <Text size="sm" c="dimmed">
        In a new session; all else is as the SLX says now.
        {unknown && ' Values that were given to that run alone are not known, so they are not given again.'}
      </Text>
      {start.error && (
        <Notice tone="bad" role="alert" title={startFault(name, start.error).title}>
          {startFault(name, start.error).message}
        </Notice>
      )}
      <Group justify="flex-end" mt="xs">
        <Button variant="default" onClick={close} data-autofocus>
          Not now
        </Button>
        <Button loading={start.isPending} disabled={tasks.isPending} onClick={run}>
          Run again
        </Button>
      </Group>
    </Stack>
  );
}
