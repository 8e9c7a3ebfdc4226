import { Button, Group, Modal, NumberInput, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useLimits, usePutLimit } from '../../api/limits';
import type { ConcurrencyLimit } from '../../api/types';
import { nameFault, takenFault } from '../../app/names';
import { useWorkspace } from '../../app/workspace';
import { FormEnd } from '../../components/FormEnd';
import { ConditionFields } from './ConditionFields';
import { conditionsOf, givenOf, isSome, NONE } from './conditions';

interface DialogProps {
  /** The one to change, `new` to add one, absent while the dialog is closed. */
  changing: ConcurrencyLimit | 'new' | undefined;
  close: () => void;
}

export function LimitDialog({ changing, close }: DialogProps) {
  const limit = changing === 'new' ? undefined : changing;
  return (
    <Modal
      opened={changing !== undefined}
      onClose={close}
      title={limit ? `Change ${limit.name}` : 'Add a concurrency limit'}
      size="lg"
    >
      <Fields limit={limit} close={close} />
    </Modal>
  );
}

function Fields({ limit, close }: { limit: ConcurrencyLimit | undefined; close: () => void }) {
  const workspace = useWorkspace();
  const put = usePutLimit(workspace);
  const limits = useLimits(workspace).data?.results.map((each) => each.name) ?? [];
  const [name, setName] = useState(limit?.name ?? '');
  const [most, setMost] = useState<string | number>(limit?.most ?? 1);
  const [conditions, setConditions] = useState(limit ? conditionsOf(limit) : NONE);
  // Once it is added its own name is taken, while the dialog closes.
  const isNew = limit === undefined && !put.isSuccess;
  const fault = nameFault(name) ?? (isNew ? takenFault(name, limits) : undefined);
  const complete = name !== '' && fault === undefined && most !== '' && isSome(conditions);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    put.mutate({ name, spec: { most: Number(most), ...givenOf(conditions) } }, { onSuccess: close });
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Group grow align="flex-start">
          <TextInput
            label="Name"
            placeholder="one-restart-at-a-time"
            disabled={limit !== undefined}
            data-autofocus={limit === undefined || undefined}
            error={fault}
            value={name}
            onChange={(event) => setName(event.currentTarget.value)}
          />
          <NumberInput
            label="Most at a time"
            min={1}
            max={1_000}
            clampBehavior="strict"
            allowDecimal={false}
            value={most}
            onChange={setMost}
          />
        </Group>
        <ConditionFields
          conditions={conditions}
          set={(change) => setConditions((before) => ({ ...before, ...change }))}
        />
        <FormEnd fault={put.error} close={close}>
          <Button type="submit" loading={put.isPending} disabled={!complete}>
            {limit ? 'Change' : 'Add'}
          </Button>
        </FormEnd>
      </Stack>
    </form>
  );
}
