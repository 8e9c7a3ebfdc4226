import type { RunWish } from '../../api/runs';
import type { Access, RunRequest, Task } from '../../api/types';
import { titlesOf } from './run';

/** The same SLXs and tasks once more. Scheduled checks are left out: they come again by themselves. */
export function wishesOf(runs: RunRequest[]): RunWish[] {
  return runs
    .filter((run) => run.kind === 'runbook')
    .map((run) => ({ slx: run.slxShortName, titles: titlesOf(run.taskTitles) }));
}

/** The most that what is wished for may change: read-write if one of its tasks is. */
export function accessOf(wishes: RunWish[], tasks: Task[]): Access {
  const wished = tasks.filter(
    (task) =>
      task.kind !== 'health check' &&
      wishes.some(
        ({ slx, titles }) =>
          slx === task.slxShortName && (titles.length === 0 || titles.includes(task.unresolvedTitle)),
      ),
  );
  if (wished.some((task) => task.access === 'read-write')) {
    return 'read-write';
  }
  return wished.length > 0 && wished.every((task) => task.access === 'read-only') ? 'read-only' : 'untagged';
}
