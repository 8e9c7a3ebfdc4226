import { Button, Center, Group, Paper, Skeleton, Stack, Text, ThemeIcon, Title } from '@mantine/core';
import { CircleAlert, type LucideIcon, RefreshCw } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ApiProblem } from '../api/client';
import { Notice } from './Notice';

interface Query<T> {
  data: T | undefined;
  error: ApiProblem | null;
  isFetching: boolean;
  isPlaceholderData: boolean;
  refetch: () => unknown;
}

interface LoadedProps<T> {
  query: Query<T>;
  /** What this is, for the words of the error: "the issues". */
  what: string;
  children: (data: T) => ReactNode;
  rows?: number;
}

/**
 * Shows the loading, the failed and the loaded state of a query. What was loaded stays in sight when asking again fails,
 * unless it is no longer the caller's to see, and is dimmed while it is that of another filter.
 */
export function Loaded<T>({ query, what, children, rows = 5 }: LoadedProps<T>) {
  if (query.data === undefined || query.error?.status === 403) {
    return query.error === null ? <Loading rows={rows} what={what} /> : <Failure query={query} what={what} />;
  }
  return (
    <>
      {query.error !== null && (
        <Notice tone="notice" mb="sm" role="status">
          <Text size="sm">This may be out of date: {query.error.message}</Text>
        </Notice>
      )}
      {query.isPlaceholderData ? (
        <div className="outdated" aria-busy>
          {children(query.data)}
        </div>
      ) : (
        children(query.data)
      )}
    </>
  );
}

export function Loading({ rows, what }: { rows: number; what: string }) {
  return (
    <Stack gap="xs" role="status" aria-label={`Loading ${what}`}>
      {Array.from({ length: rows }, (_, row) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the placeholders have nothing else to tell them apart
        <Skeleton key={row} height={38} radius="md" />
      ))}
    </Stack>
  );
}

function Failure<T>({ query, what }: { query: Query<T>; what: string }) {
  const missing = query.error?.status === 404;
  return (
    <EmptyState
      icon={CircleAlert}
      title={missing ? `There is no such thing here` : `Could not load ${what}`}
      alert
    >
      <Text size="sm" c="dimmed" maw={560} className="breakable">
        {query.error?.message}
      </Text>
      <Button
        mt="md"
        variant="default"
        size="xs"
        leftSection={<RefreshCw size={14} />}
        loading={query.isFetching}
        onClick={() => query.refetch()}
      >
        Try again
      </Button>
    </EmptyState>
  );
}

interface EmptyProps {
  icon: LucideIcon;
  title: string;
  children?: ReactNode;
  alert?: boolean;
}

export function EmptyState({ icon: Icon, title, children, alert = false }: EmptyProps) {
  return (
    <Paper py={56} px="md" role={alert ? 'alert' : undefined}>
      <Center>
        <Stack align="center" gap={6} ta="center">
          <ThemeIcon size={44} radius="xl" variant="default" mb={6} aria-hidden>
            <Icon size={20} />
          </ThemeIcon>
          <Title order={2}>{title}</Title>
          {children}
        </Stack>
      </Center>
    </Paper>
  );
}

export function LoadMore({
  query,
}: {
  query: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => unknown };
}) {
  if (!query.hasNextPage) {
    return null;
  }
  return (
    <Group justify="center" mt="sm">
      <Button
        variant="default"
        size="xs"
        loading={query.isFetchingNextPage}
        onClick={() => query.fetchNextPage()}
      >
        Load more
      </Button>
    </Group>
  );
}
