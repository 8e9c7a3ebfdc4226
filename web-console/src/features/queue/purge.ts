import type { ApiProblem } from '../../api/client';
import type { QueuedRun, Slx } from '../../api/types';
import { counted } from '../../app/counted';
import { type Conditions, distinct, givenOf, meantOf } from './conditions';

/** What a purge would end, as far as that can be told before it. */
export type Preview =
  | { state: 'reading' }
  | { state: 'failed'; problem: ApiProblem }
  | { state: 'known'; text: string };

interface Read<T> {
  data: T | undefined;
  error: ApiProblem | null;
}

interface Reads {
  queue: Read<QueuedRun[]> & { hasNextPage: boolean };
  length: Read<{ total?: number }>;
  slxs: Read<{ results: Slx[] }>;
}

export function previewOf(conditions: Conditions, { queue, length, slxs }: Reads): Preview {
  const { tag, taskTitle } = givenOf(conditions);
  const needed = [queue, ...(queue.hasNextPage ? [length] : []), ...(tag ? [slxs] : [])];
  const problem = needed.map(({ error }) => error).find((error) => error !== null);
  if (problem) {
    return { state: 'failed', problem };
  }
  if (queue.data === undefined || needed.some(({ data }) => data === undefined)) {
    return { state: 'reading' };
  }
  const loaded = distinct(queue.data);
  const meant = meantOf(loaded, conditions, slxs.data?.results ?? []);
  const runs = queue.hasNextPage
    ? `${meant.length.toLocaleString()} of the first ${loaded.length.toLocaleString()} runs match; ${(length.data?.total ?? 0).toLocaleString()} wait altogether, and those that match among them are cancelled too.`
    : `${counted(meant.length, 'run')} ${meant.length === 1 ? 'matches' : 'match'}.`;
  // The queue lists runs on demand only, but the runner ends waiting checks as well unless a task is named.
  const checks =
    taskTitle === undefined ? ' Scheduled checks that match and wait end too; they are not counted.' : '';
  return { state: 'known', text: runs + checks };
}
