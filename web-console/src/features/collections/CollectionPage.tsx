import { Button, Grid, Stack, Text } from '@mantine/core';
import { useDisclosure } from '@mantine/hooks';
import { notifications } from '@mantine/notifications';
import { Pencil, RefreshCw } from 'lucide-react';
import { useParams } from 'react-router';
import { useCollection, useSync } from '../../api/collections';
import { mayAct, useSession } from '../../api/session';
import type { CodeCollection } from '../../api/types';
import { places } from '../../app/places';
import { EnvironmentLabel, SyncLabel } from '../../components/labels';
import { Facts, Identifier, PageHeader, Section } from '../../components/layout';
import { Notice } from '../../components/Notice';
import { RelativeTime } from '../../components/RelativeTime';
import { Loaded } from '../../components/states';
import { Tone } from '../../components/Tone';
import { Bundles } from './Bundles';
import { CollectionDialog } from './CollectionDialog';
import { ForgetButton } from './ForgetButton';
import { intervalLabel } from './form';

export function CollectionPage() {
  const { collection: name = '' } = useParams();
  const collection = useCollection(name);
  return (
    <Loaded query={collection} what="this CodeCollection">
      {(loaded) => <CollectionDetail collection={loaded} />}
    </Loaded>
  );
}

function CollectionDetail({ collection }: { collection: CodeCollection }) {
  const session = useSession();
  const sync = useSync(collection.name);
  const [changing, dialog] = useDisclosure();
  const admin = mayAct(session.data, '*', 'admin') && !collection.readOnly;
  const failed = collection.sync.state === 'failed';
  return (
    <>
      <PageHeader
        title={collection.name}
        parent={{ label: 'CodeCollections', to: places.collections }}
        labels={
          <>
            <SyncLabel state={collection.sync.state} />
            {collection.readOnly && <Tone tone="quiet">From the configuration</Tone>}
          </>
        }
        description={collection.repoURL}
        actions={
          <>
            <Button
              leftSection={<RefreshCw size={15} />}
              loading={sync.isPending}
              disabled={!mayAct(session.data, '*', 'readwrite')}
              onClick={() =>
                sync.mutate(undefined, {
                  onError: (problem) =>
                    notifications.show({ color: 'red', title: problem.title, message: problem.detail }),
                })
              }
            >
              Sync now
            </Button>
            {admin && (
              <>
                <Button variant="default" leftSection={<Pencil size={14} />} onClick={dialog.open}>
                  Change
                </Button>
                <ForgetButton collection={collection.name} />
              </>
            )}
          </>
        }
      />
      <Stack>
        {failed && (
          <Notice tone="bad" title="The last sync failed" role="status">
            {collection.sync.message}
            {collection.commit && ' What was read before stays in use.'}
          </Notice>
        )}
        {collection.environment.state === 'failed' && (
          <Notice tone="bad" title="Its environment could not be prepared" role="status">
            {collection.environment.reason}
          </Notice>
        )}
        {collection.environment.state === 'ready' && collection.environment.reason && (
          <Notice tone="notice" title="Its environment is not complete" role="status">
            {collection.environment.reason}
          </Notice>
        )}
        <Grid>
          <Grid.Col span={{ base: 12, md: 6 }}>
            <Section title="Sync">
              <SyncFacts collection={collection} />
            </Section>
          </Grid.Col>
          <Grid.Col span={{ base: 12, md: 6 }}>
            <Section title="Environment">
              <EnvironmentFacts collection={collection} />
            </Section>
          </Grid.Col>
        </Grid>
        <Bundles collection={collection} />
      </Stack>
      <CollectionDialog
        key={String(changing)}
        opened={changing}
        close={dialog.close}
        collection={collection}
      />
    </>
  );
}

function SyncFacts({ collection }: { collection: CodeCollection }) {
  const { sync, commit } = collection;
  return (
    <Facts
      facts={[
        [
          'State',
          <Text key="state" size="sm" data-testid="sync-message">
            {sync.message}
          </Text>,
        ],
        ['Commit', commit === undefined ? '–' : <Identifier key="commit" value={commit} what="the commit" />],
        ['Follows', followed(collection)],
        ['Last success', <RelativeTime key="success" at={sync.lastSuccessAt} none="never" />],
        ['Last attempt', <RelativeTime key="attempt" at={sync.lastAttemptAt} none="never" />],
        ['Interval', intervalLabel(collection.syncInterval)],
        ['Credentials', collection.hasCredentials ? 'stored' : 'none'],
      ]}
    />
  );
}

function followed({ branch, tag, ref }: CodeCollection): string {
  if (tag !== undefined) return `tag ${tag}`;
  if (ref !== undefined) return `ref ${ref}`;
  return branch === undefined ? 'the default branch' : `branch ${branch}`;
}

function EnvironmentFacts({ collection }: { collection: CodeCollection }) {
  const { environment, counts } = collection;
  return (
    <Facts
      facts={[
        ['State', <EnvironmentLabel key="state" state={environment.state} />],
        [
          'Ready commit',
          environment.commit === undefined ? (
            '–'
          ) : (
            <Identifier key="commit" value={environment.commit} what="the commit" />
          ),
        ],
        ['Reason', environment.reason ?? '–'],
        ['Worker replicas', collection.workerReplicas ?? 'as configured'],
        ['CodeBundles', counts.codeBundles],
        ['Tasks', counts.tasks],
        ['Findings', counts.findings],
      ]}
    />
  );
}
