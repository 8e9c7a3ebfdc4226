import { awaitsAttempt } from '../api/runs';
import type { Access, EnvironmentPhase, InsightStatus, RunRequest, SyncPhase } from '../api/types';
import { Tone, type ToneName } from './Tone';

const SEVERITIES: Record<number, [ToneName, string]> = {
  1: ['bad', '1 · Critical'],
  2: ['high', '2 · High'],
  3: ['notice', '3 · Medium'],
  4: ['info', '4 · Low'],
};

export function SeverityLabel({ severity }: { severity: number }) {
  const [tone, text] = SEVERITIES[severity] ?? ['quiet', String(severity)];
  return (
    <Tone tone={tone} title="Severity">
      {text}
    </Tone>
  );
}

const ACCESS: Record<Access, [ToneName, string]> = {
  'read-only': ['quiet', 'Only reads: it changes nothing'],
  'read-write': ['high', 'Changes things'],
  untagged: ['quiet', 'The author did not say whether it changes anything'],
};

export function AccessLabel({ access }: { access: Access }) {
  const [tone, title] = ACCESS[access];
  return (
    <Tone tone={tone} title={title}>
      {access}
    </Tone>
  );
}

const STATUSES: Record<InsightStatus, [ToneName, string, string]> = {
  ok: ['good', 'OK', 'The last run found nothing wrong'],
  warn: ['notice', 'Issues', 'The last run passed and raised issues'],
  fail: ['bad', 'Failed', 'The last run did not pass'],
};

const NOT_RUN: [ToneName, string, string] = ['quiet', 'Not run yet', 'No run has ended so far'];
const NOT_READ: [ToneName, string, string] = ['quiet', 'Not known', 'What the last run found was not read'];

interface StatusLabelProps {
  status: InsightStatus | undefined;
  /** Whether no status means that there is none; otherwise it may only not have been read. */
  known: boolean;
}

export function StatusLabel({ status, known }: StatusLabelProps) {
  const [tone, text, title] = status === undefined ? (known ? NOT_RUN : NOT_READ) : STATUSES[status];
  return (
    <Tone tone={tone} title={title} dot>
      {text}
    </Tone>
  );
}

interface OutcomeLabelProps {
  run: Pick<RunRequest, 'outcome' | 'isStaged' | 'startedAt' | 'reason' | 'attempts'>;
  /** Whether somebody asked for its end, which counts until it has an outcome. */
  cancelling?: boolean;
}

export function OutcomeLabel({ run, cancelling = false }: OutcomeLabelProps) {
  switch (run.outcome) {
    case 'Completed':
      return (
        <Tone tone="good" dot>
          Completed
        </Tone>
      );
    case 'Failed':
    case 'Lost':
    case 'Refused':
      return (
        <Tone tone="bad" dot title={run.reason}>
          {run.outcome}
        </Tone>
      );
    case 'TimedOut':
      return (
        <Tone tone="bad" dot title={run.reason}>
          Timed out
        </Tone>
      );
    case 'Expired':
      return (
        <Tone tone="notice" dot title={run.reason}>
          Expired
        </Tone>
      );
    case 'Cancelled':
      return (
        <Tone tone="quiet" dot title={run.reason}>
          Cancelled
        </Tone>
      );
    case undefined:
      if (cancelling) {
        return (
          <Tone tone="notice" dot busy>
            Being cancelled
          </Tone>
        );
      }
      if (awaitsAttempt(run)) {
        return (
          <Tone tone="quiet" dot busy title={run.reason}>
            Waiting for another attempt
          </Tone>
        );
      }
      if (run.startedAt !== undefined) {
        return (
          <Tone tone="info" dot busy>
            Running
          </Tone>
        );
      }
      return (
        <Tone tone="quiet" dot busy title={run.reason}>
          {run.isStaged ? 'Staged' : 'Waiting'}
        </Tone>
      );
  }
}

const SYNC: Record<SyncPhase, [ToneName, string]> = {
  never: ['quiet', 'Not synced yet'],
  syncing: ['info', 'Syncing'],
  ok: ['good', 'Synced'],
  failed: ['bad', 'Sync failed'],
};

export function SyncLabel({ state }: { state: SyncPhase }) {
  const [tone, text] = SYNC[state];
  return (
    <Tone tone={tone} dot busy={state === 'syncing'}>
      {text}
    </Tone>
  );
}

const ENVIRONMENTS: Record<EnvironmentPhase, [ToneName, string]> = {
  preparing: ['info', 'Preparing'],
  ready: ['good', 'Ready'],
  failed: ['bad', 'Failed'],
};

export function EnvironmentLabel({ state, reason }: { state: EnvironmentPhase; reason?: string }) {
  const [tone, text] = ENVIRONMENTS[state];
  return (
    <Tone tone={tone} dot busy={state === 'preparing'} title={reason}>
      {text}
    </Tone>
  );
}

export function IssueStateLabel({ closed }: { closed: boolean }) {
  return closed ? (
    <Tone tone="quiet" dot>
      Closed
    </Tone>
  ) : (
    <Tone tone="bad" dot>
      Open
    </Tone>
  );
}
