import type { RunRequest, RunSession } from '../../api/types';
import { duration } from '../../app/time';

/** The titles of `||`-joined text; none for `*` and nothing. */
export function titlesOf(joined: string | undefined): string[] {
  return joined === undefined || joined === '*'
    ? []
    : joined
        .split('||')
        .map((title) => title.trim())
        .filter(Boolean);
}

export function took(run: RunRequest): string {
  if (run.startedAt === undefined || run.finishedAt === undefined) {
    return '–';
  }
  return duration(Date.parse(run.finishedAt) - Date.parse(run.startedAt));
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
