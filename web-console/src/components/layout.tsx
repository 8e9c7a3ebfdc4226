import {
  ActionIcon,
  Anchor,
  Box,
  Code,
  CopyButton,
  Group,
  Paper,
  Stack,
  Text,
  Title,
  Tooltip,
} from '@mantine/core';
import { Check, ChevronRight, Copy } from 'lucide-react';
import { type ReactNode, useEffect } from 'react';
import { Link } from 'react-router';
import { Ticked } from './Ticked';

interface PageHeaderProps {
  title: string;
  /** The page above this one. */
  parent?: { label: string; to: string };
  description?: ReactNode;
  labels?: ReactNode;
  actions?: ReactNode;
}

export function PageHeader({ title, parent, description, labels, actions }: PageHeaderProps) {
  useEffect(() => {
    document.title = `${title} · Groundcrew`;
  }, [title]);
  return (
    <Group justify="space-between" align="flex-start" mb="md" gap="sm">
      <Stack gap={4} miw={0} flex="1 1 300px">
        {parent && (
          <Group gap={4}>
            <Anchor component={Link} to={parent.to} size="sm">
              {parent.label}
            </Anchor>
            <ChevronRight size={14} aria-hidden />
          </Group>
        )}
        <Group gap="sm">
          <Title order={1} className="breakable">
            <Ticked text={title} />
          </Title>
          {labels}
        </Group>
        {description && (
          <Text size="sm" c="dimmed" component="div" className="breakable">
            {description}
          </Text>
        )}
      </Stack>
      {actions && <Group gap="xs">{actions}</Group>}
    </Group>
  );
}

interface SectionProps {
  title: string;
  children: ReactNode;
  actions?: ReactNode;
  flush?: boolean;
}

/** A titled card. `flush` lets a table reach its edges. */
export function Section({ title, children, actions, flush = false }: SectionProps) {
  return (
    <Paper component="section" aria-label={title}>
      <Group justify="space-between" px="md" pt="sm" pb={flush ? 'sm' : 0} mih={44}>
        <Title order={2}>{title}</Title>
        {actions}
      </Group>
      <Box p={flush ? 0 : 'md'} pt={flush ? 0 : 'sm'}>
        {children}
      </Box>
    </Paper>
  );
}

/** A name beside its value, as a row of a description list. */
export function Facts({ facts }: { facts: [string, ReactNode][] }) {
  return (
    <Box
      component="dl"
      m={0}
      style={{ display: 'grid', gridTemplateColumns: 'minmax(110px, max-content) 1fr', gap: '8px 20px' }}
    >
      {facts.map(([name, value]) => (
        <Box key={name} style={{ display: 'contents' }}>
          <Text component="dt" size="sm" c="dimmed">
            {name}
          </Text>
          <Text component="dd" size="sm" m={0} className="breakable">
            {value}
          </Text>
        </Box>
      ))}
    </Box>
  );
}

/** An identifier in short, with its whole on hover and a button that copies it. */
export function Identifier({ value, length = 10, what }: { value: string; length?: number; what: string }) {
  return (
    <Group gap={2} wrap="nowrap" display="inline-flex">
      <Code title={value}>{value.slice(0, length)}</Code>
      <CopyButton value={value}>
        {({ copied, copy }) => (
          <Tooltip label={copied ? 'Copied' : `Copy ${what}`}>
            <ActionIcon size="xs" variant="subtle" color="gray" onClick={copy} aria-label={`Copy ${what}`}>
              {copied ? <Check size={12} /> : <Copy size={12} />}
            </ActionIcon>
          </Tooltip>
        )}
      </CopyButton>
    </Group>
  );
}
