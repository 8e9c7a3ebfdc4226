import type { RunWish } from '../../api/runs';
import type { Access, RunRequest, Task } from '../../api/types';
import { titlesOf } from './run';

/**
 * The same SLXs, tasks, arguments and commits once more. Scheduled checks are left out: they come again by themselves. A run
 * that never began has no commit.
 */
export function wishesOf(runs: RunRequest[]): RunWish[] {
  return runs
    .filter((run) => run.kind === 'runbook')
    .map((run) => ({
      slx: run.slxShortName,
      titles: titlesOf(run.taskTitles),
      overrides: run.runtimeVarOverrides,
      commit: run.commit,
    }));
}

/** The same with the commits that are ready now. */
export function atPresentCommits(wishes: RunWish[]): RunWish[] {
  return wishes.map((wish) => ({ ...wish, commit: undefined }));
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
