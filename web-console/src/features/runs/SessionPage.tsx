import { Stack, Table, UnstyledButton } from '@mantine/core';
import { useState } from 'react';
import { useParams, useSearchParams } from 'react-router';
import { useIsCancelling } from '../../api/control';
import { useRunSession } from '../../api/runs';
import type { RunSession } from '../../api/types';
import { places } from '../../app/places';
import { useWorkspace } from '../../app/workspace';
import { OutcomeLabel } from '../../components/labels';
import { PageHeader, Section } from '../../components/layout';
import { RelativeTime } from '../../components/RelativeTime';
import { Loaded } from '../../components/states';
import { Ticked } from '../../components/Ticked';
import { Tone } from '../../components/Tone';
import { SessionActions } from './RunActions';
import { RunView } from './RunView';
import { firstToShow, runToShow, tasksText, took } from './run';

export function SessionPage() {
  const workspace = useWorkspace();
  const { session: id = '' } = useParams();
  const session = useRunSession(workspace, id);
  return (
    <Loaded query={session} what="this run session">
      {(loaded) => <SessionDetail key={loaded.id} session={loaded} />}
    </Loaded>
  );
}

function SessionDetail({ session }: { session: RunSession }) {
  const workspace = useWorkspace();
  const [parameters, setParameters] = useSearchParams();
  const asked = parameters.get('run');
  // Chosen once: the page must not turn to another run by itself under the reader's hand.
  const [first] = useState(() => firstToShow(session.runRequests)?.id);
  const shown = runToShow(session.runRequests, asked, first);
  return (
    <>
      <PageHeader
        title={session.name}
        parent={{ label: 'Run sessions', to: places.sessions(workspace) }}
        labels={
          session.active ? (
            <Tone tone="info" dot busy>
              Active
            </Tone>
          ) : (
            <Tone tone="quiet" dot>
              Over
            </Tone>
          )
        }
        description={
          <>
            Asked <RelativeTime at={session.created} />
            {session.requester && ` by ${session.requester}`} · {session.source}
            {session.notes && ` · ${session.notes}`}
          </>
        }
        actions={<SessionActions session={session} />}
      />
      <Stack>
        {session.runRequests.length > 1 && shown && (
          <RunChoice
            session={session}
            shown={shown.id}
            choose={(run) => setParameters({ run }, { replace: true })}
          />
        )}
        {shown && (
          <RunView key={shown.id} id={shown.id} known={shown} withActions={session.runRequests.length > 1} />
        )}
      </Stack>
    </>
  );
}

interface RunChoiceProps {
  session: RunSession;
  shown: string;
  choose: (run: string) => void;
}

function RunChoice({ session, shown, choose }: RunChoiceProps) {
  const cancelling = useIsCancelling(useWorkspace());
  return (
    <Section title="Runs of this session" flush>
      <Table.ScrollContainer minWidth={560} type="native" mah={260}>
        <Table verticalSpacing={6} horizontalSpacing="md" highlightOnHover aria-label="Runs of this session">
          <Table.Tbody>
            {session.runRequests.map((run) => (
              <Table.Tr key={run.id} bg={run.id === shown ? 'var(--selected)' : undefined}>
                <Table.Td>
                  <UnstyledButton
                    fz="sm"
                    fw={600}
                    c="var(--mantine-color-anchor)"
                    aria-pressed={run.id === shown}
                    onClick={() => choose(run.id)}
                  >
                    {run.slxShortName}
                  </UnstyledButton>
                </Table.Td>
                <Table.Td className="breakable">
                  <Ticked text={tasksText(run.taskTitles)} />
                </Table.Td>
                <Table.Td>
                  <OutcomeLabel run={run} cancelling={cancelling(run.id)} />
                </Table.Td>
                <Table.Td ta="right" className="numeric">
                  {took(run)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Table.ScrollContainer>
    </Section>
  );
}
