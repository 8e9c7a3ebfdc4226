import { Alert, type AlertProps } from '@mantine/core';
import { CircleAlert } from 'lucide-react';

interface NoticeProps extends AlertProps {
  tone: 'bad' | 'notice';
}

/** Something a person should read before going on, in the colours of the labels. */
export function Notice({ tone, ...rest }: NoticeProps) {
  const colour = `var(--tone-${tone}-fg)`;
  return (
    <Alert
      variant="light"
      icon={<CircleAlert size={18} />}
      styles={{
        root: { background: `var(--tone-${tone}-bg)` },
        title: { color: colour },
        icon: { color: colour },
        message: { color: 'var(--mantine-color-text)', overflowWrap: 'anywhere' },
      }}
      {...rest}
    />
  );
}
