import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { usePurge, useQueue, useQueueLength } from '../../api/control';
import { mayAct, useSession } from '../../api/session';
import { useSlxs } from '../../api/slxs';
import { useWorkspace } from '../../app/workspace';
import { Notice } from '../../components/Notice';
import { ConditionFields } from './ConditionFields';
import { distinct, givenOf, isSome, meantOf, NONE } from './conditions';

/** Ends all queued runs that are meant, after it said how many those are. */
export function PurgeButton() {
  const workspace = useWorkspace();
  const session = useSession();
  const [asking, dialog] = useDisclosure();
  if (!mayAct(session.data, workspace, 'readwrite')) {
    return null;
  }
  return (
    <>
      <Button variant="default" leftSection={<Trash2 size={15} />} onClick={dialog.open}>
        Purge
      </Button>
      <Modal opened={asking} onClose={dialog.close} title="Purge queued runs" size="lg">
        <PurgeForm close={dialog.close} />
      </Modal>
    </>
  );
}

function PurgeForm({ close }: { close: () => void }) {
  const workspace = useWorkspace();
  const [conditions, setConditions] = useState(NONE);
  const [reason, setReason] = useState('');
  const purge = usePurge(workspace);
  const some = isSome(conditions);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    purge.mutate({ ...givenOf(conditions), reason: reason.trim() || undefined });
  };

  if (purge.data) {
    return (
      <Stack gap="sm">
        <Text size="sm" role="status">
          {purge.data.count === 0
            ? 'No run matched any more, so none was cancelled.'
            : `${counted(purge.data.count, 'run')} cancelled.`}
        </Text>
        <Group justify="flex-end">
          <Button onClick={close} data-autofocus>
            Done
          </Button>
        </Group>
      </Stack>
    );
  }
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Text size="sm" c="dimmed">
          Ends the runs that nobody has begun and for which all that you give holds. What a worker has begun
          goes on.
        </Text>
        <ConditionFields
          conditions={conditions}
          set={(change) => setConditions((before) => ({ ...before, ...change }))}
        />
        <TextInput
          label="Reason"
          placeholder="Optional; shown with each run"
          maxLength={1_024}
          value={reason}
          onChange={(event) => setReason(event.currentTarget.value)}
        />
        {some && <Meant conditions={conditions} />}
        {purge.error && (
          <Notice tone="bad" title={purge.error.title} role="alert">
            {purge.error.message}
          </Notice>
        )}
        <Group justify="flex-end" mt="xs">
          <Button variant="default" onClick={close}>
            Not now
          </Button>
          <Button type="submit" color="red.8" loading={purge.isPending} disabled={!some}>
            Purge
          </Button>
        </Group>
      </Stack>
    </form>
  );
}

/** How many runs that would be, as far as the queue was read. */
function Meant({ conditions }: { conditions: typeof NONE }) {
  const workspace = useWorkspace();
  const queue = useQueue(workspace);
  const length = useQueueLength(workspace).data?.total ?? 0;
  const slxs = useSlxs(workspace);
  if (queue.data === undefined || (conditions.tag !== '' && slxs.data === undefined)) {
    return null;
  }
  const loaded = distinct(queue.data);
  const meant = meantOf(loaded, conditions, slxs.data?.results ?? []);
  return (
    <Notice tone="notice" role="status">
      {queue.hasNextPage
        ? `${meant.length.toLocaleString()} of the first ${loaded.length.toLocaleString()} runs match; ${length.toLocaleString()} wait altogether, and those that match among them are cancelled too.`
        : `${counted(meant.length, 'run')} ${meant.length === 1 ? 'matches' : 'match'}.`}
    </Notice>
  );
}

function counted(count: number, noun: string): string {
  return `${count.toLocaleString()} ${count === 1 ? noun : `${noun}s`}`;
}
