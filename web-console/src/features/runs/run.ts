import type { Outcome, RunAttempt, RunRequest, RunSession } from '../../api/types';
import { duration } from '../../app/time';

/** The titles of `||`-joined text, in which two bars inside a title are written `\|\|`; none for `*` and nothing. */
export function titlesOf(joined: string | undefined): string[] {
  return joined === undefined || joined === '*'
    ? []
    : joined
        .split('||')
        .filter((title) => title !== '')
        .map((title) => title.replaceAll('\\|\\|', '||'));
}

/** What tasks a run is of, in one line. */
export function tasksText(joined: string | undefined): string {
  return joined === undefined ? 'Tasks not known yet' : titlesOf(joined).join(', ') || 'All tasks';
}

/** `A=1, B=2`, by name. */
export function argumentsOf(overrides: Record<string, string>): string {
  return Object.entries(overrides)
    .sort(([one], [other]) => one.localeCompare(other))
    .map(([name, value]) => `${name}=${value}`)
    .join(', ');
}

/** Whether a run did all that it was asked for. */
export function isGood(run: RunRequest): boolean {
  return run.outcome === 'Completed' && titlesOf(run.failedTitles).length === 0;
}

export function took(run: RunRequest): string {
  if (run.startedAt === undefined || run.finishedAt === undefined) {
    return '–';
  }
  return duration(Date.parse(run.finishedAt) - Date.parse(run.startedAt));
}

/** One attempt in one line: `1 · TimedOut after 30.0 s on worker-7: …`. */
export function attemptText(attempt: RunAttempt): string {
  const { attempt: number, outcome, worker, startedAt, finishedAt, reason } = attempt;
  const end = outcome ?? (finishedAt === undefined ? 'no end was told' : 'ended');
  const length =
    startedAt === undefined || finishedAt === undefined
      ? ''
      : ` after ${duration(Date.parse(finishedAt) - Date.parse(startedAt))}`;
  return `${number} · ${end}${length} on ${worker}${reason === undefined ? '' : `: ${reason}`}`;
}

/** What a session was about, in one line. */
export function subjectOf(session: RunSession): string {
  const names = [...new Set(session.runRequests.map((run) => run.slxShortName))];
  return names.length <= 3
    ? names.join(', ')
    : `${names.slice(0, 3).join(', ')} and ${names.length - 3} more`;
}

/** The run to show first: one that is under way, else the first. */
export function firstToShow(runs: RunRequest[]): RunRequest | undefined {
  return runs.find((run) => !run.isCompleted && run.startedAt !== undefined) ?? runs[0];
}

/** The run that is asked for, else the one that was shown first, as long as it is there. */
export function runToShow(
  runs: RunRequest[],
  asked: string | null,
  first: string | undefined,
): RunRequest | undefined {
  return runs.find(({ id }) => id === asked) ?? runs.find(({ id }) => id === first) ?? runs[0];
}

const MEANINGS: Partial<Record<Outcome, { tone: 'bad' | 'notice'; title?: string }>> = {
  Lost: { tone: 'bad', title: 'It may have done its work, or part of it' },
  Expired: { tone: 'notice', title: 'It did not begin in time and did nothing' },
  Cancelled: { tone: 'notice' },
};

/** How to say that a run did not complete, and why; undefined for one that did or has not ended. */
export function explanationOf(
  run: RunRequest,
): { tone: 'bad' | 'notice'; title?: string; reason: string | undefined } | undefined {
  if (run.outcome === undefined || run.outcome === 'Completed') {
    return undefined;
  }
  const meaning = MEANINGS[run.outcome] ?? { tone: 'bad' as const };
  return meaning.title === undefined && !run.reason ? undefined : { ...meaning, reason: run.reason };
}
