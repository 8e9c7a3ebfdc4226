import { Group, Input, NumberInput, SegmentedControl, TextInput } from '@mantine/core';
import type { WindowForm } from './form';

const WHEN: { value: WindowForm['when']; label: string }[] = [
  { value: 'once', label: 'Once' },
  { value: 'recurring', label: 'Again and again' },
];

interface WindowTimesProps {
  form: WindowForm;
  set: (change: Partial<WindowForm>) => void;
}

/** When a window begins and ends. */
export function WindowTimes({ form, set }: WindowTimesProps) {
  return (
    <>
      <Input.Wrapper label="When" labelElement="div">
        <SegmentedControl
          fullWidth
          aria-label="When"
          data={WHEN}
          value={form.when}
          onChange={(when) => set({ when })}
        />
      </Input.Wrapper>
      {form.when === 'once' ? (
        <Group grow align="flex-start">
          <TextInput
            label="From"
            description="Your local time; now if empty"
            type="datetime-local"
            value={form.from}
            onChange={(event) => set({ from: event.currentTarget.value })}
          />
          <TextInput
            label="Until"
            description="Your local time"
            type="datetime-local"
            required
            value={form.until}
            onChange={(event) => set({ until: event.currentTarget.value })}
          />
        </Group>
      ) : (
        <>
          <Group grow align="flex-start">
            <TextInput
              label="Begins"
              description="Cron, five fields"
              placeholder="0 22 * * SAT"
              required
              value={form.cron}
              onChange={(event) => set({ cron: event.currentTarget.value })}
            />
            <TextInput
              label="Time zone"
              description="Of the cron expression"
              placeholder="UTC"
              value={form.timeZone}
              onChange={(event) => set({ timeZone: event.currentTarget.value })}
            />
          </Group>
          <Group grow align="flex-start">
            <NumberInput
              label="Lasts"
              description="Minutes"
              required
              min={1}
              max={10_080}
              clampBehavior="strict"
              allowDecimal={false}
              value={form.minutes ?? ''}
              onChange={(value) => set({ minutes: typeof value === 'number' ? value : undefined })}
            />
            <TextInput
              label="Ends for good"
              description="Your local time; never if empty"
              type="datetime-local"
              value={form.expires}
              onChange={(event) => set({ expires: event.currentTarget.value })}
            />
          </Group>
        </>
      )}
    </>
  );
}
