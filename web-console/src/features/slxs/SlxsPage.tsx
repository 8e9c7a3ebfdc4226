import { Anchor, Button, Group, Pagination, Paper, Table, Text, TextInput } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { FileUp, Gauge, Search } from 'lucide-react';
import { useState } from 'react';
import { Link } from 'react-router';
import { mayAct, useSession } from '../../api/session';
import { useSlxs } from '../../api/slxs';
import type { Insight, Slx } from '../../api/types';
import { useInsights } from '../../api/workspaces';
import { places } from '../../app/places';
import { useWorkspace } from '../../app/workspace';
import { DataTable } from '../../components/DataTable';
import { InsightsNotice } from '../../components/InsightsNotice';
import { StatusLabel } from '../../components/labels';
import { PageHeader } from '../../components/layout';
import { Notice } from '../../components/Notice';
import { RelativeTime } from '../../components/RelativeTime';
import { EmptyState, Loaded } from '../../components/states';
import { Tone } from '../../components/Tone';
import { ApplyDialog } from './ApplyDialog';
import { aliasOf, number, tagsOf } from './slx';

const PER_PAGE = 50;

export function SlxsPage() {
  const workspace = useWorkspace();
  const session = useSession();
  const slxs = useSlxs(workspace);
  const [search, setSearch] = useState('');
  const [applying, dialog] = useDisclosure();
  const allowed = mayAct(session.data, workspace, 'readwrite');
  return (
    <>
      <PageHeader
        title="SLXs"
        description="What is watched, with its health as last measured."
        actions={
          <>
            <TextInput
              aria-label="Search SLXs"
              placeholder="Search name, alias, tag"
              w={240}
              leftSection={<Search size={15} />}
              value={search}
              onChange={(event) => setSearch(event.currentTarget.value)}
            />
            <Button
              variant="default"
              leftSection={<FileUp size={15} />}
              onClick={dialog.open}
              disabled={!allowed}
            >
              Apply YAML
            </Button>
          </>
        }
      />
      <Loaded query={slxs} what="the SLXs">
        {(loaded) =>
          loaded.results.length === 0 ? (
            <EmptyState icon={Gauge} title="No SLXs yet">
              <Text size="sm" c="dimmed" maw={460}>
                An SLX names a thing to watch. Apply a ServiceLevelX document with its ServiceLevelIndicator
                and Runbook to add one.
              </Text>
              <Button
                mt="md"
                variant="default"
                leftSection={<FileUp size={15} />}
                onClick={dialog.open}
                disabled={!allowed}
              >
                Apply YAML documents
              </Button>
            </EmptyState>
          ) : (
            <>
              {!loaded.complete && (
                <Notice tone="notice" mb="sm">
                  Only the first {loaded.results.length.toLocaleString()} SLXs are shown.
                </Notice>
              )}
              <SlxTable key={search} slxs={loaded.results.filter((slx) => found(slx, search))} />
            </>
          )
        }
      </Loaded>
      <ApplyDialog opened={applying} close={dialog.close} />
    </>
  );
}

function found(slx: Slx, search: string): boolean {
  const tags = tagsOf(slx).map((tag) => `${tag.name}=${tag.value}`);
  const text = [slx.shortName, aliasOf(slx), ...tags].join('\n').toLowerCase();
  return search
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

function SlxTable({ slxs }: { slxs: Slx[] }) {
  const workspace = useWorkspace();
  const insights = useInsights(workspace);
  const [page, setPage] = useState(1);
  const health = new Map<string, Insight>();
  for (const insight of insights.data?.results ?? []) {
    if (insight.kind === 'sli' && insight.taskTitle === undefined) {
      health.set(insight.slxShortName, insight);
    }
  }
  if (slxs.length === 0) {
    return <EmptyState icon={Search} title="No SLX matches the search" />;
  }
  return (
    <>
      <InsightsNotice insights={insights} />
      <Paper>
        <DataTable
          label="SLXs"
          minWidth={720}
          columns={['SLX', 'Health', { name: 'SLI', right: true }, 'Measured', 'Tags']}
        >
          {slxs.slice((page - 1) * PER_PAGE, page * PER_PAGE).map((slx) => (
            <SlxRow
              key={slx.name}
              slx={slx}
              insight={health.get(slx.shortName)}
              known={insights.data?.complete === true}
            />
          ))}
        </DataTable>
      </Paper>
      {slxs.length > PER_PAGE && (
        <Group justify="space-between" mt="sm">
          <Text size="sm" c="dimmed">
            {slxs.length.toLocaleString()} SLXs
          </Text>
          <Pagination
            size="sm"
            total={Math.ceil(slxs.length / PER_PAGE)}
            value={page}
            onChange={setPage}
            getControlProps={(control) => ({ 'aria-label': `${control} page` })}
          />
        </Group>
      )}
    </>
  );
}

interface SlxRowProps {
  slx: Slx;
  insight: Insight | undefined;
  /** Whether the insights of all SLXs were read. */
  known: boolean;
}

function SlxRow({ slx, insight, known }: SlxRowProps) {
  const workspace = useWorkspace();
  return (
    <Table.Tr>
      <Table.Td>
        <Group gap={8}>
          <Anchor component={Link} to={places.slx(workspace, slx.shortName)} size="sm" fw={600}>
            {aliasOf(slx)}
          </Anchor>
          {slx.warnings.length > 0 && (
            <Tone tone="notice" title={slx.warnings.join('\n')}>
              {slx.warnings.length === 1 ? 'Warning' : `${slx.warnings.length} warnings`}
            </Tone>
          )}
        </Group>
        <Text size="xs" c="dimmed">
          {slx.shortName}
        </Text>
      </Table.Td>
      <Table.Td>
        {slx.hasSli ? (
          <StatusLabel status={insight?.status} known={known} />
        ) : (
          <Tone tone="quiet">No SLI</Tone>
        )}
      </Table.Td>
      <Table.Td ta="right" className="numeric">
        {insight?.value === undefined ? '–' : number(insight.value)}
      </Table.Td>
      <Table.Td>
        <RelativeTime at={insight?.updatedAt} />
      </Table.Td>
      <Table.Td>
        <Group gap={4}>
          {tagsOf(slx)
            .slice(0, 4)
            .map((tag) => (
              <Tone key={`${tag.name}=${tag.value}`} tone="quiet">
                {tag.name}={tag.value}
              </Tone>
            ))}
        </Group>
      </Table.Td>
    </Table.Tr>
  );
}
