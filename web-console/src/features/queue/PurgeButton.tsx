import { Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { Trash2 } from 'lucide-react';
import { type FormEvent, useState } from 'react';
import { usePurge, useQueue, useQueueLength } from '../../api/control';
import { mayAct, useSession } from '../../api/session';
import { useSlxs } from '../../api/slxs';
import { counted } from '../../app/counted';
import { useWorkspace } from '../../app/workspace';
import { FormEnd } from '../../components/FormEnd';
import { Notice } from '../../components/Notice';
import { ConditionFields } from './ConditionFields';
import { givenOf, isSome, NONE } from './conditions';
import { type Preview, previewOf } from './purge';

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
  const reads = {
    queue: useQueue(workspace),
    length: useQueueLength(workspace),
    slxs: useSlxs(workspace),
  };
  const preview = isSome(conditions) ? previewOf(conditions, reads) : undefined;
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
          Ends the runs that nobody has begun and for which all that you give holds; unless you name a task,
          scheduled checks that wait end too. What a worker has begun goes on.
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
        {preview && <Meant preview={preview} />}
        <FormEnd fault={purge.error} close={close}>
          <Button type="submit" color="red.8" loading={purge.isPending} disabled={preview?.state !== 'known'}>
            Purge
          </Button>
        </FormEnd>
      </Stack>
    </form>
  );
}

function Meant({ preview }: { preview: Preview }) {
  switch (preview.state) {
    case 'reading':
      return (
        <Text size="sm" c="dimmed" role="status">
          Counting what matches …
        </Text>
      );
    case 'failed':
      return (
        <Notice tone="bad" title="What matches could not be counted" role="alert">
          {preview.problem.message}
        </Notice>
      );
    case 'known':
      return (
        <Notice tone="notice" role="status">
          {preview.text}
        </Notice>
      );
  }
}
