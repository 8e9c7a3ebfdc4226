import { Button, Group, Input, Modal, SegmentedControl, Stack, TagsInput, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { type FormEvent, useMemo, useState } from 'react';
import { useSlxs } from '../../api/slxs';
import type { MaintenanceWindowCreate } from '../../api/types';
import { useCreateWindow, useWindowPreview } from '../../api/windows';
import { nameFault } from '../../app/names';
import { useWorkspace } from '../../app/workspace';
import { FormEnd } from '../../components/FormEnd';
import { Notice } from '../../components/Notice';
import { tagFault, tagsOf, tagText } from '../slxs/slx';
import { emptyForm, type WindowForm, windowOf } from './form';
import { matched } from './schedule';
import { WindowTimes } from './WindowTimes';

const SUBJECTS: { value: WindowForm['subject']; label: string }[] = [
  { value: 'tags', label: 'SLXs with tags' },
  { value: 'slxs', label: 'Named SLXs' },
  { value: 'all', label: 'All SLXs' },
];

export function WindowDialog({ opened, close }: { opened: boolean; close: () => void }) {
  return (
    <Modal opened={opened} onClose={close} title="Create a maintenance window" size="lg">
      <Fields close={close} />
    </Modal>
  );
}

function Fields({ close }: { close: () => void }) {
  const create = useCreateWindow(useWorkspace());
  const [form, setForm] = useState(emptyForm);
  const set = (change: Partial<WindowForm>) => setForm((before) => ({ ...before, ...change }));
  const window = useMemo(() => windowOf(form), [form]);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (window) {
      create.mutate(window, { onSuccess: close });
    }
  };
  return (
    <form onSubmit={submit}>
      <Stack gap="sm">
        <Group grow align="flex-start">
          <TextInput
            label="Name"
            placeholder="patch-night"
            required
            data-autofocus
            error={nameFault(form.name)}
            value={form.name}
            onChange={(event) => set({ name: event.currentTarget.value })}
          />
          <TextInput
            label="Reason"
            placeholder="Nodes are patched"
            required
            maxLength={1_024}
            value={form.reason}
            onChange={(event) => set({ reason: event.currentTarget.value })}
          />
        </Group>
        <Subject form={form} set={set} />
        <WindowTimes form={form} set={set} />
        {window && <Preview window={window} />}
        <FormEnd fault={create.error} close={close}>
          <Button type="submit" loading={create.isPending} disabled={window === undefined}>
            Create
          </Button>
        </FormEnd>
      </Stack>
    </form>
  );
}

interface SubjectProps {
  form: WindowForm;
  set: (change: Partial<WindowForm>) => void;
}

function Subject({ form, set }: SubjectProps) {
  const slxs = useSlxs(useWorkspace()).data?.results;
  const names = useMemo(() => slxs?.map((slx) => slx.shortName) ?? [], [slxs]);
  const tags = useMemo(
    () => [...new Set(slxs?.flatMap((slx) => tagsOf(slx).map(tagText)) ?? [])].sort(),
    [slxs],
  );
  return (
    <>
      <Input.Wrapper label="For" labelElement="div">
        <SegmentedControl
          fullWidth
          aria-label="For"
          data={SUBJECTS}
          value={form.subject}
          onChange={(subject) => set({ subject })}
        />
      </Input.Wrapper>
      {form.subject === 'tags' && (
        <TagsInput
          label="Tags"
          description="An SLX must have all of them: name=value, or name for any value"
          data={tags}
          limit={25}
          maxTags={20}
          acceptValueOnBlur
          error={form.tags.map(tagFault).find(Boolean)}
          value={form.tags}
          onChange={(chosen) => set({ tags: chosen })}
        />
      )}
      {form.subject === 'slxs' && (
        <TagsInput
          label="SLXs"
          description="Their short names"
          data={names}
          limit={25}
          maxTags={500}
          acceptValueOnBlur
          value={form.slxs}
          onChange={(chosen) => set({ slxs: chosen })}
        />
      )}
    </>
  );
}

/** What the window would hold, as the runner sees it; also the first to know what is wrong with it. */
function Preview({ window }: { window: MaintenanceWindowCreate }) {
  const [settled] = useDebouncedValue(window, 400);
  const preview = useWindowPreview(useWorkspace(), settled, true);
  if (preview.error) {
    return (
      <Notice tone="bad" role="alert">
        {preview.error.message}
      </Notice>
    );
  }
  return preview.data ? (
    <Notice tone="notice" role="status">
      {preview.data.matchCount === 0
        ? 'It matches no SLX now; those that come later and match are held too.'
        : `It holds ${matched(preview.data)}`}
    </Notice>
  ) : null;
}
