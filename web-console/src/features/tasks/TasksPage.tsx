import { Button, CloseButton, Group, Paper, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { ListChecks, Search } from 'lucide-react';
import { useMemo, useState } from 'react';
import { Link } from 'react-router';
import { useInsights, useTasks } from '../../api/workspaces';
import { places } from '../../app/places';
import { useWorkspace } from '../../app/workspace';
import { InsightsNotice } from '../../components/InsightsNotice';
import { PageHeader } from '../../components/layout';
import { Notice } from '../../components/Notice';
import { EmptyState, Loaded } from '../../components/states';
import { useWindowRows } from '../../components/useWindowRows';
import { type Row, rowsOf } from './grouping';
import { TaskRow } from './TaskRow';

type Tasks = NonNullable<ReturnType<typeof useTasks>['data']>;

export function TasksPage() {
  const workspace = useWorkspace();
  const tasks = useTasks(workspace);
  const [search, setSearch] = useState('');
  return (
    <>
      <PageHeader
        title="Tasks"
        description="Every task of every SLX, by platform. Health checks run on their schedule; the others run when asked."
        actions={
          <TextInput
            aria-label="Search tasks"
            placeholder="Search title, SLX, platform, tag"
            w={300}
            leftSection={<Search size={15} />}
            rightSection={
              search && <CloseButton size="sm" aria-label="Clear the search" onClick={() => setSearch('')} />
            }
            value={search}
            onChange={(event) => setSearch(event.currentTarget.value)}
          />
        }
      />
      <Loaded query={tasks} what="the tasks" rows={9}>
        {(loaded) => <TaskList loaded={loaded} search={search} />}
      </Loaded>
    </>
  );
}

function TaskList({ loaded, search }: { loaded: Tasks; search: string }) {
  const workspace = useWorkspace();
  const insights = useInsights(workspace);
  const [folded, setFolded] = useState<ReadonlySet<string>>(new Set());
  const [settled] = useDebouncedValue(search, 120);
  const rows = useMemo(
    () =>
      rowsOf({
        tasks: loaded.results,
        available: loaded.available,
        insights: insights.data?.results ?? [],
        search: settled,
        folded,
      }),
    [loaded, insights.data, settled, folded],
  );
  const fold = (platform: string) =>
    setFolded((before) => {
      const after = new Set(before);
      if (!after.delete(platform)) {
        after.add(platform);
      }
      return after;
    });

  if (loaded.results.length === 0 && loaded.available.length === 0) {
    return (
      <EmptyState icon={ListChecks} title="No tasks yet">
        <Text size="sm" c="dimmed" maw={460}>
          Register a CodeCollection, then apply SLXs with a Runbook or an SLI that use its CodeBundles. Their
          tasks appear here.
        </Text>
        <Group mt="md" gap="xs">
          <Button component={Link} to={places.collections} variant="default">
            Go to CodeCollections
          </Button>
          <Button component={Link} to={places.slxs(workspace)} variant="default">
            Go to SLXs
          </Button>
        </Group>
      </EmptyState>
    );
  }
  if (rows.length === 0) {
    return <EmptyState icon={Search} title={`No task matches “${settled}”`} />;
  }
  return (
    <>
      {!loaded.complete && (
        <Notice tone="notice" mb="sm">
          Only the first {loaded.results.length.toLocaleString()} tasks are shown.
        </Notice>
      )}
      <InsightsNotice insights={insights} />
      <Rows rows={rows} known={insights.data?.complete === true} fold={fold} />
    </>
  );
}

interface RowsProps {
  rows: Row[];
  known: boolean;
  fold: (platform: string) => void;
}

function Rows({ rows, known, fold }: RowsProps) {
  const { list, virtual } = useWindowRows<HTMLDivElement>({
    count: rows.length,
    height: 46,
    keyOf: (index) => rows[index]?.key ?? index,
  });
  return (
    <Paper ref={list} style={{ overflow: 'hidden' }}>
      <div style={{ height: virtual.getTotalSize(), position: 'relative' }}>
        {virtual.getVirtualItems().map((item) => {
          const row = rows[item.index];
          return row === undefined ? null : (
            <div
              key={item.key}
              ref={virtual.measureElement}
              data-index={item.index}
              style={{
                position: 'absolute',
                top: 0,
                left: 0,
                width: '100%',
                transform: `translateY(${item.start - virtual.options.scrollMargin}px)`,
              }}
            >
              <TaskRow row={row} known={known} fold={fold} />
            </div>
          );
        })}
      </div>
    </Paper>
  );
}
