import type { ConcurrencyLimit, QueuedRun, Slx, TagCondition } from '../../api/types';
import { titlesOf } from '../runs/run';
import { hasTag, tagCondition, tagFault, tagText } from '../slxs/slx';

/** What runs are meant, as it is typed in; all that is given must hold. */
export interface Conditions {
  slx: string;
  task: string;
  tag: string;
  pool: string;
}

export const NONE: Conditions = { slx: '', task: '', tag: '', pool: '' };

interface Given {
  slxName?: string;
  taskTitle?: string;
  tag?: TagCondition;
  pool?: string;
}

/** The conditions as the API takes them; what is empty is left out. */
export function givenOf({ slx, task, tag, pool }: Conditions): Given {
  return {
    slxName: slx.trim() || undefined,
    taskTitle: task.trim() || undefined,
    tag: tagCondition(tag),
    pool: pool.trim() || undefined,
  };
}

/** What the API tells, as it is typed in. */
export function conditionsOf({ slxName, taskTitle, tag, pool }: Given): Conditions {
  return {
    slx: slxName?.replace(/^.*?--/, '') ?? '',
    task: taskTitle ?? '',
    tag: tag === undefined ? '' : tagText(tag),
    pool: pool ?? '',
  };
}

/** Whether anything is meant at all: without a condition nothing is, nor with a tag that cannot be read. */
export function isSome(conditions: Conditions): boolean {
  return (
    tagFault(conditions.tag) === undefined &&
    Object.values(givenOf(conditions)).some((given) => given !== undefined)
  );
}

/** The queued runs that are meant, as the runner will choose them. */
export function meantOf(runs: QueuedRun[], conditions: Conditions, slxs: Slx[]): QueuedRun[] {
  const { slxName, taskTitle, tag, pool } = givenOf(conditions);
  const tagged = new Set(slxs.filter((slx) => tag && hasTag(slx, tag)).map((slx) => slx.name));
  return isSome(conditions)
    ? runs.filter(
        (run) =>
          (slxName === undefined || run.slxShortName === slxName || run.slxName === slxName) &&
          (taskTitle === undefined || titlesOf(run.taskTitles).includes(taskTitle)) &&
          (tag === undefined || tagged.has(run.slxName)) &&
          (pool === undefined || run.pool === pool),
      )
    : [];
}

/** `SLX disk · tag cluster=lab` of a limit. */
export function wordsOf(limit: ConcurrencyLimit): string {
  const { slx, task, tag, pool } = conditionsOf(limit);
  const parts: [string, string][] = [
    ['SLX', slx],
    ['task', task],
    ['tag', tag],
    ['pool', pool],
  ];
  return parts
    .filter(([, value]) => value !== '')
    .map(([name, value]) => `${name} ${value}`)
    .join(' · ');
}

/** The runs without those that came twice: while a list is read page by page, the queue moves on. */
export function distinct(runs: QueuedRun[]): QueuedRun[] {
  return [...new Map(runs.map((run) => [run.id, run])).values()];
}
