import { Anchor, Button, Group, Paper, Table, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { FolderGit2, Plus } from 'lucide-react';
import { Link } from 'react-router';
import { useCollections } from '../../api/collections';
import { mayAct, useSession } from '../../api/session';
import type { CodeCollection } from '../../api/types';
import { places } from '../../app/places';
import { DataTable } from '../../components/DataTable';
import { EnvironmentLabel, SyncLabel } from '../../components/labels';
import { PageHeader } from '../../components/layout';
import { RelativeTime } from '../../components/RelativeTime';
import { EmptyState, Loaded } from '../../components/states';
import { CollectionDialog } from './CollectionDialog';

export function CollectionsPage() {
  const session = useSession();
  const collections = useCollections();
  const [registering, dialog] = useDisclosure();
  const button = (
    <Button
      leftSection={<Plus size={15} />}
      onClick={dialog.open}
      disabled={!mayAct(session.data, '*', 'admin')}
    >
      Register
    </Button>
  );
  return (
    <>
      <PageHeader
        title="CodeCollections"
        description="Git repositories of tasks, what was read from them and whether workers are ready to run it."
        actions={button}
      />
      <Loaded query={collections} what="the CodeCollections">
        {({ results }) =>
          results.length === 0 ? (
            <EmptyState icon={FolderGit2} title="No CodeCollections yet">
              <Text size="sm" c="dimmed">
                Register a Git repository to use its tasks.
              </Text>
            </EmptyState>
          ) : (
            <Paper>
              <CollectionTable collections={results} />
            </Paper>
          )
        }
      </Loaded>
      <CollectionDialog opened={registering} close={dialog.close} />
    </>
  );
}

function CollectionTable({ collections }: { collections: CodeCollection[] }) {
  return (
    <DataTable
      label="CodeCollections"
      minWidth={820}
      columns={[
        { name: 'CodeCollection', width: '30%' },
        'Sync',
        'Environment',
        { name: 'Bundles', right: true },
        { name: 'Tasks', right: true },
        'Synced',
      ]}
    >
      {collections.map((collection) => (
        <Table.Tr key={collection.name}>
          <Table.Td className="breakable" valign="top">
            <Anchor component={Link} to={places.collection(collection.name)} size="sm" fw={600}>
              {collection.name}
            </Anchor>
            <Text size="xs" c="dimmed">
              {collection.repoURL}
            </Text>
          </Table.Td>
          <Table.Td className="breakable" valign="top">
            <Group gap={6}>
              <SyncLabel state={collection.sync.state} />
            </Group>
            <Text size="xs" c="dimmed" mt={2} maw={380} lineClamp={2} title={collection.sync.message}>
              {collection.sync.message}
            </Text>
          </Table.Td>
          <Table.Td valign="top">
            <EnvironmentLabel state={collection.environment.state} reason={collection.environment.reason} />
          </Table.Td>
          <Table.Td ta="right" className="numeric" valign="top">
            {collection.counts.codeBundles}
          </Table.Td>
          <Table.Td ta="right" className="numeric" valign="top">
            {collection.counts.tasks}
          </Table.Td>
          <Table.Td valign="top">
            <RelativeTime at={collection.sync.lastSuccessAt} none="never" />
          </Table.Td>
        </Table.Tr>
      ))}
    </DataTable>
  );
}
