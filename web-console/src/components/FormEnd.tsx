import { Button, Group } from '@mantine/core';
import type { ReactNode } from 'react';
import type { ApiProblem } from '../api/client';
import { Notice } from './Notice';

interface FormEndProps {
  /** Why what was sent was refused. */
  fault: ApiProblem | null;
  close: () => void;
  /** The button that sends it. */
  children: ReactNode;
}

/** The end of a form in a dialog. */
export function FormEnd({ fault, close, children }: FormEndProps) {
  return (
    <>
      {fault && (
        <Notice tone="bad" title={fault.title} role="alert">
          {fault.message}
        </Notice>
      )}
      <Group justify="flex-end" mt="xs">
        <Button variant="default" onClick={close}>
          Not now
        </Button>
        {children}
      </Group>
    </>
  );
}
