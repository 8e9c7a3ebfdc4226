import { useIsCancelling } from '../../api/control';
import { awaitsAttempt } from '../../api/runs';
import type { RunRequest, RunSession } from '../../api/types';
import { useWorkspace } from '../../app/workspace';
import { CancelButton } from '../../components/CancelButton';
import { RunAgain } from './RunAgain';

/** What can be done with a run: end it while it goes on, ask for it again afterwards. */
export function RunActions({ run }: { run: RunRequest }) {
  const cancelling = useIsCancelling(useWorkspace());
  if (run.kind !== 'runbook') {
    return null;
  }
  if (run.isCompleted) {
    return <RunAgain runs={[run]} name={run.slxShortName} />;
  }
  return cancelling(run.id) ? null : (
    <CancelButton target={{ run: run.id }} name={`the run of ${run.slxShortName}`} explanation={endOf(run)} />
  );
}

/** What it means to end a run now. */
function endOf(run: RunRequest): string {
  if (awaitsAttempt(run)) {
    return 'No further attempt of it begins. What it has changed so far stays.';
  }
  return run.startedAt === undefined
    ? 'It has not begun, so nothing was changed.'
    : 'Its processes are killed where they are. What it has changed so far stays.';
}

/** The same for all runs of a session. */
export function SessionActions({ session }: { session: RunSession }) {
  const cancelling = useIsCancelling(useWorkspace());
  const going = session.runRequests.filter((run) => !run.isCompleted);
  const many = session.runRequests.length > 1;
  if (going.length === 0) {
    return (
      <RunAgain runs={session.runRequests} name={session.name} label={many ? 'Run all again' : 'Run again'} />
    );
  }
  return going.every((run) => cancelling(run.id)) ? null : (
    <CancelButton
      target={{ session: session.id }}
      name={`the session ${session.name}`}
      label={many ? 'Cancel all' : 'Cancel'}
      explanation={
        going.length === 1
          ? 'The run that has not ended is ended. What it has changed so far stays.'
          : `The ${going.length} runs that have not ended are ended. What they have changed so far stays.`
      }
    />
  );
}
