import { Button, Group, Modal, NumberInput, SegmentedControl, Select, Stack, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useNavigate } from 'react-router';
import { useCollections, useRegister } from '../../api/collections';
import type { CodeCollection } from '../../api/types';
import { takenFault } from '../../app/names';
import { places } from '../../app/places';
import { FormEnd } from '../../components/FormEnd';
import { CredentialFields } from './CredentialFields';
import { type CollectionForm, formOf, intervalsWith, nameFault, nameFor, type RefKind, specOf } from './form';

const REFS: { value: RefKind; label: string }[] = [
  { value: 'branch', label: 'Branch' },
  { value: 'tag', label: 'Tag' },
  { value: 'ref', label: 'Ref' },
];

interface DialogProps {
  opened: boolean;
  close: () => void;
  /** The one to change; absent registers a new one. */
  collection?: CodeCollection;
}

export function CollectionDialog({ opened, close, collection }: DialogProps) {
  return (
    <Modal
      opened={opened}
      onClose={close}
      title={collection ? `Change ${collection.name}` : 'Register a CodeCollection'}
      size="lg"
    >
      <Fields close={close} collection={collection} />
    </Modal>
  );
}

function Fields({ close, collection }: Omit<DialogProps, 'opened'>) {
  const [form, setForm] = useState(() => formOf(collection));
  const register = useRegister();
  const navigate = useNavigate();
  const set = (change: Partial<CollectionForm>) => setForm((before) => ({ ...before, ...change }));
  const name = form.name || nameFor(form.repoURL);
  const registered = useCollections().data?.results.map((each) => each.name) ?? [];
  // Once it is registered its own name is taken, while the dialog closes.
  const isNew = collection === undefined && !register.isSuccess;
  const fault = nameFault(form.name) ?? (isNew ? takenFault(name, registered) : undefined);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    register.mutate(
      { name, spec: specOf(form, collection?.hasCredentials ?? false) },
      {
        onSuccess: () => {
          close();
          navigate(places.collection(name));
        },
      },
    );
  };

  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <TextInput
          label="Repository URL"
          name="repoURL"
          placeholder="https://git.example/ops/checks.git"
          description="https, ssh or file; put no password into it"
          required
          data-autofocus
          value={form.repoURL}
          onChange={(event) => set({ repoURL: event.currentTarget.value })}
        />
        <TextInput
          label="Name"
          name="name"
          placeholder={nameFor(form.repoURL) || 'checks'}
          disabled={collection !== undefined}
          error={fault}
          value={form.name}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <Group align="flex-end" gap="sm" grow preventGrowOverflow={false}>
          <SegmentedControl
            aria-label="What to follow"
            data={REFS}
            value={form.refKind}
            onChange={(refKind) => set({ refKind })}
          />
          <TextInput
            label={{ branch: 'Branch', tag: 'Tag', ref: 'Ref (a commit, for one)' }[form.refKind]}
            name="ref"
            placeholder={form.refKind === 'branch' ? 'the default branch' : ''}
            required={form.refKind !== 'branch'}
            value={form.ref}
            onChange={(event) => set({ ref: event.currentTarget.value })}
          />
        </Group>
        <Group grow align="flex-start">
          <Select
            label="Sync every"
            data={intervalsWith(form.syncInterval)}
            value={form.syncInterval}
            allowDeselect={false}
            onChange={(value) => set({ syncInterval: value ?? 'PT1M' })}
          />
          <NumberInput
            label="Worker replicas"
            placeholder="as configured"
            min={0}
            max={100}
            value={form.workerReplicas ?? ''}
            onChange={(value) => set({ workerReplicas: typeof value === 'number' ? value : undefined })}
          />
          <TextInput
            label="Path in the repository"
            placeholder="its root"
            value={form.repoPath}
            onChange={(event) => set({ repoPath: event.currentTarget.value })}
          />
        </Group>
        <CredentialFields form={form} set={set} kept={collection?.hasCredentials ?? false} />
        <FormEnd fault={register.error} close={close}>
          <Button type="submit" loading={register.isPending} disabled={name === '' || fault !== undefined}>
            {collection ? 'Save' : 'Register'}
          </Button>
        </FormEnd>
      </Stack>
    </form>
  );
}
