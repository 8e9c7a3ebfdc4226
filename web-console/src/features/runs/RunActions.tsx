import { useIsCancelling } from '../../api/control';
import type { RunRequest, RunSession } from '../../api/types';
import { useWorkspace } from '../../app/workspace';
import { CancelButton } from '../../components/CancelButton';
import { RunAgain } from './RunAgain';

/** What can be done with a run: end it while it goes on, ask for it again afterwards. */
export function RunActions({ run }: { run: RunRequest }) {
  const cancelling = useIsCancelling(useWorkspace());
  const name = `the run of ${run.slxShortName}`;
  if (run.kind !== 'runbook') {
    return null;
  }
  if (run.isCompleted) {
    return <RunAgain runs={[run]} name={name} />;
  }
  return cancelling(run.id) ? null : (
    <CancelButton
      target={{ run: run.id }}
      name={name}
      explanation={
        run.startedAt === undefined
          ? 'It has not begun, so it does nothing at all.'
          : 'Its processes are killed where they are. What it has changed so far stays.'
      }
    />
  );
}

/** The same for all runs of a session. */
export function SessionActions({ session }: { session: RunSession }) {
  const cancelling = useIsCancelling(useWorkspace());
  const going = session.runRequests.filter((run) => !run.isCompleted);
  if (going.length === 0) {
    return <RunAgain runs={session.runRequests} name={session.name} />;
  }
  return going.every((run) => cancelling(run.id)) ? null : (
    <CancelButton
      target={{ session: session.id }}
      name={session.name}
      explanation={
        going.length === 1
          ? 'The run that has not ended is ended. What it has changed so far stays.'
          : `The ${going.length} runs that have not ended are ended. What they have changed so far stays.`
      }
    />
  );
}
