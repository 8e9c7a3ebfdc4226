import { Button, type ButtonProps, Group, Popover, Stack } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import type { FormEvent, ReactNode } from 'react';
import type { ApiProblem } from '../api/client';
import { Notice } from './Notice';

interface ConfirmProps extends Pick<ButtonProps, 'leftSection' | 'size' | 'variant'> {
  /** What the button says. */
  label: string;
  /** The same with what it is about, for those who do not see where the button stands. */
  name: string;
  /** What the button in the popover says: the deed. */
  deed: string;
  /** Says what will happen, with inputs for what has to be known. */
  children: ReactNode;
  mutation: { isPending: boolean; error: ApiProblem | null; reset: () => void };
  /** Does it and calls `done` once it worked; what went wrong is read from `mutation`. */
  confirmed: (done: () => void) => void;
}

/** A button that asks in a small popover before it does something. */
export function Confirm({ label, name, deed, children, mutation, confirmed, ...button }: ConfirmProps) {
  const [opened, popover] = useDisclosure(false, { onOpen: mutation.reset });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    confirmed(popover.close);
  };
  return (
    <Popover
      opened={opened}
      onChange={(open) => !open && popover.close()}
      position="bottom-end"
      width={320}
      shadow="md"
      trapFocus
      returnFocus
      withArrow
    >
      <Popover.Target>
        <Button
          variant="default"
          size="xs"
          {...button}
          aria-label={name}
          flex="none"
          onClick={popover.toggle}
        >
          {label}
        </Button>
      </Popover.Target>
      <Popover.Dropdown aria-label={name}>
        <form onSubmit={submit}>
          <Stack gap="sm">
            {children}
            {mutation.error && (
              <Notice tone="bad" role="alert">
                {mutation.error.message}
              </Notice>
            )}
            <Group justify="flex-end" gap="xs">
              <Button variant="default" size="xs" onClick={popover.close}>
                Not now
              </Button>
              <Button type="submit" size="xs" loading={mutation.isPending}>
                {deed}
              </Button>
            </Group>
          </Stack>
        </form>
      </Popover.Dropdown>
    </Popover>
  );
}
